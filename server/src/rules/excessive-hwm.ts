/**
 * HWM-09: a high-water mark that is a bound in name only. It counts messages, per peer: 1000 of 200 kB took 208 MB (e04), so
 * 100 000 of 10 kB are a gigabyte for each peer.
 */
import { always } from '../model/data';
import type { Rule } from './rule';
import { hwmWrites } from './support/hwm';
import { exposureOfSocket } from './support/reach';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const MOST = 100_000;

export const excessiveHwm: Rule = {
  id: 'excessive-hwm',
  check(model, report) {
    for (const { socket, write } of hwmWrites(model)) {
      if (!always(write.value, (value) => typeof value === 'number' && value > MOST)) continue;
      report({
        place: write.valuePlace ?? write.place,
        message: `${code(write.spelling)} allows more than ${MOST} messages for each peer: with messages of 10 kB that is a gigabyte per peer. Derive the bound from the memory you can spare: HWM × largest message × number of peers.`,
        evidence: opens(socket).slice(0, 1).map(endpointEvidence),
        confidence: 'high',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
    }
  },
};
