/** Code actions that change no code: accept a finding, turn its rule off, read about it. Commands are offered to clients that have them. */
import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver/node';
import type { Finding } from '../model/finding';
import { ruleNames } from '../workspace/configuration';
import { ruleSetTo } from '../workspace/configuration-edits';
import type { OpenDocument } from './documents';
import { configurationEdit } from './edits';
import { commands, type AcceptCommand } from './protocol';
import type { Session } from './session';

/** The reason is asked for by the client: an acceptance with a made-up one would be worth nothing. */
export function acceptAction(
  session: Session,
  { path, uri }: OpenDocument,
  finding: Finding,
  diagnostics: Diagnostic[],
): CodeAction | undefined {
  if (!session.client.commands.has(commands.accept)) return undefined;
  const suggested = session.service.acceptable(path, finding);
  if (suggested === undefined) return undefined;
  const title = `Accept ${finding.rule} with a reason…`;
  const { fingerprint, rule } = finding;
  const argument: AcceptCommand = { uri, fingerprint, rule, ...(suggested ? { suggested } : {}) };
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title, command: commands.accept, arguments: [argument] },
  };
}

/** For files of a folder: elsewhere there is no configuration. */
export function turnOffAction(
  session: Session,
  { path }: OpenDocument,
  { rule }: Finding,
  diagnostics: Diagnostic[],
): CodeAction | undefined {
  const root = session.folderOf(path);
  const names = ruleNames(session.environment.catalogue());
  const change = (text: string): ReturnType<typeof ruleSetTo> => ruleSetTo(text, rule, 'off', names);
  const edit = root === undefined ? undefined : configurationEdit(session, root, change);
  const where = session.folders.length > 1 ? 'this folder' : 'this workspace';
  return edit && { title: `Turn off ${rule} for ${where}`, kind: CodeActionKind.QuickFix, diagnostics, edit };
}

export function pageAction(
  session: Session,
  _document: OpenDocument,
  finding: Finding,
  diagnostics: Diagnostic[],
): CodeAction | undefined {
  if (!session.client.commands.has(commands.openPage)) return undefined;
  const title = `Open the threat page: ${session.rule(finding.rule)?.title ?? finding.rule}`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title, command: commands.openPage, arguments: [finding.threat, finding.rule] },
  };
}
