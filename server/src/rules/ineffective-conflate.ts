/**
 * HWM-06: CONFLATE where it does not do what it is for. It keeps one frame, so of a message of two frames the last one is left
 * (e20); ROUTER, REQ and others take the option and ignore it (e02); after a bind or connect it changes nothing (50 of 50 messages
 * arrived, e30).
 */
import { always } from '../model/data';
import type { OptionWrite, Socket, SocketType } from '../model/model';
import type { OptionName } from '../model/options';
import type { Report, Rule } from './rule';
import { lateWrites, overridden } from './support/posture';
import { exposureOfSocket } from './support/reach';
import { code, endpointEvidence, kindOf } from './support/texts';

const CONFLATE: ReadonlySet<OptionName> = new Set<OptionName>(['CONFLATE']);

/** zmq_setsockopt(3): for PULL, PUSH, SUB, PUB and DEALER; GATHER, SCATTER and DISH are not tried. */
const IGNORE: ReadonlySet<SocketType> = new Set<SocketType>(['ROUTER', 'REQ', 'REP', 'PAIR', 'XPUB', 'XSUB', 'STREAM']);

export const ineffectiveConflate: Rule = {
  id: 'ineffective-conflate',
  check(model, report) {
    for (const socket of model.sockets) {
      const writes = socket.options.filter((write) => write.option === 'CONFLATE' && isOn(write));
      if (writes.length === 0) continue;
      const of = (write: OptionWrite): Pick<Report, 'place' | 'confidence' | 'exposure' | 'holder' | 'socket'> => ({
        place: write.place,
        confidence: 'high',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
      if (IGNORE.has(socket.type)) {
        for (const write of writes)
          report({
            ...of(write),
            message: `${code(write.spelling)} has no effect on a ${kindOf(socket)}: every message is queued, up to the high-water mark. Bound the queue with the high-water mark instead.`,
            evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
          });
        continue;
      }
      const lates = lateWrites(model, socket, CONFLATE, isOn);
      for (const { use, writes: late } of lates)
        for (const write of late)
          report({
            ...of(write),
            message: `${code(write.spelling)} comes after the ${use.op} and changes nothing: every message is queued, up to the high-water mark. Set it before the ${use.op}.`,
            evidence: [endpointEvidence(use)],
            fixes: write.statement ? [{ kind: 'move-before', socket: socket.id, writes: [write], endpoint: use }] : [],
          });
      if (lates.length === 0) for (const write of writes) multipart(socket, write);
    }

    function multipart(socket: Socket, write: OptionWrite): void {
      const transfer = socket.transfers.find((one) => one.multipart);
      if (!transfer || overridden(model, socket, write)) return;
      report({
        place: write.place,
        message: `${code(write.spelling)} keeps one frame, and this socket's messages have several: of topic and payload only the last frame is left. Put both into one frame, or bound the queue with the high-water mark.`,
        evidence: [
          { place: transfer.place, message: `several frames are ${transfer.op === 'send' ? 'sent' : 'received'} here` },
        ],
        confidence: transfer.op === 'send' ? 'high' : 'medium',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
    }
  },
};

function isOn({ value }: OptionWrite): boolean {
  return always(value, (one) => one === true || (typeof one === 'number' && one !== 0));
}
