/**
 * What a model shows of each mitigation, as plain data: the proofs of `mitigations.ts` asked once of every socket. The status needs
 * nothing else of a model, so a unit that was judged in another thread need not be evaluated again for it.
 */
import type { Model, Place } from '../model/model';
import type { Shown } from './mitigation-proofs';
import { PROOFS, type Proof } from './mitigations';

export interface SocketFact extends Shown {
  /** Where the socket is made. */
  readonly socket: Place;
}

export interface MitigationFact {
  /** Proof that hangs on no socket. */
  readonly places: readonly Place[];
  /** Sockets of which the proof says something. */
  readonly sockets: readonly SocketFact[];
  /** It is about some socket, whether or not that shows anything. */
  readonly concerned: boolean;
}

/** By the mitigation's id. Absent: not about such programs, or there is nothing to say of this one. */
export type MitigationFacts = Readonly<Record<string, MitigationFact>>;

export function mitigationFacts(model: Model): MitigationFacts {
  const facts: Record<string, MitigationFact> = {};
  for (const [id, proof] of Object.entries(PROOFS)) {
    if (proof.programs && !proof.programs(model)) continue;
    const fact = factOf(proof, model);
    if (proof.programs || fact.concerned || fact.places.length + fact.sockets.length > 0) facts[id] = fact;
  }
  return facts;
}

function factOf(proof: Proof, model: Model): MitigationFact {
  return {
    places: proof.model?.(model) ?? [],
    sockets: model.sockets.flatMap((socket): SocketFact[] => {
      const found = proof.sockets?.(socket, model);
      return found ? [{ ...found, socket: socket.createdName }] : [];
    }),
    concerned: model.sockets.some((socket) => proof.concerns?.(socket) === true),
  };
}
