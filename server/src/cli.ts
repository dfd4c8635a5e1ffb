#!/usr/bin/env node
/** zmq-threats: the command line. Wiring only; see `host/arguments.ts` and `host/run-scan.ts`. */
import { version } from '../../package.json';
import { readArguments, USAGE } from './host/arguments';
import { runScan } from './host/run-scan';

async function main(argv: readonly string[]): Promise<number> {
  const command = readArguments(argv);
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
    case 'scan':
      return runScan(command, {
        folder: process.cwd(),
        version,
        today: new Date().toISOString().slice(0, 10),
        colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
        out: (text) => process.stdout.write(text),
        err: (text) => process.stderr.write(text),
      });
  }
}

main(process.argv.slice(2)).then(
  // Not process.exit: a pipe that is still being written must not be cut off.
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(
      `zmq-threats: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 2;
  },
);
