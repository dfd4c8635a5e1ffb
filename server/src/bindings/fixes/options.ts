/** Setting options before a bind or connect: which of them are missing, and the statements that set them. */
import type { EndpointUse, Model, OptionWrite, Socket } from '../../model/model';
import { compareOrder } from '../../model/order';
import { always } from '../../model/data';
import type { OptionName } from '../../model/options';
import type { OptionIntent } from '../../rules/rule';
import type { Edit } from '../binding';
import type { Source } from './source';
import { linesBefore, receiverText, writeParts } from './statements';

export interface Missing {
  readonly options: readonly OptionIntent[];
  /** Written already, but off or empty: the value is what has to change. */
  readonly empty: readonly { readonly intent: OptionIntent; readonly write: OptionWrite }[];
}

/** What of the wanted options nobody sets before the endpoint. A value of the author's own stays. */
export function missing(
  model: Model,
  socket: Socket,
  wanted: readonly OptionIntent[],
  use: EndpointUse | undefined,
): Missing {
  const options: OptionIntent[] = [];
  const empty: { intent: OptionIntent; write: OptionWrite }[] = [];
  for (const intent of wanted) {
    const write = socket.options.findLast(
      (one) =>
        one.option === intent.option &&
        (!use || compareOrder(one.order, use.order, model.tasks, socket.order) === 'before'),
    );
    if (!write) options.push(intent);
    else if (always(write.value, (value) => !value || value === 'false')) empty.push({ intent, write });
  }
  return { options, empty };
}

/** How a binding spells a statement that sets an option; undefined when it cannot. */
export type Spell = (receiver: string, intent: OptionIntent, source: Source) => string | undefined;

/** Statements right before the one that binds or connects. */
export function beforeEndpoint(
  source: Source,
  use: EndpointUse,
  options: readonly OptionIntent[],
  spell: Spell,
): readonly Edit[] | undefined {
  const receiver = receiverText(source, use.call, use.receiver);
  if (!use.statement || receiver === undefined) return undefined;
  return statements(source, use.statement, receiver, options, spell);
}

/** Statements right before the one that is this write. */
export function beforeWrite(
  source: Source,
  write: OptionWrite,
  options: readonly OptionIntent[],
  spell: Spell,
): readonly Edit[] | undefined {
  const parts = writeParts(source, write);
  if (!write.statement || !parts) return undefined;
  return statements(source, write.statement, parts.receiver, options, spell);
}

function statements(
  source: Source,
  statement: OptionWrite['place'],
  receiver: string,
  options: readonly OptionIntent[],
  spell: Spell,
): readonly Edit[] | undefined {
  const lines: string[] = [];
  for (const intent of options) {
    const line = spell(receiver, intent, source);
    if (line === undefined) return undefined;
    lines.push(line);
  }
  const edit = linesBefore(source, statement, lines);
  return edit && [edit];
}

/** Options a binding spells with true and false; in libzmq all of them are integers (zmq_setsockopt(3)). */
const SWITCHES: ReadonlySet<OptionName> = new Set<OptionName>([
  'IMMEDIATE',
  'CONFLATE',
  'IPV6',
  'PLAIN_SERVER',
  'CURVE_SERVER',
  'GSSAPI_SERVER',
  'GSSAPI_PLAINTEXT',
  'ZAP_ENFORCE_DOMAIN',
  'ROUTER_MANDATORY',
  'ROUTER_HANDOVER',
  'PROBE_ROUTER',
  'REQ_CORRELATE',
  'REQ_RELAXED',
  'XPUB_NODROP',
  'XPUB_MANUAL',
  'INVERT_MATCHING',
  'STREAM_NOTIFY',
]);

export function isSwitch(option: OptionName | undefined): boolean {
  return option !== undefined && SWITCHES.has(option);
}
