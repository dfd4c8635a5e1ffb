/**
 * THR-04: a socket or context in what is sent to a worker. The structured clone algorithm makes an object without keys and methods of it,
 * and no error (e11, e25).
 */
import type { Handover, Model } from '../model/model';
import type { Report, Rule } from './rule';
import { indexOf } from './support/index-of';
import { exposureOfSocket } from './support/reach';
import { code, kindOf } from './support/texts';

export const socketToWorker: Rule = {
  id: 'socket-to-worker',
  check(model, report) {
    for (const handover of model.handovers ?? []) report(describe(model, handover));
  },
};

function describe(model: Model, { what, id, api, place, certain }: Handover): Report {
  const socket = what === 'socket' ? indexOf(model).socket.get(id) : undefined;
  const confidence = certain ? 'high' : 'low';
  if (!socket)
    return {
      place,
      message: `What arrives of a context through ${code(api)} is an empty object, without an error. Workers have the default context in common; a socket there needs no other.`,
      evidence: [],
      confidence,
      exposure: 'unknown',
      holder: 'context',
    };
  return {
    place,
    message: `What arrives of this ${kindOf(socket)} through ${code(api)} is an empty object without methods, and nothing throws. Send the endpoint and make the socket where it is used.`,
    evidence: [{ place: socket.createdName, message: 'the socket' }],
    confidence,
    exposure: exposureOfSocket(socket),
    holder: socket.holder,
    socket: socket.id,
  };
}
