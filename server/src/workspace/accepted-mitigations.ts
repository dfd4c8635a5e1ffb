/**
 * Mitigations that somebody vouches for, in `.zmq-threats.jsonc`: measures that no code shows, such as a sandbox or a firewall.
 *
 *     "mitigations": { "sandboxing": { "reason": "runs in gVisor, see deploy/", "until": "2027-01-31" } }
 *
 * Ids are those of the threat pages, unique over all of them. As with findings a reason is mandatory, and what accepts nothing is said.
 */
import type { Node } from 'jsonc-parser';
import type { Notice } from '../model/finding';
import type { Place } from '../model/model';
import type { Catalogue, MitigationEntry } from '../threats/catalogue';
import { isDate } from './acceptances';
import { entries, rangeOf } from './jsonc';
import { isReason } from './reason';
import { quote, suggestion } from './suggestion';

export interface AcceptedMitigation {
  readonly reason: string;
  /** ISO date, inclusive. */
  readonly until?: string;
  /** The entry in the configuration. */
  readonly place: Place;
}

const FORM = '{ "reason": "…", "until": "YYYY-MM-DD" }';

/** Mitigations by id, in lower case. */
export function mitigationNames(catalogue: Catalogue): ReadonlyMap<string, MitigationEntry> {
  return new Map(catalogue.threats.flatMap(({ mitigations }) => mitigations.map((one) => [one.id.toLowerCase(), one])));
}

/** Reads the section; whatever is wrong in it is told, and accepts nothing. Of two entries for one mitigation the last counts. */
export function readMitigations(
  section: Node | undefined,
  file: string,
  catalogue: Catalogue,
  tell: (notice: Notice) => void,
): ReadonlyMap<string, AcceptedMitigation> {
  const accepted = new Map<string, AcceptedMitigation>();
  if (!section) return accepted;
  const say: Say = (code, node, message) =>
    tell({ kind: 'configuration', level: 'warning', file, range: rangeOf(node), message, code });
  if (section.type !== 'object')
    say('config-unknown-value', section, `"mitigations" must be an object: { "<mitigation id>": ${FORM} }.`);
  const names = mitigationNames(catalogue);
  for (const [key, value] of entries(section)) {
    const name = String(key.value);
    const mitigation = names.get(name.toLowerCase());
    const said = mitigation && readOne(value ?? key, say);
    if (!mitigation)
      say('config-unknown-mitigation', key, `There is no mitigation ${quote(name)}.${suggestion(name, names)}`);
    else if (said) accepted.set(mitigation.id, { ...said, place: { file, range: rangeOf(key.parent ?? key) } });
  }
  return accepted;
}

type Say = (code: string, node: Node, message: string) => void;

function readOne(node: Node, say: Say): Omit<AcceptedMitigation, 'place'> | undefined {
  if (node.type !== 'object') return void say('config-unknown-value', node, `An acceptance has the form ${FORM}.`);
  const values = new Map<string, Node>();
  for (const [key, value] of entries(node)) {
    const name = String(key.value);
    if (name === 'reason' || name === 'until') values.set(name, value ?? key);
    else say('config-unknown-key', key, `Unknown setting ${quote(name)}. An acceptance has the form ${FORM}.`);
  }
  const reason: unknown = values.get('reason')?.value;
  const until = values.get('until');
  const day: unknown = until?.value;
  if (typeof reason !== 'string' || !isReason(reason))
    return void say(
      'acceptance-without-reason',
      values.get('reason') ?? node,
      'An acceptance needs a reason that tells the next reader what is done instead, and where; without one it accepts nothing.',
    );
  if (!until) return { reason: reason.trim() };
  if (typeof day !== 'string' || !isDate(day))
    return void say('acceptance-malformed', until, 'The day is a date (YYYY-MM-DD); the acceptance accepts nothing.');
  return { reason: reason.trim(), until: day };
}

export function isExpired({ until }: AcceptedMitigation, today: string): boolean {
  return until !== undefined && until < today;
}

/** Acceptances that have ended, so that none is forgotten. */
export function expiredNotices(mitigations: ReadonlyMap<string, AcceptedMitigation>, today: string): readonly Notice[] {
  return [...mitigations]
    .filter(([, accepted]) => isExpired(accepted, today))
    .map(([id, { until, place }]) => ({
      kind: 'acceptance',
      level: 'warning',
      ...place,
      message: `This acceptance of ${id} expired on ${until}. Look whether the measure is still there, and accept it anew with a later date.`,
      code: 'acceptance-expired',
    }));
}
