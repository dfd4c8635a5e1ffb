/**
 * The socket model: what ZeroMQ code is, in no language and no binding. The evaluator builds it with the bindings' help; rules
 * read it and nothing else. Plain data, so that it crosses worker boundaries.
 */
import type { Range } from '../text/lines';
import type { CollectionUse } from './collection';
import type { Data } from './data';
import type { MemoryUse } from './memory';
import type { OptionName } from './options';
import type { PackageUse } from './package-use';
import type { AbruptEnd, Handover, TakenContext, WorkerThread } from './sharing';
import type { Fragile, NameDecision, SecretUse, Sink } from './sinks';
import type { Loop, Order, Task } from './tasks';
import type { Concurrency, Touch } from './threads';
import type { BlockingCall, HandlerCall, Poll, Termination, Wait } from './work';

export type { PackageUse } from './package-use';
export type { AbruptEnd, Handover, TakenContext, WorkerThread } from './sharing';
export type { Fragile, NameDecision, SecretUse, Sink, SinkKind } from './sinks';
export type { Loop, Order, Task, TaskKind } from './tasks';
export type { BlockingCall, HandlerCall, Poll, Termination, Wait } from './work';

/** A range of a file. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

export type SocketType =
  | 'PAIR'
  | 'PUB'
  | 'SUB'
  | 'REQ'
  | 'REP'
  | 'DEALER'
  | 'ROUTER'
  | 'PULL'
  | 'PUSH'
  | 'XPUB'
  | 'XSUB'
  | 'STREAM'
  | 'SERVER'
  | 'CLIENT'
  | 'RADIO'
  | 'DISH'
  | 'GATHER'
  | 'SCATTER'
  | 'DGRAM'
  | 'PEER'
  | 'CHANNEL'
  | 'unknown';

export interface ContextUse {
  readonly id: number;
  /** The process-wide default context of the binding. */
  readonly shared: boolean;
  readonly created?: Place;
  /** Name of the class or factory in it. */
  readonly createdName?: Place;
  readonly order?: Order;
  readonly closed: boolean;
  /** Kept beyond the function that creates it; absent = not known. */
  readonly kept?: boolean;
  /** Handed to code that is not part of the program. */
  readonly escapes?: boolean;
  /** Closed by the language as soon as nothing refers to it (reference counting, destructors). */
  readonly scoped?: boolean;
  /** Ended by the end of the process, which waits for what its sockets still have to send (ZMQ_BLOCKY, zmq_ctx_set(3)). */
  readonly waitsAtExit?: true;
  /** Its sockets may have another linger period than libzmq's: by ZMQ_BLOCKY, or by the call that ends it. */
  readonly lingerSet?: true;
  /** Writes of the context's own size limit (ZMQ_MAX_MSGSZ, zmq_ctx_set(3)). */
  readonly sizeLimits?: readonly ContextLimit[];
}

export interface ContextLimit {
  readonly value: Data;
  /** What names the option. */
  readonly place: Place;
  /** How the code spells it. */
  readonly spelling: string;
}

export interface Socket {
  readonly id: number;
  readonly type: SocketType;
  /** Id of the binding, e.g. `zeromq.js@6`. Rules must not look at it; fixes and texts do. */
  readonly binding: string;
  /** The whole creating expression. */
  readonly created: Place;
  /** Name of the class or factory in it. */
  readonly createdName: Place;
  /** How the code calls it: `publisher`, `this.sock`, `Server.sock`. */
  readonly holder: string;
  readonly order: Order;
  /** Undefined: which one is not known. */
  readonly context?: number;
  readonly taken?: TakenContext;
  /** Somebody may hold it when the function that made it is over: a variable outside, a function made beside it, a caller. */
  readonly held?: true;
  /** The last function that had it in a variable was over here: as in `Order.seq`. */
  readonly dropped?: number;
  /** Closed by the language some time after nothing refers to it and nothing of it is pending. */
  readonly leftToCollector?: true;
  /** What of it is pending in a worker ends the process with the worker. */
  readonly abortsWorker?: true;
  readonly options: readonly OptionWrite[];
  readonly endpoints: readonly EndpointUse[];
  readonly transfers: readonly Transfer[];
  readonly closes: readonly { readonly place: Place; readonly order: Order }[];
  /** Uses that move no message and look for none: subscribing, asking for an option, a proxy. */
  readonly touches?: readonly Touch[];
  /** Kept beyond the function that creates it: field, module variable, collection, returned, passed on to unknown code. */
  readonly kept: boolean;
  /** Handed to code that is not part of the program, at some time. */
  readonly leaves?: boolean;
  /** Kept in a list, set or map, beside others. */
  readonly collected?: boolean;
  /** Made in more than one task: each has its own, and which is used where is not known. */
  readonly remade?: boolean;
  /** Closed by the language as soon as nothing refers to it (reference counting, destructors). */
  readonly scoped?: boolean;
  /** A ZAP handler that the binding brings: what it was told to admit. */
  readonly admissions?: readonly Admission[];
  /** The program asks of its messages whether more frames follow (ZMQ_RCVMORE). */
  readonly asksForMore?: boolean;
  /** What a handler of its messages throws goes to a listener, and the next message is handled. */
  readonly rescued?: boolean;
  /** Options that this binding has no way to set. */
  readonly lacks?: readonly OptionName[];
  /** Version of libzmq, where the binding's package brings just one. */
  readonly libzmq?: string;
  /**
   * What the evaluator could not see. `options`: some option writes may be missing (spread of an unknown object, passed to unknown
   * code); `type`, `context` likewise; `escapes`: handed to code that is not part of the program.
   */
  readonly unknowns: readonly {
    readonly what: 'options' | 'type' | 'context' | 'escapes' | 'origin';
    readonly reason: string;
    readonly place: Place;
    readonly order: Order;
  }[];
  /** Places the binding needs to write a fix. Opaque to rules. */
  readonly anchors: SocketAnchors;
}

