/**
 * Hovers. On a finding: what, why, what shows it, where to read on. On a socket, one of its endpoints or options: its posture in one
 * line, which is also where bare defaults are shown that deserve no squiggle. Everything from the code is escaped and redacted.
 */
import { constant } from '../model/data';
import { endpointsOf } from '../model/endpoint';
import type { Finding } from '../model/finding';
import type { EndpointUse, Model, Place, Socket } from '../model/model';
import { OPTION_DEFAULTS, type OptionName } from '../model/options';
import { authenticated, curve, encrypted, gssapi, plain } from '../rules/support/posture';
import { reachOf } from '../rules/support/reach';
import { hidden, lockStep, onlyReceives, onlySends, opens, receives } from '../rules/support/sockets';
import type { HoverResult } from '../service-types';
import type { LineMap, Range } from '../text/lines';
import type { Catalogue, RuleEntry } from '../threats/catalogue';
import { mitigatedLines, openLines, postureLines, unknownLines, type SocketFacts } from './hover-facts';
import { codeSpan, escapeMarkdown, messageMarkdown, pageLink } from './markdown';
import { admitted } from './mitigation-proofs';
import { basename } from './paths';
import { redact } from './redact';

export interface HoverSource {
  readonly path: string;
  /** Messages and evidence are shown next to the hover: editors put diagnostics into the same window. */
  readonly beside: boolean;
  readonly catalogue: Catalogue;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  readonly findings: readonly Finding[];
  readonly postures: readonly Finding[];
  readonly models: readonly Model[];
  readonly secrets: readonly string[];
  lines(path: string): LineMap;
}

/** Most evidence lines in one hover; the rest is in the problems view. */
const MAX_EVIDENCE = 5;

export function hoverAt(source: HoverSource, offset: number): HoverResult | undefined {
  const found = source.findings.filter((finding) => holds(finding.range, offset));
  const posture = socketAt(source, offset, found);
  if (found.length === 0 && !posture) return undefined;
  const parts = found.map((finding) => findingMarkdown(finding, source));
  // Beside the message comes what is true of this socket, then what is true of the rule: hovers are cut at their end.
  if (posture) parts.splice(source.beside ? 0 : parts.length, 0, posture.markdown);
  const pages = new Map<string, HoverResult['pages'][number]>();
  for (const { threat, rule } of found) pages.set(`${threat}#${rule}`, { threat, rule });
  return {
    range: found[0]?.range ?? posture!.range,
    markdown: redact(parts.join('\n\n---\n\n'), source.secrets),
    pages: [...pages.values()],
  };
}

function findingMarkdown(finding: Finding, source: HoverSource): string {
  const entry = source.rules.get(finding.rule);
  const threat = source.catalogue.threats.find((one) => one.id === finding.threat);
  const state = finding.suppression
    ? ` · accepted${finding.suppression.until === undefined ? '' : ` until ${finding.suppression.until}`}: ${escapeMarkdown(finding.suppression.reason)}`
    : '';
  const lines = [`**${escapeMarkdown(finding.code)} · ${escapeMarkdown(entry?.title ?? finding.rule)}**${state}`];
  // An accepted finding is no diagnostic: nothing stands beside the hover.
  const whole = !source.beside || finding.suppression !== undefined;
  // The page's first paragraph says of any code what the message says of this one.
  if (whole) lines.push(messageMarkdown(finding.message));
  else if (entry) lines.push(entry.summary);
  const evidence = finding.evidence
    .slice(0, MAX_EVIDENCE)
    .map((one) => `- ${place(one.place, source)}: ${messageMarkdown(one.message)}`);
  if (whole && evidence.length > 0) lines.push(evidence.join('\n'));
  const sure = finding.confidence === 'high' ? [] : [`${finding.confidence} confidence`];
  lines.push(
    [
      pageLink('About this rule', finding.threat, finding.rule),
      pageLink(`Threat: ${threat?.title ?? finding.threat}`, finding.threat),
      ...sure,
    ].join(' · '),
  );
  return lines.join('\n\n');
}

function place({ file, range }: Place, source: HoverSource): string {
  const line = source.lines(file).position(range.start).line + 1;
  return file === source.path ? `line ${line}` : `${codeSpan(basename(file))} line ${line}`;
}

