/**
 * THR-06: a socket that is closed while another thread waits in its receive. The thread stays blocked for ever (e17), or reads from
 * memory that is gone.
 */
import type { Rule } from './rule';
import { conflictsOf, followed } from './support/conflicts';
import { exposureOfSocket } from './support/reach';
import { kindOf } from './support/texts';

export const closeWhileReceiving: Rule = {
  id: 'close-while-receiving',
  check(model, report) {
    for (const socket of followed(model)) {
      const pairs = conflictsOf(
        model,
        socket,
        (a, b) => [a.what, b.what].includes('close') && [a.what, b.what].includes('receive'),
      );
      const seen = new Set<number>();
      for (const { use, other, lock, confidence } of pairs) {
        if (lock === 'perhaps' || lock === 'both') continue;
        const [close, receive] = use.what === 'close' ? [use, other] : [other, use];
        if (seen.has(close.order.seq)) continue;
        seen.add(close.order.seq);
        report({
          place: close.place,
          message: `This closes the ${kindOf(socket)} while another thread may be waiting in its receive: that thread stays blocked for ever, or works on freed memory. Tell the thread to stop, join it, and close the socket then; or let the thread close it.`,
          evidence: [{ place: receive.place, message: 'the other thread receives here' }],
          confidence,
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
        });
      }
    }
  },
};
