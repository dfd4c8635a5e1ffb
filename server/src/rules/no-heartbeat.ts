/**
 * CONN-02: a server without heartbeats keeps the connection, the pipe and the queue of a peer that is gone without a word. A silent peer
 * was dropped after 0.42 s with HEARTBEAT_IVL and HEARTBEAT_TIMEOUT, and never without (e05). TCP_KEEPALIVE is another answer to the same.
 */
import type { Rule } from './rule';
import { isBare, remoteUses, bareReport } from './support/bare';
import { code } from './support/texts';

/** Milliseconds: some lost packets are no dead peer. */
const INTERVAL = 5000;
const PATIENCE = 15_000;

export const noHeartbeat: Rule = {
  id: 'no-heartbeat',
  check(model, report) {
    for (const socket of model.sockets) {
      const bare = remoteUses(socket, 'bind').find(
        ({ use }) =>
          isBare(model, socket, 'HEARTBEAT_IVL', use) &&
          !socket.options.some((write) => write.option === 'TCP_KEEPALIVE'),
      );
      if (!bare) continue;
      const message = `A peer of ${code(bare.endpoint.text)} that dies without a word keeps its connection and its queue: no heartbeat asks whether it is there. Set HEARTBEAT_IVL and HEARTBEAT_TIMEOUT before the bind.`;
      report(
        bareReport(socket, bare, message, {
          HEARTBEAT_IVL: INTERVAL,
          HEARTBEAT_TIMEOUT: PATIENCE,
          HEARTBEAT_TTL: PATIENCE,
        }),
      );
    }
  },
};
