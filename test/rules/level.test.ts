import { describe, expect, it } from 'vitest';
import { levelOf } from '../../server/src/rules/level';
import type { Exposure } from '../../server/src/model/endpoint';
import type { Impact } from '../../server/src/threats/catalogue';

/** policy.md's table, row by row: impact | remote | local | inproc. */
const POLICY: readonly (readonly [Impact, string, string, string])[] = [
  ['critical', 'error', 'warning', 'warning'],
  ['high', 'warning', 'note', 'silent'],
  ['medium', 'warning', 'note', 'silent'],
  ['low', 'note', 'silent', 'silent'],
];

const LOWER: Readonly<Record<string, string>> = { error: 'warning', warning: 'note', note: 'silent', silent: 'silent' };

describe('levelOf', () => {
  for (const [impact, remote, local, inproc] of POLICY) {
    const columns: readonly (readonly [Exposure, string])[] = [
      ['remote', remote],
      ['local', local],
      ['inproc', inproc],
    ];
    for (const [exposure, expected] of columns) {
      it(`${impact}, ${exposure}: ${expected}`, () => {
        expect(levelOf(impact, true, exposure, 'high')).toBe(expected);
        expect(levelOf(impact, true, exposure, 'medium')).toBe(expected);
      });
      it(`${impact}, ${exposure}: one lower with low confidence`, () => {
        expect(levelOf(impact, true, exposure, 'low')).toBe(LOWER[expected]);
      });
      it(`${impact}: exposure ${exposure} does not matter where the page says so`, () => {
        expect(levelOf(impact, false, exposure, 'high')).toBe(remote);
      });
    }
    it(`${impact}: an endpoint of which nothing is known gives a note at most`, () => {
      expect(levelOf(impact, true, 'unknown', 'high')).toBe('note');
      expect(levelOf(impact, false, 'unknown', 'high')).toBe(remote);
    });
  }
});
