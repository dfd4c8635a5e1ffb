/**
 * Quick fixes. Edits carry the version they were made for, so that a client refuses them when the text has moved on. Only a fix that
 * changes nothing but the defect is preferred; the others say in their title what they ask of the reader.
 */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Edit } from '../bindings/binding';
import type { Finding, Fix, FixClass } from '../model/finding';
import type { Analysis } from './analysis';
import { byCause, SOURCE, type DiagnosticData } from './convert';
import type { OpenDocument } from './documents';
import { cancelled, request } from './guard';
import { commands } from './protocol';
import type { Session } from './session';

const SUFFIX: Readonly<Record<FixClass, string>> = {
  safe: '',
  'changes-behaviour': ' (changes behaviour)',
  'needs-input': ' (then fill in)',
};

export function listenToCodeActions(session: Session, analysis: Analysis): void {
  session.connection.onCodeAction(
    request(session, 'textDocument/codeAction', [], async (params: CodeActionParams, token): Promise<CodeAction[]> => {
      await analysis.current();
      if (token.isCancellationRequested) throw cancelled();
      const document = session.documents.ofUri(params.textDocument.uri);
      if (!document || !session.settings.enable || !session.client.codeActions || !wanted(params.context.only))
        return [];
      return actionsFor(session, document, params);
    }),
  );
}

/** Kinds are a hierarchy: who asks for `quickfix.x` does not want ours, who asks for the empty kind wants all. */
function wanted(only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix);
}

function actionsFor(session: Session, document: OpenDocument, params: CodeActionParams): CodeAction[] {
  const asked = { start: document.lines.offset(params.range.start), end: document.lines.offset(params.range.end) };
  const groups = byCause(session.service.results(document.path).findings).filter((group) =>
    group.some(({ range }) => touches(range, asked)),
  );
  const fixes: CodeAction[] = [];
  const pages: CodeAction[] = [];
  for (const group of groups) {
    const diagnostics = shownFor(group, params.context.diagnostics);
    for (const finding of group) {
      fixes.push(...fixesOf(session, document, finding).flatMap((fix) => action(session, fix, diagnostics) ?? []));
      if (session.client.commands.has(commands.openPage)) pages.push(pageAction(session, finding, diagnostics));
    }
  }
  return [...unique(fixes), ...unique(pages)];
}

/** The service makes the edits when asked, for what lies at a range: of those, the ones of this very finding. */
function fixesOf(session: Session, document: OpenDocument, finding: Finding): readonly Fix[] {
  return session.service
    .fixes(document.path, finding.range)
    .filter((offer) => offer.finding.fingerprint === finding.fingerprint)
    .map((offer) => offer.fix);
}

function action(session: Session, fix: Fix, diagnostics: Diagnostic[]): CodeAction | undefined {
  const edit = workspaceEdit(session, fix.edits);
  if (!edit) return undefined;
  return {
    title: fix.title + SUFFIX[fix.class],
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit,
    ...(fix.class === 'safe' && session.client.isPreferred ? { isPreferred: true } : {}),
  };
}

function pageAction(session: Session, finding: Finding, diagnostics: Diagnostic[]): CodeAction {
  const title = `Open the threat page: ${session.rule(finding.rule)?.title ?? finding.rule}`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title, command: commands.openPage, arguments: [finding.threat, finding.rule] },
  };
}

/** Edits of one fix, by file. Undefined when a file's text is not to be had: half a fix is none. */
function workspaceEdit(session: Session, edits: readonly Edit[]): WorkspaceEdit | undefined {
  const byFile = new Map<string, TextEdit[]>();
  for (const { file, range, text } of edits) {
    const wire = session.texts.range(file, range);
    if (!wire) return undefined;
    const list = byFile.get(file);
    if (list) list.push({ range: wire, newText: text });
    else byFile.set(file, [{ range: wire, newText: text }]);
  }
  if (byFile.size === 0) return undefined;
  if (!session.client.documentChanges) {
    return { changes: Object.fromEntries([...byFile].map(([file, list]) => [session.texts.uri(file), list])) };
  }
  const documentChanges = [...byFile].map(([file, list]): TextDocumentEdit => {
    const version = session.documents.ofPath(file)?.version ?? null;
    return { textDocument: { uri: session.texts.uri(file), version }, edits: list };
  });
  return { documentChanges };
}

/** The client's diagnostics that show this group. */
function shownFor(group: readonly Finding[], diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const fingerprints = new Set(group.map((finding) => finding.fingerprint));
  return diagnostics.filter((diagnostic) => {
    if (diagnostic.source !== SOURCE) return false;
    const data = diagnostic.data as Partial<DiagnosticData> | undefined;
    if (Array.isArray(data?.fingerprints))
      return data.fingerprints.some((fingerprint) => fingerprints.has(fingerprint));
    return group.some((finding) => finding.rule === diagnostic.code);
  });
}

/** Two findings of one cause often have the same fix: it is offered once. */
function unique(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter((candidate) => {
    const key = JSON.stringify([candidate.title, candidate.edit, candidate.command?.arguments]);
    return !seen.has(key) && seen.add(key);
  });
}

function touches(range: { start: number; end: number }, asked: { start: number; end: number }): boolean {
  return range.start <= asked.end && asked.start <= range.end;
}
