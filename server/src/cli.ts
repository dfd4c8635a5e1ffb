#!/usr/bin/env node
/** zmq-threats: the command line. Wiring only; see `host/arguments.ts` and `host/run-scan.ts`. */
import { version } from '../../package.json';
import { readArguments, USAGE } from './host/arguments';
import { runScan } from './host/run-scan';
import { explain } from './reports/explain';
import { catalogue } from './threats/load';

async function main(argv: readonly string[]): Promise<number> {
  const command = readArguments(argv);
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  switch (command.command) {
    case 'help':
      process.stdout.write(USAGE);
      return 0;
    case 'version':
      process.stdout.write(`${version}\n`);
      return 0;
    case 'unusable':
      process.stderr.write(`zmq-threats: ${command.message}\nSee zmq-threats --help.\n`);
      return 2;
    case 'explain': {
      const { text, problem } = explain(command.name, catalogue(), colour);
      if (text !== undefined) process.stdout.write(text);
      if (problem !== undefined) process.stderr.write(`zmq-threats: ${problem}\n`);
      return problem === undefined ? 0 : 2;
    }
    case 'scan':
      return runScan(command, {
        folder: process.cwd(),
        version,
        today: new Date().toISOString().slice(0, 10),
        colour,
        out: (text) => process.stdout.write(text),
        err: (text) => process.stderr.write(text),
      });
  }
}

/** Something could not be written: nobody has the report, whatever is in it. */
let unwritten = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads has read enough (`| head`): that is no failure.
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
  if (!unwritten) process.stderr.write(`zmq-threats: cannot write to standard output: ${error.message}\n`);
  unwritten = true;
  process.exitCode = 2;
});
// There is nowhere left to say so.
process.stderr.on('error', () => undefined);

main(process.argv.slice(2)).then(
  // Not process.exit: a pipe that is still being written must not be cut off.
  (status) => {
    process.exitCode = unwritten ? 2 : status;
  },
  (error: unknown) => {
    process.stderr.write(
      `zmq-threats: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 2;
  },
);
