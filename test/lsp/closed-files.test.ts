/** Closed files in a real folder, judged by the real thread: found, followed, stopped, and found again when the thread is killed. */
import { describe, expect, it } from 'vitest';
import { scan } from '../../server/src/host/scan';
import { JudgeThread } from '../../server/src/host/judge-thread';
import { eventually } from './support/client';
import { filesOf, findingsOf, Folder, ready, threaded, TODAY, WORKER } from './support/threaded';

const BIND = `import * as zmq from "zeromq";

export async function main() {
  const pull = new zmq.Pull({ receiveHighWaterMark: 0 });
  await pull.bind("tcp://*:5555");
  for await (const [message] of pull) console.log(message.length);
}
`;
const PYTHON = `import zmq

sock = zmq.Context().socket(zmq.PULL)
sock.rcvhwm = 0
sock.bind("tcp://*:6000")
while True:
    print(sock.recv_pyobj())
`;
/** Many units, each of its own. */
const many = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `src/service_${String(i).padStart(3, '0')}.ts`,
      BIND.replace('main', `main${i}`),
    ]),
  );

describe('closed files', () => {
  it('are judged without a frontend on the main thread, as the command line judges them', async () => {
    const folder = new Folder({
      'package.json': '{ "name": "app", "dependencies": { "zeromq": "^6.0.0" } }',
      '.zmq-threats.jsonc': '{ "exclude": ["src/skipped.ts"], "rules": { "SIZE-17": "error" } }',
      'src/limits.ts': 'export const limits = { sendHighWaterMark: 0 };\n',
      'src/push.ts': `import * as zmq from 'zeromq';\nimport { limits } from './limits.js';\nexport const push = new zmq.Push({ ...limits });\nawait push.bind('tcp://*:1');\n`,
      'src/accepted.ts': BIND.replace('0 });', '0 }); // zmq-threats: accept HWM-01 because the producer is paced'),
      'src/skipped.ts': BIND,
      'py/server.py': PYTHON,
    });
    const { client, loaded, threads } = threaded();
    await client.start({ folders: folder.workspace });
    const status = await ready(client);
    const { results, service } = await scan({ paths: ['.'], folder: folder.path, today: TODAY, log: () => undefined });
    const expected = results.flatMap(({ findings }) => findings);
    expect(expected.length).toBeGreaterThan(8);
    const found = findingsOf(status);
    const row = (one: { fingerprint: string; level: string; message: string }): string[] => [
      one.fingerprint,
      one.level,
    ];
    expect(found.map(row).sort()).toEqual(expected.map(row).sort());
    expect(found.filter(({ accepted }) => accepted).map(({ accepted }) => accepted!.reason)).toEqual([
      'the producer is paced',
    ]);
    expect(found.filter(({ fixable }) => fixable).length).toBe(expected.filter(({ fixes }) => fixes.length > 0).length);
    const states = (
      threats: readonly { mitigations: readonly { id: string; state: string; note?: string }[] }[],
    ): string[] =>
      threats.flatMap(({ mitigations }) => mitigations.map(({ id, state, note }) => `${id} ${state} ${note ?? ''}`));
    expect(states(status.folders[0]!.threats)).toEqual(states(service.status(folder.path)));
    expect([loaded, threads.length]).toEqual([[], 1]);
  });

  it('are all judged in the first status that says so, whenever it was asked for', async () => {
    const folder = new Folder(many(6));
    for (let i = 0; i < 3; i++) {
      const { client } = threaded();
      await client.start({ folders: folder.workspace });
      for (let state = ''; state !== 'ready';) {
        const status = await client.status();
        state = status.state;
        if (state === 'ready') expect(filesOf(status, folder)).toHaveLength(6);
      }
    }
  });

  it('have their thread only while there is something to do', async () => {
    const folder = new Folder(many(1));
    const { client, threads } = threaded({}, { closed: { retry: 10, longest: 100, idle: 30 } });
    await client.start({ folders: folder.workspace });
    expect(filesOf(await ready(client), folder)).toHaveLength(1);
    await eventually(() =>
      threads[0]!.judge({} as never).then(
        () => false,
        () => true,
      ),
    );
    folder.write('src/other.ts', BIND);
    await folder.changed(client, 'src/other.ts');
    await eventually(async () => filesOf(await client.status(), folder).length === 2);
    expect(threads).toHaveLength(2);
  });

  it('that are opened show at once what was found, and answer hovers', async () => {
    const folder = new Folder(many(2));
    const { client, loaded } = threaded();
    await client.start({ folders: folder.workspace });
    await ready(client);
    const uri = folder.uri('src/service_000.ts');
    await client.open(uri, BIND.replace('main', 'main0'));
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.some(({ code }) => code === 'unbounded-hwm'));
    expect(JSON.stringify(await client.hover(uri, 'Pull('))).toContain('PULL socket');
    expect(loaded).toEqual(['typescript']);
    await client.replace(uri, 'receiveHighWaterMark: 0', 'receiveHighWaterMark: 10');
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.every(({ code }) => code !== 'unbounded-hwm'));
    expect(findingsOf(await client.status()).filter(({ rule }) => rule === 'unbounded-hwm')).toHaveLength(1);
    // Unsaved changes go with the editor.
    await client.close(uri);
    await eventually(
      async () => findingsOf(await client.status()).filter(({ rule }) => rule === 'unbounded-hwm').length === 2,
    );
  });

  it('can be accepted', async () => {
    const folder = new Folder(many(1));
    const { client } = threaded();
    await client.start({ folders: folder.workspace });
    const finding = findingsOf(await ready(client)).find(({ rule }) => rule === 'unbounded-hwm')!;
    const answer = await client.connection.sendRequest('zeromqThreatModel/accept', {
      uri: finding.uri,
      fingerprint: finding.fingerprint,
      reason: 'the producer is paced',
    });
    expect(JSON.stringify(answer)).toContain('zmq-threats: accept unbounded-hwm because the producer is paced');
  });

  it('are listed as problems, and keep what was listed until they are judged anew', async () => {
    const folder = new Folder({ 'a.ts': BIND, 'b.ts': 'export const b = 1;\n' });
    const { client } = threaded();
    await client.start({ folders: folder.workspace, configuration: { problems: { closedFiles: true } } });
    const uri = folder.uri('a.ts');
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0, 20_000);
    const before = client.published.length;
    folder.write('a.ts', `// moved\n${BIND}`);
    await folder.changed(client, 'a.ts');
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.some(({ range }) => range.start.line === 5));
    // Nothing in between was taken back.
    expect(client.published.slice(before).every(({ diagnostics }) => diagnostics.length > 0)).toBe(true);
    folder.remove('a.ts');
    await folder.changed(client, 'a.ts');
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0);
  });

  it('are found again when the thread is killed while it judges', async () => {
    const folder = new Folder(many(12));
    const { client, threads, asked } = threaded({}, { closed: { retry: 10, longest: 100, idle: 60_000 } });
    await client.start({ folders: folder.workspace });
    for (const units of [1, 4]) {
      await eventually(() => new Set(asked).size >= units, 20_000);
      threads.at(-1)!.end();
    }
    const status = await ready(client);
    expect(filesOf(status, folder)).toHaveLength(12);
    expect(threads).toHaveLength(3);
    expect(asked).toHaveLength(14);
    expect(client.logs.join('\n')).toContain('goes on in');
  });

  it('are judged on the server’s thread when there can be no other', async () => {
    const folder = new Folder(many(2));
    const { client, loaded } = threaded(
      { startJudge: (log) => new JudgeThread({ script: `${WORKER}.absent`, log }) },
      { closed: { retry: 5, longest: 20, idle: 100 } },
    );
    await client.start({ folders: folder.workspace });
    await eventually(async () => filesOf(await ready(client), folder).length === 2, 20_000);
    expect(loaded).toEqual(['typescript']);
    expect(client.logs.join('\n')).toContain('since no other can be started');
  });

  it('of a unit that does not fit into the thread’s memory are left out with a notice, and the others are judged', async () => {
    const huge = `import * as zmq from "zeromq";\n${Array.from({ length: 4_000 }, (_, i) => `export const s${i} = new zmq.Push({ sendHighWaterMark: ${i} }); s${i}.connect("tcp://10.0.0.1:${i}");`).join('\n')}\n`;
    const folder = new Folder({ 'huge.ts': huge, 'small.py': PYTHON });
    const { client } = threaded(
      { startJudge: (log) => new JudgeThread({ script: WORKER, log, memory: 40 }) },
      { closed: { retry: 5, longest: 20, idle: 5_000 } },
    );
    await client.start({ folders: folder.workspace, configuration: { problems: { closedFiles: true } } });
    expect(filesOf(await ready(client), folder)).toEqual(['small.py']);
    const { diagnostics } = await client.diagnostics(folder.uri('huge.ts'));
    expect(diagnostics.map(({ message }) => message).join()).toMatch(/left out until one of them changes/);
  }, 60_000);
});

