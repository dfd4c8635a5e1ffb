/**
 * The state of one abstract run: modules, control flow (task, arms, loops), the store, the budget. What the parts do with it is in
 * their files: expressions, statements, calls, classes, program.
 */
import type { Binding } from '../bindings/binding';
import type { CallExpr, Expr, VarId } from '../ir/ir';
import type { Order, Place, TaskKind } from '../model/model';
import type { Worker } from '../model/threads';
import type { Range } from '../text/lines';
import type { CallSite, EvaluatorApi, EventRef, HeapList, HeapObject, Taint, Value } from './api';
import { Bindings } from './bindings';
import { Budget } from './budget';
import { noteCut } from './cuts';
import { namesOf } from './mentions';
import { Recorder } from './recorder';
import type { OwnMethod } from './schedule';
import { Seen } from './seen';
import {
  type Activation,
  type ClassImpl,
  type Completion,
  type Entries,
  type EvaluationInput,
  type FunctionImpl,
  type Hint,
  type Made,
  type ModuleState,
  type PendingTask,
  Site,
  type UnitNames,
} from './state';
import { type Changes, Store } from './store';
import { UNGUARDED } from './guards';
import type { Quiet } from './swallows';
import type { WriteUnder } from './received-keys';
import { optionsOf } from './values';

export class Machine {
  readonly recorder = new Recorder();
  readonly budget: Budget;
  readonly bindings: Bindings;
  readonly store = new Store(() => this.newBranch());
  readonly modules = new Map<string, ModuleState>();
  readonly classes: ClassImpl[] = [];
  /** Modules whose bodies are running: one that imports another runs it first. */
  runningModules = 0;
  readonly classOf = new Map<string, ClassImpl>();
  /** Functions made so far, by key and the call path they were made on: entries of the program are the ones nobody called. */
  readonly closures = new Map<string, Map<string, FunctionImpl>>();
  /** Constructor functions by their prototypes, and the instances they made. */
  readonly constructors = new Map<
    HeapObject,
    { readonly fn: FunctionImpl; instances: readonly Made[]; instantiated: boolean }
  >();
  readonly called = new Set<string>();
  readonly methodsOf = new Map<ClassImpl, readonly OwnMethod[]>();
  /** Functions that were run for the record. */
  readonly ran = new Set<string>();
  /** Functions that were run as entries in this pass. */
  readonly seen = new Seen();
  /** What is being constructed right now: a class whose fields make another of its kind does so once. */
  constructing: readonly { readonly cls: ClassImpl; readonly object: HeapObject }[] = [];
  readonly instances = new Map<string, HeapObject>();
  readonly moduleOf = new WeakMap<HeapObject, ModuleState>();
  readonly hints = new WeakMap<Expr, Hint>();
  /** Variables of a module that are imports, made when one of them is missing. */
  readonly importedVars = new Map<ModuleState, Map<VarId, Expr>>();
  /** Transfers whose data was checked for authenticity; in the store, since a check in one arm says nothing of the others. */
  readonly verified = new Map<number, Value>();
  /** Members of received data that were compared with what the program allows, by their path; in the store likewise. */
  readonly checkedPaths = new Map<string, Value>();
  /** Some message of a SUB was received: topics are looked for. */
  published = false;
  /** Which arguments of the call that begins there were checked by the function that got them. */
  checkedArguments: { readonly call: number; readonly positions: readonly number[] } | undefined;
  /** Worker threads by the place, path and round they are made in. */
  readonly workerIds = new Map<string, number>();
  /** Transfers of whose messages the program looks how many frames they have. */
  readonly counted = new Set<number>();
  /** Writes under received keys into what a parameter is, and parameters that a recursion gives what such a key led to. */
  readonly writesUnder = new Map<string, WriteUnder>();
  readonly markedRecursions = new Set<string>();
  /** The number of loops around the innermost handler that catches what the present statement throws. */
  guards = UNGUARDED;
  /** How many handlers of whatever kind stand around the present statement. */
  tries = 0;
  /** What stands last under a handler that says nothing of a lack of room. */
  quiet: Quiet | undefined;
  /** Where the call stands whose failure a method of its promise catches. */
  caught: Range | undefined;
  /** Branches over the alternatives of a value: the same alternatives make the same choice. */
  readonly choices = new Map<string, number>();
  pending: PendingTask[] = [];
  queueing = true;
  /** Set where the run is of a part of the unit. */
  entries: Entries | undefined;

