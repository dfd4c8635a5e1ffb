/**
 * HWM-12: queues that nobody has decided about. libzmq's default of 1000 counts messages, for every peer: 1000 of 200 kB took 208 MB, four
 * peers with messages of 100 kB 400 MB (e04). It is a bound, so this is no defect; but nobody chose it for these messages.
 */
import type { EndpointUse, Model, Socket } from '../model/model';
import type { OptionName } from '../model/options';
import type { Rule } from './rule';
import { isBare } from './support/bare';
import { flag, optionBefore } from './support/posture';
import { inprocOnly } from './support/reach';
import { aboutSocket } from './support/report';
import { lockStep, onlyReceives, onlySends, opens } from './support/sockets';
import { endpointEvidence } from './support/texts';

export const defaultHwm: Rule = {
  id: 'default-hwm',
  check(model, report) {
    for (const socket of model.sockets) {
      const [use] = opens(socket);
      if (!use || socket.type === 'unknown' || lockStep(socket.type) || inprocOnly(socket)) continue;
      const sides = bareSides(model, socket, use);
      if (sides.length === 0) continue;
      report({
        place: socket.createdName,
        message: `${sides.join(' and ')} of this ${socket.type} ${sides.length > 1 ? 'are' : 'is'} libzmq's default: 1000 messages for every peer, however large they are. Choose a number from your memory, your largest message and the number of peers.`,
        evidence: [endpointEvidence(use)],
        ...aboutSocket(socket),
      });
    }
  },
};

/** Queues that this program uses, whatever it does with the others. */
function bareSides(model: Model, socket: Socket, use: EndpointUse): readonly OptionName[] {
  // One message is all that is kept.
  if (flag(optionBefore(model, socket, 'CONFLATE', use)) !== 'no') return [];
  const uses = (op: 'send' | 'receive'): boolean => socket.transfers.some((one) => one.op === op);
  const sends = onlySends(socket.type) || socket.type === 'PUB' || socket.type === 'XPUB' || uses('send');
  // What XSUB sends and what PUB and XPUB receive are subscriptions.
  const sides: OptionName[] = [];
  if (sends && !onlyReceives(socket.type) && socket.type !== 'XSUB') sides.push('SNDHWM');
  const receives = onlyReceives(socket.type) || socket.type === 'XSUB' || uses('receive');
  if (receives && !onlySends(socket.type) && socket.type !== 'PUB' && socket.type !== 'XPUB') sides.push('RCVHWM');
  return sides.filter((side) => isBare(model, socket, side, use));
}
