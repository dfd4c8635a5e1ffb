/**
 * The generated pages as a catalogue. The build reads and checks files; what their front matter means is decided here. A field that is
 * not as it should be gets a harmless value: a typing slip on a page must not stop an editor. Tests are stricter.
 */
import generated from './catalogue.generated.json';
import type { Catalogue, Impact, MitigationEntry, RuleEntry, ThreatEntry } from './catalogue';

export interface GeneratedPage {
  readonly id: string;
  readonly title: string;
  readonly frontMatter: Readonly<Record<string, unknown>>;
  readonly markdown: string;
}

export interface GeneratedCatalogue {
  readonly threats: readonly GeneratedPage[];
  readonly rules: readonly (GeneratedPage & { readonly threat: string })[];
}

let loaded: Catalogue | undefined;

/** The catalogue this build was made with. */
export function catalogue(): Catalogue {
  return (loaded ??= catalogueOf(generated as unknown as GeneratedCatalogue));
}

export function catalogueOf(pages: GeneratedCatalogue): Catalogue {
  return { threats: pages.threats.map(threatOf), rules: pages.rules.map(ruleOf) };
}

function threatOf({ id, title, frontMatter, markdown }: GeneratedPage): ThreatEntry {
  const mitigations = Array.isArray(frontMatter.mitigations) ? frontMatter.mitigations.map(mitigationOf) : [];
  return {
    id,
    title: text(frontMatter.title) ?? title,
    stride: texts(frontMatter.stride),
    cwe: numbers(frontMatter.cwe),
    mitigations,
    markdown,
  };
}

function mitigationOf(value: unknown): MitigationEntry {
  const entry = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const id = text(entry.id) ?? '';
  return {
    id,
    title: text(entry.title) ?? id,
    visible: oneOf(entry.visible, ['code', 'partly', 'not-in-code'], 'not-in-code'),
    verdict: oneOf(entry.verdict, ['correct', 'imprecise', 'wrong'], 'correct'),
  };
}

const IMPACTS: readonly Impact[] = ['critical', 'high', 'medium', 'low'];

function ruleOf({ id, threat, title, frontMatter, markdown }: GeneratedCatalogue['rules'][number]): RuleEntry {
  const fix = text(frontMatter.fix) ?? 'none';
  const [kind, note] = fix.startsWith('none')
    ? ['none' as const, fix.replace(/^none:?\s*/, '')]
    : [oneOf(fix, ['safe', 'changes-behaviour', 'needs-input'], 'needs-input'), ''];
  return {
    id,
    threat,
    title,
    covers: texts(frontMatter.covers),
    impact: oneOf(frontMatter.impact, IMPACTS, 'medium'),
    exposure: frontMatter.exposure === true,
    stride: texts(frontMatter.stride),
    cwe: numbers(frontMatter.cwe),
    since: text(frontMatter.since) ?? '',
    bindings: texts(frontMatter.bindings),
    mitigations: texts(frontMatter.mitigations),
    fix: kind,
    ...(note === '' ? {} : { fixNote: note }),
    summary: summaryOf(markdown),
    markdown,
  };
}

/** The paragraph between the title and the first section. */
function summaryOf(markdown: string): string {
  const paragraph = markdown.replace(/^#\s.*\n+/, '').split(/\n\s*\n/)[0] ?? '';
  return paragraph.startsWith('#') ? '' : paragraph.trim();
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : [];
}

function oneOf<T extends string>(value: unknown, known: readonly T[], otherwise: NoInfer<T>): T {
  return known.find((one) => one === value) ?? otherwise;
}
