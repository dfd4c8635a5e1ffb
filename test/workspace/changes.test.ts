/** Edits whose outcome was looked at: acceptances, all safe fixes, settings of the configuration. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding, Fix } from '../../server/src/model/finding';
import type { ThreatService } from '../../server/src/service-types';
import { applied, difference } from '../../server/src/text/edits';
import { catalogue } from '../../server/src/threats/load';
import { readConfiguration, ruleNames } from '../../server/src/workspace/configuration';
import { mitigationAccepted, ruleSetTo } from '../../server/src/workspace/configuration-edits';
import { fixAll, together } from '../../server/src/workspace/fix-all';
import { reasonProblem } from '../../server/src/workspace/reason';
import { Analyser, loadFrontends } from '../support/analyse';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const IMPORT = 'import * as zmq from "zeromq";\n';
const PATH = '/page/a.ts';
const service = (text: string, path = PATH): ThreatService => analyser.service(new Map([[path, text]]));

const BOUNDED = { reason: 'bounded by the caller' };

/** The text once the first open finding of a rule is accepted, and whether it then is. */
function accepted(text: string, rule = 'unbounded-hwm', by: { reason: string; until?: string } = BOUNDED, path = PATH) {
  const before = service(text, path);
  const finding = before.results(path).findings.find((one) => one.rule === rule && !one.suppression)!;
  const edit = before.accept(path, finding.fingerprint, by);
  if (!edit) return undefined;
  const after = applied(text, [edit]);
  const found = service(after, path).results(path);
  expect(found.findings.filter((one) => one.suppression && one.rule === rule)).toHaveLength(1);
  expect(found.notices.filter(({ code }) => code !== 'acceptance-unused')).toEqual([]);
  expect(service(text, path).results(path)).toEqual(before.results(path));
  return after;
}

describe('accepting a finding', () => {
  it('puts a comment above, as far in as the line, with the line breaks of the file', () => {
    const code = `${IMPORT}export function f() {\n\tconst s = new zmq.Push({ sendHighWaterMark: 0 });\n}\n`;
    const line = '\tconst s';
    const comment = '\t// zmq-threats: accept unbounded-hwm because bounded by the caller';
    expect(accepted(code)).toBe(code.replace(line, `${comment}\n${line}`));
    const crlf = code.replaceAll('\n', '\r\n');
    expect(accepted(crlf)).toBe(crlf.replace(line, `${comment}\r\n${line}`));
  });

  it('says until when', () => {
    const code = `${IMPORT}const s = new zmq.Push({ sendHighWaterMark: 0 });\n`;
    expect(accepted(code, 'unbounded-hwm', { ...BOUNDED, until: '2099-01-01' })).toContain(
      'because bounded by the caller until 2099-01-01\n',
    );
  });

  it('uses the comment of the language, and never cuts a continued line', () => {
    const code = 'import zmq\ns = zmq.Context().socket(zmq.PUSH)\ns.setsockopt(zmq.SNDHWM, 0)\n';
    const at = '/page/a.py';
    expect(accepted(code, 'unbounded-hwm', BOUNDED, at)).toContain(
      '\n# zmq-threats: accept unbounded-hwm because bounded by the caller\ns.set',
    );
    const continued = code.replace('s.setsockopt(', 'x = \\\n    s.setsockopt(');
    expect(accepted(continued, 'unbounded-hwm', BOUNDED, at)).toContain(
      'zmq.SNDHWM, 0) # zmq-threats: accept unbounded-hwm because',
    );
  });

  it('goes beside the line where a comment above would be text', () => {
    const code = `${IMPORT}const t = \`\n\${new zmq.Push({ sendHighWaterMark: 0 })}\`;\n`;
    expect(accepted(code)).toBe(
      code.replace('`;\n', '`; // zmq-threats: accept unbounded-hwm because bounded by the caller\n'),
    );
  });

  it('gives nothing where no comment can stand', () => {
    const code = `${IMPORT}const t = \`\n\${new zmq.Push({ sendHighWaterMark: 0 })}\n\`;\n`;
    expect(accepted(code)).toBeUndefined();
    expect(service(code).accept(PATH, 'gone', BOUNDED)).toBeUndefined();
  });

  it('joins an acceptance with the same reason, and stands beside one with another', () => {
    const code = `${IMPORT}const s = new zmq.Pull();\n// zmq-threats: accept ENC-01 because the tunnel does it\ns.bind("tcp://*:5555");\n`;
    const finding = service(code)
      .results(PATH)
      .findings.find((one) => one.rule === 'unauthenticated-receiver')!;
    expect(service(code).acceptable(PATH, finding)).toEqual({ reason: 'the tunnel does it' });
    expect(accepted(code, 'unauthenticated-receiver', { reason: 'the tunnel does it' })).toBe(
      code.replace('accept ENC-01', 'accept ENC-01, unauthenticated-receiver'),
    );
    expect(accepted(code, 'unauthenticated-receiver')).toBe(
      code.replace('s.bind', '// zmq-threats: accept unauthenticated-receiver because bounded by the caller\ns.bind'),
    );
  });

  it('replaces one that has expired', () => {
    const code = `${IMPORT}const s = new zmq.Push({ sendHighWaterMark: 0 }); // zmq-threats: accept HWM-01 because it was so until 2001-01-01\n`;
    expect(accepted(code)).toBe(
      code.replace('HWM-01 because it was so until 2001-01-01', 'unbounded-hwm because bounded by the caller'),
    );
  });
});

