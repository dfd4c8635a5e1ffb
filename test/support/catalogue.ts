/** The catalogue as the pages state it, for tests. */
import generated from '../../server/src/threats/catalogue.generated.json';
import type { Catalogue, Impact, MitigationEntry, RuleEntry } from '../../server/src/threats/catalogue';

interface Page {
  readonly id: string;
  readonly threat?: string;
  readonly title: string;
  readonly frontMatter: Record<string, unknown>;
  readonly markdown: string;
}

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : []);

function ruleEntry({ id, threat, title, frontMatter: f, markdown }: Page): RuleEntry {
  const fix = String(f['fix']);
  const none = fix.startsWith('none');
  return {
    id,
    threat: threat ?? '',
    title,
    markdown,
    covers: strings(f['covers']),
    impact: f['impact'] as Impact,
    exposure: f['exposure'] === true,
    stride: strings(f['stride']),
    cwe: numbers(f['cwe']),
    since: String(f['since']),
    bindings: strings(f['bindings']),
    mitigations: strings(f['mitigations']),
    fix: none ? 'none' : (fix as RuleEntry['fix']),
    summary: markdown.split('\n\n')[1] ?? '',
    ...(none ? { fixNote: fix.replace(/^none:?\s*/, '') } : {}),
  };
}

export function testCatalogue(): Catalogue {
  const { threats, rules } = generated as unknown as { threats: readonly Page[]; rules: readonly Page[] };
  return {
    threats: threats.map(({ id, title, frontMatter: f, markdown }) => ({
      id,
      title,
      markdown,
      stride: strings(f['stride']),
      cwe: numbers(f['cwe']),
      mitigations: f['mitigations'] as readonly MitigationEntry[],
    })),
    rules: rules.map(ruleEntry),
  };
}
