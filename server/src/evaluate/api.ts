/**
 * Between the evaluator and the bindings: the values that flow, and what a binding may tell the model. Bindings import this file
 * and nothing else of the evaluator.
 */
import type { Handle } from '../bindings/binding';
import type { Collection, CollectionUse } from '../model/collection';
import type { Const, Data, Origin } from '../model/data';
import type { Admission, Fragile, Place, SecretUse, SocketType, TaskKind } from '../model/model';
import type { OptionName } from '../model/options';
import type { Range } from '../text/lines';
import type { ConcurrencyApi, WorkerStart } from './concurrency-api';
import type { MemoryApi } from './memory';
import type { EndpointDetails, NewOption, NewSink, NewSocket, NewWorker } from './reports';
import type { Value, Taint, EventRef, HeapObject } from './value';

export type { WorkerStart } from './concurrency-api';
export type {
  Value,
  UnknownValue,
  Proof,
  Stretch,
  Taint,
  EventRef,
  HeapObject,
  HeapList,
  FunctionValue,
  ClassValue,
} from './value';

/** Positional and named arguments of a call, already evaluated. */
export interface Arguments {
  readonly list: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Places of the positional arguments, in step with `list`; undefined where a spread supplied it. */
  readonly places: readonly (Place | undefined)[];
  readonly namedPlaces: ReadonlyMap<string, Place>;
  /** A spread of unknown length: positions after it are not known. */
  readonly open: boolean;
  readonly at: (index: number, name?: string) => Value | undefined;
  readonly placeAt: (index: number, name?: string) => Place | undefined;
  /** Like `placeAt`, but of `zmq.SNDHWM` only `SNDHWM`: what a person would edit. */
  readonly nameAt: (index: number, name?: string) => Place | undefined;
  /** What every further positional argument is (the frames of a message). */
  readonly rest?: Value;
}

/** Where a call or read stands. */
export interface CallSite {
  readonly file: string;
  /** The whole expression. */
  readonly place: Place;
  /** Last name of the callee. */
  readonly name: Place;
  /** Parentheses of the call. */
  readonly argsPlace?: Place;
  /** Statement it stands in. */
  readonly statement?: Place;
  /** `new X(…)`. */
  readonly construct: boolean;
  /** `x?.y()`: nothing happens where nothing is. */
  readonly optional?: boolean;
  /** Text of the receiver or of what the result is assigned to, as code: `sock`, `this.sock`. */
  readonly receiver: string;
  /** What the result is stored in, when it is at once: `sock`, `this.sock`, `Server.sock` for the holder path. */
  readonly holder: string;
  readonly inAsync: boolean;
  /** The result is awaited where it stands. */
  readonly awaited?: boolean;
}

export type { EndpointDetails, NewOption, NewSink, NewSocket, NewWorker } from './reports';

export interface WriteSite {
  readonly file: string;
  /** The property's name. */
  readonly name: Place;
  readonly valuePlace?: Place;
  readonly statement?: Place;
  readonly receiver: string;
  /** Assigning an unknown property of a sealed object is silently ignored here (sloppy JavaScript). */
  readonly sloppy: boolean;
}

/** What a binding may ask and tell. Every `new…`/`add…` records an event at the present point of the abstract run. */
export interface EvaluatorApi extends ConcurrencyApi, MemoryApi {
  readonly language: string;
  /** The module under evaluation writes unknown properties of sealed objects without an error. */
  readonly sloppy: boolean;

  // -- values
  constant(value: Const): Value;
  unknown(origin: Origin, detail?: string, taint?: Taint): Value;
  external(module: string, ...path: string[]): Value;
  handle(binding: string, kind: string, id: number, data?: unknown): Value;
  oneOf(options: readonly Value[]): Value;
  list(items: readonly Value[], open?: boolean, rest?: Value): Value;
  /** The list is empty and new: from here on the model knows what is done with it. @returns it */
  beginEmpty(list: Value, kind: Collection['kind'], site: CallSite): Value;
  /** A method of a list that began empty. `added`: what, and under which key. Nothing is noted of other lists. */
  noteUse(
    list: Value,
    what: CollectionUse['what'],
    site: CallSite,
    added?: { readonly item?: Value | undefined; readonly key?: Value | undefined },
  ): void;
  promise(of: Value, event?: EventRef): Value;
  /** What rules would see of a value. */
  data(value: Value): Data;
  taint(value: Value): Taint | undefined;
  /** The same value, known to derive from these as well (a decoder's result from its input). */
  withTaint(value: Value, taint: Taint | undefined): Value;
  /** The constant of a value, if it is one. */
  constantOf(value: Value | undefined): { readonly value: Const } | undefined;
  stringOf(value: Value | undefined): string | undefined;
  numberOf(value: Value | undefined): number | undefined;
  /** The handle(s) a value may be, of one kind; looks through instances of subclasses and `oneOf`. */
  handles(value: Value | undefined, kind?: string): readonly Handle[];
  /** `Object.assign(target, source)`: writes every field, through the binding where the target is a handle. */
  assignFields(target: Value, source: Value, site: CallSite): void;
  /** Text of these pieces in order. */
  concat(parts: readonly Value[]): Value;
  /** An id for a handle of the binding's own. */
  newId(): number;
  /** Instances of the first constructor function have the methods of the second. */
  inherit(sub: Value | undefined, base: Value | undefined): void;
  /** A new object with these fields. */
  object(fields: Readonly<Record<string, Value>>): Value;
  /** `object.name = value` */
  setField(object: HeapObject, name: string, value: Value): void;
  /** Fields of an object literal or instance; undefined when it is none. */
  fields(value: Value | undefined): HeapObject | undefined;

