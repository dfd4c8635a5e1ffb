/** `zeromqThreatModel/accept`: the edit that accepts a finding, once the client has asked its user for the reason. */
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { isDate } from '../workspace/acceptances';
import { reasonProblem } from '../workspace/reason';
import type { Analysis } from './analysis';
import { workspaceEdit } from './edits';
import { request } from './guard';
import { methods, type AcceptAnswer, type AcceptParams } from './protocol';
import type { Session } from './session';
import { pathOf } from './uris';

const FAILED: AcceptAnswer = { problem: 'The finding could not be accepted; the output says more.' };

export function listenToAccept(session: Session, analysis: Analysis): void {
  session.connection.onRequest(
    methods.accept,
    request(session, methods.accept, FAILED, async (params: Partial<AcceptParams> | undefined) => {
      await analysis.current();
      return answer(session, params ?? {});
    }),
  );
}

function answer(session: Session, params: Partial<AcceptParams>): AcceptAnswer {
  const { uri, fingerprint, reason, until } = params;
  if (typeof uri !== 'string' || typeof fingerprint !== 'string' || typeof reason !== 'string') return FAILED;
  const wrong = reasonProblem(reason);
  if (wrong !== undefined) return { problem: wrong };
  if (until !== undefined && !isFuture(session, until))
    return { problem: 'The day must be still to come: YYYY-MM-DD.' };
  const path = pathOf(uri);
  if (path === undefined) return FAILED;
  const accepted = { reason: reason.trim(), ...(until === undefined ? {} : { until }) };
  const change = session.service.accept(path, fingerprint, accepted);
  const edit: WorkspaceEdit | undefined = change && workspaceEdit(session, [{ ...change, file: path }]);
  return edit ? { edit } : { problem: 'The finding is no longer there, or no comment can stand beside it.' };
}

function isFuture(session: Session, day: unknown): boolean {
  return typeof day === 'string' && isDate(day) && day >= session.environment.today();
}
