/**
 * Edits that are known to do what they say, because their outcome was looked at before they are offered: all safe fixes of a file,
 * and the comment that accepts a finding.
 */
import type { Finding } from '../model/finding';
import { applied, type TextChange } from '../text/edits';
import type { RuleEntry } from '../threats/catalogue';
import {
  acceptanceEdits,
  neighbouringReason,
  takesComments,
  type Accepted,
  type CommentSource,
} from './acceptance-edits';
import { fixAll } from './fix-all';
import type { Commented } from './acceptances';
import type { Workspace } from './workspace';

export class Changes {
  /** Answers by the findings they were made for: editors ask again with each move of the cursor. */
  private readonly fixed = new WeakMap<readonly Finding[], Map<string | undefined, readonly TextChange[]>>();

  constructor(
    private readonly workspace: Workspace,
    private readonly rules: ReadonlyMap<string, RuleEntry>,
    private readonly today: () => string,
    /** What is found in a file as it stands. */
    private readonly findings: (path: string) => readonly Finding[],
    /** Comments and statements of a file whose findings have been made. */
    private readonly commented: (path: string) => Commented,
  ) {}

  fixAll(path: string, rule?: string): readonly TextChange[] {
    const text = this.workspace.index.get(path) && this.workspace.index.textOf(path);
    if (text === undefined) return [];
    const known = this.fixed.get(this.findings(path))?.get(rule);
    if (known) return known;
    const edits = fixAll({ path, text, findings: (one) => this.trial(path, one) }, rule);
    // A trial makes the file's findings anew.
    const findings = this.findings(path);
    this.fixed.set(findings, (this.fixed.get(findings) ?? new Map()).set(rule, edits));
    return edits;
  }

  acceptable(path: string, finding: Finding): Accepted | null | undefined {
    const source = this.comments(path);
    if (!source || finding.suppression || !takesComments(source.language)) return undefined;
    return neighbouringReason(source, finding.range.start) ?? null;
  }

  accept(path: string, fingerprint: string, accepted: Accepted): TextChange | undefined {
    const before = open(this.findings(path));
    const finding = before.find((one) => one.fingerprint === fingerprint);
    const source = this.comments(path);
    if (!finding || !source) return undefined;
    return acceptanceEdits(source, finding, accepted).find((edit) => {
      const after = this.trial(path, applied(source.text, [edit]));
      return open(after).length < before.length && after.length === this.findings(path).length;
    });
  }

  /** What would be found in a file if this were its text. Afterwards everything is as before. */
  private trial(path: string, text: string): readonly Finding[] {
    const entry = this.workspace.index.get(path);
    const before = entry && this.workspace.index.textOf(path);
    if (before === undefined || before === text) return this.findings(path);
    try {
      this.workspace.update(path, text, entry?.languageId);
      return this.findings(path);
    } finally {
      this.workspace.update(path, before, entry?.languageId);
    }
  }

  /** A judged file with its comments; undefined for files that have none, such as manifests. */
  private comments(path: string): CommentSource | undefined {
    const { index } = this.workspace;
    const text = index.textOf(path);
    const entry = index.get(path);
    // Findings first: the comments come with them.
    if (text === undefined || this.findings(path).length === 0 || !entry) return undefined;
    return {
      file: path,
      language: entry.language,
      text,
      lines: index.linesOf(path),
      ...this.commented(path),
      rules: this.rules,
      today: this.today(),
    };
  }
}

function open(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !finding.suppression);
}
