/**
 * What a hover says of a socket beyond its posture: which threats are open or held off and where the code shows it, and what is not
 * known and why. The proofs are those of the sidebar, asked of one socket.
 */
import { alternatives, type Data, type Origin, type UnknownData } from '../model/data';
import type { Finding } from '../model/finding';
import type { Model, OptionWrite, Place, Socket } from '../model/model';
import { OPTION_DEFAULTS } from '../model/options';
import { reachOf } from '../rules/support/reach';
import { hidden, opens } from '../rules/support/sockets';
import type { Catalogue } from '../threats/catalogue';
import { codeSpan, escapeMarkdown, pageLink } from './markdown';
import { PROOFS } from './mitigations';

export interface SocketFacts {
  readonly model: Model;
  readonly socket: Socket;
  readonly catalogue: Catalogue;
  /** Open findings of the file that are not shown in the same hover. */
  readonly findings: readonly Finding[];
  /** What the profile does not warn of. */
  readonly postures: readonly Finding[];
  /** Where the code speaks of this socket. */
  readonly places: readonly Place[];
  /** `line 3`, or with the file's name. */
  place(place: Place): string;
}

/** Most places and reasons in one line. */
const MOST = 3;

export function openLines({ catalogue, findings, places, place }: SocketFacts): readonly string[] {
  const own = findings.filter((finding) => places.some((one) => overlaps(one, finding)));
  return catalogue.threats.flatMap((threat) => {
    const of = own.filter((finding) => finding.threat === threat.id);
    if (of.length === 0) return [];
    const said = new Set(of.map((one) => `${pageLink(one.rule, one.threat, one.rule)} (${place(one)})`));
    return [`- open: ${escapeMarkdown(threat.title)}: ${listed([...said])}`];
  });
}

/** Bare defaults and habits of this socket, each with its page. */
export function postureLines({ postures, places, place, catalogue }: SocketFacts): readonly string[] {
  const own = postures.filter((finding) => places.some((one) => overlaps(one, finding)));
  const said = own.map((one) => {
    const title = catalogue.rules.find(({ id }) => id === one.rule)?.title ?? one.rule;
    return `${pageLink(title, one.threat, one.rule)} (${place(one)})`;
  });
  return said.length === 0 ? [] : [`- posture: ${[...new Set(said)].join(', ')}`];
}

export function mitigatedLines({ model, socket, catalogue, findings, places, place }: SocketFacts): readonly string[] {
  const open = new Set(
    findings.filter((finding) => places.some((one) => overlaps(one, finding))).map((finding) => finding.rule),
  );
  // A bound that is set to who knows what is a thing not known, and no proof.
  const doubtful = new Set(socket.options.filter(unknownBound).map((write) => write.place));
  return catalogue.threats.flatMap((threat) => {
    const shown = threat.mitigations.flatMap(({ id, title }) => {
      const proof = Object.hasOwn(PROOFS, id) ? PROOFS[id] : undefined;
      if (!proof?.sockets || proof.usual || proof.rules?.some((rule) => open.has(rule))) return [];
      const found = (proof.sockets(socket, model)?.places ?? []).filter((one) => !doubtful.has(one));
      return found.length === 0 ? [] : [`${escapeMarkdown(title)} (${listed([...new Set(found.map(place))])})`];
    });
    return shown.length === 0 ? [] : [`- mitigated: ${pageLink(threat.title, threat.id)}: ${shown.join(', ')}`];
  });
}

export function unknownLines({ socket, place }: SocketFacts): readonly string[] {
  const said = new Set<string>();
  for (const { what, reason, place: at } of socket.unknowns)
    said.add(`${WHAT[what]}: ${escapeMarkdown(reason)} (${place(at)})`);
  if (hidden(socket) && said.size === 0) said.add('parts of its configuration are out of sight');
  for (const use of opens(socket)) {
    if (reachOf(use).exposure !== 'unknown' && !reachOf(use).endpoint.assumed) continue;
    for (const why of reasons(use.value)) said.add(`who can reach it: ${why} (${place(use.place)})`);
  }
  for (const write of socket.options.filter(unknownBound))
    for (const why of reasons(write.value)) said.add(`${codeSpan(write.spelling)}: ${why} (${place(write.place)})`);
  const lines = [...said];
  const more = lines.length > MOST ? [`- not known: ${lines.length - MOST} more`] : [];
  return [...lines.slice(0, MOST).map((line) => `- not known: ${line}`), ...more];
}

/** Keys are meant to come from elsewhere; only a bound or a switch that does is worth a word. */
function unknownBound({ option, value }: OptionWrite): boolean {
  return ['number', 'boolean'].includes(typeof OPTION_DEFAULTS[option]) && reasons(value).length > 0;
}

const WHAT: Readonly<Record<Socket['unknowns'][number]['what'], string>> = {
  options: 'some options',
  escapes: 'what others do with it',
  origin: 'where it comes from',
  type: 'its type',
  context: 'its context',
};

const WHY: Readonly<Record<Origin, string>> = {
  environment: 'it comes from the environment',
  argument: 'it comes from the command line',
  configuration: 'it comes from a configuration',
  parameter: 'it is a parameter',
  import: 'it comes from another module',
  call: 'it is the result of a call that is not followed',
  received: 'it comes out of a socket',
  syntax: 'it is written in a way that is not understood',
  limit: 'the analysis goes no further',
  other: 'its value is not known',
};

function reasons(data: Data): readonly string[] {
  const unknown = alternatives(data).flatMap((one): readonly UnknownData[] => {
    if (one.kind === 'unknown') return [one];
    return one.kind === 'text' ? one.parts.filter((part) => typeof part !== 'string') : [];
  });
  return [...new Set(unknown.map(({ origin, detail }) => WHY[origin] + (detail ? `, ${codeSpan(detail)}` : '')))];
}

function overlaps(place: Place, { file, range }: Finding): boolean {
  return place.file === file && place.range.start <= range.end && range.start <= place.range.end;
}

function listed(items: readonly string[]): string {
  const more = items.length - MOST;
  return [...items.slice(0, MOST), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
