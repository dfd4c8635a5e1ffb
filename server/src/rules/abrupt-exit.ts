/**
 * THR-08: the process, or a worker's thread, ends while a receive or send is pending in a worker. The binding throws where nobody can catch
 * it, and the process aborts instead of ending (e26, e48).
 */
import type { AbruptEnd, Model, Socket, WorkerThread } from '../model/model';
import { compareOrder } from '../model/order';
import type { Rule } from './rule';
import { loopsOf } from './support/repetition';
import { code } from './support/texts';

export const abruptExit: Rule = {
  id: 'abrupt-exit',
  check(model, report) {
    const ends = model.ends ?? [];
    const busy = ends.length === 0 ? [] : (model.workers ?? []).filter((one) => isBusy(model, one));
    for (const end of ends) {
      const worker = busy.find((one) => endsIt(model, end, one));
      if (!worker) continue;
      report({
        place: end.place,
        message: `${code(end.api)} ends a worker in which a ZeroMQ call is pending, and the process aborts (SIGABRT). Have the worker close its sockets, wait for its exit, and end then.`,
        evidence: [{ place: worker.place, message: 'the worker' }],
        confidence: 'high',
        exposure: 'unknown',
        holder: 'worker',
      });
    }
  },
};

/** Something is pending there for as long as it runs, and nobody tells it to stop. */
function isBusy(model: Model, worker: WorkerThread): boolean {
  if (model.managedWorkers?.includes(worker.id)) return false;
  return (
    worker.text === true || model.sockets.some((socket) => runsIn(model, socket, worker) && staysPending(model, socket))
  );
}

/** A file that runs itself as a worker tells its two roles apart: the worker's are the arms in which it is not started. */
function runsIn(model: Model, socket: Socket, worker: WorkerThread): boolean {
  if (worker.file === undefined || socket.created.file !== worker.file) return false;
  return worker.place.file !== worker.file || compareOrder(socket.order, worker.order, model.tasks) === 'exclusive';
}

/** It reads, or sends in a loop, until somebody closes it. */
function staysPending(model: Model, { transfers, closes, order, abortsWorker }: Socket): boolean {
  if (!abortsWorker || closes.length > 0) return false;
  return transfers.some(
    (one) =>
      one.continuous || (one.settled === 'awaited' && loopsOf(model, one.order, order).some((loop) => loop.endless)),
  );
}

function endsIt(model: Model, end: AbruptEnd, worker: WorkerThread): boolean {
  if (end.worker !== undefined) return end.worker === worker.id;
  // In the worker's own code it ends that thread, by other means.
  if (end.place.file === worker.file && end.place.file !== worker.place.file) return false;
  const relation = compareOrder(worker.order, end.order, model.tasks);
  return relation === 'before' || relation === 'unordered';
}
