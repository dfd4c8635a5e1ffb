/**
 * While a line is being typed, the findings of the lines around it stay: none goes with one keystroke to come back with the next. Each
 * beginning of a line is tried as it is and as editors leave it, with what they close by themselves.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Analyser, loadFrontends } from '../support/analyse';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const found = (path: string, text: string): readonly string[] =>
  analyser.findings(new Map([[path, text]])).map(({ rule, range }) => `${rule} ${text.slice(range.start, range.end)}`);

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"', '`': '`' };

/** What an editor has put behind the cursor. */
function closed(typed: string): string {
  const open: string[] = [];
  for (const c of typed) {
    const inText = open.at(-1) === '"' || open.at(-1) === '`';
    if (c === open.at(-1)) open.pop();
    else if (CLOSING[c] !== undefined && (!inText || (c === '{' && open.at(-1) === '`'))) open.push(CLOSING[c]);
  }
  return open.reverse().join('');
}

const beginnings = (line: string): readonly string[] => Array.from(line, (_, i) => line.slice(0, i + 1));

const TYPESCRIPT = (line: string): string => `import * as zmq from "zeromq";
export class Sink {
  private readonly jobs = new zmq.Pull({ receiveHighWaterMark: 0 });
  async run(): Promise<void> {
    const text = \`sink \${process.pid}\`;
    ${line}
    await this.jobs.bind("tcp://*:5555");
    for await (const [job] of this.jobs) eval(job.toString());
    console.log(text);
  }
}
await new Sink().run();
`;

const PYTHON = (line: string): string => `import zmq

class Sink:
    def run(self):
        self.jobs = zmq.Context().socket(zmq.PULL)
        self.jobs.set_hwm(0)
        ${line}
        self.jobs.bind("tcp://*:5555")
        while True:
            eval(self.jobs.recv())

Sink().run()
`;

const LINES: readonly (readonly [string, string, (line: string) => string, readonly string[]])[] = [
  [
    'TypeScript',
    '/page/a.ts',
    TYPESCRIPT,
    [
      'const answer = call("text", { key: [1, 2], other: `t${1}` });',
      'const each = (a: number): string => String(a);',
      'label: while (ready(',
      'if (ready(1)',
      'void Promise.all([this.one(), this.two()]);',
      'const { a, b: [c] } = await other({ ...options });',
    ],
  ],
  [
    'Python',
    '/page/a.py',
    PYTHON,
    [
      'answer = call("text", {"key": [1, 2]}, other=(1, 2))',
      'each = [str(a) for a in answer]',
      'with open("x") as f',
      'if ready(1)',
      'a, [b, *c] = other(**options)',
    ],
  ],
];

describe.each(LINES)('%s', (_, path, program, lines) => {
  it.each(lines)('%s', (line) => {
    const wanted = found(path, program(''));
    expect(wanted.length).toBeGreaterThan(3);
    const lost = beginnings(line)
      .flatMap((typed) => [typed, typed + closed(typed)])
      .filter((typed) => found(path, program(typed)).join('\n') !== wanted.join('\n'));
    expect(lost).toEqual([]);
  });
});
