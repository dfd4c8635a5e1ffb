/** `zmq-threats explain`: the page of a rule or a threat for a terminal, from the same Markdown that the editor shows. */
import type { Catalogue, RuleEntry, ThreatEntry } from '../threats/catalogue';
import { readable } from '../threats/display';
import { ruleNames } from '../workspace/configuration';
import { suggestion } from '../workspace/suggestion';

export interface Explained {
  /** The page, or the list of pages. */
  readonly text?: string;
  /** There is no such page; for the user. */
  readonly problem?: string;
}

/**
 * @param name rule id, catalogue code, or a threat by its id or title, in any case; undefined: which pages there are
 * @param colour may the text contain ANSI colours
 */
export function explain(name: string | undefined, catalogue: Catalogue, colour: boolean): Explained {
  const paint: Paint = colour ? (code, text) => `\u001b[${code}m${text}\u001b[0m` : (_code, text) => text;
  if (name === undefined) return { text: index(catalogue, paint) };
  const names: ReadonlyMap<string, RuleEntry | ThreatEntry> = new Map<string, RuleEntry | ThreatEntry>([
    ...threatNames(catalogue),
    ...ruleNames(catalogue),
  ]);
  const wanted = name.trim().toLowerCase();
  const entry = names.get(wanted) ?? onlyOne(wanted, names);
  if (entry)
    return { text: 'covers' in entry ? rulePage(entry, catalogue, paint) : threatPage(entry, catalogue, paint) };
  const hint = suggestion(wanted, names) || ' zmq-threats explain lists what there is.';
  return { problem: `there is no rule or threat "${name}".${hint}` };
}

/** The beginning of a name is enough, when it is the beginning of one page's names only. */
function onlyOne(
  start: string,
  names: ReadonlyMap<string, RuleEntry | ThreatEntry>,
): RuleEntry | ThreatEntry | undefined {
  const found = new Set(
    [...names].filter(([known]) => start !== '' && known.startsWith(start)).map(([, entry]) => entry),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

type Paint = (code: string, text: string) => string;

/** Threats by file name, with dashes too, and by title. */
function threatNames(catalogue: Catalogue): ReadonlyMap<string, ThreatEntry> {
  return new Map(
    catalogue.threats.flatMap((threat) =>
      [threat.id, threat.id.replaceAll('_', '-'), threat.title.toLowerCase()].map((key) => [key, threat] as const),
    ),
  );
}

function index(catalogue: Catalogue, paint: Paint): string {
  const width = Math.max(...catalogue.rules.map(({ id }) => id.length));
  const blocks = catalogue.threats.map((threat) => {
    const rules = catalogue.rules
      .filter((rule) => rule.threat === threat.id)
      .map(({ id, covers, title }) => `  ${id.padEnd(width)}  ${(covers[0] ?? '').padEnd(8)} ${title}`);
    return [`${paint('1', threat.title)}  ${paint('2', threat.id)}`, ...rules].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function rulePage(rule: RuleEntry, catalogue: Catalogue, paint: Paint): string {
  const threat = catalogue.threats.find(({ id }) => id === rule.threat);
  const facts = [
    `${rule.covers.join(', ')} ${rule.id}`,
    `impact ${rule.impact}${rule.exposure ? ', less where only this machine can reach the socket' : ''}`,
    ...(rule.cwe.length > 0 ? [rule.cwe.map((cwe) => `CWE-${cwe}`).join(', ')] : []),
    rule.fix === 'none' ? 'no automatic fix' : `fix: ${rule.fix.replace('-', ' ')}`,
  ].join(' · ');
  const [title, ...body] = rendered(readable(rule.markdown), paint).split('\n');
  return `${title}\n${paint('2', facts)}\n${threat ? paint('2', `threat: ${threat.title} (zmq-threats explain ${threat.id})\n`) : ''}${body.join('\n')}\n`;
}

function threatPage(threat: ThreatEntry, catalogue: Catalogue, paint: Paint): string {
  const rules = catalogue.rules.filter((rule) => rule.threat === threat.id);
  const list = rules.map(({ id, covers, title }) => `- ${covers[0] ?? ''} ${title}: zmq-threats explain ${id}`);
  const parts = [rendered(readable(threat.markdown), paint)];
  if (list.length > 0) parts.push(`${paint('1', 'Rules')}\n\n${list.join('\n')}`);
  return `${parts.join('\n\n')}\n`;
}

/** Markdown that reads well without a renderer: headings stand out, code is indented, links are their texts. */
function rendered(markdown: string, paint: Paint): string {
  let fenced = false;
  const lines: string[] = [];
  for (const line of markdown.trim().split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    else if (fenced) lines.push(line === '' ? '' : `    ${paint('36', line)}`);
    else lines.push(prose(line, paint));
  }
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

function prose(line: string, paint: Paint): string {
  const heading = /^#+ (.+)$/.exec(line)?.[1];
  const text = (heading ?? line).replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_whole, label: string, target: string) =>
    /^https?:/.test(target) ? `${label} (${target})` : label,
  );
  return heading === undefined ? text : paint('1', text);
}
