/** A large unit, run island by island. What an edit did not touch is taken from the run before. */
import type { IrModule } from '../../ir/ir';
import type { Model } from '../../model/model';
import { namesOf } from '../mentions';
import { run, type Run } from '../run';
import type { Entries, EvaluationInput } from '../state';
import { IslandMemory, type Remembered } from './memory';
import { merge } from './merge';
import { type Island, partition, type Partition } from './partition';
import { bodiesOf, definedKeys } from './slice';

/** Units of fewer functions are run as a whole: that takes no time to speak of. */
const LARGE = 60;

const FEW = 4;

/** No island may take more than this part of the steps of a unit. */
const SHARE = 4;

export class Islands {
  private readonly memory = new IslandMemory();

  /**
   * @param large units of at least so many functions are run island by island
   * @param few islands of fewer functions are run together
   */
  constructor(
    private readonly large = LARGE,
    private readonly few = FEW,
  ) {}

  /** @returns undefined when the unit is small, or one island */
  run(given: EvaluationInput): { readonly model: Model; readonly spent: number } | undefined {
    if (functionsIn(given.modules) < this.large) return undefined;
    const input = { ...given, names: namesOf(given.modules) };
    let parts: Partition | undefined;
    const asked = new Set<string>();
    const main = run(input, (m, events) => {
      parts = partition(m, events(), this.few);
      return parts && entriesOf(parts.main, parts, NOBODY, asked);
    });
    if (!parts || !main.whole) return { model: main.model, spent: main.spent };
    const { called, used } = main;
    const result = new UnitRun(input, parts, this.memory).result({ run: main, move: undefined, called, used, asked });
    this.memory.turn();
    return result;
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** One version of the unit. */
class UnitRun {
  private spent = 0;

  constructor(
    private readonly input: EvaluationInput,
    private readonly partition: Partition,
    private readonly memory: IslandMemory,
  ) {}

  result(main: Remembered): { readonly model: Model; readonly spent: number } {
    const { input, partition } = this;
    this.spent = main.run.spent;
    const islands = [partition.main, ...partition.islands];
    const first = islands.map((island, index) => (index === 0 ? main : this.run(island, NOBODY)));
    // Who calls what is known now: what one part took for an entry another one may call.
    const runs = first.map((one, index) => {
      const others = first.filter((other) => other !== one);
      const called = new Set([...one.asked].filter((key) => others.some((other) => other.called.has(key))));
      return called.size === 0 ? one : this.run(islands[index]!, called);
    });
    const left = this.left(runs);
    const [head, ...rest] = left ? [...runs, left] : runs;
    const files = input.modules.map(({ path }) => path);
    return { model: merge(head!, rest, files, input.complete), spent: this.spent };
  }

  /** Definitions that several parts have and none uses. */
  private left(runs: readonly Remembered[]): Remembered | undefined {
    const called = new Set(runs.flatMap((one) => [...one.called, ...one.used]));
    const own = this.partition.shared.filter((piece) => definedKeys(piece).some((key) => !called.has(key)));
    return own.length === 0 ? undefined : this.run(this.partition.islandOf(own), called);
  }

  private run(island: Island, called: ReadonlySet<string>): Remembered {
    const { partition, memory } = this;
    const { maxSteps = 1_500_000 } = this.input;
    const input = {
      ...this.input,
      maxSteps: Math.max(1, Math.min(Math.ceil(maxSteps / SHARE), maxSteps - this.spent)),
    };
    const runOn = (listened: EvaluationInput, asked: Set<string>): Run =>
      run(listened, () => entriesOf(island, partition, called, asked));
    let found: Remembered;
    if (island === partition.main) {
      const asked = new Set<string>();
      const again = runOn(input, asked);
      found = { run: again, move: undefined, called: again.called, used: again.used, asked };
    } else
      found = memory.of(island, { input, called }, (listened, asked) =>
        runOn({ ...listened, bodies: bodiesOf(island.pieces) }, asked),
      );
    this.spent += found.run.spent;
    return found;
  }
}

function entriesOf({ own }: Island, { defined }: Partition, called: ReadonlySet<string>, asked: Set<string>): Entries {
  return {
    any: own.size > 0,
    isShared(key) {
      const piece = defined.get(key);
      return piece !== undefined && !own.has(piece);
    },
    isCalledElsewhere(key) {
      asked.add(key);
      return called.has(key);
    },
  };
}

function functionsIn(modules: readonly IrModule[]): number {
  return modules.reduce((sum, { functions }) => sum + functions.length, 0);
}
