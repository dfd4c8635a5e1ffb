/** What an abstract run is made of: modules, functions, classes, activations, tasks to come. Types only, but for one error. */
import type { Binding, ExternalName } from '../bindings/binding';
import type { TypeName } from '../frontends/frontend';
import type { FunctionId, IrClass, IrFunction, IrModule, Stmt, VarId } from '../ir/ir';
import type { Worker } from '../model/threads';
import type { Order, PackageUse, Place, TaskKind } from '../model/model';
import type { Range } from '../text/lines';
import type { Arguments, CallSite, ClassValue, EventRef, FunctionValue, HeapObject, Value } from './api';
import type { Changes, Frame } from './store';

export interface EvaluationInput {
  /** The files of the unit, in a stable order. */
  readonly modules: readonly IrModule[];
  /** Path of an imported file, when it is known; undefined = outside. `level`: Python's leading dots. */
  resolve(from: string, specifier: string, level: number): string | undefined;
  readonly bindings: readonly Binding[];
  readonly packages: readonly PackageUse[];
  /** Every file of the program is in. */
  readonly complete: boolean;
  /** What the code of the unit says of names; absent: it is looked up in `modules`. */
  readonly names?: UnitNames;
  /** The texts of the files: with them a run that is made again after an edit can tell what the edit did not touch. */
  text?(path: string): string;
  /** The run is of a part of the unit: these modules alone, and of their bodies these statements. */
  readonly bodies?: ReadonlyMap<string, readonly Stmt[]>;
  /** Static type of an expression, for receivers that stay unknown. */
  typeAt?(file: string, range: Range): TypeName | undefined;
  /** Budget in evaluated expressions; the rest of the unit stays unknown when it is spent. */
  readonly maxSteps?: number;
  log?(message: string): void;
  /** Told at the end how many expressions were evaluated. */
  spent?(steps: number): void;
  /** Nobody wants the model any more: asked now and then, and what has been found by then is all there is. */
  cancelled?(): boolean;
  /** Called now and then: somebody else goes first. */
  giveWay?(): void;
}

export interface UnitNames {
  /** Some code mentions the name, other than to declare or export it. */
  mentions(name: string): boolean;
  /** Some code assigns a member of that name. */
  writesMember(name: string): boolean;
}

/** Where a run is of a part of the unit: what the other parts say of its functions and classes, by their keys. */
export interface Entries {
  /** False: nothing of this part can be an entry. */
  readonly any: boolean;
  /** A definition that other parts have too: no entry of this one. */
  isShared(key: string): boolean;
  /** Another part calls it. */
  isCalledElsewhere(key: string): boolean;
}

export interface ModuleState {
  readonly ir: IrModule;
  /** Key of each of its functions: names for them that are the same in every pass. */
  readonly keys: readonly string[];
  /** Functions that were made so far, in the order of the code. */
  readonly made: FunctionId[];
  readonly path: string;
  readonly frame: Frame;
  readonly exports: Map<string, Value>;
  readonly namespace: HeapObject;
  /** Modules whose exports this one passes on: of the unit, or outside. */
  readonly stars: (ModuleState | ExternalName)[];
  /** Exports that are variables of the module: what is imported is the variable, not what it was. */
  readonly live: Map<string, VarId>;
  state: 'new' | 'running' | 'done';
  /** The budget ended its body before the end. */
  cut: boolean;
  task: number;
}

export interface FunctionImpl extends FunctionValue {
  readonly key: string;
  readonly module: ModuleState;
  readonly ir: IrFunction;
  readonly index: FunctionId;
  readonly frame: Frame | undefined;
  readonly thisValue?: Value | undefined;
  readonly cls?: ClassImpl | undefined;
  /** Copies of a function value (bound to a receiver) are one function: they share what it owns. */
  readonly own: FunctionOwn;
  /** First arguments that `bind` fixed. */
  readonly bound?: readonly Value[];
}

/** What belongs to a function as an object. */
export interface FunctionOwn {
  /** What `new F()` makes instances of. */
  proto?: HeapObject;
  /** `F.create = …` */
  statics?: HeapObject;
  /** The object whose method it is: the literal or prototype it was written into first. */
  home?: HeapObject;
}

