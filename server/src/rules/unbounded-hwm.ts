/**
 * HWM-01: a high-water mark of 0 is no limit; the queue grows with the slowest peer (17 to 230 MB in e04). Bindings hand over what
 * libzmq gets, so `Infinity` of zeromq.js 6 is 0 here (e41).
 */
import { always, sometimes } from '../model/data';
import type { Rule } from './rule';
import { hwmWrites } from './support/hwm';
import { exposureOfSocket } from './support/reach';
import { code, endpointEvidence } from './support/texts';
import { opens } from './support/sockets';

/** libzmq's own default: a bound that is known to work. */
const DEFAULT = 1000;

export const unboundedHwm: Rule = {
  id: 'unbounded-hwm',
  check(model, report) {
    for (const { socket, write } of hwmWrites(model)) {
      if (!sometimes(write.value, isZero)) continue;
      const certain = always(write.value, isZero);
      const side = write.option === 'SNDHWM' ? 'outgoing' : 'incoming';
      report({
        place: write.valuePlace ?? write.place,
        message: `${code(write.spelling)} is 0, which means no limit: the ${side} queue grows until memory is gone when a peer is slow. Give it a bound, such as ${DEFAULT}.`,
        evidence: opens(socket).slice(0, 1).map(endpointEvidence),
        confidence: certain && socket.type !== 'unknown' ? 'high' : 'medium',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        fixes:
          certain && write.valuePlace
            ? [{ kind: 'replace-value', place: write.valuePlace, value: DEFAULT, option: write.option }]
            : [],
      });
    }
  },
};

function isZero(value: unknown): boolean {
  return value === 0 || Object.is(value, -0);
}
