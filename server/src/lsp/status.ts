/** `zeromqThreatModel/status`: what a sidebar shows, with positions an editor can go to. */
import type { Level } from '../model/finding';
import type { ThreatStatus } from '../service-types';
import type { Analysis } from './analysis';
import { Slice } from './background';
import { unjudged } from './closed-files';
import type { ClosedUnits } from './closed-units';
import { byCause } from './convert';
import { request } from './guard';
import { methods, type Status, type StatusParams, type WireFolder, type WireThreat } from './protocol';
import type { Folder, Session } from './session';
import { pathOf } from './uris';
import { WireFindings } from './wire-findings';

const EMPTY: Status = {
  state: 'ready',
  speaksZeroMq: false,
  files: 0,
  counts: { error: 0, warning: 0, note: 0 },
  folders: [],
};

export function listenToStatus(session: Session, analysis: Analysis, closed: ClosedUnits): void {
  /** Questions that wait for closed files, by the folder they are about: one answer will do for all who ask meanwhile. */
  const waiting = new Map<string | undefined, Promise<Status>>();
  const wire = new WireFindings(session);

  async function answer(only: string | undefined): Promise<Status> {
    try {
      await closed.settled();
      await analysis.current();
      await findingsInSlices(session, wire);
    } finally {
      waiting.delete(only);
    }
    return statusOf(session, wire, only);
  }

  session.connection.onRequest(
    methods.status,
    request(session, methods.status, EMPTY, (params: StatusParams | undefined): Promise<Status> => {
      const only = typeof params?.folder === 'string' ? pathOf(params.folder) : undefined;
      const status = waiting.get(only) ?? answer(only);
      waiting.set(only, status);
      return status;
    }),
  );
}

/** The status is about every file. They are judged, and made ready to send, one by one: a keystroke need not wait for all of them. */
async function findingsInSlices({ service, settings, environment }: Session, wire: WireFindings): Promise<void> {
  if (!settings.enable) return;
  const slice = new Slice(environment.pace.slice);
  for (const path of service.files()) {
    const { findings, postures } = service.results(path);
    for (const finding of [...findings, ...postures]) wire.of(finding);
    await slice.turn();
  }
}

function statusOf(session: Session, wire: WireFindings, only: string | undefined): Status {
  const { service, state, settings } = session;
  if (!settings.enable) return { ...EMPTY, state };
  const folders = session.folders
    .filter((folder) => only === undefined || folder.path === only)
    .map((folder) => wireFolder(session, wire, folder));
  if (only === undefined) folders.push(...looseFiles(session, wire));
  const files = service.files();
  return {
    state,
    speaksZeroMq: service.speaksZeroMq(),
    files: files.length,
    ...(state === 'stopped' ? { unjudged: unjudged(session) } : {}),
    counts: countsOf(folders),
    folders,
  };
}

function wireFolder(session: Session, wire: WireFindings, folder: Folder): WireFolder {
  return {
    uri: folder.uri,
    name: folder.name,
    threats: session.service.status(folder.path).map((status) => wireThreat(session, wire, status)),
  };
}

/** Files outside every folder: opened alone, or never saved. Mitigations are judged per program, so they stay with the folders. */
function looseFiles(session: Session, wire: WireFindings): WireFolder[] {
  const loose = session.service.files().filter((path) => session.folderOf(path) === undefined);
  if (loose.length === 0) return [];
  const results = loose.map((path) => session.service.results(path));
  const findings = results.flatMap((result) => result.findings);
  const threats = session.environment.catalogue().threats.map((threat) => {
    const own = findings.filter((finding) => finding.threat === threat.id);
    const groups = byCause(own);
    const level = gravest(groups.map(([main]) => main.level));
    const postures = results.flatMap((one) => one.postures).filter((posture) => posture.threat === threat.id);
    const { id, title } = threat;
    const status = { threat: id, title, findings: own, count: groups.length, postures, mitigations: [] };
    return wireThreat(session, wire, level === undefined ? status : { ...status, level });
  });
  return [{ name: 'Other files', threats }];
}

function wireThreat(session: Session, wire: WireFindings, status: ThreatStatus): WireThreat {
  return {
    threat: status.threat,
    title: status.title,
    ...(status.level === undefined ? {} : { level: status.level }),
    count: status.count,
    findings: status.findings.flatMap((finding) => wire.of(finding) ?? []),
    postures: status.postures.flatMap((posture) => wire.of(posture) ?? []),
    mitigations: status.mitigations.map(({ places, accepted, ...rest }) => ({
      ...rest,
      ...(accepted ? { accepted: wire.accepted(accepted) } : {}),
      places: places.flatMap(({ file, range }) => session.texts.location(file, range) ?? []),
    })),
  };
}

/** Once per cause, also when a cause spans two threats (encryption and authentication of one bind). */
function countsOf(folders: readonly WireFolder[]): Status['counts'] {
  const causes = new Map<string, Level>();
  for (const { threats } of folders) {
    for (const { findings } of threats) {
      for (const { cause, level, accepted } of findings) {
        if (accepted) continue;
        causes.set(cause, gravest([level, ...(causes.has(cause) ? [causes.get(cause)!] : [])])!);
      }
    }
  }
  const counts = { error: 0, warning: 0, note: 0 };
  for (const level of causes.values()) counts[level]++;
  return counts;
}

const ORDER: readonly Level[] = ['error', 'warning', 'note'];

function gravest(levels: readonly Level[]): Level | undefined {
  return ORDER.find((level) => levels.includes(level));
}
