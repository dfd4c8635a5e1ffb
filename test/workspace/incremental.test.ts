/**
 * A service that has seen a file being typed says of every version what a new service says of it. Over the code of the benchmark, the
 * sample and the rules' pages; edits are random, and most of what they leave is no valid code.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, sourceOf } from '../bench/inputs.mjs';
import type { Frontend } from '../../server/src/frontends/frontend';
import { createService } from '../../server/src/service';
import type { ThreatService } from '../../server/src/service-types';
import { catalogue } from '../../server/src/threats/load';
import { loadFrontends } from '../support/analyse';
import { readPages, ROOT } from '../support/pages';

type Files = ReadonlyMap<string, string>;

/** A workspace, and the file of it that is edited. */
interface Start {
  readonly files: Files;
  readonly edited: string;
}

let frontends: ReadonlyMap<string, Frontend>;
const MANIFEST = '{ "name": "a", "type": "module", "dependencies": { "zeromq": "^6.0.0" } }';

beforeAll(async () => {
  frontends = await loadFrontends();
});

function serviceOf(files: Files, settlesTypes: boolean): ThreatService {
  const service = createService({
    catalogue: catalogue(),
    host: {
      exists: (path) => files.has(path),
      readText: (path) => files.get(path),
      frontend: (language) => frontends.get(language),
      settlesTypes,
      today: () => '2026-01-01',
      log: (message) => {
        throw new Error(message);
      },
    },
  });
  service.setRoots(['/w']);
  for (const [path, text] of files) service.update({ path, text });
  service.setComplete(true);
  return service;
}

const everything = (service: ThreatService): string => JSON.stringify([service.all(), service.status()], null, 1);

function benchmark(language: 'typescript' | 'python', bytes: number): Start {
  const { ending, shared } = LANGUAGES[language];
  const edited = `/w/src/gateway${ending}`;
  return {
    edited,
    files: new Map([
      ['/w/package.json', MANIFEST],
      [edited, sourceOf(language, bytes)],
      ...Object.entries(shared).map(([name, text]) => [`/w/src/${name}`, text] as const),
    ]),
  };
}

function sample(): Start {
  const names = readdirSync(join(ROOT, 'sample/src'));
  const files = names.map((name) => [`/w/src/${name}`, readFileSync(join(ROOT, 'sample/src', name), 'utf8')] as const);
  return { files: new Map([['/w/package.json', MANIFEST], ...files]), edited: '/w/src/broker.ts' };
}

function pages(): readonly Start[] {
  return readPages()
    .flatMap((page) => page.cases)
    .map(({ files }) => {
      const texts = files.map(({ path, block }) => [`/w/${path}`, block.text] as const);
      const edited = texts.find(([path]) => !path.endsWith('.json'))?.[0] ?? '';
      return { files: new Map(texts), edited };
    })
    .filter(({ edited }) => edited !== '');
}

interface Edit {
  /** Where, as shares of the text's length; how much is replaced, in characters. */
  readonly at: number;
  readonly length: number;
  readonly by: string;
  /** A piece of the text itself from here comes along. */
  readonly from: number;
  readonly copy: number;
}

const PIECES = [
  '',
  '',
  ' ',
  '\n',
  'x',
  '.close()',
  'await ',
  '// ',
  '/* ',
  ' */',
  '}',
  '{',
  ')',
  "'",
  '`',
  '0',
  'this.',
  '\n\n  // typed\n',
  'sendHighWaterMark: 0, ',
  "import { Pool } from './bus';\n",
  'function f() { return new zmq.Push(); }\n',
  "const s = new zmq.Reply();\nawait s.bind('tcp://*:5555');\n",
  'class A extends zmq.Router { start() { this.maxMessageSize = 1; } }\n',
];

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(400) }),
  by: fc.constantFrom(...PIECES),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  copy: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(600) }),
});

function applied(text: string, { at, length, by, from, copy }: Edit): string {
  const start = Math.floor(at * text.length);
  const piece = Math.floor(from * text.length);
  return text.slice(0, start) + by + text.slice(piece, piece + copy) + text.slice(start + length);
}

/** Types edits, and compares with a new service now and then: what is carried on must hold over several edits. */
function check({ files, edited }: Start, edits: readonly Edit[], every: number): void {
  const service = serviceOf(files, true);
  service.all();
  const now = new Map(files);
  edits.forEach((one, index) => {
    const text = applied(now.get(edited)!, one);
    now.set(edited, text);
    service.update({ path: edited, text });
    service.results(edited);
    if (index % every !== 0) return;
    // A correction may lead to other questions, but to no more corrections.
    if (service.settleTypes()) expect(service.stale()).toContain(edited);
    service.all();
    expect(service.hasOpenTypes).toBe(false);
    expect(everything(service)).toBe(everything(serviceOf(now, false)));
  });
}

/** The type of `held` stands far from where it is used. */
const typed = (type: string): Start => ({
  edited: '/w/src/main.ts',
  files: new Map([
    ['/w/package.json', MANIFEST],
    [
      '/w/src/main.ts',
      `import * as zmq from 'zeromq';
import { heldBy } from 'elsewhere';

type Held = ${type};

export async function open(name: string): Promise<void> {
  const held = heldBy(name) as Readonly<Record<string, { socket: Held }>>;
  const [message] = await held.first.socket.receive();
  eval(message.toString());
}
`,
    ],
  ]),
});

describe('types', () => {
  it('that an edit changes elsewhere are those of before until they are settled', () => {
    const { files, edited } = typed('zmq.Pull');
    const { files: after } = typed('{ receive(): Promise<string[]> }');
    const service = serviceOf(files, true);
    const found = (of: ThreatService): readonly string[] => of.results(edited).findings.map(({ rule }) => rule);
    const [first, last] = [found(serviceOf(files, false)), found(serviceOf(after, false))];
    expect(first).not.toEqual(last);
    expect(found(service)).toEqual(first);
    expect(service.hasOpenTypes).toBe(false);
    service.update({ path: edited, text: after.get(edited)! });
    expect(found(service)).toEqual(first);
    expect(service.hasOpenTypes).toBe(true);
    expect(service.settleTypes()).toBe(true);
    expect(service.stale()).toContain(edited);
    expect(found(service)).toEqual(last);
    expect(service.hasOpenTypes).toBe(false);
    expect(service.settleTypes()).toBe(false);
  });
});

describe('results while a file is typed', { timeout: 240_000 }, () => {
  const run = (start: fc.Arbitrary<Start>, numRuns: number): void =>
    fc.assert(
      fc.property(start, fc.array(edit, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 3 }), check),
      { numRuns },
    );

  it('are those of its text: code of the benchmark in TypeScript', () => {
    run(fc.constantFrom(benchmark('typescript', 4000), benchmark('typescript', 9000)), 25);
  });

  it('are those of its text: code of the benchmark in Python', () => {
    run(fc.constant(benchmark('python', 4000)), 12);
  });

  it('are those of its text: the sample', () => {
    run(fc.constant(sample()), 20);
  });

  it("are those of its text: the rules' pages", () => {
    run(fc.constantFrom(...pages()), 60);
  });
});
