/** `zeromqThreatModel/page`: a threat's page, with the pages of its rules as sections, as Markdown. Offline: all text is our own. */
import type { Catalogue, RuleEntry } from '../threats/catalogue';
import { readable } from '../threats/display';
import { request } from './guard';
import { methods, type Page, type PageEntry, type PageParams } from './protocol';
import type { Session } from './session';

export function listenToPages(session: Session): void {
  session.connection.onRequest(
    methods.page,
    request(session, methods.page, null, (params: PageParams | undefined): Page | null =>
      pageOf(session.environment.catalogue(), params?.threat),
    ),
  );
  session.connection.onRequest(
    methods.pages,
    request(session, methods.pages, [], (): PageEntry[] =>
      session.environment.catalogue().threats.map(({ id, title }) => ({ threat: id, title })),
    ),
  );
}

/**
 * One page per threat. A rule's section is headed by the rule's id, because that is what a diagnostic shows, and because a preview
 * makes the anchor `#<rule>` of a link out of the heading's text.
 */
export function pageOf(catalogue: Catalogue, id: unknown): Page | null {
  const threat = catalogue.threats.find((entry) => entry.id === id);
  if (!threat) return null;
  const rules = catalogue.rules.filter((rule) => rule.threat === threat.id);
  const sections = rules.map(section);
  const intro =
    rules.length > 0 ? ['# Rules', ...rules.map((rule) => `- [${rule.id}](#${rule.id}): ${rule.title}`)] : [];
  const head = [threat.markdown.trimEnd(), intro.length > 0 ? `${intro[0]}\n\n${intro.slice(1).join('\n')}` : ''];
  return { title: threat.title, markdown: `${[...head, ...sections].filter((part) => part !== '').join('\n\n')}\n` };
}

function section(rule: RuleEntry): string {
  const facts = [
    `**${rule.title}**`,
    rule.covers.join(', '),
    `impact ${rule.impact}`,
    ...(rule.cwe.length > 0 ? [rule.cwe.map((cwe) => `CWE-${cwe}`).join(', ')] : []),
    rule.fix === 'none' ? 'no automatic fix' : `fix: ${rule.fix.replace('-', ' ')}`,
  ];
  return `## ${rule.id}\n\n${facts.join(' · ')}\n\n${demoted(readable(rule.markdown))}`;
}

/** The title goes (it stands in the line of facts), headings move two levels down, so that the page has one outline. */
function demoted(markdown: string): string {
  return outsideFences(markdown, (line) => (/^# /.test(line) ? undefined : line.replace(/^(#{2,4}) /, '#$1 '))).trim();
}

function outsideFences(markdown: string, change: (line: string) => string | undefined): string {
  let fenced = false;
  const lines: string[] = [];
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    const changed = fenced || line.startsWith('```') ? line : change(line);
    if (changed !== undefined) lines.push(changed);
  }
  return lines.join('\n');
}