/** Where code can be added. Written by the evaluator, read by the bindings' fixes only. */
export interface SocketAnchors {
  /** Parentheses of the creating call; absent in `new X`. */
  readonly args?: Place;
  /** Number of arguments and the object literal that carries options, when it is written in place. */
  readonly argCount: number;
  readonly optionsObject?: Place;
  /** Text that names the socket where it was created (`sock`, `this.sock`), with the statement it stands in. */
  readonly variable?: string;
  readonly statement?: Place;
  /** Text that names the library (`zmq`), when it is imported as a namespace. */
  readonly namespace?: string;
}

/** One rule of a ready-made ZAP handler (RFC 27/ZAP). */
export interface Admission {
  /** `any-key`: every CURVE client; `keys`, `passwords`: those on a list; `addresses`: by IP address; `asked`: a function of the program decides. */
  readonly kind: 'any-key' | 'keys' | 'passwords' | 'addresses' | 'asked';
  /** What says so: the argument, or the method's name. */
  readonly place: Place;
  readonly spelling: string;
  /** Passwords: one of them stands in the source. */
  readonly literal?: true;
  readonly order: Order;
}

export interface OptionWrite {
  readonly option: OptionName;
  readonly value: Data;
  /** What names the option: property key, constant, property. */
  readonly place: Place;
  /** The value's expression; absent when the option is set by a name alone. */
  readonly valuePlace?: Place;
  /** The statement, when the write is one of its own (so that a fix can move it). */
  readonly statement?: Place;
  readonly order: Order;
  readonly via: 'constructor' | 'property' | 'call';
  /** How the code spells the option. */
  readonly spelling: string;
}

/** A write that looks like an option and is none in this binding: it is ignored, or throws. */
export interface IgnoredWrite {
  readonly socket: number;
  readonly spelling: string;
  /** The option the author meant, if the spelling is one of another binding or of libzmq. */
  readonly meant?: OptionName;
  readonly effect: 'ignored' | 'throws';
  /** What it throws is caught by a handler around it, in this function or in one that calls it. */
  readonly guarded?: true;
  readonly place: Place;
  readonly value: Data;
  readonly valuePlace?: Place;
  readonly statement?: Place;
  readonly order: Order;
}

export interface EndpointUse {
  readonly id: number;
  readonly socket: number;
  readonly op: 'bind' | 'connect' | 'unbind' | 'disconnect';
  readonly value: Data;
  /** The endpoint's expression. */
  readonly place: Place;
  /** The method's name. */
  readonly call: Place;
  readonly statement?: Place;
  /** Text that names the socket here. */
  readonly receiver: string;
  readonly order: Order;
  readonly settled: Settled;
  /** The value comes out of a socket and was compared with what the program allows, or is authentic. */
  readonly checked?: boolean;
  /** It does the opposite of its name; this method does what was meant. */
  readonly insteadOf?: string;
  /** What the socket refuses until the call is done, which is some time after it returns. */
  readonly refuses?: readonly ('endpoint' | 'send' | 'receive' | 'option' | 'close')[];
  /** The method that does the same and is done when it returns. */
  readonly atOnce?: string;
  readonly callPlace?: Place;
  readonly inAsync?: boolean;
  /** Name in the call of the function it stands in, where the program calls that. */
  readonly calledAt?: Place;
}

/**
 * What happens to the promise or result of an asynchronous call. 'sync' where the call is synchronous; 'collected' is waited for
 * together with others (`Promise.all`); 'raced' may be left behind unfinished (`Promise.race`, `any`).
 */
export type Settled = 'sync' | 'awaited' | 'returned' | 'chained' | 'collected' | 'raced' | 'stored' | 'dropped';

