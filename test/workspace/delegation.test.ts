/** Which units are judged where, and what of an answer from elsewhere counts. Two workspaces in memory, one the other's replica. */
import { beforeEach, describe, expect, it } from 'vitest';
import { toldNothing, type ReplicaChanges, type UnitAnswer, type UnitOrder } from '../../server/src/service-types';
import { Memory, SPEAKS } from '../support/memory';

const A = `${SPEAKS}find(a)\n`;
const B = `${SPEAKS}find(b)\n`;

let main: Memory;
let replica: Memory;
let told: ReturnType<typeof toldNothing>;

beforeEach(() => {
  main = new Memory();
  main.here = new Set();
  replica = new Memory({ roots: [] });
  told = toldNothing();
});

const pending = (): string[] => main.service.elsewhere.pending().map(({ id }) => id);
const found = (path: string): string[] => main.service.results(path).findings.map(({ message }) => message);
const order = (id: string): UnitOrder => main.service.elsewhere.pending().find((one) => one.id === id)!;

/** What the replica says of a unit once it was told what has changed. */
function ask(id: string, between: () => void = () => undefined): UnitAnswer | undefined {
  const changes = structuredClone(main.service.elsewhere.changes(told));
  // Both have the same disk, where texts are read that are not told.
  for (const { path, text } of changes.files) replica.files.set(path, text ?? main.files.get(path)!);
  replica.service.elsewhere.replay(changes);
  between();
  return structuredClone(replica.service.elsewhere.judge(id));
}

const judgeAll = (): void => {
  for (const id of pending()) expect(main.service.elsewhere.adopt(ask(id)!)).toBe(true);
};

describe('units', () => {
  it('without a file that is ours are pending, and nothing is said of them until they are judged elsewhere', () => {
    main.put({ '/w/a.ts': A, '/w/b.ts': B });
    main.here = new Set(['/w/b.ts']);
    expect(pending()).toEqual(['/w/a.ts']);
    expect([found('/w/a.ts'), found('/w/b.ts')]).toEqual([[], ['found b']]);
    expect([main.service.elsewhere.judged('/w/a.ts'), main.service.elsewhere.judged('/w/b.ts')]).toEqual([false, true]);
    judgeAll();
    expect([pending(), found('/w/a.ts')]).toEqual([[], ['found a']]);
    expect(main.evaluations).toEqual([['/w/b.ts']]);
  });

  it('are all judged here where nothing is said of it', () => {
    main.here = undefined;
    main.put({ '/w/a.ts': A });
    expect([pending(), found('/w/a.ts')]).toEqual([[], ['found a']]);
  });

  it('with a file that is opened keep what was found elsewhere, until an edit', () => {
    main.put({ '/w/a.ts': A });
    judgeAll();
    const before = main.service.results('/w/a.ts').findings;
    main.here = new Set(['/w/a.ts']);
    expect(main.service.results('/w/a.ts').findings).toEqual(before);
    expect(main.evaluations).toEqual([]);
    main.put({ '/w/a.ts': `${SPEAKS}find(c)\n` });
    expect(found('/w/a.ts')).toEqual(['found c']);
    expect(main.evaluations).toHaveLength(1);
    // Closed again, as it is: what was found here counts.
    main.here = new Set();
    expect([pending(), found('/w/a.ts')]).toEqual([[], ['found c']]);
    // Closed with another text.
    main.put({ '/w/a.ts': B });
    expect([pending(), found('/w/a.ts')]).toEqual([['/w/a.ts'], []]);
  });

  it('are made ready for what is asked next when they decide a file’s findings', () => {
    main.put({ '/w/a.ts': `import "./c";\n${A}`, '/w/c.ts': 'export const c = 1;\n' });
    judgeAll();
    main.service.elsewhere.prepare('/w/c.ts');
    expect(main.evaluations).toEqual([]);
    main.service.elsewhere.prepare('/w/a.ts');
    main.service.elsewhere.prepare('/w/a.ts');
    expect(main.evaluations).toEqual([['/w/a.ts', '/w/c.ts']]);
  });

  it('of a closed file are judged here when somebody asks for more than findings', () => {
    main.put({ '/w/a.ts': A });
    judgeAll();
    const fingerprint = main.service.results('/w/a.ts').findings[0]!.fingerprint;
    expect(main.service.accept('/w/a.ts', fingerprint, { reason: 'it is known' })?.text).toContain(
      'because it is known',
    );
    expect(main.evaluations.length).toBeGreaterThan(0);
    expect([pending(), found('/w/a.ts')]).toEqual([[], ['found a']]);
  });
});

