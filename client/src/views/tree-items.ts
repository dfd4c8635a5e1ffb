/** What a node looks like in VS Code: icons, tooltips, what a click does, what a screen reader says. */
import * as vscode from 'vscode';
import type { WireFinding, WireLevel, WireMitigation, WirePlace, WireRange } from '../../../server/src/lsp/protocol';
import {
  isUnsettled,
  place,
  STATE_NAMES,
  type FindingNode,
  type GroupNode,
  type MitigationNode,
  type Node,
  type PostureNode,
  type ThreatNode,
} from './nodes';

export function treeItem(node: Node): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, state(node));
  item.id = node.id;
  item.description = node.description;
  item.contextValue = node.kind;
  describe(item, node);
  return item;
}

function describe(item: vscode.TreeItem, node: Node): void {
  switch (node.kind) {
    case 'folder':
      item.iconPath = vscode.ThemeIcon.Folder;
      return say(item, `Folder ${node.label}`, node.description);
    case 'threat':
      return describeThreat(item, node);
    case 'file':
    case 'socket':
      return describeGroup(item, node);
    case 'mitigations':
      item.iconPath = new vscode.ThemeIcon('shield');
      item.tooltip = 'Measures against this threat, and what the code shows of them';
      return say(item, 'Mitigations', node.description);
    case 'mitigation':
      return describeMitigation(item, node);
    case 'finding':
      return describeFinding(item, node);
    case 'postures':
      item.iconPath = pale('eye');
      item.tooltip = 'Bare defaults and habits that deserve a look. The strict profile warns of them.';
      return say(item, 'Posture', node.description);
    case 'posture':
      return describePosture(item, node);
    case 'place':
      item.iconPath = new vscode.ThemeIcon('location');
      item.command = opening(node.place);
      item.tooltip = path(node.place);
      return say(item, `Go to ${node.label}`);
  }
}

function describeThreat(item: vscode.TreeItem, node: ThreatNode): void {
  item.iconPath = node.level ? icon(node.level) : pale(node.threat.findings.length > 0 ? 'pass' : 'circle-outline');
  const missing = node.threat.mitigations.filter(({ state }) => state === 'missing').map(({ title }) => title);
  const gaps = missing.length > 0 ? `missing: ${missing.join(', ')}` : '';
  const summary = node.threat.findings.length > 0 ? node.summary : 'no findings';
  item.tooltip = [`${node.label}: ${summary}`, gaps].filter(Boolean).join('\n');
  say(item, `${node.label}: ${summary}`, gaps);
}

function describeGroup(item: vscode.TreeItem, node: GroupNode): void {
  item.iconPath = node.kind === 'file' ? vscode.ThemeIcon.File : node.level ? icon(node.level) : pale('pass');
  // The icon theme's picture for the file, and its colour by what is wrong with it. The label stays ours.
  if (node.kind === 'file') item.resourceUri = vscode.Uri.parse(node.uri);
  item.tooltip = `${vscode.workspace.asRelativePath(vscode.Uri.parse(node.uri))}\n${node.summary}`;
  say(item, node.kind === 'file' ? 'File' : 'Socket', node.label, node.summary);
}

const STATE_ICONS: Readonly<Record<WireMitigation['state'], vscode.ThemeIcon>> = {
  missing: new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  'in-place': new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  accepted: new vscode.ThemeIcon('verified', new vscode.ThemeColor('disabledForeground')),
  'not-visible': new vscode.ThemeIcon('question', new vscode.ThemeColor('disabledForeground')),
  'not-applicable': new vscode.ThemeIcon('dash', new vscode.ThemeColor('disabledForeground')),
};

const STATE_HELP: Readonly<Record<WireMitigation['state'], string>> = {
  missing: 'The code shows that it is not there.',
  'in-place': 'The code shows it.',
  accepted: 'Somebody accepted it, in the code or in .zmq-threats.jsonc.',
  'not-visible': 'The code does not tell. Whoever knows that it is there can accept it with a reason.',
  'not-applicable': 'Nothing here needs it.',
};

function describeMitigation(item: vscode.TreeItem, node: MitigationNode): void {
  const { state, note, title, accepted } = node.mitigation;
  item.iconPath = STATE_ICONS[state];
  item.contextValue = contextValue('mitigation', isUnsettled(node.mitigation) && 'unsettled', accepted && 'accepted');
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(title).appendMarkdown(`**: ${STATE_NAMES[state]}\n\n`);
  text.appendText(STATE_HELP[state]);
  if (note !== undefined) text.appendMarkdown('\n\n').appendText(note);
  if (accepted?.until !== undefined) text.appendMarkdown('\n\n').appendText(`Accepted until ${accepted.until}.`);
  item.tooltip = text;
  say(item, 'Mitigation', node.label, node.description);
}

/** A click goes to the line; the page is one button away. What the context menu offers hangs on the words of the context value. */
function describeFinding(item: vscode.TreeItem, node: FindingNode): void {
  const { finding } = node;
  item.iconPath = finding.accepted ? pale('pass') : icon(finding.level);
  item.contextValue = contextValue('finding', finding.accepted && 'accepted', finding.fixable && 'fixable');
  item.tooltip = findingTooltip(finding);
  item.command = opening(finding);
  say(item, finding.level, node.description, place(finding));
}

/** As a finding, without a level: there is nothing to mend unless its message says something to you. */
function describePosture(item: vscode.TreeItem, { finding, description }: PostureNode): void {
  item.iconPath = pale('circle-small-filled');
  item.tooltip = findingTooltip(finding, 'posture');
  item.command = opening(finding);
  say(item, 'posture', description, place(finding));
}

function contextValue(kind: string, ...words: readonly unknown[]): string {
  return [kind, ...words.filter(Boolean)].join('.');
}

/** Text from the code must not become markup or links, so it is appended as text. */
function findingTooltip(finding: WireFinding, level: string = finding.level): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(finding.title).appendMarkdown('**\n\n').appendText(finding.message);
  text.appendMarkdown(`\n\n${finding.code} \`${finding.rule}\` · ${level} · confidence ${finding.confidence}  \n`);
  text.appendText(path(finding));
  if (finding.accepted) {
    const until = finding.accepted.until === undefined ? '' : ` (until ${finding.accepted.until})`;
    text.appendMarkdown('\n\n*Accepted*: ').appendText(finding.accepted.reason + until);
  }
  return text;
}

function state(node: Node): vscode.TreeItemCollapsibleState {
  if (!('children' in node) || node.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return node.expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function say(item: vscode.TreeItem, ...parts: readonly string[]): void {
  item.accessibilityInformation = { label: parts.filter(Boolean).join(', ') };
}

function opening(target: WirePlace): vscode.Command {
  const options: vscode.TextDocumentShowOptions = { selection: toRange(target.range), preview: true };
  return { command: 'vscode.open', title: 'Go to the line', arguments: [vscode.Uri.parse(target.uri), options] };
}

/** As people say it: `src/broker.ts:12`. */
export function path({ uri, range }: WirePlace): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}:${range.start.line + 1}`;
}

export function toRange({ start, end }: WireRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

const ICONS: Readonly<Record<WireLevel, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  note: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
};

function icon(level: WireLevel): vscode.ThemeIcon {
  return ICONS[level];
}

/** Nothing is open here: everything was accepted, or there is nothing. */
function pale(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor('disabledForeground'));
}
