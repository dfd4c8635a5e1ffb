/**
 * Accepting a finding or a mitigation: asks why and for how long, has the server make the edit, applies it. Nothing is written before
 * both are answered.
 */
import * as vscode from 'vscode';
import {
  methods,
  type AcceptAnswer,
  type AcceptCommand,
  type AcceptMitigationParams,
  type AcceptParams,
} from '../../../server/src/lsp/protocol';
import { reasonProblem } from '../../../server/src/workspace/reason';
import type { Server } from '../server/server';
import type { Node } from '../views/nodes';
import { toRange } from '../views/tree-items';
import { expiries } from './expiry';

export async function acceptFinding(server: Server, argument: unknown): Promise<void> {
  const node = argument as Node | undefined;
  const command: unknown = node?.kind === 'finding' ? node.finding : argument;
  if (!isAcceptCommand(command)) return;
  const { uri, fingerprint, rule, suggested } = command;
  const said = await ask(
    `Accept ${rule}`,
    'Why is this safe here? The reason goes into a comment in the code.',
    'For how long? Afterwards the finding is shown again.',
    suggested,
  );
  if (!said) return;
  const params: AcceptParams = { uri, fingerprint, ...said };
  const accepted = await accept(server, methods.accept, params);
  // A comment in a file that nobody sees would surprise its author.
  if (!accepted || node?.kind !== 'finding') return;
  const selection = toRange(node.finding.range);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, preview: false });
}

/** What of a mitigation is needed to accept it. */
export interface Acceptable {
  readonly folder: string;
  readonly mitigation: string;
  readonly title: string;
}

export async function acceptMitigation(server: Server, { folder, mitigation, title }: Acceptable): Promise<void> {
  const said = await ask(
    `Accept ${title}`,
    'What is done outside of the code, and where can one see it? The reason goes into .zmq-threats.jsonc.',
    'For how long? Afterwards the mitigation counts as not visible again.',
  );
  if (!said) return;
  const params: AcceptMitigationParams = { folder, mitigation, ...said };
  const configuration = vscode.Uri.joinPath(vscode.Uri.parse(folder), '.zmq-threats.jsonc').toString();
  const unsaved = vscode.workspace.textDocuments.some((one) => one.isDirty && one.uri.toString() === configuration);
  if (!(await accept(server, methods.acceptMitigation, params))) return;
  // Nobody looks at that file now; what somebody was writing there stays theirs to save.
  if (!unsaved) await (await vscode.workspace.openTextDocument(vscode.Uri.parse(configuration))).save();
}

interface Said {
  readonly reason: string;
  readonly until?: string;
}

async function ask(title: string, why: string, howLong: string, suggested?: Said): Promise<Said | undefined> {
  const reason = await vscode.window.showInputBox({
    title,
    prompt: why,
    placeHolder: 'because …',
    ...(suggested ? { value: suggested.reason } : {}),
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? undefined : reasonProblem(text)),
  });
  if (reason === undefined || reason.trim() === '') return undefined;
  const until = await vscode.window.showQuickPick(expiries(new Date(), suggested?.until), {
    title,
    placeHolder: howLong,
    ignoreFocusOut: true,
  });
  return until && { reason, ...(until.day === undefined ? {} : { until: until.day }) };
}

/** False, with a word to the user, when it cannot be done. */
async function accept(server: Server, method: string, params: object): Promise<boolean> {
  const answer = await server.ask<AcceptAnswer>(method, params);
  if (answer && 'edit' in answer && (await server.apply(answer.edit))) return true;
  const problem = answer && 'problem' in answer ? answer.problem : 'This could not be accepted.';
  void vscode.window.showWarningMessage(problem);
  return false;
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
