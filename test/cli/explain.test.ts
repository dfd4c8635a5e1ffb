/** The pages in a terminal. */
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../server/src/host/arguments';
import { explain } from '../../server/src/reports/explain';
import { catalogue } from '../../server/src/threats/load';

const pages = catalogue();

/** Without the code, in which `table[name](x)` is no link. */
const proseOf = (text: string): string => text.replace(/^ {4}.*$|`[^`]*`/gm, '');

describe('zmq-threats explain', () => {
  it.each(pages.rules.map((rule) => [rule.id, rule] as const))('prints the page of %s', (id, rule) => {
    const { text = '', problem } = explain(id, pages, false);
    expect(problem).toBeUndefined();
    expect(text.startsWith(`${rule.title}\n`)).toBe(true);
    for (const heading of ['Why', 'Example', 'Limits', 'References']) expect(text).toContain(`\n${heading}\n`);
    expect(text).not.toMatch(/```|\/\/~|#~/);
    expect(proseOf(text)).not.toContain('](');
    expect(text).not.toContain('\u001b');
  });
  it.each(pages.threats.map((threat) => [threat.id, threat] as const))('prints the page of %s', (id, threat) => {
    const { text = '' } = explain(id, pages, false);
    expect(text.startsWith(`${threat.title}\n`)).toBe(true);
    for (const { title } of threat.mitigations) expect(text).toContain(`\n${title}\n`);
    for (const rule of pages.rules.filter((one) => one.threat === id))
      expect(text).toContain(`zmq-threats explain ${rule.id}`);
    expect(text).not.toContain('```');
    expect(proseOf(text)).not.toContain('](');
  });
  it('knows codes, titles and any case', () => {
    const page = explain('unbounded-hwm', pages, false).text;
    expect(explain('hwm-01', pages, false).text).toBe(page);
    expect(explain(' HWM-01 ', pages, false).text).toBe(page);
    expect(explain('HWM Overflow DoS', pages, false).text).toBe(explain('hwm_overflow_dos', pages, false).text);
    expect(explain('hwm-overflow-dos', pages, false).text).toBe(explain('hwm_overflow_dos', pages, false).text);
  });
  it('takes the beginning of a name that only one page has', () => {
    expect(explain('hwm_over', pages, false).text).toBe(explain('hwm_overflow_dos', pages, false).text);
    expect(explain('un', pages, false).problem).toBeDefined();
    expect(explain('', pages, false).problem).toBeDefined();
  });
  it('lists every page when nothing is named', () => {
    const { text = '' } = explain(undefined, pages, false);
    for (const { id } of [...pages.rules, ...pages.threats]) expect(text).toContain(id);
  });
  it('says what was probably meant', () => {
    expect(explain('unbouded-hwm', pages, false)).toEqual({
      problem: 'there is no rule or threat "unbouded-hwm". Did you mean "unbounded-hwm"?',
    });
    expect(explain('zzzzzz', pages, false).problem).toContain('zmq-threats explain lists');
  });
  it('uses colours only when asked', () => {
    expect(explain('HWM-01', pages, true).text).toContain('\u001b[1mUnbounded high-water mark\u001b[0m');
  });
  it('is read from the command line', () => {
    expect(readArguments(['explain', 'HWM', 'Overflow', 'DoS'])).toEqual({
      command: 'explain',
      name: 'HWM Overflow DoS',
    });
    expect(readArguments(['explain'])).toEqual({ command: 'explain' });
    expect(readArguments(['explain', 'HWM-01', '--format', 'json'])).toMatchObject({ command: 'unusable' });
  });
});
