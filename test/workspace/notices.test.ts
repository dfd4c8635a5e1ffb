/** What the analysis cannot do is said where it happens, once, and nothing is claimed of what it did not see. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frontend } from '../../server/src/frontends/frontend';
import type { FileResult } from '../../server/src/service-types';
import { createService } from '../../server/src/service';
import { catalogue } from '../../server/src/threats/load';
import { standardEngine } from '../../server/src/workspace/engine';
import { loadFrontends } from '../support/analyse';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

function judged(
  files: Readonly<Record<string, string>>,
  options: { readonly maxSteps?: number; readonly without?: string } = {},
): ReadonlyMap<string, FileResult> {
  const host = {
    exists: (path: string) => path in files,
    readText: (path: string) => files[path],
    frontend: (language: string) => (language === options.without ? undefined : frontends.get(language)),
    frontendProblem: (language: string) => (language === options.without ? 'no such chunk' : undefined),
    today: () => '2026-01-01',
    log: () => undefined,
  };
  const engine = standardEngine(host.log);
  const service = createService(
    { catalogue: catalogue(), host },
    {
      ...engine,
      evaluate: (input) =>
        engine.evaluate(options.maxSteps === undefined ? input : { ...input, maxSteps: options.maxSteps }),
    },
  );
  service.setRoots(['/w']);
  for (const [path, text] of Object.entries(files)) service.update({ path, text });
  service.setComplete(true);
  return new Map(service.all().map((result) => [result.path, result]));
}

const notices = (result: FileResult | undefined): readonly string[] =>
  result?.notices.map(({ kind, range, message }) => `${range.start} ${kind}: ${message}`) ?? [];

describe('code that is too much for the budget', () => {
  const deep = (head: string): string =>
    `${head}${Array.from({ length: 6 }, (_, i) => `for (const x${i} of [1, 2, 3, 4, 5, 6, 7, 8]) {`).join(' ')} ext(); ${'}'.repeat(6)}`;
  const head = `import * as zmq from 'zeromq';\nimport './b';\n`;
  const accepted = `// zmq-threats: accept unencrypted-endpoint because the network is ours alone\n`;

  it('a notice where it was cut off, and no acceptance that is called unused', () => {
    const found = judged(
      {
        '/w/a.ts': `${deep(head)}\n${accepted}new zmq.Push().bind('tcp://*:1');`,
        '/w/b.ts': `import * as zmq from 'zeromq';\n${accepted}export const x = 1;`,
        '/w/c.ts': `import * as zmq from 'zeromq';\n${accepted}export const x = 1;`,
      },
      { maxSteps: 20_000 },
    );
    expect(notices(found.get('/w/a.ts'))).toEqual([
      `${deep(head).indexOf('ext()')} internal: Analysis was cut off here, because it takes too many steps: what follows is not judged.`,
    ]);
    expect(notices(found.get('/w/b.ts'))).toEqual([]);
    expect(notices(found.get('/w/c.ts'))).toEqual([
      expect.stringContaining('acceptance: Nothing here needs this acceptance'),
    ]);
  });
});

describe('code that is not read', () => {
  const accepted = `zmq-threats: accept unencrypted-endpoint because the network is ours alone`;
  const partly =
    'Parts of the code are nested too deeply: not all of this file was analysed, and what is missing is not judged.';

  it.each([
    ['lists', '/w/a.ts', `import * as zmq from 'zeromq';\nconst x = ${'[\n'.repeat(20_000)}${']'.repeat(20_000)};`],
    ['blocks', '/w/a.js', `const zmq = require('zeromq');\n${'if (x) {\n'.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['calls', '/w/a.py', `import zmq\nx = ${'f(\n'.repeat(20_000)}${')'.repeat(20_000)}\n`],
  ])('20,000 levels of %s are one notice', (_name, path, text) => {
    expect(notices(judged({ [path]: text }).get(path))).toEqual([
      expect.stringMatching(/^0 internal: .*nested too deeply: not all of this file was analysed/),
    ]);
  });

  it('what is left of a file is judged, its acceptances are not called unused, and nothing is concluded from absence', () => {
    const text = `import zmq
x = ${'['.repeat(300)}${']'.repeat(300)}
context = zmq.Context()
context.socket(zmq.PUSH).bind('tcp://*:1')
# ${accepted}
server = context.socket(zmq.REP)
server.curve_server = True
server.curve_secretkey = open('key').read()
server.bind('tcp://*:2')
`;
    const found = judged({ '/w/a.py': text }).get('/w/a.py');
    expect(notices(found)).toEqual([`0 internal: ${partly}`]);
    expect(found?.findings.map(({ rule }) => rule)).toContain('unencrypted-endpoint');
    expect(found?.findings.map(({ rule }) => rule)).not.toContain('curve-without-zap');
  });

  it('a language whose frontend cannot be loaded is named in each of its files, and the others are judged', () => {
    const found = judged(
      {
        '/w/a.py': `import zmq\n# ${accepted}\nzmq.Context().socket(zmq.PUSH).bind('tcp://*:1')\n`,
        '/w/b.ts': `import * as zmq from 'zeromq';\nawait new zmq.Push().bind('tcp://*:1');`,
      },
      { without: 'python' },
    );
    expect(notices(found.get('/w/a.py'))).toEqual([
      '0 internal: This file was not analysed: what reads its language could not be loaded. no such chunk',
    ]);
    expect(notices(found.get('/w/b.ts'))).toEqual([]);
    expect(found.get('/w/b.ts')?.findings.length).toBeGreaterThan(0);
  });

  it.each([
    ['/w/a.ts', `import * as zmq from 'zeromq';\nconst s = new zmq.Push({ linger: `],
    ['/w/a.ts', `import * as zmq from 'zeromq';\nclass A { m( { s.\n`],
    ['/w/a.py', `import zmq\ndef f(:\n  s = zmq.Context(\n`],
  ])('half-typed code gives none: %s', (path, text) => {
    expect(notices(judged({ [path]: text }).get(path))).toEqual([]);
  });
});
