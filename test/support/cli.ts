/** The command line in this process: files in a folder of their own, what was printed, the exit status. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { readArguments } from '../../server/src/host/arguments';
import { runScan } from '../../server/src/host/run-scan';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files, gone after the test. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'zmq-threats-')));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export async function run(
  folder: string,
  argv: readonly string[],
  how: { readonly colour?: boolean; readonly today?: string } = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const command = readArguments(argv);
  if (command.command !== 'scan') throw new Error(`not a scan: ${JSON.stringify(command)}`);
  const status = await runScan(command, {
    folder,
    version: '1.2.3',
    today: how.today ?? '2026-06-01',
    colour: how.colour ?? false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}

/** Code with findings of several levels. */
export const PULL = `import * as zmq from "zeromq";

const pull = new zmq.Pull({ receiveHighWaterMark: 0 });
await pull.bind("tcp://*:5555");
for await (const [message] of pull) console.log(message.length);
`;
