/**
 * HWM-02: a high-water mark that is set after the bind on every path. A sender's HWM of 10, set after the bind, let 1000 messages
 * queue, even when the peer came later; set before, 10 (e05). After a connect the same write takes effect.
 */
import { sometimes } from '../model/data';
import type { OptionName } from '../model/options';
import type { Rule } from './rule';
import { hwmWrites } from './support/hwm';
import { lateWrites } from './support/posture';
import { exposureOfSocket, reachOf } from './support/reach';
import { opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const MARKS: ReadonlySet<OptionName> = new Set<OptionName>(['SNDHWM', 'RCVHWM']);

export const hwmAfterBind: Rule = {
  id: 'hwm-after-bind',
  check(model, report) {
    const writes = hwmWrites(model);
    for (const socket of new Set(writes.map((one) => one.socket))) {
      // A connected pipe takes the new mark over, so that the write is not in vain.
      if (opens(socket).some((use) => use.op !== 'bind')) continue;
      const own = new Set(writes.filter((one) => one.socket === socket).map(({ write }) => write));
      // 0 is no bound that could come too late: that is unbounded-hwm's.
      const lates = lateWrites(model, socket, MARKS, (write) => own.has(write) && !sometimes(write.value, isZero));
      for (const { use, writes: late } of lates)
        for (const write of late)
          report({
            place: write.place,
            message: `${code(write.spelling)} comes after the bind, so peers that connect to ${code(reachOf(use).endpoint.text)} still get the default queue of 1000 messages. Set it before the bind.`,
            evidence: [endpointEvidence(use)],
            confidence: 'high',
            exposure: exposureOfSocket(socket),
            holder: socket.holder,
            socket: socket.id,
            fixes: write.statement ? [{ kind: 'move-before', socket: socket.id, writes: [write], endpoint: use }] : [],
          });
    }
  },
};

function isZero(value: unknown): boolean {
  return value === 0;
}
