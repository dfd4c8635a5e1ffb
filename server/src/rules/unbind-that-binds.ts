/**
 * THR-11: an unbind that binds. `unbindSync` of zeromq.js 6.8.0 threw EADDRINUSE, and the port still accepted connections (e09).
 */
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';

export const unbindThatBinds: Rule = {
  id: 'unbind-that-binds',
  check(model, report) {
    for (const socket of model.sockets)
      for (const use of socket.endpoints) {
        if (!use.insteadOf) continue;
        const wait = use.inAsync && use.callPlace ? use.callPlace : undefined;
        report({
          place: use.call,
          message: `This call binds instead of unbinding: it throws "address already in use", and the port stays open. Await \`${use.insteadOf}()\` instead.`,
          evidence: [],
          confidence: 'high',
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
          fixes: wait
            ? [
                {
                  kind: 'all',
                  intents: [
                    { kind: 'replace-text', place: use.call, text: use.insteadOf },
                    { kind: 'await-call', call: wait },
                  ],
                },
              ]
            : [],
        });
      }
  },
};
