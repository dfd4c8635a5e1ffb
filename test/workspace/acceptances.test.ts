import { describe, expect, it } from 'vitest';
import { Memory, RULE, SPEAKS } from '../support/memory';

/** Findings as `text: reason`, notices as `code @ line`. */
function judged(
  code: string,
  memory = new Memory(),
): { readonly findings: readonly string[]; readonly notices: readonly string[] } {
  const text = SPEAKS + code;
  const { findings, notices } = memory.put({ '/w/a.ts': text }).service.results('/w/a.ts');
  return {
    findings: findings.map(
      (one) => `${text.slice(one.range.start, one.range.end)}: ${one.suppression?.reason ?? 'open'}`,
    ),
    notices: notices.map((one) => `${one.code} @ ${text.slice(0, one.range.start).split('\n').length - 1}`),
  };
}

describe('an acceptance', () => {
  it.each([
    [
      'on the same line',
      `find(1) // zmq-threats: accept ${RULE} because the loopback test owns it`,
      'the loopback test owns it',
    ],
    ['by its code', 'find(1) // zmq-threats: accept HWM-01 because bounded by the caller', 'bounded by the caller'],
    [
      'alone on the line above',
      `// zmq-threats: accept ${RULE} because bounded by the caller\nfind(1)`,
      'bounded by the caller',
    ],
    [
      'above blank lines',
      `// zmq-threats: accept ${RULE} because bounded by the caller\n\n\nfind(1)`,
      'bounded by the caller',
    ],
    [
      'among several rules',
      `find(1) // zmq-threats: accept ENC-01, ${RULE} because bounded by the caller`,
      'bounded by the caller',
    ],
    ['in any case', `find(1) // ZMQ-Threats: Accept Hwm-01 Because bounded by the caller`, 'bounded by the caller'],
    [
      'until a day that is still to come',
      `find(1) // zmq-threats: accept ${RULE} because the broker moves until 2026-06-01`,
      'the broker moves',
    ],
    ['of Python', `find(1) # zmq-threats: accept ${RULE} because bounded by the caller`, 'bounded by the caller'],
    [
      'with "until" in its reason',
      `find(1) // zmq-threats: accept ${RULE} because nobody sends until we ask`,
      'nobody sends until we ask',
    ],
  ])('%s', (_, code, reason) => {
    const { findings, notices } = judged(code);
    expect(findings).toEqual([`1: ${reason}`]);
    // The other rule of a list is not there, and that is said, too.
    expect(notices).toEqual(code.includes('ENC-01') ? ['acceptance-unused @ 1'] : []);
  });

  it.each([
    ['without a reason', `find(1) // zmq-threats: accept ${RULE}`, 'acceptance-without-reason'],
    ['with an empty reason', `find(1) // zmq-threats: accept ${RULE} because`, 'acceptance-without-reason'],
    ['because todo', `find(1) // zmq-threats: accept ${RULE} because TODO`, 'acceptance-without-reason'],
    [
      'because todo, later',
      `find(1) // zmq-threats: accept ${RULE} because todo: look at this`,
      'acceptance-without-reason',
    ],
    ['because because', `find(1) // zmq-threats: accept ${RULE} because because`, 'acceptance-without-reason'],
    ['because ....', `find(1) // zmq-threats: accept ${RULE} because ....`, 'acceptance-without-reason'],
    [
      'with a date for a reason',
      `find(1) // zmq-threats: accept ${RULE} because until 2030-01-01`,
      'acceptance-without-reason',
    ],
    [
      'that has expired',
      `find(1) // zmq-threats: accept ${RULE} because the broker moves until 2026-05-31`,
      'acceptance-expired',
    ],
    [
      'with no such day',
      `find(1) // zmq-threats: accept ${RULE} because the broker moves until 2026-02-30`,
      'acceptance-malformed',
    ],
    [
      'of no such rule',
      'find(1) // zmq-threats: accept HWM-99 because bounded by the caller',
      'acceptance-unknown-rule',
    ],
    ['of no rule', 'find(1) // zmq-threats: accept because bounded by the caller', 'acceptance-malformed'],
    ['that is none', 'find(1) // zmq-threats: ignore', 'acceptance-malformed'],
  ])('%s accepts nothing and says so', (_, code, notice) => {
    expect(judged(code)).toEqual({ findings: ['1: open'], notices: [`${notice} @ 1`] });
  });

  it('that nothing needs is a note', () => {
    const memory = new Memory();
    const code = `// zmq-threats: accept ${RULE} because bounded by the caller\nclean()`;
    expect(judged(code, memory)).toEqual({ findings: [], notices: ['acceptance-unused @ 1'] });
    expect(memory.service.results('/w/a.ts').notices[0]!.level).toBe('note');
  });

  it('is not called unused before all is known, nor when its rule is off', () => {
    const code = `// zmq-threats: accept ${RULE} because bounded by the caller\nclean()`;
    const early = new Memory();
    early.service.setComplete(false);
    expect(judged(code, early).notices).toEqual([]);
    const off = new Memory();
    off.service.setConfiguration('/w', `{ "rules": { "${RULE}": "off" } }`);
    expect(judged(code, off).notices).toEqual([]);
  });

  it('covers its line and no other', () => {
    const { findings } = judged(
      `find(1) // zmq-threats: accept ${RULE} because bounded by the caller\nfind(2)\nfind(3)`,
    );
    expect(findings).toEqual(['1: bounded by the caller', '2: open', '3: open']);
  });

  it('can be stacked above one line', () => {
    const code = `// zmq-threats: accept ENC-01 because the tunnel encrypts\n// zmq-threats: accept ${RULE} because bounded by the caller\nfind(1)`;
    expect(judged(code)).toEqual({ findings: ['1: bounded by the caller'], notices: ['acceptance-unused @ 1'] });
  });

  it('expires on the day: the clock is the host’s', () => {
    const memory = new Memory();
    const code = `find(1) // zmq-threats: accept ${RULE} because the broker moves until 2026-06-01`;
    expect(judged(code, memory).findings).toEqual(['1: the broker moves']);
    memory.settle();
    memory.today = '2026-06-02';
    expect(memory.service.stale()).toEqual(['/w/a.ts']);
    expect(judged(code, memory)).toEqual({ findings: ['1: open'], notices: ['acceptance-expired @ 1'] });
  });
});