describe('a scan', () => {
  it('shows its progress when it lasts, and is silent when it does not', async () => {
    const folder = new Folder(many(8));
    const slow = threaded({}, { progress: 1 });
    await slow.client.start({ folders: folder.workspace, capabilities: { window: { workDoneProgress: true } } });
    await ready(slow.client);
    await eventually(() => slow.client.progress.at(-1) === 'end');
    expect(slow.client.tokens).toHaveLength(1);
    expect(slow.client.progress[0]).toMatch(/^begin \d+ \d of 8 files$/);

    const quick = threaded({}, { progress: 60_000 });
    await quick.client.start({ folders: folder.workspace, capabilities: { window: { workDoneProgress: true } } });
    await ready(quick.client);
    const other = threaded({}, { progress: 1 });
    await other.client.start({ folders: folder.workspace });
    await ready(other.client);
    expect([quick.client.tokens, other.client.tokens]).toEqual([[], []]);
  }, 60_000);

  it('can be stopped, says what it left out, and goes on when asked', async () => {
    const folder = new Folder(many(150));
    const { client, threads } = threaded({}, { progress: 1 });
    await client.start({ folders: folder.workspace, capabilities: { window: { workDoneProgress: true } } });
    await eventually(() => client.progress.length > 0, 20_000);
    const status = client.status();
    await client.connection.sendNotification('window/workDoneProgress/cancel', { token: client.tokens[0] });
    const { state, unjudged, files } = await status;
    expect([state, files]).toEqual(['stopped', 150]);
    expect(unjudged).toBeGreaterThan(0);
    await eventually(() => client.progress.at(-1) === 'end' && client.changes.at(-1)?.state === 'stopped');

    // What is opened is judged all the same.
    const uri = folder.uri('src/service_149.ts');
    await client.open(uri, BIND.replace('main', 'main149'));
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    expect((await client.status()).state).toBe('stopped');

    await client.connection.sendRequest('zeromqThreatModel/rescan');
    const after = await ready(client);
    expect([filesOf(after, folder).length, after.unjudged]).toEqual([150, undefined]);
    expect(threads.length).toBeGreaterThan(1);
  }, 60_000);
});