describe('a reason', () => {
  it.each(['', '  ', 'todo', 'TBD', '....', "it's fine", 'a\nb and c', 'until 2030-01-01', 'ends the comment */ here'])(
    'is not %j',
    (text) => expect(reasonProblem(text)).toBeDefined(),
  );
  it.each(['the tunnel encrypts', 'nobody sends until we ask', 'gebunden an die Loopback-Schnittstelle'])(
    'is %j',
    (text) => expect(reasonProblem(text)).toBeUndefined(),
  );
  it('is not an essay', () => expect(reasonProblem('word '.repeat(200))).toBeDefined());
});

describe('all safe fixes', () => {
  const TWO = `${IMPORT}const a = new zmq.Push({ sendHighWaterMark: 0 });\nconst b = new zmq.Pull({ receiveHighWaterMark: 0 });\n`;

  it('leave no such finding, and then there is nothing to do', () => {
    const before = service(TWO);
    const edits = before.fixAll(PATH);
    expect(edits).toHaveLength(2);
    const after = applied(TWO, edits);
    expect(after).toBe(TWO.replaceAll(': 0', ': 1000'));
    expect(service(after).fixAll(PATH)).toEqual([]);
    expect(before.fixAll(PATH, 'unbounded-hwm')).toEqual(edits);
    expect(before.fixAll(PATH, 'unencrypted-endpoint')).toEqual([]);
    expect(before.fixAll('/elsewhere.ts')).toEqual([]);
  });

  it('are worked out once for a text', () => {
    const before = service(TWO);
    const edits = before.fixAll(PATH, 'unbounded-hwm');
    expect(before.fixAll(PATH, 'unbounded-hwm')).toBe(edits);
    before.update({ path: PATH, text: `${TWO}\n` });
    expect(before.fixAll(PATH, 'unbounded-hwm')).not.toBe(edits);
  });

  it('leave accepted findings alone', () => {
    const code = TWO.replace('const a', '// zmq-threats: accept HWM-01 because bounded by the caller\nconst a');
    expect(applied(code, service(code).fixAll(PATH))).toBe(
      code.replace('receiveHighWaterMark: 0', 'receiveHighWaterMark: 1000'),
    );
  });

  const fix = (...edits: [number, number, string][]): Fix => ({
    title: '',
    class: 'safe',
    edits: edits.map(([start, end, text]) => ({ file: PATH, range: { start, end }, text })),
  });

  it('make an edit of two fixes once, and no fix by half', () => {
    expect(together([fix([0, 0, 'i'], [5, 6, 'a']), fix([0, 0, 'i'], [8, 9, 'b'])])).toHaveLength(3);
    expect(together([fix([5, 6, 'a']), fix([20, 21, 'c'], [6, 6, 'b'])])).toHaveLength(1);
  });

  const findings = (text: string): Finding[] =>
    [...text.matchAll(/x/g)].map(
      ({ index }) => ({ rule: 'r', fixes: [fix([index, index + 1, 'ok'])] }) as unknown as Finding,
    );

  it('come in rounds where they touch, as one edit', () => {
    expect(fixAll({ path: PATH, text: 'axxb', findings })).toEqual([{ range: { start: 1, end: 3 }, text: 'okok' }]);
  });

  it('stop when a fix does not help', () => {
    const stubborn = (): Finding[] => findings('x');
    expect(fixAll({ path: PATH, text: 'x', findings: stubborn })).toEqual([]);
  });

  it('are told as the difference, never half a character', () => {
    expect(difference('a😀b', 'a😁b')).toEqual({ range: { start: 1, end: 3 }, text: '😁' });
    expect(difference('a\r\nb', 'a\nb')).toEqual({ range: { start: 1, end: 3 }, text: '\n' });
    expect(difference('a', 'a')).toBeUndefined();
  });
});

