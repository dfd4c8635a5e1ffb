/** `zeromqThreatModel/page`: a threat's page, with the pages of its rules as sections, as Markdown. Offline: all text is our own. */
import type { Catalogue, RuleEntry } from '../threats/catalogue';
import { readable } from '../threats/display';
import { join } from '../workspace/paths';
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
  const sections = catalogue.rules.filter((rule) => rule.threat === threat.id).map(section);
  const intro = relinked(threat.markdown.trim(), '', threat.id);
  return { title: threat.title, markdown: `${[intro, ...sections].join('\n\n---\n\n')}\n` };
}

function section(rule: RuleEntry): string {
  const facts = [
    `**${rule.title}**`,
    rule.covers.join(', '),
    `impact ${rule.impact}`,
    ...(rule.cwe.length > 0 ? [rule.cwe.map((cwe) => `CWE-${cwe}`).join(', ')] : []),
    rule.fix === 'none' ? 'no automatic fix' : `fix: ${rule.fix.replace('-', ' ')}`,
  ];
  const body = demoted(readable(relinked(rule.markdown, `${rule.threat}/`, rule.threat)));
  return `## ${rule.id}\n\n${facts.join(' · ')}\n\n${body}`;
}

/**
 * Pages link to each other as the files they are under `threats/`; here a threat and its rules are one document. `at` is the folder
 * the linking page lies in.
 */
function relinked(markdown: string, at: string, current: string): string {
  return markdown.replace(/\]\(([\w./-]+)\.md(#[\w-]+)?\)/g, (whole, target: string, anchor: string | undefined) => {
    const [threat, rule, ...more] = join(`/${at}`, target).slice(1).split('/');
    if (threat === undefined || more.length > 0) return whole;
    const place = rule === undefined ? (anchor ?? '') : `#${rule}`;
    return threat === current && place !== '' ? `](${place})` : `](./${threat}.md${place})`;
  });
}

/** The title goes (it stands in the line of facts), headings move a level down, so that the page has one outline. */
function demoted(markdown: string): string {
  return outsideFences(markdown, (line) => (/^# /.test(line) ? undefined : line.replace(/^(#{2,5}) /, '#$1 '))).trim();
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