export interface Transfer {
  readonly id: number;
  readonly socket: number;
  readonly op: 'send' | 'receive';
  /** The method's name, or the loop's iterable for an implicit receive. */
  readonly place: Place;
  readonly callPlace: Place;
  readonly order: Order;
  readonly settled: Settled;
  /** Asynchronous binding where a second call before the first is settled is an error (EBUSY). */
  readonly exclusive: boolean;
  /** Decodes natively on the way (`recv_pyobj`): see the Sink of the same place. */
  readonly decodes?: string;
  /** Receives by iteration or event registration, for as long as the program runs. */
  readonly continuous: boolean;
  /** Sends only: what is sent. */
  readonly message?: Data;
  /** Sends and receives of several frames by what the call says: a list of at least two, SNDMORE, `recv_multipart`. */
  readonly multipart?: true;
  /** Sends of a list whose frames are all known: these. */
  readonly frames?: readonly Data[];
  readonly async: boolean;
  /** Inside an async function (so that `await` can be added). */
  readonly inAsync: boolean;
  /** Receives only: looks whether there is anything and goes on at once when there is not. */
  readonly polls?: true;
  /** Receives only: one frame of a message, and the next call gets the next. */
  readonly single?: true;
  /** Receives only: into a buffer of the program; what does not fit is cut off. */
  readonly cuts?: true;
  /** It returns when it is done, however long that takes, and nothing else runs in its thread until then. */
  readonly blocks?: true;
  /** An event loop runs this code: it is in an asynchronous function, or in one that such a function called. */
  readonly onEventLoop?: true;
  /** Sends only: the binding queues without a limit (`unlimited`), and a callback tells when it is on its way (`paced`). */
  readonly unlimited?: true;
  readonly paced?: true;
  /** Sends only: from so many bytes on a frame is not copied, and what is written into its memory later is sent. Absent: it is copied. */
  readonly shares?: number;
  /** Sends that do not wait only: where the error that there is no room is caught, by a handler that does nothing; nothing tells the two outcomes apart. */
  readonly unheard?: Place;
}

/** Where the analysis of a file was cut off: what follows there is not in the model. */
export interface Cut {
  /** Empty range at the statement that was not finished. */
  readonly place: Place;
  /** It took too many steps, or something inside went wrong. */
  readonly why: 'budget' | 'failure';
}

/** Code whose failed operations are ignored: a handler without a statement catches them. Comparable with `Order.seq` of the same task. */
export interface Swallow {
  readonly task: number;
  /** Events after `from` and before `to` are inside. */
  readonly from: number;
  readonly to: number;
  /** The handler. */
  readonly place: Place;
}

/** Everything known of one program. */
export interface Model {
  /** True when every file of the program is in: only then may a rule conclude from absence. */
  readonly complete: boolean;
  readonly files: readonly string[];
  readonly sockets: readonly Socket[];
  readonly contexts: readonly ContextUse[];
  readonly tasks: readonly Task[];
  readonly loops: readonly Loop[];
  readonly ignored: readonly IgnoredWrite[];
  readonly sinks: readonly Sink[];
  readonly handlerCalls: readonly HandlerCall[];
  readonly packages: readonly PackageUse[];
  /** Points where a task awaits something and other tasks may run. */
  readonly waits: readonly Wait[];
  /** Calls in loops of what is not part of the program and no binding explains: nobody knows how long they take. Absent: none. */
  readonly unfollowed?: readonly Order[];
  /** Absent: none. */
  readonly swallows?: readonly Swallow[];
  readonly blocking?: readonly BlockingCall[];
  readonly collectionUses?: readonly CollectionUse[];
  readonly memoryUses?: readonly MemoryUse[];
  readonly polls?: readonly Poll[];
  readonly terminations?: readonly Termination[];
  readonly handovers?: readonly Handover[];
  readonly workers?: readonly WorkerThread[];
  /** Workers the program sends messages, waits for, or hands on: they may have stopped in time. */
  readonly managedWorkers?: readonly number[];
  readonly ends?: readonly AbruptEnd[];
  readonly decisions?: readonly NameDecision[];
  /** Receives of a SUB whose topic the program compares with something, or gives to code that may. */
  readonly topicLooks?: readonly number[];
  readonly fragile?: readonly Fragile[];
  readonly secretUses?: readonly SecretUse[];
  /** Calls that say who may read the files of the program: their mode, or the mask for it. */
  readonly modes?: readonly Place[];
  /** What becomes of the length that a receive into a buffer gave: a buffer is cut there, or it is compared with something. */
  readonly lengthUses?: readonly { readonly how: 'cuts' | 'compared'; readonly transfers: readonly number[] }[];
  /** Handlers of whatever nobody else catches: the process goes on. */
  readonly rescues?: readonly Place[];
  /** Absent: the program starts no thread or process that is seen. */
  readonly concurrency?: Concurrency;
  /** At most one per file; absent: everything was followed to its end. */
  readonly cuts?: readonly Cut[];
}
