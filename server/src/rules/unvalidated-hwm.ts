/**
 * HWM-11: a high-water mark that is an unchecked number from outside. A missing setting becomes NaN, and NaN becomes 0: no limit (e41).
 * Languages whose conversion throws instead never give a NaN, so nothing is reported there.
 */
import { alternatives, type UnknownData } from '../model/data';
import type { Origin } from '../model/data';
import type { OptionWrite } from '../model/model';
import type { Rule } from './rule';
import { hwmWrites } from './support/hwm';
import { exposureOfSocket } from './support/reach';
import { code } from './support/texts';

const FALLBACK = 1000;
const MOST = 100_000;

/** The evaluator's own limits say nothing about the program. */
const NOT_OUTSIDE: ReadonlySet<Origin> = new Set<Origin>(['limit', 'syntax']);

export const unvalidatedHwm: Rule = {
  id: 'unvalidated-hwm',
  check(model, report) {
    for (const { socket, write } of hwmWrites(model)) {
      const number = unchecked(write);
      if (!number || !write.valuePlace) continue;
      const from = number.detail ? code(number.detail) : 'a value from outside';
      report({
        place: write.valuePlace,
        message: `${code(write.spelling)} is made from ${from} without a check: when that is missing or no number it becomes NaN, and NaN means no limit. Check that it is an integer in a sane range.`,
        evidence: [{ place: write.place, message: 'the option' }],
        confidence: 'high',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        fixes: [{ kind: 'clamp', place: write.valuePlace, fallback: FALLBACK, max: MOST }],
      });
    }
  },
};

function unchecked(write: OptionWrite): UnknownData | undefined {
  return alternatives(write.value).find(
    (one): one is UnknownData => one.kind === 'unknown' && one.numeric?.nan === true && !NOT_OUTSIDE.has(one.origin),
  );
}
