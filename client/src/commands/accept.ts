/** Accepting a finding: asks why and for how long, has the server make the comment, applies it. Nothing is written before both are answered. */
import * as vscode from 'vscode';
import { methods, type AcceptAnswer, type AcceptCommand, type AcceptParams } from '../../../server/src/lsp/protocol';
import { reasonProblem } from '../../../server/src/workspace/reason';
import type { Server } from '../server/server';
import type { FindingNode } from '../views/nodes';
import { expiries } from './expiry';

export async function acceptFinding(server: Server, argument: unknown): Promise<void> {
  const command = commandOf(argument);
  if (!isAcceptCommand(command)) return;
  const { uri, fingerprint, rule, suggested } = command;
  const title = `Accept ${rule}`;
  const reason = await vscode.window.showInputBox({
    title,
    prompt: 'Why is this safe here? The reason goes into a comment in the code.',
    placeHolder: 'because …',
    ...(suggested ? { value: suggested.reason } : {}),
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? undefined : reasonProblem(text)),
  });
  if (reason === undefined || reason.trim() === '') return;
  const until = await vscode.window.showQuickPick(expiries(new Date(), suggested?.until), {
    title,
    placeHolder: 'For how long? Afterwards the finding is shown again.',
    ignoreFocusOut: true,
  });
  if (!until) return;
  const params: AcceptParams = { uri, fingerprint, reason, ...(until.day === undefined ? {} : { until: until.day }) };
  const answer = await server.ask<AcceptAnswer>(methods.accept, params);
  if (answer && 'edit' in answer && (await server.apply(answer.edit))) return;
  const problem = answer && 'problem' in answer ? answer.problem : 'The finding could not be accepted.';
  void vscode.window.showWarningMessage(problem);
}

/** From a code action, or from the sidebar's menu, which hands over its item. */
function commandOf(value: unknown): unknown {
  const node = value as Partial<FindingNode> | undefined;
  return node?.kind === 'finding' ? node.finding : value;
}

function isAcceptCommand(value: unknown): value is AcceptCommand {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, fingerprint, rule, suggested } = value as Partial<Record<keyof AcceptCommand, unknown>>;
  const texts = [uri, fingerprint, rule].every((one) => typeof one === 'string');
  return texts && (suggested === undefined || isSuggestion(suggested));
}

function isSuggestion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { reason, until } = value as { reason?: unknown; until?: unknown };
  return typeof reason === 'string' && (until === undefined || typeof until === 'string');
}
