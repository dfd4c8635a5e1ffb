/** The state of each threat: its open findings, counted once per cause, and what the code shows of its mitigations. */
import type { Finding, Suppression } from '../model/finding';
import type { Place } from '../model/model';
import type { MitigationState, MitigationStatus, ThreatStatus } from '../service-types';
import type { Catalogue, MitigationEntry } from '../threats/catalogue';
import type { AcceptedMitigation } from './accepted-mitigations';
import { compareLevels } from './file-results';
import type { MitigationFact, MitigationFacts, SocketFact } from './mitigation-facts';
import { PROOFS, type Proof } from './mitigations';

export interface StatusSource {
  readonly catalogue: Catalogue;
  /** Open and accepted ones. */
  readonly findings: readonly Finding[];
  /** The same of what the profile does not warn of. */
  readonly postures: readonly Finding[];
  /** What units and manifests show of mitigations. */
  readonly facts: readonly MitigationFacts[];
  /** Mitigations accepted in the configuration, by id; without those whose day has passed. */
  readonly accepted: ReadonlyMap<string, AcceptedMitigation>;
  /** Rules that are turned off: their silence proves nothing. */
  readonly off: ReadonlySet<string>;
}

export function statusOf(source: StatusSource): readonly ThreatStatus[] {
  const byRule = byRuleId([...source.findings, ...source.postures]);
  const quiet = new Set(source.postures);
  return source.catalogue.threats.map((threat) => {
    const findings = source.findings.filter((finding) => finding.threat === threat.id);
    const open = findings.filter((finding) => !finding.suppression);
    const mitigations = threat.mitigations.map((one) => withAcceptance(fromCode(one, byRule, quiet, source), source));
    return {
      threat: threat.id,
      title: threat.title,
      level: open.map((finding) => finding.level).sort(compareLevels)[0],
      findings,
      count: new Set(open.map((finding) => finding.cause)).size,
      postures: source.postures.filter((posture) => posture.threat === threat.id),
      mitigations: mitigations.map((one) => spared(one, mitigations)),
    };
  });
}

const SETTLED: ReadonlySet<MitigationState> = new Set(['in-place', 'accepted']);
const UNSETTLED: ReadonlySet<MitigationState> = new Set(['missing', 'not-visible']);

/** A measure that another one makes needless does not apply. */
function spared(status: MitigationStatus, all: readonly MitigationStatus[]): MitigationStatus {
  if (!UNSETTLED.has(status.state)) return status;
  const others = PROOFS[status.id]?.instead ?? [];
  const instead = all.find(({ id, state }) => others.includes(id) && SETTLED.has(state));
  if (!instead) return status;
  const how = instead.state === 'in-place' ? 'in place' : 'accepted';
  return { ...status, state: 'not-applicable', places: [], note: `${instead.title} is ${how}` };
}

/**
 * Somebody vouches for a measure that is not in the code. What the code shows needs no voucher, and findings stay open: they are about
 * the code.
 */
function withAcceptance(status: MitigationStatus, { accepted }: StatusSource): MitigationStatus {
  const by = accepted.get(status.id);
  if (!by) return status;
  if (status.state === 'in-place' || status.state === 'not-applicable')
    return { ...status, accepted: by, note: joined(status.note, 'nothing needs its acceptance: remove it') };
  // What is missing because of findings has no note: they say it.
  const open = status.state === 'missing' && status.note === undefined ? status.places.length : 0;
  const still = open === 0 ? undefined : open === 1 ? '1 finding stays open' : `${open} findings stay open`;
  return { ...status, state: 'accepted', accepted: by, note: joined(by.reason, still) };
}

type Say = (state: MitigationState, places: readonly Place[], note?: string) => MitigationStatus;

