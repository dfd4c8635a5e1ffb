/**
 * What a binding is: the meaning of one API over the model. The evaluator asks it what a call, a read or a write of something the
 * library exports means; it answers with a value and tells the model what happened. It sees values, never syntax.
 *
 * Platform knowledge (timers, environment, decoders, threads of a language's standard library) has the same form: see `Platform`.
 */
import type { Arguments, CallSite, EvaluatorApi, UnknownValue, Value, WriteSite } from '../evaluate/api';
import type { FixIntent } from '../rules/rule';
import type { Model } from '../model/model';
import type { Worker } from '../model/threads';
import type { Range } from '../text/lines';

/** A name an outside module exports: `zeromq` → `Push`. The empty path is the module itself. */
export interface ExternalName {
  readonly module: string;
  readonly path: readonly string[];
}

export interface Binding {
  /** `zeromq.js@6`; null for platform knowledge. */
  readonly id: string;
  readonly languages: readonly string[];
  /** Text that a file must contain for this binding to matter; the byte search uses it. */
  readonly needles: readonly string[];
  /** A structured clone of its sockets and contexts is an empty object, and nothing throws. */
  readonly copiesAreEmpty?: true;
  /** What is pending in a worker aborts the process when the worker ends. */
  readonly abortsWorkers?: true;
  /** True for module specifiers this binding explains. */
  readonly owns: (module: string) => boolean;
  /** Type declarations for type questions: module name → text of a `.d.ts`. */
  readonly declarations?: ReadonlyMap<string, string>;
  /** Value of a name (constants, sub-objects); undefined = an external name again. */
  readonly read?: (name: ExternalName, api: EvaluatorApi, site: CallSite) => Value | undefined;
  /** A call or construction of a name; undefined = result unknown. */
  readonly call?: (name: ExternalName, args: Arguments, site: CallSite, api: EvaluatorApi) => Value | undefined;
  /** A write to a name (`context.maxMessageSize = …`). */
  readonly write?: (name: ExternalName, value: Value, site: WriteSite, api: EvaluatorApi) => void;
  /** Calls, reads, writes on things this binding made: sockets, contexts, authenticators (`handle.kind`). */
  readonly callOn?: (
    handle: Handle,
    method: string,
    args: Arguments,
    site: CallSite,
    api: EvaluatorApi,
  ) => Value | undefined;
  readonly readOn?: (handle: Handle, property: string, api: EvaluatorApi, site: CallSite) => Value | undefined;
  readonly writeOn?: (handle: Handle, property: string, value: Value, site: WriteSite, api: EvaluatorApi) => boolean;
  /** The handle is iterated (`for await`): value of one item. */
  readonly iterate?: (handle: Handle, site: CallSite, api: EvaluatorApi) => Value | undefined;
  /**
   * A method of something that is no handle: a list, a string, a promise, a plain unknown (platform knowledge). Asked first, before
   * the evaluator gives up; undefined = not known.
   */
  readonly method?: (on: Value, name: string, args: Arguments, site: CallSite, api: EvaluatorApi) => Value | undefined;
  /** Errors that reading malformed data does not throw, where handlers name what they catch (platform knowledge). */
  readonly otherErrors?: ReadonlySet<string>;
  /** A handler for this class catches such a failure; undefined: not known. */
  readonly catches?: (name: ExternalName, failure: Failure) => boolean | undefined;
  /** `a, b = received`: frames taken apart by a fixed number (platform knowledge). */
  readonly unpacks?: (frame: Value, site: CallSite, api: EvaluatorApi) => void;
  /** Keys that lead out of an object: who compares a received key with one of them has checked it (platform knowledge). */
  readonly forbidden?: ReadonlySet<string>;
  /** `table[a][key] = …` where both keys came in (platform knowledge). */
  readonly writesUnder?: (key: Value, site: CallSite, api: EvaluatorApi) => void;
  /** A member of received data that is not what the sender likes; undefined = it is (platform knowledge). */
  readonly member?: (on: UnknownValue, name: string, api: EvaluatorApi) => Value | undefined;
  /** Names of the methods its sockets have, as a filter for type questions. */
  readonly socketMethods?: readonly string[];
  /** A decorator under which a function is called with the caller's arguments and its result is what the caller gets (platform knowledge). */
  readonly passesOn?: (name: ExternalName) => boolean;
  /** How the language spells a method's receiver (`this`, `self`); platform bindings only. */
  readonly receiverName?: string;
  /** Calling an asynchronous function of the language starts nothing before its result is awaited or handed to an event loop; platform bindings only. */
  readonly lazyCalls?: true;
  /** The method that runs when nothing refers to an object any more, in whatever thread that happens; platform bindings only. */
  readonly destructorName?: string;
  /** A subclass of an external class is constructed: the handle `this` stands for. */
  readonly instanceOf?: (
    name: ExternalName,
    args: Arguments,
    site: CallSite,
    api: EvaluatorApi,
    /** The instance. */
    self: Value,
  ) => Value | undefined;
  /** A value of this static type came from nowhere (parameter, unresolved call): a socket of unknown origin. */
  readonly ofType?: (name: ExternalName, site: CallSite, api: EvaluatorApi) => Value | undefined;
  /**
   * A construction of something unknown whose name and arguments leave no doubt (`new lib.Dealer({ sendHighWaterMark: 0 })` in a file
   * that imports this library's types). Undefined when there is doubt.
   */
  readonly recognise?: (name: string, args: Arguments, site: CallSite, api: EvaluatorApi) => Value | undefined;
  /** A method of this thing runs in a thread or process of its own once it is started (the `run` of a class of threads). */
  readonly runs?: (handle: Handle, method: string) => Pick<Worker, 'id' | 'kind'> | undefined;
  /** Edits for an intent; undefined when this binding has no idiom for it. */
  readonly fix?: (intent: FixIntent, context: FixContext) => readonly Edit[] | undefined;
}

/** Something a binding made. `kind` is the binding's own vocabulary: 'socket', 'context', 'authenticator', 'poller' … */
export interface Handle {
  readonly binding: string;
  readonly kind: string;
  /** Socket id or context id of the model, where it is one. */
  readonly id: number;
  readonly data?: unknown;
}

/** What can go wrong in a call of the library: an operation that it refuses, or one that finds no room and was not to wait. */
export type Failure = 'operation' | 'no-room';

/** One replacement of a file's text. */
export interface Edit {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}

export interface FixContext {
  readonly model: Model;
  text(file: string): string;
}