/** An instance of a class or constructor function; `abstract`: made by nobody in the unit, with unknown arguments. */
export interface Made {
  readonly object: HeapObject;
  readonly task: number;
  readonly seq: number;
  readonly abstract: boolean;
}

export interface ClassImpl extends ClassValue {
  readonly key: string;
  readonly module: ModuleState;
  readonly ir: IrClass;
  readonly frame: Frame | undefined;
  /** Read them with `basesOf`: they are known once the class's own place is reached. */
  readonly bases: Value[];
  readonly statics: HeapObject;
  /** Ids of its methods as function values: methods are made anew whenever they are read. */
  readonly methodIds: Map<FunctionId, number>;
  /** Declared, not yet reached: bases and static fields are evaluated in this activation when they are. */
  unfinished: Activation | undefined;
  instances: readonly Made[];
  /** The unit makes instances, perhaps in a task that was not run yet. */
  instantiated: boolean;
  extended: boolean;
}

/** What an assignment tells the call on its right: who will hold the result. */
export interface Hint {
  readonly receiver: string;
  readonly holder: string;
}

/** Which part of an asynchronous call runs at once: up to its first await, unless the caller waits. */
export interface DetachToken {
  pending: boolean;
  switched: boolean;
}

export interface Activation {
  readonly module: ModuleState;
  readonly frame: Frame;
  readonly fn: IrFunction;
  readonly key: string;
  readonly thisValue?: Value | undefined;
  readonly cls?: ClassImpl | undefined;
  /** What the function was called with. */
  readonly args?: Arguments;
  readonly returns: Value[];
  readonly yields: Value[];
  /** State at each early return, joined with the state at the end. */
  readonly exits: Changes[];
  readonly callPath: string;
  readonly hint?: Hint | undefined;
  readonly depth: number;
  /** Number of loops around it. */
  readonly loops: number;
  readonly caller?: Activation | undefined;
  /** Name of the callee, where the program calls it. */
  readonly calledAt?: Place | undefined;
  /** The record of the call that runs here, when it handles a message. */
  readonly handler?: EventRef | undefined;
  detach?: DetachToken | undefined;
  /** A task whose result nobody waits for: returning a promise from it is dropping it. */
  readonly unwatched?: boolean;
  /** Simple statement under evaluation. */
  statement: Range;
  /** Store mark at entry: what an exit's changes are relative to. */
  mark: number;
}

/** Where a call stands. A class, so that one is made fast: there is one per call that is run. */
export class Site implements CallSite {
  constructor(
    readonly file: string,
    readonly place: Place,
    readonly name: Place,
    readonly argsPlace: Place | undefined,
    readonly statement: Place,
    readonly construct: boolean,
    readonly receiver: string,
    readonly holder: string,
    readonly inAsync: boolean,
    /** Last name of the callee. */
    readonly callee: string,
    readonly hint: Hint | undefined,
    readonly awaited: boolean,
    readonly optional: boolean,
  ) {}
}

export type Completion = 'normal' | 'return' | 'throw' | 'break' | 'continue';

export class LimitReached extends Error {}

/** Unlike a limit it ends the whole run. */
export class Cancelled extends Error {}

/** A method of something a binding made, or a function of a library: what a thread may run in place of a function of the program. */
export interface ForeignCallee {
  readonly value: Value;
  readonly module: ModuleState;
  readonly site: CallSite;
}

export interface PendingTask {
  readonly kind: TaskKind;
  readonly run: FunctionImpl | ForeignCallee;
  readonly named?: ReadonlyMap<string, Value>;
  readonly worker?: Worker;
  readonly unroll?: string;
  readonly args: readonly Value[];
  readonly repeats: boolean;
  /** Called by code that is not part of the program. */
  readonly outside: boolean;
  readonly socket?: number;
  readonly transfer?: number;
  readonly rest?: Value;
  readonly order: Order;
  readonly place: Place;
  readonly depth: number;
  /** Functions whose tasks led here: one that starts itself again (a timer that re-arms) repeats and is not run again. */
  readonly chain: readonly string[];
}
