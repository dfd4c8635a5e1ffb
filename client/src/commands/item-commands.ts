/** What the context menu of the sidebar does with an item. Commands can be called by anybody, so an item is looked at first. */
import * as vscode from 'vscode';
import { openPage } from '../views/pages';
import { slug } from '../views/texts';
import { path, toRange } from '../views/tree-items';
import type { FindingNode, Node } from '../views/nodes';
import type { WireFinding } from '../../../server/src/lsp/protocol';

export function registerItemCommands(): vscode.Disposable[] {
  const register = vscode.commands.registerCommand;
  return [
    register('zeromqThreatModel.openPageOfItem', openPageOfItem),
    register('zeromqThreatModel.goToItem', (node?: FindingNode) => node?.kind === 'finding' && goTo(node.finding)),
    register('zeromqThreatModel.copyItem', (node?: FindingNode) => node?.kind === 'finding' && copy(node.finding)),
    register('zeromqThreatModel.fixItem', (node?: FindingNode) => node?.kind === 'finding' && fix(node.finding)),
  ];
}

async function openPageOfItem(node?: Node): Promise<void> {
  if (node?.kind === 'finding') return openPage(node.finding.threat, node.finding.rule);
  if (node?.kind === 'threat') return openPage(node.threat.threat);
  if (node?.kind === 'mitigation') return openPage(node.threat, slug(node.mitigation.title));
}

async function goTo(finding: WireFinding): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(finding.uri));
  return vscode.window.showTextDocument(document, { selection: toRange(finding.range), preview: true });
}

/** One line that a colleague understands, and a terminal makes a link of. */
async function copy(finding: WireFinding): Promise<void> {
  await vscode.env.clipboard.writeText(`${path(finding)} ${finding.rule}: ${finding.message}`);
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
