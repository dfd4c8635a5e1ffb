/** Accepting, once the client has asked its user for the reason: the edits that say so, of the code or of the configuration. */
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { isNotebook } from '../notebook/notebook';
import type { Accepted } from '../workspace/acceptance-edits';
import { isDate } from '../workspace/acceptances';
import { mitigationNames } from '../workspace/accepted-mitigations';
import { CONFIGURATION_NAME } from '../workspace/configuration';
import { mitigationAccepted } from '../workspace/configuration-edits';
import { reasonProblem } from '../workspace/reason';
import type { Analysis } from './analysis';
import { configurationEdit, workspaceEdit } from './edits';
import { request } from './guard';
import { methods, type AcceptAnswer, type AcceptMitigationParams, type AcceptParams } from './protocol';
import type { Session } from './session';
import { pathOf } from './uris';

const FAILED: AcceptAnswer = { problem: 'This could not be accepted; the output says more.' };

export function listenToAccept(session: Session, analysis: Analysis): void {
  listen<AcceptParams>(session, analysis, methods.accept, acceptFinding);
  listen<AcceptMitigationParams>(session, analysis, methods.acceptMitigation, acceptMitigation);
}

type Answer<P> = (session: Session, params: Partial<P>, accepted: Accepted) => AcceptAnswer;
type Params = Partial<Record<'reason' | 'until' | 'uri', unknown>>;

function listen<P>(session: Session, analysis: Analysis, method: string, answer: Answer<P>): void {
  session.connection.onRequest(
    method,
    request(session, method, FAILED, async (params: Partial<P> | undefined): Promise<AcceptAnswer> => {
      const { reason, until, uri } = (params ?? {}) as Params;
      // The finding may be one of a closed file, which nobody has evaluated here.
      const path = typeof uri === 'string' ? session.documents.path(uri) : undefined;
      await analysis.current(...(path === undefined ? [] : [path]));
      if (typeof reason !== 'string') return FAILED;
      const wrong = reasonProblem(reason);
      if (wrong !== undefined) return { problem: wrong };
      if (until !== undefined && !isFuture(session, until))
        return { problem: 'The day must be still to come: YYYY-MM-DD.' };
      return answer(session, params ?? {}, { reason: reason.trim(), ...(until === undefined ? {} : { until }) });
    }),
  );
}

function isFuture(session: Session, day: unknown): day is string {
  return typeof day === 'string' && isDate(day) && day >= session.environment.today();
}

function acceptFinding(
  session: Session,
  { uri, fingerprint }: Partial<AcceptParams>,
  accepted: Accepted,
): AcceptAnswer {
  const path = typeof uri === 'string' ? session.documents.path(uri) : undefined;
  if (path === undefined || typeof fingerprint !== 'string') return FAILED;
  const change = session.service.accept(path, fingerprint, accepted);
  const edit = change && workspaceEdit(session, [{ ...change, file: path }]);
  return answered(
    edit,
    isNotebook(path) && !session.documents.ofPath(path)
      ? 'Open the notebook first: its cells are edited in its editor.'
      : 'The finding is no longer there, or no comment can stand beside it.',
  );
}

function acceptMitigation(
  session: Session,
  { folder, mitigation }: Partial<AcceptMitigationParams>,
  accepted: Accepted,
): AcceptAnswer {
  const path = typeof folder === 'string' ? pathOf(folder) : undefined;
  const root = session.folders.find((one) => one.path === path)?.path;
  if (root === undefined || typeof mitigation !== 'string') return FAILED;
  if (!mitigationNames(session.environment.catalogue()).has(mitigation)) return FAILED;
  const edit = configurationEdit(session, root, (text) => mitigationAccepted(text, mitigation, accepted));
  return answered(edit, `${CONFIGURATION_NAME} is not fit to be edited: mend it first.`);
}

function answered(edit: WorkspaceEdit | undefined, problem: string): AcceptAnswer {
  return edit ? { edit } : { problem };
}