describe('turning a rule off', () => {
  const names = ruleNames(catalogue());
  const off = (text: string): string | undefined => {
    const edits = ruleSetTo(text, 'unbounded-hwm', 'off', names);
    if (!edits) return undefined;
    const after = applied(text, edits);
    const read = readConfiguration('/w/.zmq-threats.jsonc', after, catalogue());
    expect([read.notices, read.rules.get('unbounded-hwm')]).toEqual([[], 'off']);
    return after;
  };

  it.each([
    ['', '{\n  "rules": {\n    "unbounded-hwm": "off"\n  }\n}\n'],
    ['{}\n', '{\n  "rules": {\n    "unbounded-hwm": "off"\n  }\n}\n'],
    [
      '{\n\t// why\n\t"profile": "strict" // so\n}\n',
      '{\n\t// why\n\t"profile": "strict", // so\n\t"rules": {\n\t\t"unbounded-hwm": "off"\n\t}\n}\n',
    ],
    [
      '{\r\n  "rules": { /* some */\r\n    "ENC-01": "note"\r\n  }\r\n}',
      '{\r\n  "rules": { /* some */\r\n    "ENC-01": "note",\r\n    "unbounded-hwm": "off"\r\n  }\r\n}',
    ],
    ['{ "rules": { "Hwm-01": "error" } }', '{ "rules": { "Hwm-01": "off" } }'],
  ])('in %j', (before, after) => expect(off(before)).toBe(after));

  it.each(['[]', '{ "rules": 1 }', '{ "rules": {', '"x"'])('not in %j', (text) => expect(off(text)).toBeUndefined());
});

describe('accepting a mitigation', () => {
  const accepted = (text: string, until?: string): string | undefined => {
    const reason = 'runs in "gVisor"';
    const edits = mitigationAccepted(text, 'sandboxing', { reason, ...(until === undefined ? {} : { until }) });
    if (!edits) return undefined;
    const after = applied(text, edits);
    const read = readConfiguration('/w/.zmq-threats.jsonc', after, catalogue());
    expect(read.notices).toEqual([]);
    expect(read.mitigations.get('sandboxing')).toMatchObject({ reason });
    expect(read.mitigations.get('sandboxing')?.until).toBe(until);
    return after;
  };

  it.each([
    ['', '{\n  "mitigations": {\n    "sandboxing": {\n      "reason": "runs in \\"gVisor\\""\n    }\n  }\n}\n'],
    [
      '{\n\t// why\n\t"profile": "strict" // so\n}\n',
      '{\n\t// why\n\t"profile": "strict", // so\n\t"mitigations": {\n\t\t"sandboxing": {\n\t\t\t"reason": "runs in \\"gVisor\\""\n\t\t}\n\t}\n}\n',
    ],
    [
      '{\r\n  "mitigations": {\r\n    "conflate-sub": { "reason": "newest wins" }, // trailing\r\n  },\r\n}',
      '{\r\n  "mitigations": {\r\n    "conflate-sub": { "reason": "newest wins" }, // trailing\r\n    "sandboxing": {\r\n      "reason": "runs in \\"gVisor\\""\r\n    },\r\n  },\r\n}',
    ],
    [
      '{ "mitigations": { "Sandboxing": { /* old */ "reason": "chroot jail", "until": "2020-01-01" } } }',
      '{ "mitigations": { "Sandboxing": { /* old */ "reason": "runs in \\"gVisor\\"" } } }',
    ],
    [
      '{ "mitigations": { "sandboxing": "" } }',
      '{ "mitigations": { "sandboxing": { "reason": "runs in \\"gVisor\\"" } } }',
    ],
  ])('in %j', (before, after) => expect(accepted(before)).toBe(after));

  it('with manners of their own', () => {
    expect(accepted('{ "mitigations": {} /* none */, }')).toContain('/* none */, }');
    expect(accepted('{\n  "mitigations": {\n    // soon\n  }\n}\n')).toMatch(/soon\n {4}"sandboxing": \{\n {6}"/);
    expect(accepted('{ "profile": "strict", }')).toBe(
      '{ "profile": "strict", "mitigations": { "sandboxing": { "reason": "runs in \\"gVisor\\"" } }, }',
    );
    // A comma on a line of its own is one all the same.
    expect(accepted('{\n  "profile": "strict" // c\n  , // d\n}\n')).toContain('// d\n');
  });

  it('with a day, and with another one', () => {
    const once = accepted('{}\n', '2027-01-31')!;
    expect(once).toContain('"until": "2027-01-31"');
    expect(accepted(once, '2028-01-31')).toBe(once.replace('2027', '2028'));
    expect(accepted(accepted(once)!, '2027-01-31')).toBe(once);
  });

  it.each(['[]', '{ "mitigations": 1 }', '{ "mitigations": {', '"x"'])('not in %j', (text) =>
    expect(accepted(text)).toBeUndefined(),
  );
});
