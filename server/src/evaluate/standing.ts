/** Where a run stands: task, arms, loops, activation. Kept while something else runs in between. */
import type { Order } from '../model/model';
import { UNGUARDED } from './guards';
import type { Machine } from './machine';

export class Standing {
  private readonly task: number;
  private readonly arms: Order['arms'];
  private readonly loops: readonly number[];
  private readonly handling: Machine['handling'];
  private readonly activation: Machine['activation'];
  private readonly inline: Machine['inline'];
  private readonly returned: Machine['returned'];
  private readonly guards: number;
  private readonly tries: number;
  private readonly unroll: string;
  private readonly chain: readonly string[];

  constructor(m: Machine) {
    this.task = m.task;
    this.arms = m.arms;
    this.loops = m.loops;
    this.handling = m.handling;
    this.activation = m.activation;
    this.inline = m.inline;
    this.returned = m.returned;
    this.guards = m.guards;
    this.tries = m.tries;
    this.unroll = m.unroll;
    this.chain = m.chain;
  }

  restore(m: Machine): void {
    m.task = this.task;
    m.arms = this.arms;
    m.loops = this.loops;
    m.handling = this.handling;
    m.activation = this.activation;
    m.inline = this.inline;
    m.returned = this.returned;
    m.guards = this.guards;
    m.tries = this.tries;
    m.unroll = this.unroll;
    m.chain = this.chain;
  }
}

/** Stand at the start of a task, in no loop and waiting for nothing. */
export function standApart(m: Machine, task: number, arms: Order['arms']): void {
  m.task = task;
  m.arms = arms;
  m.loops = [];
  m.handling = undefined;
  m.inline = undefined;
  m.returned = undefined;
  m.guards = UNGUARDED;
  m.tries = 0;
  m.unroll = '';
}
