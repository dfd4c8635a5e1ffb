/**
 * Posture: bare defaults and habits that deserve a look and no squiggle. Under `recommended` they are shown in hovers and in the
 * sidebar; under `strict` they are warnings. The codes are those of the policy table's last column.
 */
import type { Level } from '../model/finding';
import type { RuleEntry } from '../threats/catalogue';

const CODES: ReadonlySet<string> = new Set([
  'HWM-07',
  'HWM-10',
  'HWM-12',
  'SLOW-06',
  'SLOW-08',
  'SLOW-09',
  'CONN-02',
  'SIZE-01',
  'SIZE-13',
  'AUTH-18',
  'AUTH-22',
  'AUTH-23',
  'THR-12',
  'VULN-04',
  'VULN-06',
]);

export const POSTURE_LEVEL: Level = 'warning';

export function isPosture(entry: RuleEntry): boolean {
  return entry.covers.length > 0 && entry.covers.every((code) => CODES.has(code));
}
