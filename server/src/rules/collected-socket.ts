/**
 * THR-10: a bound socket that nothing refers to once the function that made it is over. The collector closes it some time later, and the
 * port with it (e10, e49).
 */
import { endpointsOf } from '../model/endpoint';
import type { EndpointUse, Model, Socket, Task } from '../model/model';
import type { Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { tasksOf } from './support/repetition';
import { endpointEvidence, kindOf } from './support/texts';

export const collectedSocket: Rule = {
  id: 'collected-socket',
  check(model, report) {
    for (const socket of model.sockets) {
      const bind = isDropped(socket) ? socket.endpoints.find(isOpenBind) : undefined;
      if (!bind || ofTheProgram(model, socket) || waitsBehind(model, socket)) continue;
      report({
        place: socket.createdName,
        message: `Nothing refers to this ${kindOf(socket)} once the function is over: the garbage collector closes it some time later, and its port with it. Keep a reference for as long as it is to be bound.`,
        evidence: [endpointEvidence(bind)],
        confidence: 'high',
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
      });
    }
  },
};

/** Nobody has it, nobody uses it, nobody closes it. Who used it in the function may be done with it. */
function isDropped({ leftToCollector, held, kept, closes, transfers, unknowns }: Socket): boolean {
  return (
    leftToCollector === true && !held && !kept && closes.length === 0 && transfers.length === 0 && unknowns.length === 0
  );
}

function isOpenBind({ op, value }: EndpointUse): boolean {
  return op === 'bind' && endpointsOf(value).some(({ exposure }) => exposure !== 'inproc');
}

const MAIN: ReadonlySet<Task['kind']> = new Set<Task['kind']>(['module', 'detached']);

/** Made while the program's own body runs: where that is all there is, the process is over as soon as the function. */
function ofTheProgram(model: Model, { order }: Socket): boolean {
  return tasksOf(model, order).every(({ kind }) => MAIN.has(kind));
}

/** The function goes on waiting for something, behind the bind, and has its variables meanwhile. */
function waitsBehind(model: Model, { order, endpoints, dropped = Infinity }: Socket): boolean {
  const last = endpoints[endpoints.length - 1];
  const from = last?.order.seq ?? order.seq;
  const waits = model.waits.filter(({ task, seq }) => task === order.task && seq > from && seq <= dropped);
  return waits.length > (last?.settled === 'awaited' ? 1 : 0);
}
