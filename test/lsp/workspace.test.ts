/** A workspace over stdio, with the thread that main.ts starts: open files are served while it is judged, and it is followed as it changes. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Status } from '../../server/src/lsp/protocol';
import { eventually } from './support/client';
import { stdioServer, type StdioServer } from './support/stdio';
import { filesOf, findingsOf, Folder, ready } from './support/threaded';

const bad = (i: number): string => `import * as zmq from "zeromq";

export async function main${i}() {
  const pull = new zmq.Pull({ receiveHighWaterMark: 0 });
  await pull.bind("tcp://127.0.0.1:5555");
}
`;
const good = (i: number): string => bad(i).replace('receiveHighWaterMark: 0', 'receiveHighWaterMark: 10');
const plain = (i: number): string => `export const value${i} = ${i};\n`;

/** A service with so much in it that it takes its time. */
const long = (i: number): string =>
  `import * as zmq from "zeromq";\n${Array.from(
    { length: 60 },
    (_, n) =>
      `export class S${i}_${n} {\n  private readonly sock = new zmq.Router({ sendHighWaterMark: 0 });\n  async run() {\n    await this.sock.bind("tcp://127.0.0.1:${n}");\n    for await (const [id, body] of this.sock) await this.sock.send([id, JSON.parse(body.toString())]);\n  }\n}`,
  ).join('\n')}\n`;

const name = (i: number): string => `src/part_${i % 40}/file_${i}.ts`;

let server: StdioServer | undefined;
const start = async (folder: Folder): Promise<StdioServer['client']> => {
  server = stdioServer();
  await server.client.start({ folders: folder.workspace });
  return server.client;
};
afterEach(async () => {
  if (!server) return;
  await server.client.stop();
  expect(await server.ended).toBe(0);
  expect(server.errors()).toBe('');
  server = undefined;
});

/** Files with the finding that `bad` has. */
function unbounded(status: Status, folder: Folder): readonly string[] {
  const found = findingsOf(status).filter(({ rule }) => rule === 'unbounded-hwm');
  return [...new Set(found.map(({ uri }) => uri.slice(folder.uri().length + 1)))].sort();
}

describe('places in the status', () => {
  it('are those of the text that counts: on the disk, or in the editor, and as the editor spells it', async () => {
    const folder = new Folder({ 'a.ts': bad(0), 'b.ts': bad(1) });
    const client = await start(folder);
    const places = async (): Promise<readonly string[]> =>
      findingsOf(await client.status())
        .filter(({ rule }) => rule === 'unbounded-hwm')
        .map(({ uri, range }) => `${uri.slice(folder.uri().length + 1)}:${range.start.line}`)
        .sort();
    const shows = (...expected: string[]): Promise<unknown> => {
      let seen: readonly string[] = [];
      return eventually(
        async () => (seen = await places()).join() === expected.join(),
        5_000,
        () => `${seen.join()} in place of ${expected.join()}`,
      );
    };
    await ready(client);
    await shows('a.ts:3', 'b.ts:3');
    // Once more: what is known by now is the same.
    await shows('a.ts:3', 'b.ts:3');

    folder.write('a.ts', `\n\n${bad(0)}`);
    await folder.changed(client, 'a.ts');
    await shows('a.ts:5', 'b.ts:3');

    const spelled = `${folder.uri()}/%61.ts`;
    await client.open(spelled, `\n\n${bad(0)}`);
    await shows('%61.ts:5', 'b.ts:3');
    await client.replace(spelled, 'import', '\nimport');
    await shows('%61.ts:6', 'b.ts:3');
    await client.close(spelled);
    await shows('a.ts:5', 'b.ts:3');
  });
});

describe('while the workspace is judged', () => {
  it('edits are answered and hovers given; the status is not there yet', async () => {
    const folder = new Folder(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [name(i), long(i)])));
    folder.write('open.ts', bad(0));
    const client = await start(folder);
    const uri = folder.uri('open.ts');
    await client.open(uri, bad(0));
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    let judged = false;
    const status = ready(client).then((found) => ((judged = true), found));
    let edits = 0;
    while (!judged && edits < 20) {
      const [find, by] = edits % 2 === 0 ? ['Mark: 0', 'Mark: 10'] : ['Mark: 10', 'Mark: 0'];
      const version = await client.replace(uri, find, by);
      const { diagnostics } = await client.diagnostics(uri, (params) => params.version === version);
      expect(diagnostics.some(({ code }) => code === 'unbounded-hwm')).toBe(edits % 2 === 1);
      edits++;
    }
    expect(JSON.stringify(await client.hover(uri, 'Pull('))).toContain('PULL socket');
    expect(edits).toBeGreaterThan(5);
    // The unit of the open document is judged as it is in the editor.
    const expected = Array.from({ length: 40 }, (_, i) => name(i));
    if (edits % 2 === 0) expected.push('open.ts');
    expect(unbounded(await status, folder)).toEqual(expected.sort());
  }, 60_000);
});

