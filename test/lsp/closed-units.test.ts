/** Who judges closed files, when the replica dies, dawdles or answers of other texts: with a replica made of promises and no clock. */
import { describe, expect, it } from 'vitest';
import type { Judge, JudgeRequest } from '../../server/src/host/judge';
import { ClosedUnits, type ClosedUnitsSource } from '../../server/src/lsp/closed-units';
import type { Told, UnitAnswer, UnitOrder } from '../../server/src/service-types';
import { eventually, quiet } from './support/client';

/** Nobody looks into it. */
const NOTHING = {} as UnitAnswer['data'];
type Outcome = 'dies' | 'other texts' | 'late' | 'waits';

class Bench {
  /** Key of each unit's texts. */
  readonly texts = new Map<string, string>();
  readonly verdicts = new Map<string, string>();
  readonly log: string[] = [];
  readonly pauses: number[] = [];
  readonly asked: string[] = [];
  readonly progress: string[] = [];
  started = 0;
  alive = 0;
  rests = 0;
  allHere = false;
  ready = true;
  startFails = false;
  /** What happens to the next questions about a unit; afterwards it is answered. */
  readonly outcomes = new Map<string, Outcome[]>();
  /** Whether the replica that is asked knew nothing before. */
  readonly fresh: boolean[] = [];
  /** A pause that lasts. */
  pause: Promise<void> | undefined;
  readonly units: ClosedUnits;

  constructor(units: readonly string[]) {
    for (const id of units) this.texts.set(id, '1');
    const source: ClosedUnitsSource = {
      delegation: {
        pending: () => (this.allHere ? [] : this.pending()),
        judged: () => true,
        changes: (told: Told) => {
          this.fresh.push(told.revision === -1);
          told.revision = 1;
          return { roots: [], complete: true, configurations: [], files: [], removed: [], surroundings: false };
        },
        adopt: ({ id, key }: UnitAnswer) => {
          if (this.texts.get(id) !== key) return false;
          this.verdicts.set(id, key);
          return true;
        },
        giveUp: ({ id, key }: UnitOrder, message: string) => {
          this.verdicts.set(id, key);
          this.log.push(`gave up ${id}: ${message}`);
        },
        retry: () => void this.log.push('retry'),
        prepare: () => undefined,
        judgeHere: () => undefined,
        replay: () => undefined,
        judge: () => undefined,
      },
      pauses: { retry: 100, longest: 1000, idle: 20 },
      mayStart: () => this.ready,
      start: () => this.start(),
      open: () => [],
      judgeHere: ({ id, key }) => {
        this.log.push(`here ${id}`);
        this.verdicts.set(id, key);
        return Promise.resolve();
      },
      judgeAllHere: () => (this.allHere = true),
      judged: (paths) => void this.log.push(`judged ${paths.join()}`),
      progress: (done, total) => void this.progress.push(`${done}/${total}`),
      rests: () => this.rests++,
      log: () => undefined,
      wait: (milliseconds) => {
        this.pauses.push(milliseconds);
        return this.pause ?? Promise.resolve();
      },
    };
    this.units = new ClosedUnits(source);
  }

  private pending(): UnitOrder[] {
    return [...this.texts]
      .filter(([id, key]) => this.verdicts.get(id) !== key)
      .map(([id, key]) => ({ id, key, own: [id] }));
  }

  private start(): Judge {
    this.started++;
    this.alive++;
    let end: (error: Error) => void = () => undefined;
    const ended = new Promise<never>((_resolve, reject) => (end = reject));
    ended.catch(() => undefined);
    let over = false;
    const die = (why: string): void => {
      if (!over) this.alive--;
      over = true;
      end(new Error(why));
    };
    if (this.startFails) die('no memory');
    const answer = ({ unit }: JudgeRequest): Promise<UnitAnswer | undefined> => {
      this.asked.push(unit);
      const key = this.texts.get(unit)!;
      switch (this.outcomes.get(unit)?.shift()) {
        case 'dies':
          die('out of memory');
          return ended;
        case 'other texts':
          return Promise.resolve({ id: unit, key: 'other', data: NOTHING });
        case 'late':
          this.texts.set(unit, `${key}, edited`);
          return Promise.resolve({ id: unit, key, data: NOTHING });
        case 'waits':
          return ended;
        default:
          return Promise.resolve({ id: unit, key, data: NOTHING });
      }
    };
    return {
      ready: this.startFails ? ended : Promise.resolve(),
      judge: answer,
      end: () => die('it was ended'),
    };
  }
}

