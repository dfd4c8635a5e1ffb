/** Closed files of a session: wires `ClosedUnits` to it and tells the client how far things are. */
import { isProjectFile } from '../workspace/languages';
import type { Analysis } from './analysis';
import { delay } from './background';
import { ClosedUnits } from './closed-units';
import { ScanProgress } from './scan-progress';
import type { Session } from './session';

export function closedFiles(session: Session, analysis: Analysis): ClosedUnits {
  const { connection, documents, environment, service } = session;
  const { closed: pauses, progress: patience } = environment.pace;
  const progress = new ScanProgress(connection, patience, () => units.stop());
  const units: ClosedUnits = new ClosedUnits({
    delegation: service.elsewhere,
    pauses,
    mayStart: () => session.delegates && !session.reading && session.settings.enable,
    start: () => environment.startJudge!((message) => session.log(message)),
    // The service has the texts of source files; of the others those count that say what imports mean.
    open: () => [...documents.all()].map(({ path, text }) => (isProjectFile(path) ? { path, text } : { path })),
    judgeHere: async (order) => {
      await analysis.current(...order.own);
      service.elsewhere.judgeHere(order);
    },
    judgeAllHere: () => {
      session.delegates = false;
      analysis.filesChanged();
    },
    judged: (paths) => analysis.closedChecked(paths),
    progress: (done, total) => {
      if (session.client.workDoneProgress) progress.report(done, total);
    },
    rests: () => {
      progress.end();
      analysis.stateChanged();
    },
    log: (message) => session.log(message),
    wait: delay,
  });
  session.closed = units;
  return units;
}

/** Closed files without a verdict. */
export function unjudged({ service }: Session): number {
  return new Set(service.elsewhere.pending().flatMap(({ own }) => own)).size;
}