  /** The arguments of the call that is being run, as a list. */
  callArguments(): Value;

  /** What importing this specifier gives here (a specifier that was computed). */
  importModule(specifier: string): Value;
  /** Modules the present file imports, as written. */
  readonly importedModules: readonly string[];

  // -- the model
  /** `scoped`: closed by the language as soon as nothing refers to it. */
  newContext(site: CallSite | undefined, shared: boolean, scoped?: boolean): number;
  /** The process-wide default context of a binding: one per program and key. */
  sharedContext(key: string): number;
  closeContext(id: number): void;
  markContext(id: number, mark: 'waitsAtExit' | 'lingerSet'): void;
  /** The context ends when all its sockets are closed, and waits for that. `instead`: the method that closes them first. */
  endContext(id: number, site: CallSite, instead?: string): void;
  /** A write of the context's own size limit (ZMQ_MAX_MSGSZ). */
  limitContext(id: number, limit: { readonly value: Value; readonly place: Place; readonly spelling: string }): void;
  newSocket(socket: NewSocket): number;
  socketType(id: number): SocketType;
  contextOf(id: number): number | undefined;
  addOption(socket: number, option: NewOption): void;
  addIgnored(
    socket: number,
    write: {
      readonly spelling: string;
      readonly meant?: OptionName;
      readonly effect: 'ignored' | 'throws';
      readonly value: Value;
      readonly place: Place;
      readonly valuePlace?: Place;
      readonly statement?: Place;
    },
  ): void;
  /** `asynchronous`: the call returns a promise whose settling is recorded; the returned value is that promise. */
  addEndpoint(
    socket: number,
    op: 'bind' | 'connect' | 'unbind' | 'disconnect',
    value: Value,
    place: Place | undefined,
    site: CallSite,
    asynchronous: boolean,
    details?: EndpointDetails,
  ): Value;
  /** A send. Returns what the call returns (`undefined`, or a promise when asynchronous). */
  addSend(
    socket: number,
    message: Value | undefined,
    site: CallSite,
    how: {
      readonly asynchronous: boolean;
      readonly exclusive: boolean;
      readonly multipart?: boolean;
      /** The binding queues without a limit, whatever the high-water mark. */
      readonly unlimited?: true;
      /** A callback tells when the message is on its way. */
      readonly paced?: true;
      /** Returns when it is done, however long that takes. */
      readonly blocks?: true;
      /** When there is no room it fails at once. */
      readonly atOnce?: true;
      /** From so many bytes on it does not copy. */
      readonly shares?: number;
    },
  ): Value;
  /**
   * A receive. `frames` is what arrives; its taint is added here. Returns the value of the call.
   * `continuous`: by iteration or by an event handler.
   */
  addReceive(
    socket: number,
    frames: (taint: Taint) => Value,
    site: CallSite,
    how: {
      readonly asynchronous: boolean;
      readonly exclusive: boolean;
      readonly continuous?: boolean;
      /** A handler was registered: the code that follows here does not handle messages. */
      readonly registered?: boolean;
      readonly decodes?: string;
      /** The call is one for several frames. */
      readonly multipart?: boolean;
      /** Does not wait for a message. */
      readonly polls?: true;
      /** Gets one frame of a message. */
      readonly single?: true;
      /** Copies into a buffer, as much as fits. */
      readonly cuts?: true;
      /** Returns when there is one, however long that takes. */
      readonly blocks?: true;
    },
  ): Value;
  /** A look whether these can receive or send. `blocks`: it waits until one of them can. */
  addPoll(sockets: readonly number[], place: Place, blocks: boolean): void;
  /** What the monitor tells of the socket's connections is read here. */
  addMonitored(socket: number): void;
  addClose(socket: number, site: CallSite): void;
  /**
   * The value is copied for another thread. `certain`: it is; otherwise only the call's name says so.
   * @returns whether there is a socket or context in it, of which nothing arrives
   */
  addHandover(value: Value, name: string, place: Place, certain: boolean): boolean;
  /** A thread with an event loop of its own. @returns its id */
  addWorker(site: CallSite, runs: NewWorker): number;
  /** The program speaks to the worker, or waits for its end. */
  manageWorker(id: number): void;
  /** The process ends here, or the worker, whatever is going on there. */
  addAbruptEnd(name: string, site: CallSite, worker?: number): void;
  /** A ready-made ZAP handler is told whom to admit. */
  addAdmission(socket: number, rule: Omit<Admission, 'order'>): void;
  addSink(sink: NewSink): void;
  /** A secret key goes into a file with the usual mode, or into an output. `name`: what a person would call the call. */
  addSecretUse(into: SecretUse['into'], name: string, site: CallSite): void;
  /** The program asks whether the message has more frames. */
  addMoreCheck(socket: number): void;
  /** The program says who may read its files. */
  addMode(site: CallSite): void;
  /** It throws when the value is of another form, or not there. `name`: what a person would call it. */
  addFragile(what: Fragile['what'], name: string, value: Value, site: CallSite): void;
  /** What a handler of the socket's messages throws goes to a listener; without a socket: what nobody else catches does. */
  addRescue(site: CallSite, socket?: number): void;
  /** The thing was there before the message that is being handled, and is there after it. False where no message is. */
  outlives(value: Value): boolean;
  /** A call that lets nothing else run in its thread until it is done. `name`: what a person would call it; `pause`: it only waits. */
  addBlocking(name: string, site: CallSite, pause?: boolean): void;
  /**
   * A call that goes on after it returns (a promise-returning library call). Recorded when it happens while a message is handled.
   * Returns the promise to hand on.
   */
  asyncCall(site: CallSite, of: Value, how?: { readonly limited?: boolean }): Value;
  /** The work behind this promise is handed to an event loop or a pool by the call at the site. @returns the promise to hand on */
  schedule(value: Value, site: CallSite): Value;
  /** Option writes of this socket may be missing. */
  optionsUnknown(socket: number, reason: string, place: Place): void;
  /** The value goes to code that is not part of the program: it may configure sockets and add to plain objects. */
  escapes(value: Value, reason: string, place: Place): void;
  /** The socket outlives the function that made it (stored in a collection, returned to a framework). */
  keep(value: Value, collected?: boolean): void;

