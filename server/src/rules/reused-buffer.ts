/**
 * SIZE-09: a buffer that is sent without a copy and written into afterwards. A send only queues, also one that was awaited: what is in
 * the buffer when the message leaves is what arrives (e50: 100 000 bytes of A were sent, and B arrived).
 */
import { alternatives, type Data, type UnknownData } from '../model/data';
import { memoryKey, type Memory, type MemoryUse } from '../model/memory';
import type { Model, Order, Place, Socket, SocketType, Transfer } from '../model/model';
import { compareOrder, unconditionalFor } from '../model/order';
import type { Confidence, Rule } from './rule';
import { exposureOfSocket } from './support/reach';
import { calledFromOutside, loopsOf, repeatingTask, tasksOf } from './support/repetition';
import { lockStep, onlyReceives } from './support/sockets';
import { kindOf } from './support/texts';

export const reusedBuffer: Rule = {
  id: 'reused-buffer',
  check(model, report) {
    const uses = model.memoryUses ?? [];
    if (uses.length === 0) return;
    const seen = new Set<string>();
    for (const socket of model.sockets) {
      if (onlyReceives(socket.type)) continue;
      for (const send of socket.transfers) {
        const found = reuse(model, socket, send, uses);
        const key = `${send.place.file}:${send.place.range.start}`;
        if (!found || seen.has(key)) continue;
        seen.add(key);
        report({
          place: send.place,
          message: `This ${kindOf(socket)} sends the buffer without a copy, and ${found.text}: a send only queues, so a message that has not left yet arrives with the new bytes. Send a copy, or fill a new buffer for each message.`,
          evidence: [
            { place: found.write, message: 'written into again here' },
            { place: found.memory.place, message: 'the buffer is made here, once' },
          ],
          confidence: found.confidence,
          exposure: exposureOfSocket(socket),
          holder: socket.holder,
          socket: socket.id,
        });
      }
    }
  },
};

interface Reuse {
  readonly memory: Memory;
  readonly write: Place;
  readonly text: string;
  readonly confidence: Confidence;
}

function reuse(model: Model, socket: Socket, send: Transfer, uses: readonly MemoryUse[]): Reuse | undefined {
  const { shares } = send;
  if (shares === undefined) return undefined;
  for (const frame of send.frames ?? (send.message ? [send.message] : [])) {
    const memory = memoryOf(frame);
    // Two buffers in turn, or one of many, is how it is done right: what may be another is left alone.
    if (!memory || (memory.size !== undefined && memory.size < shares)) continue;
    const key = memoryKey(memory);
    const own = uses.filter(({ of }) => memoryKey(of) === key);
    for (const write of own) {
      const way = write.what === 'write' ? wayTo(model, send, write.order, memory) : undefined;
      if (!way || own.some((use) => use.what === 'replace' && isGivenUp(way, send, use))) continue;
      const answered = answers(socket, send, way);
      if (answered && lockStep(socket.type)) continue;
      const sure = way.text !== CALLED && memory.size !== undefined && !memory.atMost;
      const confidence = answered && ONE_PEER.has(socket.type) ? 'low' : sure ? 'high' : 'medium';
      return { memory, write: write.place, text: way.text, confidence };
    }
  }
  return undefined;
}

/** The one memory it is: in a first look at the code it was a value of the same name that nothing else was known of. */
function memoryOf(frame: Data): Memory | undefined {
  let found: UnknownData | undefined;
  const options = alternatives(frame);
  for (const one of options) {
    if (one.kind !== 'unknown') return undefined;
    if (found?.memory && one.memory && memoryKey(found.memory) !== memoryKey(one.memory)) return undefined;
    if (one.memory) found = one;
  }
  return options.every((one) => one.kind === 'unknown' && one.detail === found?.detail) ? found?.memory : undefined;
}

const CALLED = 'the next call writes into it again';

/** How a write comes after the send, with what happens in between. */
interface Way {
  readonly text: string;
  readonly between: (order: Order) => boolean;
}

function wayTo(model: Model, send: Transfer, write: Order, memory: Memory): Way | undefined {
  const { order } = send;
  if (goesOn(model, order, write) && compareOrder(order, write, model.tasks, memory.order) === 'before')
    return {
      text: 'writes into it afterwards',
      between: ({ seq }) => seq > order.seq && seq < write.seq,
    };
  const loop = loopsOf(model, order, memory.order).find((one) => write.loops.includes(one.id));
  if (loop)
    return {
      text: 'the next round of the loop writes into it again',
      between: ({ loops }) => loops.includes(loop.id),
    };
  const task = repeatingTask(model, order, memory.order) ?? calledFromOutside(model, order, memory.order);
  const within = (one: Order): boolean => tasksOf(model, one).some(({ id }) => id === task?.id);
  return task && within(write)
    ? {
        text: CALLED,
        between: (one) => within(one) || (task.kind === 'message' && one.task === task.parent),
      }
    : undefined;
}

/** The same stretch of code, or what follows an `await` in it: not a timer or a handler, which may come much later. */
function goesOn(model: Model, first: Order, then: Order): boolean {
  const chain = tasksOf(model, then);
  const at = chain.findIndex(({ id }) => id === first.task);
  return at >= 0 && chain.slice(0, at).every(({ kind }) => kind === 'detached' || kind === 'module');
}

/** Whoever held it holds other memory before the next write: always, where the send was. */
function isGivenUp(way: Way, send: Transfer, use: MemoryUse): boolean {
  return way.between(use.order) && unconditionalFor(use.order, send.order);
}

/** Whoever answers has the message: then it has left. */
const ONE_PEER: ReadonlySet<SocketType> = new Set<SocketType>(['DEALER', 'PAIR', 'CLIENT', 'CHANNEL']);

function answers(socket: Socket, send: Transfer, way: Way): boolean {
  return socket.transfers.some(
    (one) => one.op === 'receive' && one.settled !== 'dropped' && one !== send && way.between(one.order),
  );
}