function holds(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** The socket that is made, configured or opened at an offset; the narrowest place wins. */
function socketAt(
  source: HoverSource,
  offset: number,
  shown: readonly Finding[],
): { readonly range: Range; readonly markdown: string } | undefined {
  let best: { readonly range: Range; readonly model: Model; readonly socket: Socket } | undefined;
  for (const model of source.models) {
    for (const socket of model.sockets) {
      for (const { file, range } of placesOf(socket)) {
        if (file !== source.path || !holds(range, offset)) continue;
        if (!best || range.end - range.start < best.range.end - best.range.start) best = { range, model, socket };
      }
    }
  }
  if (!best) return undefined;
  const { range, model, socket } = best;
  const { catalogue } = source;
  const findings = source.findings.filter((finding) => !finding.suppression);
  const facts: SocketFacts = {
    model,
    socket,
    catalogue,
    findings,
    postures: source.postures.filter((finding) => !finding.suppression),
    places: placesOf(socket),
    place: (one) => place(one, source),
  };
  const lines = [
    postureMarkdown(model, socket),
    ...openLines({ ...facts, findings: findings.filter((finding) => !shown.includes(finding)) }),
    ...postureLines(facts),
    ...mitigatedLines(facts),
    ...unknownLines(facts),
  ];
  return { range, markdown: lines.join('\n') };
}

function placesOf(socket: Socket): readonly Place[] {
  return [
    socket.createdName,
    ...socket.endpoints.flatMap((use) => [use.place, use.call]),
    ...socket.options.flatMap((write) => (write.valuePlace ? [write.place, write.valuePlace] : [write.place])),
    ...socket.transfers.map((transfer) => transfer.place),
  ];
}

/** `PUSH socket push`, then one line each for what it is open to, how it is protected and what bounds it. */
export function postureMarkdown(model: Model, socket: Socket): string {
  const head = `**${socket.type === 'unknown' ? 'Socket' : `${socket.type} socket`}**${socket.holder ? ` ${codeSpan(socket.holder)}` : ''}`;
  const uses = opens(socket);
  const lines =
    uses.length === 0
      ? ['- no bind or connect seen']
      : uses.slice(0, MAX_EVIDENCE).map((use) => `- ${endpointLine(model, socket, use)}`);
  lines.push(`- ${limits(socket).join(' · ')}`);
  return `${head}\n\n${lines.join('\n')}`;
}

const EXPOSURE = {
  remote: 'other machines',
  local: 'this machine',
  inproc: 'this process',
  unknown: 'not known',
} as const;

function endpointLine(model: Model, socket: Socket, use: EndpointUse): string {
  const { exposure, endpoint } = reachOf(use);
  const texts = [...new Set(endpointsOf(use.value).map((one) => short(one.text)))];
  const reach = endpoint.assumed ? 'maybe other machines' : EXPOSURE[exposure];
  const line = [
    `${use.op} ${codeSpan(texts.length > 1 ? texts.join(' or ') : short(endpoint.text))}`,
    `reach: ${reach}`,
  ];
  if (exposure !== 'inproc') line.push(mechanism(model, socket, use));
  return line.join(' · ');
}

/** Longest endpoint that is shown whole. */
const LONGEST_ENDPOINT = 80;

function short(text: string): string {
  return text.length > LONGEST_ENDPOINT ? `${text.slice(0, LONGEST_ENDPOINT - 1)}…` : text;
}

function mechanism(model: Model, socket: Socket, use: EndpointUse): string {
  if (encrypted(model, socket, use) === 'yes') {
    const by =
      curve(model, socket, use) === 'yes' ? ' (CURVE)' : gssapi(model, socket, use) === 'yes' ? ' (GSSAPI)' : '';
    return `encrypted${by}${peers(model, socket, use)}`;
  }
  if (plain(model, socket, use) === 'yes') return 'PLAIN: password and messages in clear text';
  if (encrypted(model, socket, use) === 'maybe') return 'encryption: not known';
  return authenticated(model, socket, use) === 'no' ? 'no encryption, no authentication' : 'no encryption';
}

/** Who may be at the other end. A client knows its server by the key; a server that asks no handler lets any key in (e07). */
function peers(model: Model, socket: Socket, use: EndpointUse): string {
  const known = use.op === 'bind' ? admitted(authenticated)(model, socket, use) : authenticated(model, socket, use);
  return { yes: ' · authenticated', no: ' · any client is let in', maybe: '' }[known];
}

function limits(socket: Socket): readonly string[] {
  const found: string[] = [];
  if (!lockStep(socket.type)) {
    if (!onlyReceives(socket.type)) found.push(limit(socket, 'SNDHWM', 'send HWM'));
    // What PUB receives are subscriptions.
    if (!onlySends(socket.type) && socket.type !== 'PUB') found.push(limit(socket, 'RCVHWM', 'receive HWM'));
  }
  if (receives(socket.type) || socket.type === 'unknown') found.push(limit(socket, 'MAXMSGSIZE', 'max message size'));
  return found.length > 0 ? found : ['one message at a time'];
}

/** 0 of a high-water mark and -1 of a size mean "no limit". */
function limit(socket: Socket, option: OptionName, name: string): string {
  const write = socket.options.findLast((one) => one.option === option);
  const value = write ? constant(write.value)?.value : OPTION_DEFAULTS[option];
  const free = option === 'MAXMSGSIZE' ? -1 : 0;
  const shown =
    value === undefined ? 'set, value not known' : Number(value) === free ? 'no limit' : codeSpan(String(value));
  return `${name} ${shown}${write ? '' : hidden(socket) ? ' unless set out of sight' : ' (default)'}`;
}