  /** The function that runs here waits for its turn (semaphore, mutex): calls of it do not pile up work beside each other. */
  waitsForTurn(): void;

  // -- running code
  /** Run a function of the program here and now; its result. Unknown callees give unknown. */
  callFunction(fn: Value, args: readonly Value[], site: CallSite): Value;
  /** Run a function for every item of something iterable, as a loop; the results (one for "any item" when the items are not known). */
  callForEach(fn: Value, items: Value, site: CallSite): readonly Value[];
  /** Any item of something iterable. */
  anyItem(items: Value): Value;
  /** Run a function later, as a task of its own, unordered with what follows. */
  startTask(
    kind: TaskKind,
    fn: Value,
    args: readonly Value[],
    site: CallSite,
    how?: {
      readonly repeats?: boolean;
      /** Called by code that is not part of the program. */
      readonly outside?: boolean;
      readonly socket?: number;
      readonly transfer?: number;
      /** What every further argument is. */
      readonly rest?: Value;
      readonly named?: ReadonlyMap<string, Value>;
      /** The thread or process of its own that it runs in. */
      readonly worker?: WorkerStart;
    },
  ): void;
  /**
   * The data these values derive from was checked for authenticity (HMAC, signature) before what follows.
   * @returns the outcome of the check, for checks that return whether it succeeded: where it is false, nothing is verified
   */
  verified(...values: readonly Value[]): Value;
  /** The same value, known to have been compared with what the program allows, or made to fit it. */
  checked(value: Value): Value;
  /** `buffer[:n]`: a piece of something ends there. */
  cutsAt(value: Value): void;
  /** The program looks how many frames there are. */
  counts(value: Value): void;
  /** The number was tested (is it an integer, is it finite): what follows may rely on it. */
  tested(value: Value): void;
  /** Note what becomes of the promise of a call. */
  settle(value: Value, how: 'awaited' | 'returned' | 'chained' | 'collected' | 'raced' | 'stored' | 'dropped'): void;
}

/** Half-open range as a place of a file. */
export function placeOf(file: string, range: Range): Place {
  return { file, range };
}
