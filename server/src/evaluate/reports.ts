/** What a binding says of a thing it reports to the model. Bindings get these from `api.ts`. */
import type { EndpointUse, OptionWrite, Place, SinkKind, SocketType, TakenContext } from '../model/model';
import type { OptionName } from '../model/options';
import type { CallSite, Value } from './api';

export interface NewSocket {
  readonly binding: string;
  readonly type: SocketType;
  readonly site: CallSite;
  /** Context id; undefined = not known. */
  readonly context?: number;
  readonly taken?: TakenContext;
  /** Closed by the language some time after nothing refers to it and nothing of it is pending. */
  readonly leftToCollector?: true;
  /** What of it is pending in a worker ends the process with the worker. */
  readonly abortsWorker?: true;
  /** Where the options object was written, if it was. */
  readonly optionsObject?: Place;
  readonly argCount?: number;
  /** Text that names the library (`zmq`) where the socket is made. */
  readonly namespace?: string;
  /** Not created here: a parameter or result whose type says it is a socket. All its past is unknown. */
  readonly foreign?: boolean;
  /** Closed by the language as soon as nothing refers to it. */
  readonly scoped?: boolean;
  /** Options that this binding has no way to set. */
  readonly lacks?: readonly OptionName[];
  /** Version of libzmq, where the binding's package brings just one. */
  readonly libzmq?: string;
}

/** What only some calls need: as in the model. */
export type EndpointDetails = Pick<EndpointUse, 'insteadOf' | 'refuses' | 'atOnce'>;

export interface NewOption {
  readonly option: OptionName;
  readonly value: Value;
  readonly place: Place;
  readonly valuePlace?: Place;
  readonly statement?: Place;
  readonly via: OptionWrite['via'];
  readonly spelling: string;
  /** Kept aside and set when the socket is made, whenever the call is. */
  readonly early?: true;
}

export interface NewSink {
  readonly kind: SinkKind;
  readonly api: string;
  readonly argument: Value;
  readonly argumentPlace?: Place;
  readonly site: CallSite;
  readonly replacement?: string;
}

/** What a worker runs: a file by its specifier, the file it is made in (`own`), or a text that imports these modules. */
export interface NewWorker {
  readonly specifier?: string;
  readonly own?: true;
  readonly imports?: readonly string[];
}
