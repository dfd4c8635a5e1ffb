/** Received data in a dangerous call: what the deserialisation and the code-execution rule share. */
import type { Model, Sink, Socket, Transfer } from '../../model/model';
import type { Evidence, FixIntent, Report } from '../rule';
import { indexOf } from './index-of';
import { exposureOfSocket, inprocOnly, worst } from './reach';

export interface Source {
  readonly transfer: Transfer;
  readonly socket: Socket;
}

/** Where the data of a sink came in; empty when it does not come from a socket, was verified, or stays in this process. */
export function sourcesOf(model: Model, sink: Sink): readonly Source[] {
  return sink.verified ? [] : sourcesFrom(model, sink.taint);
}

/** Sockets that received what a value derives from, except those that stay in this process. */
export function sourcesFrom(model: Model, taint: readonly number[]): readonly Source[] {
  const { transfer } = indexOf(model);
  const found = taint.map((id) => transfer.get(id)).filter((one): one is Source => one !== undefined);
  return found.filter(({ socket }) => !inprocOnly(socket));
}

/** The same for data that is harmless once it was compared with what the program allows. */
export function uncheckedSources(model: Model, sink: Sink): readonly Source[] {
  return sink.checked ? [] : sourcesOf(model, sink);
}

/** The report for a sink. The level does not depend on who can reach the socket; loopback and ipc only lower the confidence. */
export function sinkReport(
  sink: Sink,
  sources: readonly Source[],
  message: string,
  fixes: readonly FixIntent[],
): Report {
  const exposure = worst(sources.map(({ socket }) => exposureOfSocket(socket)));
  const source = sources[0]!;
  return {
    place: sink.place,
    message,
    evidence: sources.flatMap(({ transfer, socket }): Evidence[] => [
      // A decoding receive is its own source.
      ...(same(transfer, sink) ? [] : [{ place: transfer.place, message: 'received here' }]),
      ...socket.endpoints.slice(0, 1).map((use): Evidence => ({ place: use.place, message: `the socket's ${use.op}` })),
    ]),
    confidence: exposure === 'local' ? 'medium' : 'high',
    exposure,
    holder: source.socket.holder,
    socket: source.socket.id,
    fixes,
  };
}

function same(transfer: Transfer, sink: Sink): boolean {
  return transfer.place.file === sink.place.file && transfer.place.range.start === sink.place.range.start;
}
