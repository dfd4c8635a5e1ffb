/** A large unit, run island by island. What an edit did not touch is taken from the run before. */
import type { IrModule } from '../../ir/ir';
import type { Model } from '../../model/model';
import { namesOf } from '../mentions';
import { Evaluation, type Run } from '../run';
import type { Entries, EvaluationInput } from '../state';
import { type IslandLook, IslandMemory, type Rehearsed, type Remembered, type TypeQuestion } from './memory';
import { merge } from './merge';
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

/** What the other parts call, and what a run of one part asked about it. */
class Others {
  readonly asked = new Set<string>();

  constructor(public called: ReadonlySet<string> = new Set()) {}
}

/** A part of which it is known whom it calls. */
interface Part {
  readonly rehearsed: Rehearsed;
  /** @param called what the other parts call */
  finish(called: ReadonlySet<string>): Remembered;
}

/** A run of a part. */
interface Started {
  readonly evaluation: Evaluation;
  readonly others: Others;
  readonly types: TypeQuestion[];
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
    const parts = [this.mainPart(main, others), ...partition.islands.map((island) => this.part(island))];
    // Who calls what is known now: what one part takes for an entry another one may call.
    const callers = new Map<string, number>();
    for (const { rehearsed } of parts)
      for (const key of rehearsed.called) callers.set(key, (callers.get(key) ?? 0) + 1);
    const runs = parts.map((part) => {
      const { called } = part.rehearsed;
      const elsewhere = [...callers].filter(([key, count]) => count > (called.has(key) ? 1 : 0));
      return part.finish(new Set(elsewhere.map(([key]) => key)));
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
    return own.length === 0 ? undefined : this.part(this.partition.islandOf(own)).finish(called);
  }

  /** What the bodies do: run anew in each version, with all pieces. */
  private mainPart(evaluation: Evaluation, others: Others): Part {
    const started = { evaluation, others, types: [] };
    const rehearsed = noted(started);
    const begin = (again: Others): Started => ({
      evaluation: new Evaluation(this.input, () => entriesOf(this.partition.main, this.partition, again)),
      others: again,
      types: [],
    });
    return { rehearsed, finish: (called) => this.counted(asIs(complete(started, rehearsed, called, begin).run)) };
  }

  private part(island: Island): Part {
    const look = this.memory.look(island, this.input);
    const begin = (others: Others): Started => this.begin(island, look, others);
    const known = look.rehearsed;
    let started: Started | undefined;
    if (!known) {
      started = begin(new Others());
      started.evaluation.rehearse();
    }
    const rehearsed = known ?? noted(started!);
    this.rehearsals += rehearsed.spent;
    return {
      rehearsed,
      finish: (called) => {
        const recalled = look.recall(called, this.allowed(this.spent));
        if (recalled) return this.counted(recalled);
        const { run, by } = complete(started, rehearsed, called, begin);
        look.keep(run, rehearsed, called, by.others.asked, by.types);
        return this.counted(asIs(run));
      },
    };
  }

  private begin(island: Island, look: IslandLook, others: Others): Started {
    const types: TypeQuestion[] = [];
    const maxSteps = this.allowed(Math.max(this.rehearsals, this.spent));
    const input = { ...look.listening(types), bodies: bodiesOf(island.pieces), maxSteps };
    return { evaluation: new Evaluation(input, () => entriesOf(island, this.partition, others)), others, types };
  }

  /** Steps that a part may take, after so many of the others. */
  private allowed(spent: number): number {
    return Math.max(1, Math.min(Math.ceil(this.most / SHARE), this.most - spent));
  }

  private counted(found: Remembered): Remembered {
    this.spent += found.run.spent;
    return found;
  }
}

function noted({ evaluation, others }: Started): Rehearsed {
  return { called: new Set(evaluation.called), asked: new Set(others.asked), spent: evaluation.spent };
}

/** The record. What was rehearsed goes on unless the rehearsal took something for an entry that another part calls. */
function complete(
  started: Started | undefined,
  { asked }: Rehearsed,
  called: ReadonlySet<string>,
  begin: (others: Others) => Started,
): { readonly run: Run; readonly by: Started } {
  const goesOn = ![...asked].some((key) => called.has(key));
  let by = started;
  if (!goesOn || !by) {
    by = begin(new Others(goesOn ? undefined : called));
    by.evaluation.rehearse();
  }
  by.others.called = called;
  return { run: by.evaluation.finish(), by };
}

/** A run of the present version. */
function asIs(run: Run): Remembered {
  return { run, called: run.called, used: run.used };
}

function entriesOf({ own }: Island, { defined }: Partition, others: Others): Entries {
  return {
    any: own.size > 0,
    isShared(key) {
      const piece = defined.get(key);
      return piece !== undefined && !own.has(piece);
    },
    isCalledElsewhere(key) {
      others.asked.add(key);
      return others.called.has(key);
    },
  };
}

function functionsIn(modules: readonly IrModule[]): number {
  return modules.reduce((sum, { functions }) => sum + functions.length, 0);
}
