/**
 * Code actions: the rule's fixes, all safe ones at once, accepting with a reason, turning a rule off, its page. Only a fix that changes
 * nothing but the defect is preferred; the others say in their title what they ask of the reader.
 */
import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver/node';
import type { Finding, Fix, FixClass } from '../model/finding';
import type { Analysis } from './analysis';
import { acceptAction, pageAction, turnOffAction } from './code-actions-of-rule';
import { byCause, SOURCE, type DiagnosticData } from './convert';
import { offsetIn, partOf, type OpenDocument } from './documents';
import { workspaceEdit } from './edits';
import { cancelled, request } from './guard';
import { FIX_ALL } from './protocol';
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
      if (!document || !session.settings.enable || !session.client.codeActions) return [];
      const { only } = params.context;
      return [
        ...(wanted(CodeActionKind.QuickFix, only) ? actionsFor(session, document, params) : []),
        // Changes of a whole file are made only when somebody asks for that kind, on saving for instance.
        ...(only && wanted(FIX_ALL, only) ? fixAllAction(session, document, FIX_ALL) : []),
        ...(only ?? []).flatMap((kind) => {
          const rule = kind.startsWith(`${FIX_ALL}.`) ? kind.slice(FIX_ALL.length + 1) : undefined;
          return rule === undefined ? [] : fixAllAction(session, document, kind, rule);
        }),
      ];
    }),
  );
}

/** Kinds are a hierarchy: who asks for `quickfix.x` does not want ours, who asks for the empty kind wants all. */
function wanted(kind: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`));
}

function actionsFor(session: Session, document: OpenDocument, params: CodeActionParams): CodeAction[] {
  const part = partOf(document, params.textDocument.uri);
  if (!part) return [];
  const asked = { start: offsetIn(part, params.range.start), end: offsetIn(part, params.range.end) };
  const { findings } = session.service.results(document.path);
  const groups = byCause(findings).filter((group) => group.some(({ range }) => touches(range, asked)));
  const fixes: CodeAction[] = [];
  const all: CodeAction[] = [];
  const others: CodeAction[] = [];
  for (const group of groups) {
    const diagnostics = shownFor(group, params.context.diagnostics);
    for (const finding of group) {
      fixes.push(...fixesOf(session, document, finding).flatMap((fix) => action(session, fix, diagnostics) ?? []));
      if (findings.filter((one) => one.rule === finding.rule && hasSafeFix(one)).length > 1)
        all.push(...fixAllAction(session, document, CodeActionKind.QuickFix, finding.rule));
    }
    for (const make of [acceptAction, turnOffAction, pageAction])
      others.push(...group.flatMap((finding) => make(session, document, finding, diagnostics) ?? []));
  }
  return [...unique(fixes), ...unique(all), ...unique(others)];
}

/** The service makes the edits when asked, for what lies at a range: of those, the ones of this very finding. */
function fixesOf(session: Session, document: OpenDocument, finding: Finding): readonly Fix[] {
  return session.service
    .fixes(document.path, finding.range)
    .filter((offer) => offer.finding.fingerprint === finding.fingerprint)
    .map((offer) => offer.fix);
}

function hasSafeFix(finding: Finding): boolean {
  return !finding.suppression && finding.fixes.some((fix) => fix.class === 'safe');
}

function action(session: Session, fix: Fix, diagnostics: Diagnostic[]): CodeAction | undefined {
  const edit = workspaceEdit(session, fix.edits, fix.class === 'needs-input');
  if (!edit) return undefined;
  return {
    title: fix.title + SUFFIX[fix.class],
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit,
    ...(fix.class === 'safe' && session.client.isPreferred ? { isPreferred: true } : {}),
  };
}

/** All safe fixes of the file, or those of one rule. */
function fixAllAction(session: Session, { path }: OpenDocument, kind: string, rule?: string): CodeAction[] {
  const edits = session.service.fixAll(path, rule).map((edit) => ({ ...edit, file: path }));
  const edit = workspaceEdit(session, edits);
  const title = rule === undefined ? 'Fix all ZeroMQ threats that are safe to fix' : `Fix all ${rule} in this file`;
  return edit ? [{ title, kind, edit }] : [];
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
