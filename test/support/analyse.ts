/** A small workspace in memory, judged by the real service. */
import type { Frontend } from '../../server/src/frontends/frontend';
import type { Finding } from '../../server/src/model/finding';
import type { Edit } from '../../server/src/bindings/binding';
import { createService } from '../../server/src/service';
import type { ThreatService } from '../../server/src/service-types';
import { loadFrontend } from '../../server/src/host/load-frontend';
import { catalogue } from '../../server/src/threats/load';
import type { Profile } from '../../server/src/workspace/configuration';
import { isPosture } from '../../server/src/workspace/posture-codes';

export type Files = ReadonlyMap<string, string>;

/** Both frontends, loaded once per test file. */
export async function loadFrontends(): Promise<ReadonlyMap<string, Frontend>> {
  const [typescript, python] = await Promise.all([loadFrontend('typescript'), loadFrontend('python')]);
  return new Map([
    ['typescript', typescript],
    ['python', python],
  ]);
}

export class Analyser {
  readonly log: string[] = [];
  private readonly catalogue = catalogue();

  constructor(private readonly frontends: ReadonlyMap<string, Frontend>) {}

  service(files: Files): ThreatService {
    const service = createService({
      catalogue: this.catalogue,
      host: {
        exists: (path) => files.has(path),
        readText: (path) => files.get(path),
        frontend: (language) => this.frontends.get(language),
        today: () => '2026-01-01',
        log: (message) => void this.log.push(message),
      },
    });
    service.setRoots(['/page']);
    for (const [path, text] of files) service.update({ path, text });
    service.setComplete(true);
    return service;
  }

  findings(files: Files, profile: Profile = 'recommended'): readonly Finding[] {
    const service = this.service(files);
    service.setConfiguration('/page', JSON.stringify({ profile }));
    return service.all().flatMap((result) => result.findings);
  }

  /** A rule's findings, in the profile that warns of them. */
  ofRule(rule: string | undefined, files: Files): readonly Finding[] {
    return this.findings(files, this.profileOf(rule)).filter((finding) => finding.rule === rule);
  }

  /** What good code of a rule's page must not have: any finding, and none of the rule in the profile that warns of it. */
  noise(rule: string | undefined, files: Files): readonly Finding[] {
    return [...this.findings(files), ...(this.profileOf(rule) === 'strict' ? this.ofRule(rule, files) : [])];
  }

  /** The profile that warns of what a rule reports. */
  profileOf(rule: string | undefined): Profile {
    const entry = this.catalogue.rules.find(({ id }) => id === rule);
    return entry && isPosture(entry) ? 'strict' : 'recommended';
  }

  /** Syntax errors, for "still parses". */
  problems(path: string, text: string): number {
    const frontend = this.frontends.get(path.endsWith('.py') ? 'python' : 'typescript');
    if (path.endsWith('.json')) return isJson(text) ? 0 : 1;
    if (/\.(toml|txt)$/.test(path)) return 0;
    return frontend?.lower({ path, text }).problems.length ?? 0;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function applyEdits(files: Files, edits: readonly Edit[]): Files {
  const result = new Map(files);
  for (const edit of [...edits].sort((a, b) => b.range.start - a.range.start || b.range.end - a.range.end)) {
    const text = result.get(edit.file) ?? '';
    result.set(edit.file, text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end));
  }
  return result;
}

/** The text a finding underlines, without the quotes of a string literal. */
export function underlined(files: Files, finding: Finding): string {
  return unquote((files.get(finding.file) ?? '').slice(finding.range.start, finding.range.end));
}

export function unquote(text: string): string {
  return /^[a-z]{0,2}(["'`])([^]*)\1$/i.exec(text)?.[2] ?? text;
}

/** 0-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}
