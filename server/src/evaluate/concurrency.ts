/** Threads, locks and forks while they are being recorded. Rehearsals make the same ids and record nothing. */
import type { Concurrency, Held, Join } from '../model/threads';
import type { Order, Place } from '../model/model';
import type { Mutable } from './drafts';

export class ConcurrencyRecorder {
  private readonly ids = new Map<string, number>();
  private readonly joins: Join[] = [];
  private readonly held: Mutable<Held>[] = [];
  private readonly signals: Concurrency['signals'][number][] = [];
  private readonly children: Mutable<Concurrency['children'][number]>[] = [];
  private readonly elsewhere: Concurrency['elsewhere'][number][] = [];

  /** @param add puts a record into its list; false in a pass that records nothing */
  constructor(private readonly add: <T>(list: T[], item: T) => boolean) {}

  /** One id per place and call path, so that passes agree on which thread or lock it is. */
  identity(key: string): number {
    let id = this.ids.get(key);
    if (id === undefined) this.ids.set(key, (id = this.ids.size));
    return id;
  }

  /** Numbers given away so far. */
  get count(): number {
    return this.ids.size;
  }

  join(worker: number, order: Order): void {
    this.add(this.joins, { worker, order });
  }

  /** @param lock undefined: not known which, or whether it is one */
  lock(lock: number | undefined, { task, seq }: Order): void {
    this.add(this.held, { ...(lock === undefined ? {} : { lock }), task, from: seq, to: Infinity });
  }

  /** Given back on two paths it was held up to the later one: the first may be that of an early return. */
  unlock(lock: number | undefined, { task, seq }: Order): void {
    const own = this.held.filter((one) => one.lock === lock && one.task === task);
    const last = own.findLast((one) => one.to === Infinity) ?? own.at(-1);
    if (last && this.add([], undefined)) last.to = seq;
  }

  signal(signal: number, what: 'wait' | 'give', order: Order): void {
    this.add(this.signals, { signal, what, order });
  }

  /** What runs in this arm runs in a child process. */
  child(arm: Order['arms'][number], place: Place): void {
    this.add(this.children, { branch: arm[0], arm: arm[1], place });
  }

  moved(from: number, to: number): void {
    this.add(this.elsewhere, { from, to });
  }

  /** Undefined: there is nothing of the kind. */
  model(): Concurrency | undefined {
    const { joins, held, signals, children, elsewhere } = this;
    const any = joins.length + held.length + signals.length + children.length + elsewhere.length > 0;
    return any ? { joins, held, signals, children, elsewhere } : undefined;
  }
}
