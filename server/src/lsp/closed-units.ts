/**
 * Units without an open document, judged one after the other by a replica on another thread. It is started when there is something to
 * do and ended when there has been nothing for a while; its memory goes with it, what it found stays. Nothing is lost when it ends
 * before its time: what is to be done is not a list but what has no verdict, so a new one is started, after a pause that grows, and
 * goes on. A unit that ended it twice is left alone until something of it changes.
 */
import type { Judge, JudgeRequest } from '../host/judge';
import { toldNothing, type Delegation, type UnitOrder } from '../service-types';

export interface Pauses {
  /** After the replica has ended unexpectedly; doubles each time in a row. */
  readonly retry: number;
  readonly longest: number;
  /** Without anything to do, before it is ended. */
  readonly idle: number;
}

export const defaultPauses: Pauses = { retry: 250, longest: 15_000, idle: 4_000 };

export interface ClosedUnitsSource {
  readonly delegation: Delegation;
  readonly pauses: Pauses;
  /** Everything is read, and somebody wants to know. */
  mayStart(): boolean;
  start(): Judge;
  open(): JudgeRequest['open'];
  /** The replica has other texts than we, time and again. */
  judgeHere(order: UnitOrder): Promise<void>;
  /** There can be no replica: everything is judged here. */
  judgeAllHere(): void;
  /** Results of files are there. */
  judged(paths: readonly string[]): void;
  progress(done: number, total: number): void;
  /** There is nothing (more) to do, for now or because it was stopped. */
  rests(): void;
  log(message: string): void;
  wait(milliseconds: number): Promise<void>;
}

/** Deaths before a unit is given up, misses before it is judged here. */
const PATIENCE = 2;
/** Replicas that end before they have done anything, before no more are started. */
const STARTS = 3;

export type ClosedUnitsState = 'resting' | 'judging' | 'stopped';

export class ClosedUnits {
  private judge: Judge | undefined;
  private told = toldNothing();
  private working = false;
  private stopped = false;
  private ended = false;
  /** Unexpected ends in a row. */
  private failures = 0;
  /** How often a unit's key has failed, in one way or the other. */
  private readonly deaths = new Map<string, number>();
  private readonly misses = new Map<string, number>();
  private waiting: (() => void)[] = [];
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly source: ClosedUnitsSource) {}

  get state(): ClosedUnitsState {
    if (this.stopped) return this.source.delegation.pending().length > 0 ? 'stopped' : 'resting';
    // What there is to do counts, also when nobody has set about it yet.
    return this.working || this.orders().length > 0 ? 'judging' : 'resting';
  }

  /** Does what there is to do. */
  wake(): void {
    if (this.working || this.orders().length === 0) return;
    this.working = true;
    clearTimeout(this.idle);
    void this.work()
      .catch((error: unknown) => this.source.log(`closed files: ${String(error)}`))
      .finally(() => this.rest());
  }

  /** Resolves when there is nothing to do, or it was stopped. */
  settled(): Promise<void> {
    this.wake();
    return this.working && !this.stopped ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve();
  }

  /** The user has enough of it. */
  stop(): void {
    this.stopped = true;
    this.drop();
    this.release();
    this.source.rests();
  }

  /** After this it may be woken again, and tries again what it had given up. */
  resume(): void {
    this.stopped = false;
    this.failures = 0;
    this.source.delegation.retry();
  }

  end(): void {
    this.ended = true;
    this.drop();
    this.release();
  }

  // ------------------------------------------------------------ inside

  private orders(): readonly UnitOrder[] {
    return this.stopped || this.ended || !this.source.mayStart() ? [] : this.source.delegation.pending();
  }

  private async work(): Promise<void> {
    let done = 0;
    for (let orders = this.orders(); orders.length > 0; orders = this.orders()) {
      this.source.progress(done, done + orders.reduce((sum, { own }) => sum + own.length, 0));
      const order = orders[0]!;
      if (await this.one(order)) {
        done += order.own.length;
        this.source.judged(order.own);
      }
    }
  }

  /** True when there is a verdict, of whatever kind. */
  private async one(order: UnitOrder): Promise<boolean> {
    const { delegation } = this.source;
    const judge = (this.judge ??= this.begin());
    try {
      await judge.ready;
    } catch (error) {
      await this.cannotStart(judge, error);
      return false;
    }
    try {
      const changes = delegation.changes(this.told);
      const answer = await judge.judge({ unit: order.id, changes, open: this.source.open() });
      this.failures = 0;
      if (answer && delegation.adopt(answer)) {
        this.deaths.delete(order.key);
        this.misses.delete(order.key);
        return true;
      }
      return await this.missed(order);
    } catch (error) {
      // It was ended on purpose.
      if (this.judge !== judge) return false;
      return await this.died(order, error);
    }
  }

  private begin(): Judge {
    this.told = toldNothing();
    return this.source.start();
  }

  private async cannotStart(judge: Judge, error: unknown): Promise<void> {
    if (this.judge !== judge) return;
    this.drop();
    if (++this.failures < STARTS) return this.pause(`cannot be started: ${reason(error)}`);
    this.source.log(
      `Closed files are judged on the server's own thread, since no other can be started: ${reason(error)}`,
    );
    this.source.judgeAllHere();
  }

  private async died(order: UnitOrder, error: unknown): Promise<boolean> {
    this.drop();
    const count = (this.deaths.get(order.key) ?? 0) + 1;
    this.deaths.set(order.key, count);
    if (count >= PATIENCE) {
      this.deaths.delete(order.key);
      const message = `The analysis of this file and its neighbours failed in the background: ${reason(error)}. It is left out until one of them changes.`;
      this.source.delegation.giveUp(order, message);
    }
    this.failures++;
    await this.pause(`ended while it judged ${order.id}: ${reason(error)}`);
    return count >= PATIENCE;
  }

  /** An answer of other texts. As a rule ours have changed meanwhile, and the unit is asked about again as it is now. */
  private async missed(order: UnitOrder): Promise<boolean> {
    const { delegation } = this.source;
    if (!delegation.pending().some(({ id, key }) => id === order.id && key === order.key)) return false;
    const count = (this.misses.get(order.key) ?? 0) + 1;
    this.misses.set(order.key, count);
    if (count < PATIENCE) {
      this.drop();
      await this.pause(`has other texts of ${order.id}`);
      return false;
    }
    this.misses.delete(order.key);
    await this.source.judgeHere(order);
    return true;
  }

  private async pause(why: string): Promise<void> {
    const { retry, longest } = this.source.pauses;
    const wait = Math.min(retry * 2 ** Math.max(0, this.failures - 1), longest);
    this.source.log(`The thread for closed files ${why}; it goes on in ${wait} ms.`);
    await this.source.wait(wait);
  }

  private drop(): void {
    clearTimeout(this.idle);
    const { judge } = this;
    this.judge = undefined;
    judge?.end();
  }

  private rest(): void {
    this.working = false;
    // What came in at the last moment.
    this.wake();
    if (this.working) return;
    this.release();
    this.source.rests();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.drop(), this.source.pauses.idle);
    this.idle.unref();
  }

  private release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