function fromCode(
  { id, title }: MitigationEntry,
  byRule: ReadonlyMap<string, readonly Finding[]>,
  quiet: ReadonlySet<Finding>,
  { facts, off, catalogue }: StatusSource,
): MitigationStatus {
  const proof = PROOFS[id]!;
  const say: Say = (state, places, note) => ({ id, title, state, places, ...(note === undefined ? {} : { note }) });
  const findings = (proof.rules ?? []).flatMap((rule) => byRule.get(rule) ?? []);
  const open = findings.filter((finding) => !finding.suppression);
  const by = findings.flatMap(({ suppression }) => suppression ?? []);
  const warned = open.filter((finding) => !quiet.has(finding));
  if (warned.length > 0) return say('missing', warned.map(placeOf));
  if (open.length > 0 || by[0] === undefined) {
    const own = facts.flatMap((one) => one[id] ?? []);
    const found = fromFacts(proof, own, say);
    // No finding says what a posture shows, so the note does.
    if (open.length > 0)
      return found.state === 'missing'
        ? found
        : say('missing', open.map(placeOf), `posture: ${titlesOf(open, catalogue)}`);
    const silenced = proof.rules?.find((rule) => off.has(rule));
    const bySilence = proof.model ?? proof.usual ?? proof.byDefault;
    return silenced !== undefined && bySilence !== undefined && found.state === 'in-place'
      ? say('not-visible', found.places, `${silenced} is turned off here`)
      : found;
  }
  const reasons = [...new Set(by.map(({ reason }) => reason))];
  const accepted: Suppression = { ...by[0], reason: reasons.join('; ') };
  return { ...say('accepted', findings.map(placeOf), accepted.reason), accepted };
}

/** What the pages call these. */
function titlesOf(findings: readonly Finding[], { rules }: Catalogue): string {
  const ids = new Set(findings.map(({ rule }) => rule));
  return joined(...rules.flatMap(({ id, title }) => (ids.has(id) ? [title] : [])));
}

function placeOf({ file, range }: Finding): Place {
  return { file, range };
}

const NO_SOCKET = 'no socket here needs it';

function fromFacts(proof: Proof, facts: readonly MitigationFact[], say: Say): MitigationStatus {
  if (proof.programs && facts.length === 0) return say('not-applicable', [], 'no threads are seen here');
  const places = facts.flatMap((one) => one.places);
  if (places.length > 0) return say('in-place', places, proof.caveat);

  const sockets = facts.flatMap((one) => one.sockets);
  if (sockets.length > 0) return fromSockets(proof, sockets, say);
  const about = proof.concerns ? facts.some(({ concerned }) => concerned) : proof.sockets === undefined;
  return about ? say('not-visible', [], proof.unseen) : say('not-applicable', [], NO_SOCKET);
}

function fromSockets(proof: Proof, concerned: readonly SocketFact[], say: Say): MitigationStatus {
  const total = `${concerned.length} ${concerned.length === 1 ? 'socket' : 'sockets'}`;
  const having = concerned.filter(({ shown }) => shown === 'yes');
  const lacking = concerned.filter(({ shown }) => shown === 'no');
  const places = concerned.flatMap((one) => one.places);
  if (having.length === concerned.length) return say('in-place', places, proof.caveat);
  const against = concerned.flatMap((one) => one.against ?? []);
  if (proof.byDefault !== undefined && against.length > 0) return say('missing', against);
  if (proof.byDefault !== undefined && having.length + lacking.length === concerned.length)
    return say('in-place', places, proof.byDefault);
  if (proof.lack === 'missing' && lacking.length > 0) {
    const made = lacking.map(({ socket }) => socket);
    return say('missing', made, `on ${lacking.length} of ${total}`);
  }
  const seen = having.length > 0 ? `seen on ${having.length} of ${total}` : undefined;
  if (proof.lack === 'not-applicable')
    return having.length > 0
      ? say('in-place', places, joined(seen, proof.caveat))
      : say('not-applicable', [], proof.unseen);
  return say('not-visible', places, joined(seen, proof.unseen));
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('; ');
}

function byRuleId(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = found.get(finding.rule);
    if (known) known.push(finding);
    else found.set(finding.rule, [finding]);
  }
  return found;
}
