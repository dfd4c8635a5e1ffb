/** Grouping, filter and the words about them; counts and names. */
import { describe, expect, it } from 'vitest';
import { countsOf, countsText, fileName, folderName, slug, stoppedText, summary } from '../../client/src/views/texts';
import {
  checkedChoice,
  everything,
  filterMessage,
  isFiltered,
  viewDescription,
  viewTitle,
} from '../../client/src/views/view-options';
import { all, finding, status, threat } from './support';

describe('the choice', () => {
  it('is everything by threat until somebody chooses, and never what nobody can choose', () => {
    for (const wrong of [
      undefined,
      null,
      'file',
      7,
      [],
      { group: 'colour', level: 3, openOnly: 'yes', changedOnly: 1 },
    ])
      expect(checkedChoice(wrong)).toEqual(everything);
    const chosen = { group: 'file', level: 'error', openOnly: true, changedOnly: true } as const;
    expect(checkedChoice(chosen)).toEqual(chosen);
    expect(checkedChoice({ level: 'all' }, chosen)).toEqual({ ...chosen, level: 'all' });
  });

  it('is a filter when it can hide something', () => {
    expect(isFiltered({ ...everything, group: 'file' })).toBe(false);
    expect(isFiltered({ ...everything, level: 'warning' })).toBe(true);
    expect(isFiltered({ ...everything, openOnly: true })).toBe(true);
    expect(isFiltered({ ...everything, changedOnly: true })).toBe(true);
  });
});

describe('the message', () => {
  const threats = [
    threat('t', [finding({ level: 'note', cause: 'n' }), finding({ cause: 'w' })]),
    threat('u', [finding({ cause: 'w' })]),
  ];
  const message = (changes: object): string | undefined =>
    filterMessage(status({ name: 'w', threats }), { ...all, ...changes });

  it('says what the filter hides, each cause once', () => {
    expect(message({ level: 'warning' })).toBe('1 finding is hidden (errors and warnings only).');
    expect(message({ level: 'error', openOnly: true })).toBe('2 findings are hidden (errors only, open files only).');
  });

  it('is silent when nothing is hidden', () => {
    expect(message({})).toBeUndefined();
    expect(message({ openOnly: true, open: new Set(['file:///w/a.ts']) })).toBeUndefined();
  });

  it('names accepted findings as such', () => {
    const accepted = [threat('t', [finding({ accepted: { reason: 'r' } })])];
    const said = filterMessage(status({ name: 'w', threats: accepted }), {
      ...all,
      openOnly: true,
    });
    expect(said).toBe('Accepted findings are hidden (open files only).');
  });
});

it('describes the view: how it is grouped, and how much there is', () => {
  const found = { ...status(), counts: { error: 1, warning: 2, note: 0 } };
  expect(viewDescription(found)).toBe('1 error, 2 warnings');
  expect(viewDescription(status())).toBe('');
  expect(viewTitle(everything)).toBe('Threats');
  expect(viewTitle({ ...everything, group: 'socket' })).toBe('By Socket');
});

it('names files and counts as people do', () => {
  expect(fileName('file:///w/a%20b/%C3%A9.ts')).toBe('é.ts');
  expect(fileName('untitled:Untitled-1')).toBe('Untitled-1');
  expect(fileName('file:///w/%zz')).toBe('%zz');
  expect(folderName('file:///w/a%20b/%C3%A9.ts')).toBe('a b');
  expect(folderName('untitled:Untitled-1')).toBe('');
  expect(slug('ZMQ_CONFLATE (SUB), Rate Limiting/Throttling')).toBe('zmq_conflate-sub-rate-limitingthrottling');
  expect(countsText({ error: 1, warning: 2, note: 0 })).toBe('1 error, 2 warnings');
  expect(countsText({ error: 0, warning: 0, note: 0 })).toBe('');
});

it('counts a cause once, at its highest level, and accepted findings apart', () => {
  const findings = [finding(), finding({ level: 'error' }), finding({ cause: 'd', accepted: { reason: 'r' } })];
  expect(countsOf(findings)).toEqual({ error: 1, warning: 0, note: 0 });
  expect(summary(findings)).toBe('1 error, 1 accepted');
});

it('says what a scan that was stopped left out', () => {
  expect(stoppedText({ unjudged: 3, files: 10 })).toBe('The scan was stopped: 3 of 10 files were not looked at.');
  expect(stoppedText({ unjudged: 1, files: 1 })).toBe('The scan was stopped: 1 of 1 file was not looked at.');
});