describe('a workspace that changes', () => {
  it('follows a switch to another branch: thousands of files that are written, added and removed', async () => {
    const count = 2_400;
    /** Every twelfth file speaks ZeroMQ, every other one of these is bad. */
    const text = (i: number, branch: number): string =>
      i % 12 !== 0 ? plain(i + branch) : (i / 12 + branch) % 2 === 0 ? bad(i) : good(i);
    const folder = new Folder();
    const names = Array.from({ length: count }, (_, i) => name(i));
    for (let i = 0; i < count; i++) folder.write(name(i), text(i, 0));
    const client = await start(folder);
    const expected = (branch: number): string[] =>
      names.filter((_, i) => i % 12 === 0 && (i / 12 + branch) % 2 === 0).sort();
    expect(unbounded(await ready(client), folder)).toEqual(expected(0));

    for (let i = 0; i < count; i++) folder.write(name(i), text(i, 1));
    folder.remove('src/part_0');
    folder.write('src/added.ts', bad(1));
    await folder.changed(client, 'src/part_0', 'src/added.ts', ...names);
    const now = [...expected(1).filter((one) => !one.startsWith('src/part_0/')), 'src/added.ts'].sort();
    // The first status after the events may be one of the time before they were read.
    await eventually(
      async () => JSON.stringify(unbounded(await client.status(), folder)) === JSON.stringify(now),
      60_000,
      () => 'the other branch',
    );
  }, 120_000);

  it('follows files that are created, renamed, imported and deleted, and the configuration', async () => {
    const folder = new Folder({
      'src/bus.ts': `import * as zmq from "zeromq";\nimport { limits } from "./limits.js";\nexport const push = new zmq.Push({ ...limits });\nawait push.connect("tcp://127.0.0.1:1");\n`,
      'src/limits.ts': 'export const limits = { sendHighWaterMark: 10 };\n',
      'other.ts': good(1),
    });
    const client = await start(folder);
    expect(unbounded(await ready(client), folder)).toEqual([]);
    const shows = (...expected: string[]): Promise<unknown> =>
      eventually(
        async () => JSON.stringify(unbounded(await client.status(), folder)) === JSON.stringify(expected),
        20_000,
        () => `findings in ${expected.join()}`,
      );

    // What a closed file imports.
    folder.write('src/limits.ts', 'export const limits = { sendHighWaterMark: 0 };\n');
    await folder.changed(client, 'src/limits.ts');
    await shows('src/limits.ts');
    folder.remove('src/limits.ts');
    folder.write('src/limits/index.ts', '\nexport const limits = { sendHighWaterMark: 0 };\n');
    await folder.changed(client, 'src/limits.ts', 'src/limits/index.ts');
    folder.write(
      'src/bus.ts',
      `import * as zmq from "zeromq";\nimport { limits } from "./limits/index.js";\nexport const push = new zmq.Push({ ...limits });\nawait push.connect("tcp://127.0.0.1:1");\n`,
    );
    await folder.changed(client, 'src/bus.ts');
    await shows('src/limits/index.ts');

    folder.write('new.ts', bad(2));
    await folder.changed(client, 'new.ts');
    await shows('new.ts', 'src/limits/index.ts');
    folder.remove('new.ts');
    folder.write('renamed.ts', bad(2));
    await folder.changed(client, 'new.ts', 'renamed.ts');
    await shows('renamed.ts', 'src/limits/index.ts');

    folder.write('.zmq-threats.jsonc', '{ "exclude": ["src/**"] }\n');
    await folder.changed(client, '.zmq-threats.jsonc');
    await shows('renamed.ts');
    folder.write('.zmq-threats.jsonc', '{ "rules": { "unbounded-hwm": "off" } }\n');
    await folder.changed(client, '.zmq-threats.jsonc');
    await shows();
    folder.remove('.zmq-threats.jsonc');
    folder.remove('src');
    await folder.changed(client, '.zmq-threats.jsonc', 'src');
    await shows('renamed.ts');
    expect(filesOf(await client.status(), folder)).not.toContain('src/bus.ts');
  }, 60_000);

  it('follows tsconfig and ZAP, which change what other files mean', async () => {
    const secure = (zap: boolean): string =>
      `import * as zmq from "zeromq";\nconst rep = new zmq.Reply({ curveServer: true, curveSecretKey: process.env.KEY${zap ? ', zapDomain: "x"' : ''} });\nawait rep.bind("tcp://*:5555");\n`;
    const folder = new Folder({
      'package.json': '{ "name": "app", "dependencies": { "zeromq": "^6.0.0" } }',
      'src/server.ts': secure(false),
      'src/use.ts': `import { limits } from "@app/limits";\nimport * as zmq from "zeromq";\nexport const push = new zmq.Push({ ...limits });\nawait push.connect("tcp://127.0.0.1:1");\n`,
      'lib/limits.ts': 'export const limits = { sendHighWaterMark: 0 };\n',
    });
    const client = await start(folder);
    const rules = async (): Promise<string[]> => findingsOf(await client.status()).map(({ rule }) => rule);
    await ready(client);
    expect(await rules()).toContain('curve-without-zap');
    expect(unbounded(await client.status(), folder)).toEqual([]);

    folder.write('tsconfig.json', '{ "compilerOptions": { "paths": { "@app/*": ["./lib/*"] } } }');
    await folder.changed(client, 'tsconfig.json');
    await eventually(async () => unbounded(await client.status(), folder).join() === 'lib/limits.ts');

    // A handler in another unit of the program: nothing is concluded from there being none in this one.
    folder.write(
      'src/zap.ts',
      `import * as zmq from "zeromq";\nconst zap = new zmq.Reply();\nawait zap.bind("inproc://zeromq.zap.01");\n`,
    );
    await folder.changed(client, 'src/zap.ts');
    await eventually(async () => !(await rules()).includes('curve-without-zap'));
    folder.remove('src/zap.ts');
    await folder.changed(client, 'src/zap.ts');
    await eventually(async () => (await rules()).includes('curve-without-zap'));
  }, 60_000);
});
