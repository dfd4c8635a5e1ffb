/**
 * Options in force at an endpoint. libzmq copies the options when a bind or connect is made (zmq_setsockopt(3); e05, e33, e08):
 * what counts is which writes may or must come before it, so everything here is three-valued and per endpoint.
 */
import { alternatives, type Data } from '../../model/data';
import type { EndpointUse, Model, OptionWrite, Socket } from '../../model/model';
import { endpointsOf } from '../../model/endpoint';
import { compareOrder, unconditionalFor } from '../../model/order';
import type { OptionName } from '../../model/options';
import { hiddenAt, opens } from './sockets';

export type Tri = 'yes' | 'maybe' | 'no';

export interface OptionState {
  /** `set`: written on every path; `maybe`: written on some, or in no known order; `unknown`: writes may be hidden. */
  readonly state: 'set' | 'maybe' | 'absent' | 'unknown';
  /** Every value it may have been given, newest last; not the default. */
  readonly values: readonly Data[];
  readonly writes: readonly OptionWrite[];
}

/** What is known of an option at the moment of a bind or connect. */
export function optionBefore(model: Model, socket: Socket, option: OptionName, use: EndpointUse): OptionState {
  let writes: OptionWrite[] = [];
  let sure = false;
  for (const write of socket.options) {
    if (write.option !== option) continue;
    const relation = compareOrder(write.order, use.order, model.tasks, socket.order);
    if (relation === 'after' || relation === 'exclusive') continue;
    if (relation === 'before' && unconditionalFor(write.order, use.order)) {
      sure = true;
      // A later certain write replaces what came before it.
      writes = [write];
    } else writes.push(write);
  }
  if (writes.length > 0) return { state: sure ? 'set' : 'maybe', values: writes.map((one) => one.value), writes };
  return { state: hiddenAt(model, socket, use) ? 'unknown' : 'absent', values: [], writes };
}

/** Whether a switch is on. */
export function flag(state: OptionState): Tri {
  return judge(state, (value) =>
    value.kind === 'const' ? (value.value ? 'yes' : 'no') : value.kind === 'unknown' ? 'maybe' : 'yes',
  );
}

/** Whether a text or key is given: a value that is not known is given, an empty one is not. */
export function given(state: OptionState): Tri {
  return judge(state, (value) =>
    value.kind === 'const' &&
    (value.value === '' || value.value === null || value.value === undefined || value.value === false)
      ? 'no'
      : 'yes',
  );
}

function judge(state: OptionState, one: (value: Data) => Tri): Tri {
  if (state.state === 'absent') return 'no';
  if (state.state === 'unknown') return 'maybe';
  const answers = state.values.flatMap(alternatives).map(one);
  if (answers.every((answer) => answer === 'no')) return 'no';
  return state.state === 'set' && answers.every((answer) => answer === 'yes') ? 'yes' : 'maybe';
}

function any(answers: readonly Tri[]): Tri {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

/** CURVE at this endpoint. One key alone already selects it, and then it fails closed (e07, B.x). */
export function curve(model: Model, socket: Socket, use: EndpointUse): Tri {
  const of = (option: OptionName): OptionState => optionBefore(model, socket, option, use);
  return any([
    flag(of('CURVE_SERVER')),
    given(of('CURVE_SERVERKEY')),
    given(of('CURVE_PUBLICKEY')),
    given(of('CURVE_SECRETKEY')),
  ]);
}

export function plain(model: Model, socket: Socket, use: EndpointUse): Tri {
  const of = (option: OptionName): OptionState => optionBefore(model, socket, option, use);
  return any([flag(of('PLAIN_SERVER')), given(of('PLAIN_USERNAME'))]);
}

export function gssapi(model: Model, socket: Socket, use: EndpointUse): Tri {
  const of = (option: OptionName): OptionState => optionBefore(model, socket, option, use);
  return any([flag(of('GSSAPI_SERVER')), given(of('GSSAPI_PRINCIPAL')), given(of('GSSAPI_SERVICE_PRINCIPAL'))]);
}

/** The wire is encrypted: CURVE, or GSSAPI without GSSAPI_PLAINTEXT. PLAIN is not encryption (e19). */
export function encrypted(model: Model, socket: Socket, use: EndpointUse): Tri {
  const kerberos =
    flag(optionBefore(model, socket, 'GSSAPI_PLAINTEXT', use)) === 'yes' ? 'no' : gssapi(model, socket, use);
  return any([curve(model, socket, use), kerberos]);
}

/** Peers are asked who they are, or may be: any mechanism, or a ZAP domain (with NULL: the address list of a handler, e07). */
export function authenticated(model: Model, socket: Socket, use: EndpointUse): Tri {
  const domain = given(optionBefore(model, socket, 'ZAP_DOMAIN', use));
  return any([curve(model, socket, use), plain(model, socket, use), gssapi(model, socket, use), domain]);
}

/** Option writes that come after a bind or connect on every path. */
export interface Late {
  readonly use: EndpointUse;
  readonly writes: readonly OptionWrite[];
}

/**
 * Writes that miss an endpoint they were meant for: certainly after it, nothing of the same option before it, and no other endpoint
 * that may follow and would profit. inproc endpoints are left out: neither mechanisms nor size limits act there (e06, e07).
 */
export function lateWrites(
  model: Model,
  socket: Socket,
  options: ReadonlySet<OptionName>,
  meant: (write: OptionWrite) => boolean,
): readonly Late[] {
  const uses = opens(socket).filter((use) => endpointsOf(use.value).some((one) => one.exposure !== 'inproc'));
  const writes = socket.options.filter((write) => options.has(write.option) && meant(write));
  const found: Late[] = [];
  for (const use of uses) {
    const late = writes.filter(
      (write) =>
        compareOrder(write.order, use.order, model.tasks, socket.order) === 'after' &&
        given(optionBefore(model, socket, write.option, use)) === 'no' &&
        !uses.some((other) => other !== use && mayFollow(model, socket, other, write)),
    );
    if (late.length > 0) found.push({ use, writes: late });
  }
  return found;
}

function mayFollow(model: Model, socket: Socket, use: EndpointUse, write: OptionWrite): boolean {
  const relation = compareOrder(use.order, write.order, model.tasks, socket.order);
  return relation === 'after' || relation === 'unordered';
}

/** A later certain write of the same option replaces this one before any endpoint takes it. */
export function overridden(model: Model, socket: Socket, write: OptionWrite): boolean {
  const uses = opens(socket);
  return (
    uses.length > 0 &&
    socket.options.some(
      (other) =>
        other !== write &&
        other.option === write.option &&
        compareOrder(other.order, write.order, model.tasks, socket.order) === 'after' &&
        uses.every(
          (use) =>
            compareOrder(other.order, use.order, model.tasks, socket.order) === 'before' &&
            unconditionalFor(other.order, use.order),
        ),
    )
  );
}