describe('an answer', () => {
  it('of texts that have changed since does not count', () => {
    main.put({ '/w/a.ts': A });
    const answer = ask('/w/a.ts')!;
    main.put({ '/w/a.ts': `// moved\n${A}` });
    expect(main.service.elsewhere.adopt(answer)).toBe(false);
    expect(pending()).toEqual(['/w/a.ts']);
    judgeAll();
    // And back: the former answer is one of these texts.
    main.put({ '/w/a.ts': A });
    expect(main.service.elsewhere.adopt(answer)).toBe(true);
  });

  it('of a replica that knows other texts does not count', () => {
    main.put({ '/w/a.ts': A });
    const answer = ask('/w/a.ts', () => replica.put({ '/w/a.ts': B }));
    expect(main.service.elsewhere.adopt(answer!)).toBe(false);
  });

  it('of a unit that is no more does not count', () => {
    main.put({ '/w/a.ts': A });
    const answer = ask('/w/a.ts')!;
    main.delete('/w/a.ts');
    expect(main.service.elsewhere.adopt(answer)).toBe(false);
    expect(replica.service.elsewhere.judge('/w/no.ts')).toBeUndefined();
  });

  it.each<[string, () => void]>([
    ['a file that is imported', () => main.put({ '/w/c.ts': 'export const c = 2;\n' })],
    ['a file that an import means now', () => main.put({ '/w/d.ts': 'export const d = 2;\n' })],
    ['a manifest', () => main.put({ '/w/package.json': '{ "name": "b" }' })],
    ['a ZAP handler elsewhere in the program', () => main.put({ '/w/zap.ts': `${SPEAKS}"inproc://zeromq.zap.01"` })],
    ['the workspace is not known completely', () => main.service.setComplete(false)],
  ])('depends on %s', (_what, change) => {
    main.put({
      '/w/package.json': '{ "name": "a" }',
      '/w/a.ts': `import "./c";\nimport "./d";\n${A}`,
      '/w/c.ts': 'export const c = 1;\n',
    });
    judgeAll();
    expect(pending()).toEqual([]);
    change();
    expect(pending()).toContain('/w/a.ts');
    judgeAll();
    expect(found('/w/a.ts')).toEqual(['found a']);
  });

  it('depends on what each import means, though the files are the same', () => {
    const paths = (x: string, y: string): string =>
      JSON.stringify({ compilerOptions: { paths: { '@x': [`./${x}.ts`], '@y': [`./${y}.ts`] } } });
    main.put({
      '/w/tsconfig.json': paths('c', 'd'),
      '/w/a.ts': `import "@x";\nimport "@y";\n${A}`,
      '/w/c.ts': 'export const c = 1;\n',
      '/w/d.ts': 'export const d = 1;\n',
    });
    replica.files.set('/w/tsconfig.json', paths('c', 'd'));
    judgeAll();
    main.put({ '/w/tsconfig.json': paths('d', 'c') });
    replica.files.set('/w/tsconfig.json', paths('d', 'c'));
    expect(pending()).toEqual(['/w/a.ts']);
    judgeAll();
    // And so it is here.
    main.here = undefined;
    main.units();
    main.put({ '/w/tsconfig.json': paths('c', 'd') });
    expect(main.units()).toEqual([['/w/a.ts', '/w/c.ts', '/w/d.ts']]);
  });

  it('does not depend on files that have nothing to do with it', () => {
    main.put({ '/w/a.ts': A, '/w/b.ts': B });
    judgeAll();
    main.put({ '/w/b.ts': `${B}\n`, '/w/e.ts': A });
    expect(pending()).toEqual(['/w/b.ts', '/w/e.ts']);
  });

  it('brings acceptances, and none is called unused before it is there', () => {
    main.put({ '/w/a.ts': `${SPEAKS}find(a) // zmq-threats: accept unbounded-hwm because it is known\n` });
    expect(main.service.results('/w/a.ts').notices).toEqual([]);
    judgeAll();
    const { findings, notices } = main.service.results('/w/a.ts');
    expect([findings[0]!.suppression?.reason, notices]).toEqual(['it is known', []]);
  });
});

