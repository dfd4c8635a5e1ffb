/** What an acceptance above a statement covers, with the real frontends. Lines that are covered end in `// +`, in Python `# +`. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frontend } from '../../server/src/frontends/frontend';
import { LineMap } from '../../server/src/text/lines';
import { ruleNames } from '../../server/src/workspace/configuration';
import { readAcceptances } from '../../server/src/workspace/acceptances';
import { statementRanges } from '../../server/src/workspace/statements';
import { catalogue } from '../../server/src/threats/load';
import { loadFrontends } from '../support/analyse';

let frontends: ReadonlyMap<string, Frontend>;
beforeAll(async () => {
  frontends = await loadFrontends();
});

const rules = ruleNames(catalogue());

function covered(path: string, text: string): readonly number[] {
  const module = frontends.get(path.endsWith('.py') ? 'python' : 'typescript')!.lower({ path, text });
  expect(module.problems).toEqual([]);
  const source = {
    file: path,
    text,
    lines: new LineMap(text),
    comments: module.comments,
    statements: statementRanges(module),
  };
  return readAcceptances({ ...source, rules, today: '2026-01-01' }).acceptances[0]!.lines;
}

function check(path: string, code: string): void {
  const lines = code.split('\n');
  const wanted = lines.flatMap((line, i) => (/(\/\/|#) \+$/.test(line) ? [i] : []));
  expect(wanted.length).toBeGreaterThan(0);
  expect(covered(path, code)).toEqual(wanted);
}

const TS: Readonly<Record<string, string>> = {
  'a call over several lines': `
// zmq-threats: accept HWM-01 because bounded by the caller
const s = make( // +
  { // +
    sendHighWaterMark: 0, // +
  }, // +
); // +
other();
`,
  'a call with a callback: all but what the callback does': `
// zmq-threats: accept ENC-01 because the tunnel encrypts
socket.bind( // +
  "tcp://*:1", // +
  (error) => { // +
    if (error) {
      log(error);
    }
  }, // +
); // +
`,
  'a callback that is an expression': `
// zmq-threats: accept AUTH-13 because only the operator connects
socket.on("message", (m) => // +
  (eval(m)), // +
); // +
`,
  'a loop: its head': `
// zmq-threats: accept THR-02 because one reader at a time
for await ( // +
  const [m] of socket // +
) { // +
  use(m);
} // +
`,
  'an exported class: its head, no field, no method': `
// zmq-threats: accept HWM-01 because bounded by the caller
export class A // +
  extends B { // +
  readonly s = make({
    hwm: 0,
  });
  constructor() {
    super(1);
  }
} // +
`,
  'a field': `
class A {
  // zmq-threats: accept HWM-01 because bounded by the caller
  private readonly s = make({ // +
    hwm: 0, // +
  }); // +
  t = make(0);
}
`,
  'a property inside an object: that line': `
const s = make({
  // zmq-threats: accept HWM-01 because bounded by the caller
  hwm: 0, // +
  other: 0,
});
`,
  'a condition: not what hangs on it': `
// zmq-threats: accept HWM-01 because bounded by the caller
if (open(0)) // +
  close(0);
else if (open(1)) {
  close(1);
}
`,
};

const PY: Readonly<Record<string, string>> = {
  'a call over several lines': `
# zmq-threats: accept HWM-01 because bounded by the caller
s = make( # +
    hwm=0, # +
    then=lambda m: ( # +
        eval(m)), # +
) # +
other()
`,
  'a function: its head': `
# zmq-threats: accept HWM-01 because bounded by the caller
def f( # +
    a=0, # +
): # +
    return open(a)
`,
};

describe('an acceptance above', () => {
  it.each(Object.entries(TS))('%s', (_, code) => check('/w/a.ts', code));
  it.each(Object.entries(PY))('in Python %s', (_, code) => check('/w/a.py', code));
  it('in Python a head that is continued', () => {
    const comment = '# zmq-threats: accept HWM-01 because bounded by the caller\n';
    expect(covered('/w/a.py', `${comment}with make(0) as s, \\\n    make(1) as t:\n    s.bind(t)\n`)).toEqual([1, 2]);
  });
  it('beside code covers that line alone', () => {
    expect(
      covered('/w/a.ts', 'make({ // zmq-threats: accept HWM-01 because bounded by the caller\n  hwm: 0,\n});'),
    ).toEqual([0]);
  });
});
