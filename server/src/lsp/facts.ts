/**
 * `zeromqThreatModel/facts`: what a bug report says of the server. Numbers and names of ours only: no path, no code, no name of the
 * workspace can be in it, because nothing that carries one is put in.
 */
import { dependencies } from '../../../package.json';
import { languageOf, isManifest } from '../workspace/languages';
import type { Analysis } from './analysis';
import { request } from './guard';
import { methods, type Facts } from './protocol';
import type { Session } from './session';

export function listenToFacts(session: Session, analysis: Analysis): void {
  session.connection.onRequest(
    methods.facts,
    request(session, methods.facts, null, async (): Promise<Facts | null> => {
      await analysis.current();
      return factsOf(session);
    }),
  );
}

function factsOf(session: Session): Facts {
  const { service, environment, folders, documents, state, settings } = session;
  const files = service.files();
  const results = settings.enable ? files.map((path) => service.results(path)) : [];
  const findings = results.flatMap((result) => result.findings);
  return {
    version: environment.version,
    runtime: environment.runtime,
    libraries: dependencies,
    state,
    folders: folders.length,
    openDocuments: [...documents.all()].length,
    files: countBy(files.map((path) => (isManifest(path) ? 'manifest' : (languageOf(path) ?? 'other')))),
    sockets: settings.enable ? service.sockets() : {},
    findings: countBy(findings.filter((one) => !one.suppression).map((one) => one.rule)),
    accepted: countBy(findings.filter((one) => one.suppression).map((one) => one.rule)),
    notices: countBy(results.flatMap((result) => result.notices).map((one) => one.code)),
    problems: session.problems.all(),
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort());
}