describe('a unit that cannot be judged', () => {
  it('says so in its files until it changes, and is not tried here either', () => {
    main.put({ '/w/a.ts': A });
    main.service.elsewhere.giveUp(order('/w/a.ts'), 'out of memory');
    expect(pending()).toEqual([]);
    expect(main.service.results('/w/a.ts').notices).toMatchObject([{ kind: 'internal', message: 'out of memory' }]);
    expect(main.service.hover('/w/a.ts', A.indexOf('(a') + 1)).toBeUndefined();
    main.here = new Set(['/w/a.ts']);
    expect(found('/w/a.ts')).toEqual([]);
    expect(main.evaluations).toEqual([]);
    main.put({ '/w/a.ts': `${A}\n` });
    expect(found('/w/a.ts')).toEqual(['found a']);
  });

  it('is tried again when the user asks for it', () => {
    main.put({ '/w/a.ts': A, '/w/b.ts': B });
    main.service.elsewhere.giveUp(order('/w/a.ts'), 'out of memory');
    judgeAll();
    main.service.elsewhere.retry();
    expect(pending()).toEqual(['/w/a.ts']);
  });
});

describe('a replica', () => {
  const paths = ({ files, removed }: ReplicaChanges): unknown => [files.map(({ path }) => path), removed];

  it('is told what differs from what it was told before', () => {
    main.put({ '/w/a.ts': A, '/w/b.ts': B, '/w/package.json': '{}' });
    expect(paths(main.service.elsewhere.changes(told))).toEqual([['/w/a.ts', '/w/b.ts', '/w/package.json'], []]);
    expect(paths(main.service.elsewhere.changes(told))).toEqual([[], []]);
    main.put({ '/w/a.ts': B });
    main.delete('/w/b.ts');
    main.put({ '/w/b.ts': B, '/w/c.ts': A });
    main.delete('/w/package.json');
    main.delete('/w/c.ts');
    expect(paths(main.service.elsewhere.changes(told))).toEqual([['/w/a.ts', '/w/b.ts'], ['/w/package.json']]);
    expect(paths(main.service.elsewhere.changes(toldNothing()))).toEqual([['/w/a.ts', '/w/b.ts'], []]);
  });

  it('follows folders and configurations, there and back', () => {
    main.put({ '/w/a.ts': A, '/w/b.ts': B });
    main.service.setConfiguration('/w', '{ "exclude": ["b.ts"] }');
    judgeAll();
    expect(replica.service.files()).toEqual(['/w/a.ts']);
    main.service.setConfiguration('/w', undefined);
    expect(pending()).toEqual(['/w/b.ts']);
    judgeAll();
    expect(found('/w/b.ts')).toEqual(['found b']);
  });

  it('keeps no model of what it has judged', () => {
    main.put({ '/w/a.ts': A });
    const answer = ask('/w/a.ts');
    expect(replica.evaluations).toHaveLength(1);
    expect(ask('/w/a.ts')).toEqual(answer);
    expect(replica.evaluations).toHaveLength(2);
  });
});