describe('units of closed files', () => {
  it('are judged one after the other by one replica, and told of', async () => {
    const bench = new Bench(['a', 'b', 'c']);
    await bench.units.settled();
    expect(bench.asked).toEqual(['a', 'b', 'c']);
    expect(bench.log).toEqual(['judged a', 'judged b', 'judged c']);
    expect(bench.progress).toEqual(['0/3', '1/3', '2/3']);
    expect(bench.fresh).toEqual([true, false, false]);
    expect([bench.started, bench.rests, bench.units.state]).toEqual([1, 1, 'resting']);
  });

  it('need no replica where there are none', async () => {
    const bench = new Bench([]);
    await bench.units.settled();
    expect(bench.started).toBe(0);
  });

  it('wait until everything is read', async () => {
    const bench = new Bench(['a']);
    bench.ready = false;
    await bench.units.settled();
    expect(bench.asked).toEqual([]);
    expect(bench.units.state).toBe('resting');
    bench.ready = true;
    // Nobody has set about it, and yet it is not done.
    expect(bench.units.state).toBe('judging');
    await bench.units.settled();
    expect(bench.asked).toEqual(['a']);
    expect(bench.units.state).toBe('resting');
  });

  it('leave no replica behind when there has been nothing to do for a while; the next one is told everything', async () => {
    const bench = new Bench(['a']);
    await bench.units.settled();
    expect(bench.alive).toBe(1);
    await eventually(() => bench.alive === 0);
    bench.texts.set('a', '2');
    await bench.units.settled();
    expect([bench.started, bench.fresh]).toEqual([2, [true, true]]);
  });

  it('are asked about again when the replica dies, by a fresh one', async () => {
    const bench = new Bench(['a', 'b', 'c']);
    bench.outcomes.set('b', ['dies']);
    await bench.units.settled();
    expect(bench.asked).toEqual(['a', 'b', 'b', 'c']);
    expect(bench.fresh).toEqual([true, false, true, false]);
    expect([...bench.verdicts.keys()]).toEqual(['a', 'b', 'c']);
    expect(bench.pauses).toEqual([100]);
  });

  it('are given up when they have killed it twice, until their texts change', async () => {
    const bench = new Bench(['a', 'b', 'c']);
    bench.outcomes.set('b', ['dies', 'dies']);
    await bench.units.settled();
    expect(bench.asked).toEqual(['a', 'b', 'b', 'c']);
    expect(bench.log.filter((line) => !line.startsWith('judged'))).toEqual([
      expect.stringMatching(/^gave up b: The analysis of this file .*out of memory/),
    ]);
    // Told like any other verdict, since a notice is to be seen.
    expect(bench.log.filter((line) => line === 'judged b')).toHaveLength(1);
    bench.texts.set('b', '2');
    await bench.units.settled();
    expect(bench.asked.at(-1)).toBe('b');
    expect(bench.verdicts.get('b')).toBe('2');
  });

  it('are tried again after pauses that grow while nothing goes well, and not beyond a bound', async () => {
    const names = ['a', 'b', 'c'];
    const bench = new Bench(names);
    for (const name of names) bench.outcomes.set(name, ['dies', 'dies']);
    await bench.units.settled();
    expect(bench.pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
    bench.texts.set('a', '2');
    bench.texts.set('d', '1');
    bench.outcomes.set('d', ['dies']);
    await bench.units.settled();
    expect(bench.pauses.slice(6)).toEqual([100]);
  });

  it('are judged here when no replica can be started', async () => {
    const bench = new Bench(['a', 'b']);
    bench.startFails = true;
    await bench.units.settled();
    expect([bench.started, bench.allHere, bench.asked]).toEqual([3, true, []]);
  });

  it('take no answer of texts that have changed meanwhile, and are asked about again at once', async () => {
    const bench = new Bench(['a', 'b']);
    bench.outcomes.set('a', ['late', 'late', 'late']);
    await bench.units.settled();
    expect(bench.asked).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect(bench.verdicts.get('a')).toBe('1, edited, edited, edited');
    expect([bench.log, bench.pauses, bench.started]).toEqual([['judged a', 'judged b'], [], 1]);
  });

  it('are judged here when two replicas have other texts of them than we', async () => {
    const bench = new Bench(['a', 'b']);
    bench.outcomes.set('a', ['other texts', 'other texts']);
    await bench.units.settled();
    expect(bench.log).toEqual(['here a', 'judged a', 'judged b']);
    expect(bench.fresh).toEqual([true, true, false]);
  });

  it('stop when the user says so, at once and until further notice', async () => {
    const bench = new Bench(['a', 'b']);
    bench.outcomes.set('a', ['waits']);
    const settled = bench.units.settled();
    await eventually(() => bench.asked.length === 1);
    expect(bench.units.state).toBe('judging');
    bench.units.stop();
    await settled;
    expect([bench.units.state, bench.alive]).toEqual(['stopped', 0]);
    await quiet(20);
    await bench.units.settled();
    expect(bench.asked).toEqual(['a']);
    bench.units.resume();
    expect(bench.log).toEqual(['retry']);
    await bench.units.settled();
    expect(bench.asked).toEqual(['a', 'a', 'b']);
    expect(bench.units.state).toBe('resting');
  });

  it('may be stopped in a pause', async () => {
    const bench = new Bench(['a']);
    bench.pause = new Promise(() => undefined);
    bench.outcomes.set('a', ['dies']);
    const settled = bench.units.settled();
    await eventually(() => bench.pauses.length === 1);
    bench.units.stop();
    await settled;
    expect(bench.units.state).toBe('stopped');
  });
});