  /** States in which rounds of the innermost loop end early: joined with the state after the loop. */
  leaves: Changes[] = [];
  /** The next function entered is a task's own, not a call the program makes. */
  entering = false;
  /** What that function returns goes to nobody. */
  unwatched = false;

  task = 0;
  arms: Order['arms'] = [];
  loops: readonly number[] = [];
  /** The loop that a `break` leaves; undefined where its rounds are run one by one. */
  breaks: number | undefined;
  /** The message being handled. */
  /** `since`: what was made before it has a smaller number. */
  handling:
    | { readonly socket: number; readonly transfer: number; readonly since: number; readonly inLoop: boolean }
    | undefined;
  unroll = '';
  activation!: Activation;
  /** The call whose result the enclosing expression awaits or returns: it runs in line. */
  inline: CallExpr | undefined;
  api!: EvaluatorApi;

  private ids = 0;
  private lastStatement: Place | undefined;
  private readonly names: UnitNames;
  /** Names that were asked about, and the answers. */
  readonly mentioned = new Map<string, boolean>();
  readonly written = new Map<string, boolean>();
  private clock = 0;
  private branches = 0;
  /** Functions whose tasks led to the present one. */
  chain: readonly string[] = [];
  /** Entries of each function in this pass. */
  readonly entered = new Map<string, number>();

  constructor(readonly input: EvaluationInput) {
    this.budget = new Budget(input, () => noteCut(this));
    this.bindings = new Bindings(input.bindings);
    this.names = input.names ?? namesOf(input.modules);
  }

  /** A new pass has the whole budget again. */
  startPass(): void {
    this.budget.startPass();
    this.entered.clear();
    this.seen.clear();
  }

  step(): void {
    this.budget.step();
  }

  /** Forget what was recorded since the mark. Instances that were made in tasks that are no more are made again. */
  rewind(mark: number): void {
    this.recorder.rewind(mark);
    const last = this.recorder.tasks.length;
    const stays = (one: Made): boolean => one.task < last;
    for (const cls of this.classes) if (!cls.instances.every(stays)) cls.instances = cls.instances.filter(stays);
    for (const made of this.constructors.values()) made.instances = made.instances.filter(stays);
  }

  // ------------------------------------------------------------ heap

  nextId(): number {
    return ++this.ids;
  }

  newObject(fields: Iterable<readonly [string, Value]> = []): HeapObject {
    return { id: this.nextId(), fields: new Map(fields), keys: new Map() };
  }

  newList(items: readonly Value[], open = false, rest?: Value): HeapList {
    return { id: this.nextId(), items: [...items], open, ...(rest ? { rest } : {}) };
  }

  // ------------------------------------------------------------ order

  now(): Order {
    return { task: this.task, seq: ++this.clock, arms: this.arms, loops: this.loops };
  }

  get seq(): number {
    return this.clock;
  }

  /** How many branches there are. */
  get branchCount(): number {
    return this.branches;
  }

  newBranch(): number {
    return ++this.branches;
  }

  withArm<T>(branch: number, arm: number, run: () => T): T {
    const saved = this.arms;
    this.arms = [...saved, [branch, arm]];
    try {
      return run();
    } finally {
      this.arms = saved;
    }
  }

  /**
   * Run the arms of a branch on the same start and join their ends.
   * @param mayskip none of the arms is possible too
   * @returns how each arm completed
   */
  branch(
    arms: readonly (() => Completion)[],
    maySkip: boolean,
    branch = this.newBranch(),
  ): { readonly branch: number; readonly completions: readonly Completion[] } {
    const live = new Array<Changes>(arms.length);
    const numbers = new Array<number>(arms.length);
    const completions = new Array<Completion>(arms.length);
    let count = 0;
    for (let arm = 0; arm < arms.length; arm++) {
      const mark = this.store.mark();
      const completion = this.withArm(branch, arm, arms[arm]!);
      const changes = this.store.take(mark);
      completions[arm] = completion;
      if (completion === 'break' && this.breaks !== undefined) this.recorder.leaves([this.breaks], branch, arm);
      if (completion === 'return') this.recorder.leaves(this.loops.slice(this.activation.loops), branch, arm);
      if (completion === 'normal') {
        live[count] = changes;
        numbers[count++] = arm;
      } else if (completion === 'return') this.activation.exits.push(changes);
      else if (completion !== 'throw') this.leaves.push(changes);
    }
    live.length = count;
    numbers.length = count;
    this.store.merge(live, maySkip, { id: branch, arms: numbers });
    return { branch, completions };
  }

