/** The state of each threat: its open findings, counted once per cause, and what the code shows of its mitigations. */
import type { Finding } from '../model/finding';
import type { Model, Place } from '../model/model';
import type { MitigationState, ThreatStatus } from '../service-types';
import type { Catalogue, MitigationEntry } from '../threats/catalogue';
import { compareLevels } from './file-results';
import { PROOFS, type Proof } from './mitigations';

type MitigationStatus = ThreatStatus['mitigations'][number];

export interface StatusSource {
  readonly catalogue: Catalogue;
  /** Open and accepted ones. */
  readonly findings: readonly Finding[];
  readonly models: readonly Model[];
}

export function statusOf(source: StatusSource): readonly ThreatStatus[] {
  const byRule = byRuleId(source.findings);
  return source.catalogue.threats.map((threat) => {
    const findings = source.findings.filter((finding) => finding.threat === threat.id);
    const open = findings.filter((finding) => !finding.suppression);
    const mitigations = threat.mitigations.map((mitigation) => mitigationStatus(mitigation, byRule, source.models));
    return {
      threat: threat.id,
      title: threat.title,
      level: open.map((finding) => finding.level).sort(compareLevels)[0],
      findings,
      count: new Set(open.map((finding) => finding.cause)).size,
      mitigations: mitigations.map((one) => spared(one, mitigations)),
    };
  });
}

/** A measure that another one, which is in place, makes needless does not apply. */
function spared(status: MitigationStatus, all: readonly MitigationStatus[]): MitigationStatus {
  const instead = all.find((one) => one.id === PROOFS[status.id]?.instead);
  if (status.state === 'in-place' || instead?.state !== 'in-place') return status;
  return { ...status, state: 'not-applicable', note: `${instead.title} is in place` };
}

function mitigationStatus(
  { id, title }: MitigationEntry,
  byRule: ReadonlyMap<string, readonly Finding[]>,
  models: readonly Model[],
): MitigationStatus {
  const proof = Object.hasOwn(PROOFS, id) ? PROOFS[id] : undefined;
  const said = (state: MitigationState, places: readonly Place[], note?: string): MitigationStatus => ({
    id,
    title,
    state,
    places,
    ...(note === undefined ? {} : { note }),
  });
  if (!proof) return said('not-visible', [], 'Code does not show this one');

  const findings = (proof.rules ?? []).flatMap((rule) => byRule.get(rule) ?? []);
  const open = findings.filter((finding) => !finding.suppression);
  if (open.length > 0)
    return said(
      'missing',
      open.map(({ file, range }) => ({ file, range })),
    );
  if (findings.length > 0)
    return said(
      'accepted',
      findings.map(({ file, range }) => ({ file, range })),
      [...new Set(findings.flatMap(({ suppression }) => suppression?.reason ?? []))].join('; '),
    );
  return fromModels(proof, models, said);
}

function fromModels(
  proof: Proof,
  models: readonly Model[],
  said: (state: MitigationState, places: readonly Place[], note?: string) => MitigationStatus,
): MitigationStatus {
  const shown = models.flatMap((model) => proof.model?.(model) ?? []);
  const perSocket = models.flatMap((model) =>
    model.sockets.map((socket) => ({ socket, places: proof.sockets?.(socket, model) })),
  );
  const concerned = perSocket.flatMap(({ socket, places }) => (places === undefined ? [] : [{ socket, places }]));
  const having = concerned.filter(({ places }) => places.length > 0);
  const places = [...shown, ...having.flatMap((one) => one.places)];

  if (shown.length > 0) return said('in-place', places);
  if (proof.sockets && concerned.length === 0) return said('not-applicable', [], 'No socket here needs it');
  if (!proof.sockets) return said('not-visible', []);
  if (having.length === concerned.length) return said('in-place', places);
  const count = `${having.length} of ${concerned.length} sockets`;
  if (proof.byDefault !== undefined) return said('in-place', places, proof.byDefault);
  const lacking = concerned.filter((one) => one.places.length === 0).map(({ socket }) => socket.createdName);
  return proof.lack === 'missing'
    ? said('missing', lacking, `on ${count}`)
    : said('not-visible', places, having.length > 0 ? `on ${count}` : undefined);
}

function byRuleId(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) found.set(finding.rule, [...(found.get(finding.rule) ?? []), finding]);
  return found;
}
