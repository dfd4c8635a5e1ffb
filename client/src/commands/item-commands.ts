/** What the context menu of the sidebar does with an item. Commands can be called by anybody, so an item is looked at first. */
import * as vscode from 'vscode';
import type { WireFinding, WireFolder, WirePlace } from '../../../server/src/lsp/protocol';
import type { Server } from '../server/server';
import type { ThreatStore } from '../store';
import { copied, isUnsettled, type MitigationNode, type Node } from '../views/nodes';
import { openPage } from '../views/pages';
import { slug } from '../views/texts';
import { path, toRange } from '../views/tree-items';
import { acceptMitigation, type Acceptable } from './accept';

export function registerItemCommands(server: Server, store: ThreatStore): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  return [
    register('zeromqThreatModel.openPageOfItem', openPageOfItem),
    register('zeromqThreatModel.goToItem', goToItem),
    register('zeromqThreatModel.copyItem', copy),
    register('zeromqThreatModel.fixItem', (node?: Node) => node?.kind === 'finding' && fix(node.finding)),
    register('zeromqThreatModel.openAcceptance', openAcceptance),
    register('zeromqThreatModel.acceptMitigation', async (node?: Node) => {
      const chosen = node?.kind === 'mitigation' ? acceptable(node) : await pickMitigation(store.status.folders);
      if (chosen) await acceptMitigation(server, chosen);
    }),
  ];
}

const goToItem = (node?: Node): unknown => (node?.kind === 'finding' || node?.kind === 'posture') && goTo(node.finding);

async function openPageOfItem(node?: Node): Promise<void> {
  if (node?.kind === 'finding' || node?.kind === 'posture') return openPage(node.finding.threat, node.finding.rule);
  if (node?.kind === 'threat') return openPage(node.threat.threat);
  if (node?.kind === 'mitigation') return openPage(node.threat, slug(node.mitigation.title));
}

/** Where somebody said why: to read it, to change it, to take it back. */
async function openAcceptance(node?: Node): Promise<void> {
  const accepted =
    node?.kind === 'finding' ? node.finding.accepted : node?.kind === 'mitigation' && node.mitigation.accepted;
  if (accepted && accepted.place) await goTo(accepted.place);
}

async function goTo({ uri, range }: WirePlace): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  return vscode.window.showTextDocument(document, { selection: toRange(range), preview: true });
}

/** Lines that a colleague understands, and a terminal makes links of. */
async function copy(node?: Node): Promise<void> {
  const text = node?.kind === undefined ? '' : copied(node, path);
  if (text !== '') await vscode.env.clipboard.writeText(text);
}

function acceptable({ folder, mitigation: { id, title } }: MitigationNode): Acceptable | undefined {
  return folder === undefined ? undefined : { folder, mitigation: id, title };
}

/** From the palette: what could be accepted, in all folders. */
async function pickMitigation(folders: readonly WireFolder[]): Promise<Acceptable | undefined> {
  const items = folders.flatMap(({ uri, name, threats }) =>
    uri === undefined
      ? []
      : threats.flatMap(({ title: threat, mitigations }) =>
          mitigations.filter(isUnsettled).map(({ id, title }) => ({
            label: title,
            description: folders.length > 1 ? `${threat} · ${name}` : threat,
            acceptable: { folder: uri, mitigation: id, title },
          })),
        ),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Accept a Mitigation',
    placeHolder: 'Which measure is taken outside of the code?',
    matchOnDescription: true,
  });
  return picked?.acceptable;
}

/**
 * Runs the quick fix that changes nothing but the defect. Where there is none the others are offered at the place: they need an eye on
 * the code.
 */
async function fix(finding: WireFinding): Promise<void> {
  const { document } = await goTo(finding);
  if (finding.fix !== undefined) {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      toRange(finding.range),
      vscode.CodeActionKind.QuickFix.value,
    );
    // Other extensions have preferred fixes, too.
    const ours = actions.find(({ title, isPreferred, edit }) => isPreferred && edit && title === finding.fix);
    if (ours?.edit && (await vscode.workspace.applyEdit(ours.edit))) return;
  }
  await vscode.commands.executeCommand('editor.action.quickFix');
}
