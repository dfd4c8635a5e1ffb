/**
 * SIZE-02: MAXMSGSIZE set after the bind or connect on every path. A message of 100 kB passed a limit of 1000 bytes that came late,
 * while the option already read back as 1000 (e05).
 */
import { always } from '../model/data';
import type { OptionName } from '../model/options';
import type { Rule } from './rule';
import { lateWrites } from './support/posture';
import { reachOf } from './support/reach';
import { onlySends } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

const LIMIT: ReadonlySet<OptionName> = new Set<OptionName>(['MAXMSGSIZE']);

export const sizeLimitAfterBind: Rule = {
  id: 'size-limit-after-bind',
  check(model, report) {
    for (const socket of model.sockets) {
      if (onlySends(socket.type)) continue;
      // A negative value is no limit, late or not.
      const lates = lateWrites(
        model,
        socket,
        LIMIT,
        (write) => !always(write.value, (value) => typeof value === 'number' && value < 0),
      );
      for (const { use, writes } of lates) {
        const write = writes[0]!;
        const { exposure, endpoint } = reachOf(use);
        report({
          place: write.place,
          message: `${code(write.spelling)} comes after the ${use.op}, so ${code(endpoint.text)} still accepts messages of any size. Set it before the ${use.op}.`,
          evidence: [endpointEvidence(use)],
          confidence: 'high',
          exposure,
          holder: socket.holder,
          socket: socket.id,
          fixes: writes.every((one) => one.statement !== undefined)
            ? [{ kind: 'move-before', socket: socket.id, writes, endpoint: use }]
            : [],
        });
      }
    }
  },
};
