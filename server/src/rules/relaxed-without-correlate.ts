/**
 * SLOW-07: REQ_RELAXED lets a REQ ask again before the answer came, and nothing but REQ_CORRELATE tells the answers apart: the late
 * reply to the first request was delivered as the reply to the second (e30).
 */
import { always } from '../model/data';
import type { OptionWrite } from '../model/model';
import type { Rule } from './rule';
import { overridden } from './support/posture';
import { exposureOfSocket, inprocOnly } from './support/reach';
import { hidden, opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

export const relaxedWithoutCorrelate: Rule = {
  id: 'relaxed-without-correlate',
  check(model, report) {
    for (const socket of model.sockets) {
      if (socket.type !== 'REQ' || inprocOnly(socket)) continue;
      const relaxed = socket.options.filter((write) => write.option === 'REQ_RELAXED' && always(write.value, isOn));
      // Both options act at once (zmq_setsockopt(3)), so the other one may come at any time.
      const correlated = socket.options.some(
        (write) => write.option === 'REQ_CORRELATE' && !always(write.value, isOff),
      );
      if (relaxed.length === 0 || correlated || hidden(socket)) continue;
      for (const write of relaxed) {
        if (overridden(model, socket, write)) continue;
        report({
          place: write.place,
          message: `${code(write.spelling)} without REQ_CORRELATE: a late reply to an earlier request is delivered as the reply to the next one. Switch both on.`,
          evidence: opens(socket).slice(0, 1).map(endpointEvidence),
          confidence: 'high',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
          fixes: explicitlyOff(socket.options)
            ? []
            : [
                {
                  kind: 'set-options',
                  socket: socket.id,
                  beforeWrite: write,
                  options: [{ option: 'REQ_CORRELATE', value: { literal: true } }],
                },
              ],
        });
      }
    }
  },
};

/** Somebody decided against it: a second write would only contradict the first. */
function explicitlyOff(options: readonly OptionWrite[]): boolean {
  return options.some((write) => write.option === 'REQ_CORRELATE');
}

function isOn(value: unknown): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}

function isOff(value: unknown): boolean {
  return value === false || value === 0;
}
