/**
 * THR-05: a socket, or a socket of a context, that was made before the process forked and is used in the child. The threads that move its
 * messages are not in the child: send() returned without an error and nothing ever arrived, with the socket as with the context (e17).
 */
import type { ContextUse, Model, Order, Place, Socket, Task } from '../model/model';
import type { Confidence, Report, Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { kindOf } from './support/texts';
import { processOf, usesOf, within } from './support/threads';

export const socketAfterFork: Rule = {
  id: 'socket-after-fork',
  check(model, report) {
    const children = model.concurrency?.children ?? [];
    if (children.length === 0 && !model.tasks.some(({ worker }) => worker?.kind === 'process')) return;
    const contexts = new Map(model.contexts.map((one) => [one.id, one]));
    for (const socket of model.sockets) {
      if (socket.remade || socket.unknowns.some(({ what }) => what === 'origin')) continue;
      const found = inherited(model, socket) ?? ofInherited(model, socket, contexts);
      if (found) report(describe(socket, found));
    }
  },
};

interface Inherited {
  readonly what: 'socket' | 'context';
  readonly place: Place;
  readonly made: Place;
  readonly started: Place;
  readonly confidence: Confidence;
  /** The child has nothing of its parent: what is handed to it cannot even be copied. */
  readonly copied: boolean;
}

/** A process other than the one something was made in. */
interface Child {
  readonly started: Place;
  readonly certain: boolean;
  readonly copied: boolean;
}

/** @param given whether the child gets the thing as an argument */
function childOf(model: Model, made: Order, used: Order, given: (task: Task) => boolean): Child | undefined {
  const arm = model.concurrency?.children.find(
    (one) => inArm(used, one.branch, one.arm) && !inArm(made, one.branch, one.arm) && made.seq < used.seq,
  );
  if (arm) return { started: arm.place, certain: true, copied: false };
  const task = processOf(model, used);
  if (!task?.worker || within(model, made, task.worker.id)) return undefined;
  const argument = given(task);
  // A child that begins anew has run the module itself, and with it made its own.
  if (task.worker.fresh && !argument) return undefined;
  return { started: task.worker.started, certain: argument, copied: task.worker.fresh === true };
}

function inArm(order: Order, branch: number, arm: number): boolean {
  return order.arms.some(([one, its]) => one === branch && its === arm);
}

function inherited(model: Model, socket: Socket): Inherited | undefined {
  for (const use of usesOf(model, socket)) {
    if (use.what === 'close') continue;
    const child = childOf(model, socket.order, use.order, ({ worker }) => worker!.sockets.includes(socket.id));
    if (child) return { what: 'socket', place: use.place, made: socket.createdName, ...confidenceOf(child) };
  }
  return undefined;
}

function ofInherited(model: Model, socket: Socket, contexts: ReadonlyMap<number, ContextUse>): Inherited | undefined {
  const context = socket.context === undefined ? undefined : contexts.get(socket.context);
  // The process-wide one is made anew in a child that asks for it.
  if (!context?.order || !context.createdName) return undefined;
  const child = childOf(model, context.order, socket.order, ({ worker }) => worker!.contexts.includes(context.id));
  return child && { what: 'context', place: socket.createdName, made: context.createdName, ...confidenceOf(child) };
}

function confidenceOf({ started, certain, copied }: Child): Pick<Inherited, 'started' | 'confidence' | 'copied'> {
  return { started, copied, confidence: certain ? 'high' : 'medium' };
}

function describe(socket: Socket, { what, place, made, started, confidence, copied }: Inherited): Report {
  const thing = what === 'socket' ? `This ${kindOf(socket)}` : `The context of this ${kindOf(socket)}`;
  const effect = copied
    ? 'is handed to another process, which neither sockets nor contexts survive: it cannot be pickled'
    : 'was made before the process was forked. The threads that move its messages are not in the child: sends seem to succeed and nothing arrives';
  return {
    place,
    message: `${thing} ${effect}. Make the context and its sockets in the child.`,
    evidence: [
      { place: made, message: `the ${what} is made here` },
      { place: started, message: 'the child starts here' },
    ],
    confidence,
    exposure: exposureOfSocket(socket),
    holder: socket.holder,
    socket: socket.id,
  };
}
