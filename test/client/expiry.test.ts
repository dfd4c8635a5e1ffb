/** For how long a finding can be accepted. */
import { expect, it } from 'vitest';
import { expiries } from '../../client/src/commands/expiry';

const TODAY = new Date('2026-12-15T23:30:00Z');

it('is for good, or for a month, a quarter, half a year', () => {
  expect(expiries(TODAY).map(({ day }) => day)).toEqual([undefined, '2027-01-14', '2027-03-15', '2027-06-13']);
});

it('is first of all as long as what stands beside it', () => {
  expect(expiries(TODAY, '2027-02-01')[0]).toMatchObject({ day: '2027-02-01', label: 'Until 2027-02-01' });
});
