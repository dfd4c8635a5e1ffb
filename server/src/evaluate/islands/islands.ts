/** A large unit, run island by island. What an edit did not touch is taken from the run before. */
import type { IrModule } from '../../ir/ir';
import type { Model } from '../../model/model';
import { namesOf } from '../mentions';
import { Evaluation } from '../run';
import type { EvaluationInput } from '../state';
import { type IslandLook, IslandMemory, type Remembered, type TypeQuestion } from './memory';
import { merge } from './merge';
import { type Begin, calledElsewhere, entriesOf, Others, Part, type Started } from './part';
import { type Island, partition, type Partition } from './partition';
import { bodiesOf, definedKeys } from './slice';

/** Units of fewer functions are run as a whole: that takes no time to speak of. */
const LARGE = 60;

/** Islands of fewer functions are run together. */
const FEW = 4;

const STEPS = 1_500_000;

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

  /** @returns undefined when the unit is small */
  run(given: EvaluationInput): { readonly model: Model; readonly spent: number } | undefined {
    if (functionsIn(given.modules) < this.large) return undefined;
    const input = { ...given, names: namesOf(given.modules) };
    let parts: Partition | undefined;
    const others = new Others();
    const main = new Evaluation(input, (m, events) => {
      parts = partition(m, events(), this.few);
      return parts && entriesOf(parts.main, parts, others);
    });
    main.rehearse();
    if (!parts) return main.finish();
    const result = new UnitRun(input, parts, this.memory).result(main, others);
    this.memory.turn();
    return result;
  }
}

/** One version of the unit. */
class UnitRun {
  private readonly most: number;
  /** Steps of the rehearsals, and of the runs in all. */
  private rehearsals = 0;
  private spent = 0;

  constructor(
    private readonly input: EvaluationInput,
    private readonly partition: Partition,
    private readonly memory: IslandMemory,
  ) {
    this.most = input.maxSteps ?? STEPS;
  }

  result(main: Evaluation, others: Others): { readonly model: Model; readonly spent: number } {
    const { input, partition } = this;
    const parts = [this.mainPart(main, others)];
    const before = new Set(parts[0]!.rehearsed.called);
    for (const island of partition.islands) {
      const part = this.islandPart(island, before);
      for (const key of part.rehearsed.called) before.add(key);
      parts.push(part);
    }
    let called = calledElsewhere(parts);
    const adapted = parts.filter((part, index) => part.adapt(called[index]!));
    for (const part of adapted) this.counted(part);
    // Who was told something else about the others may call something else.
    if (adapted.length > 0) called = calledElsewhere(parts);
    const runs = parts.map((part, index) => this.finish(part, called[index]!));
    const left = this.left(runs);
    const [head, ...rest] = left ? [...runs, left] : runs;
    const files = input.modules.map(({ path }) => path);
    return { model: merge(head!, rest, files, input.complete), spent: this.spent };
  }

  /** Definitions that several parts have and none uses. */
  private left(runs: readonly Remembered[]): Remembered | undefined {
    const called = new Set(runs.flatMap((one) => [...one.called, ...one.used]));
    const own = this.partition.shared.filter((piece) => definedKeys(piece).some((key) => !called.has(key)));
    return own.length === 0 ? undefined : this.finish(this.islandPart(this.partition.islandOf(own), called), called);
  }

  /** What the bodies do: run anew in each version, with all pieces. */
  private mainPart(evaluation: Evaluation, others: Others): Part {
    const begin: Begin = (again) => ({
      evaluation: new Evaluation(this.input, () => entriesOf(this.partition.main, this.partition, again)),
      others: again,
      types: [],
    });
    return this.counted(new Part(begin, new Set(), undefined, { evaluation, others, types: [] }));
  }

  private islandPart(island: Island, before: ReadonlySet<string>): Part {
    const look = this.memory.look(island, this.input);
    return this.counted(new Part((others) => this.begin(island, look, others), before, look));
  }

  private begin(island: Island, look: IslandLook, others: Others): Started {
    const types: TypeQuestion[] = [];
    const maxSteps = this.allowed(Math.max(this.rehearsals, this.spent));
    const input = { ...look.listening(types), bodies: bodiesOf(island.pieces), maxSteps };
    return {
      evaluation: new Evaluation(input, () => entriesOf(island, this.partition, others)),
      others,
      types,
    };
  }

  private counted(part: Part): Part {
    this.rehearsals += part.rehearsed.spent;
    return part;
  }

  private finish(part: Part, called: ReadonlySet<string>): Remembered {
    const found = part.finish(called, this.allowed(this.spent));
    this.spent += found.run.spent;
    return found;
  }

  /** Steps that a part may take, after so many of the others. */
  private allowed(spent: number): number {
    return Math.max(1, Math.min(Math.ceil(this.most / SHARE), this.most - spent));
  }
}

function functionsIn(modules: readonly IrModule[]): number {
  return modules.reduce((sum, { functions }) => sum + functions.length, 0);
}
