/** The text of a bug report. Pure, and made of numbers and names of ours: whoever sends it on need not read it for secrets, but can. */
import type { Facts } from '../../../server/src/lsp/protocol';
import type { ScrubbedError } from '../../../server/src/lsp/scrub';

export interface ReportFacts {
  readonly extension: string;
  readonly editor: string;
  readonly runtime: string;
  readonly system: string;
  /** Where the extension runs, whether the workspace is trusted. */
  readonly place: string;
  readonly server: string;
  /** Undefined: the server does not answer. */
  readonly facts: Facts | undefined;
  /** Settings of ours that are not as delivered. */
  readonly settings: readonly { readonly name: string; readonly value: string; readonly scope: string }[];
  /** Of the client. */
  readonly problems: Facts['problems'];
}

export function bugReport(report: ReportFacts): string {
  const { facts } = report;
  const parts = [
    '# ZeroMQ Threat Model: bug report',
    [
      '<!-- This was put together on your machine and went nowhere. Fill in the first three parts and copy it all to where you got the',
      'extension. Below them are versions and counts: none of your code, and no path or name of your workspace. -->',
    ].join('\n'),
    '## What happened\n\n…',
    '## What you expected\n\n…',
    '## A piece of code that shows it\n\n```ts\n\n```',
    section('Versions', [
      `extension ${report.extension}`,
      report.editor,
      report.runtime,
      report.system,
      report.place,
      ...(facts ? [`server ${facts.version} on ${facts.runtime}`] : []),
      ...(facts ? [list(facts.libraries, ' ')] : []),
    ]),
    section('State', [
      `server: ${report.server}${facts ? `, workspace ${facts.state}` : ', no answer'}`,
      ...(facts ? countsOf(facts) : []),
    ]),
    section(
      'Settings that are not as delivered',
      report.settings.map(({ name, value, scope }) => `\`${name}\`: ${value} (${scope})`),
    ),
    section('Internal errors of the server', (facts?.problems ?? []).map(problem)),
    section('Internal errors of the client', report.problems.map(problem)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function countsOf(facts: Facts): string[] {
  return [
    `folders: ${facts.folders}, open documents: ${facts.openDocuments}`,
    `files: ${list(facts.files)}`,
    `sockets: ${list(facts.sockets)}`,
    `findings: ${list(facts.findings)}`,
    `accepted: ${list(facts.accepted)}`,
    `notices: ${list(facts.notices)}`,
  ];
}

function list(counts: Readonly<Record<string, string | number>>, between = ' × '): string {
  const entries = Object.entries(counts).map(([name, value]) =>
    typeof value === 'number' ? `${value}${between}${name}` : `${name}${between}${value}`,
  );
  return entries.length === 0 ? 'none' : entries.join(', ');
}

function problem({ where, kind, frames, count }: ScrubbedError & { readonly count: number }): string {
  const head = `${kind}${where === '' ? '' : ` in ${where}`}${count > 1 ? `, ${count} times` : ''}`;
  return [head, ...frames.map((frame) => `  - ${frame}`)].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return `## ${title}\n\n${lines.length === 0 ? 'none' : lines.map((line) => `- ${line}`).join('\n')}`;
}