  /** The branch over the alternatives of that name. */
  choice(key: string): number {
    let branch = this.choices.get(key);
    if (branch === undefined) this.choices.set(key, (branch = this.newBranch()));
    return branch;
  }

  newTask(
    kind: TaskKind,
    parent: number,
    startSeq: number,
    name: string,
    place: Place,
    repeats = false,
    socket?: number,
    worker?: Worker,
  ): number {
    return this.recorder.task((id) => ({
      id,
      parent,
      startSeq,
      kind,
      repeats,
      name,
      place,
      ...(socket === undefined ? {} : { socket }),
      ...(worker ? { worker } : {}),
    }));
  }

  /** The first await of an asynchronous call nobody waits for: from here on it runs beside its caller. */
  suspend(): void {
    const token = this.activation.detach;
    if (!token?.pending) return;
    token.pending = false;
    token.switched = true;
    const { fn } = this.activation;
    // The awaited call itself came before: its event keeps an earlier number than the task's start.
    this.task = this.newTask('detached', this.task, ++this.clock, fn.name, this.place(fn.range));
  }

  // ------------------------------------------------------------ places, bindings

  get file(): string {
    return this.activation.module.path;
  }

  place(range: Range): Place {
    return { file: this.file, range };
  }

  /** Of the statement under evaluation: the calls in it share it. */
  statementPlace(): Place {
    const { statement } = this.activation;
    if (this.lastStatement?.range !== statement || this.lastStatement.file !== this.file)
      this.lastStatement = this.place(statement);
    return this.lastStatement;
  }

  get language(): string {
    return this.activation.module.ir.language;
  }

  /** The binding that explains an outside module in the present language. */
  bindingFor(module: string): Binding | undefined {
    return this.bindings.explaining(module, this.language);
  }

  bindingById(id: string): Binding | undefined {
    return this.bindings.byId(id);
  }

  get receiverName(): string {
    return this.bindings.receiverName(this.language);
  }

  /**
   * Every message a value derives from was checked for authenticity, on some path that leads here, and went on past a failed check on
   * none. A check that is made only when a key is configured (`if self.auth is not None`) counts: the program authenticates.
   */
  isVerified(taint: Taint | undefined): boolean {
    return (
      taint !== undefined && taint.transfers.length > 0 && taint.transfers.every((id) => passed(this.verified.get(id)))
    );
  }

  /** A call of an asynchronous function while a message is handled: whether somebody waits for it decides about back-pressure. */
  handlerCall(site: CallSite, limited = false, lazy = false): EventRef | undefined {
    if (!this.handling) return undefined;
    const { socket, transfer } = this.handling;
    return this.recorder.handlerCall({
      place: site.name,
      call: site.place,
      name: (site as Partial<Site>).callee ?? '',
      socket,
      transfer,
      order: this.now(),
      settled: 'dropped',
      async: true,
      inAsync: this.activation.fn.async,
      limited,
      ...(lazy ? { lazy } : {}),
    });
  }

  /** An asynchronous function runs, or something that one called. */
  onEventLoop(): boolean {
    for (let at: Activation | undefined = this.activation; at; at = at.caller) if (at.fn.async) return true;
    return false;
  }

  /** Some code of the unit mentions the name, other than to declare or export it. */
  mentions(name: string): boolean {
    let known = this.mentioned.get(name);
    if (known === undefined) this.mentioned.set(name, (known = this.names.mentions(name)));
    return known;
  }

  /** Some code of the unit assigns a member of that name. */
  writesMember(name: string): boolean {
    let known = this.written.get(name);
    if (known === undefined) this.written.set(name, (known = this.names.writesMember(name)));
    return known;
  }

  /** The call in a return statement: its holder is the caller's. */
  returned: CallExpr | undefined;

  /** Name of the enclosing class or function, for holders. */
  scopeName(): string {
    const { cls, fn } = this.activation;
    return cls ? `${cls.name}.${fn.name}` : fn.name;
  }
}

/** True on some path, false on none. */
function passed(value: Value | undefined): boolean {
  const outcomes = value ? optionsOf(value).map((one) => (one.v === 'const' ? one.value : undefined)) : [];
  return outcomes.includes(true) && !outcomes.includes(false);
}
