/** The part of `EvaluatorApi` about threads, processes and locks. */
import type { Worker } from '../model/threads';
import type { CallSite, WorkerStart, Value } from './api';
import type { ConcurrencyApi } from './concurrency-api';
import { idsIn, siteKey } from './effects';
import { findMethod, methodFunction } from './functions';
import type { Machine } from './machine';
import type { ClassImpl, ForeignCallee } from './state';
import { optionsOf, unknownValue } from './values';

export function concurrencyApi(m: Machine): ConcurrencyApi {
  return {
    addTouch: (socket, what, site) => m.recorder.touch(socket, { what, place: site.name, order: m.now() }),
    identity: (site) => m.recorder.concurrency.identity(siteKey(m, site.place.range.start)),
    loopsHere: () => m.loops,
    joined: (worker) => m.recorder.concurrency.join(worker, m.now()),
    locked: (lock) => m.recorder.concurrency.lock(lock, m.now()),
    unlocked: (lock) => m.recorder.concurrency.unlock(lock, m.now()),
    signal: (signal, what) => m.recorder.concurrency.signal(signal, what, m.now()),
    forked: () => ({ ...unknownValue('call', 'fork'), child: false }),
    runsElsewhere: (promise) => {
      for (const one of optionsOf(promise))
        if (one.v === 'promise' && one.ran) m.recorder.concurrency.moved(one.ran.from, one.ran.to);
    },
    methodOf: (value, name) => {
      if (value.v !== 'instance') return undefined;
      const found = findMethod(m, value.object.cls as ClassImpl, name);
      return found && { v: 'function', fn: methodFunction(m, found.cls, found.method, value) };
    },
  };
}

export function workerOf(m: Machine, given: WorkerStart, fn: Value, values: readonly Value[], site: CallSite): Worker {
  const { id, kind, team, fresh, many, made } = given;
  return {
    id,
    kind,
    ...(team ? { team } : {}),
    ...(fresh ? { fresh } : {}),
    ...(many ? { many } : {}),
    ...(made ? { made } : {}),
    ...(optionsOf(fn).filter(({ v }) => v === 'function').length > 1 ? { either: true } : {}),
    started: site.name,
    loops: m.loops,
    sockets: values.flatMap((one) => idsIn(one, 'socket')),
    contexts: values.flatMap((one) => idsIn(one, 'context')),
  };
}

/** What is no function of the program, and still does something to a socket: `sock.recv`, `zmq.proxy`. */
export function foreignCallee(m: Machine, value: Value, site: CallSite): ForeignCallee | undefined {
  if (value.v !== 'method' && value.v !== 'external') return undefined;
  return { value, module: m.activation.module, site };
}
