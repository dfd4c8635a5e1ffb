/** Run by islands a unit says what it says as a whole; and after an edit, what it says when it is read for the first time. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Frontend } from '../../../server/src/frontends/frontend';
import { LANGUAGES, sourceOf } from '../../bench/inputs.mjs';
import { loadFrontends } from '../../support/analyse';
import { serviceOf, told } from '../../support/islands';
import { readPages, ROOT } from '../../support/pages';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

function services(language: 'python' | 'typescript', bytes: number): Map<string, string> {
  const { shared, ending, manifest } = LANGUAGES[language];
  return new Map<string, string>([
    [`/w/${manifest.name}`, manifest.text],
    ...Object.entries(shared).map(([name, text]) => [`/w/src/${name}`, text] as const),
    [`/w/src/gateway${ending}`, sourceOf(language, bytes)],
  ]);
}

function folder(name: string): Map<string, string> {
  const root = path.join(ROOT, name);
  return new Map(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|js|mjs|cjs|py|json|toml|txt)$/.test(file))
      .map((file) => [`/w/${file.replaceAll('\\', '/')}`, readFileSync(path.join(root, file), 'utf8')]),
  );
}

describe('by islands and as a whole', () => {
  const same = (files: ReadonlyMap<string, string>): void => {
    const whole = told(serviceOf(frontends, files, Infinity));
    expect(told(serviceOf(frontends, files, 1))).toEqual(whole);
  };
  for (const language of ['python', 'typescript'] as const)
    test(`services in ${language}`, () => same(services(language, 30_000)));
  test('the sample', () => same(folder('sample')));
  test('the evidence programs', () => same(folder('test/evidence/fixtures')));
  for (const { path: name, cases } of readPages())
    test(path.relative(ROOT, name), () => {
      for (const { files } of cases) same(new Map(files.map(({ path, block }) => [`/w/${path}`, block.text])));
    });
});

describe('after an edit', () => {
  const cases = {
    python: [
      ['a line above all', '', '# a comment\n'],
      ['a constant', 'sndtimeo = 2000', 'sndtimeo = -1'],
      ['a constant of all', 'rcvhwm = LIMITS.receive', 'rcvhwm = 0'],
      [
        'a new definition',
        '\nclass Client2:',
        '\ndef extra(context):\n    return context.socket(zmq.SUB)\n\n\nclass Client2:',
      ],
      ['one less', 'def backoff_1(attempt, base=50, limit=5000):\n', 'if True:\n'],
      [
        'two that share',
        'def summarise_4(table):',
        'PILE = []\n\n\ndef fill(s):\n    PILE.append(s.recv())\n\n\ndef empty():\n    return PILE.pop()\n\n\ndef summarise_4(table):',
      ],
      ['a call of what nobody called', 'self.handlers = []', 'self.handlers = []\n        serve_2("tcp://*:9", {})'],
      ['another name', 'class Feed3', 'class Feed33'],
      ['a half-typed line', '        poller = zmq.Poller()', '        poller = zmq.Pol'],
      [
        'a variable of the module',
        'log = logging.getLogger(__name__)',
        'log = logging.getLogger(__name__)\ncontext = zmq.Context()',
      ],
    ],
    typescript: [
      ['a line above all', '', '// a comment\n'],
      ['a constant', 'sendTimeout: 2000', 'sendTimeout: -1'],
      [
        'a new definition',
        '\nexport class Feed3',
        '\nexport function extra() {\n  return new zmq.Subscriber();\n}\n\nexport class Feed3',
      ],
      [
        'a call of what nobody called',
        'private next = 1;',
        "private next = 1;\n  private again = serve2('tcp://*:9', {});",
      ],
      ['a half-typed line', 'this.frontend.maxMessageSize = 65536;', 'this.frontend.maxMess'],
    ],
  } as const;
  for (const language of ['python', 'typescript'] as const)
    test(`in ${language}`, () => {
      const files = services(language, 30_000);
      const service = serviceOf(frontends, files);
      const before = told(service);
      for (const [what, find, by] of cases[language]) {
        const file = [...files.keys()].find(
          (name) => files.get(name)!.includes(find) && (find !== '' || name.includes('gateway')),
        )!;
        const text = files.get(file)!;
        expect(file, what).toBeDefined();
        for (const next of [text.replace(find, () => by), text]) {
          files.set(file, next);
          service.update({ path: file, text: next });
          expect(told(service), what).toEqual(told(serviceOf(frontends, files)));
        }
      }
      expect(told(service)).toEqual(before);
    });
});
