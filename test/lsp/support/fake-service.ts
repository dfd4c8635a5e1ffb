/**
 * A service for tests of the LSP layer alone: files that say `zmq` are ours, the word BAD is a finding with a safe fix, PAIR is two
 * findings of one cause, RISKY has a fix that changes behaviour, `if-absent <path>` is a finding while that file is unknown.
 */
import type {
  Delegation,
  FileResult,
  HoverResult,
  ServiceHost,
  SourceFile,
  ThreatService,
  ThreatStatus,
} from '../../../server/src/service-types';
import type { Finding, Fix } from '../../../server/src/model/finding';
import type { Catalogue } from '../../../server/src/threats/catalogue';
import type { Range } from '../../../server/src/text/lines';

export const fakeCatalogue: Catalogue = {
  threats: [
    {
      id: 'hwm_overflow_dos',
      title: 'Queue overflow',
      stride: ['D'],
      cwe: [770],
      mitigations: [{ id: 'sandboxing', title: 'Sandboxing' }],
      markdown:
        '# Queue overflow\n\nSee [the rule](hwm_overflow_dos/unbounded-hwm.md), [another](spoofing/no-auth.md), [a threat](spoofing.md), [here](hwm_overflow_dos.md#fixes).\n',
    } as unknown as Catalogue['threats'][number],
    {
      id: 'spoofing',
      title: 'Spoofing',
      stride: ['S'],
      cwe: [],
      postures: [],
      mitigations: [],
      markdown: '# Spoofing\n',
    } as unknown as Catalogue['threats'][number],
  ],
  rules: [
    rule('unbounded-hwm', 'hwm_overflow_dos', 'Unbounded high-water mark'),
    rule('no-auth', 'spoofing', 'No authentication'),
  ],
};

function rule(id: string, threat: string, title: string): Catalogue['rules'][number] {
  const markdown = `# ${title}\n\nSummary.\n\n## Example\n\n\`\`\`ts bad prelude=v6\nnew zmq.Push(); //~ "Push"\n\`\`\`\n`;
  return {
    id,
    threat,
    title,
    covers: ['X-01'],
    impact: 'high',
    cwe: [],
    fix: 'safe',
    summary: 'Summary.',
    markdown,
  } as unknown as Catalogue['rules'][number];
}

export class FakeService implements ThreatService {
  readonly texts = new Map<string, string>();
  /** Results that still hold: the same object is handed out again. */
  private readonly fresh = new Map<string, FileResult>();
  roots: readonly string[] = [];
  complete = false;
  configurations = new Map<string, string | undefined>();
  /** Set by a test: `results` throws. */
  broken = false;
  calls = { results: 0 };
  /** Judges everything itself. */
  readonly elsewhere: Delegation = {
    pending: () => [],
    judged: () => true,
    changes: () => ({ roots: [], complete: true, configurations: [], files: [], removed: [], surroundings: false }),
    adopt: () => false,
    giveUp: () => undefined,
    retry: () => undefined,
    prepare: () => undefined,
    judgeHere: () => undefined,
    replay: () => undefined,
    judge: () => undefined,
  };

  /** Set by a test: what was shown is to be looked at again, with this as the result. */
  unsettled: (() => void) | undefined;

  get hasOpenTypes(): boolean {
    return this.unsettled !== undefined;
  }

  settleTypes(): boolean {
    const correct = this.unsettled;
    this.unsettled = undefined;
    if (!correct) return false;
    correct();
    this.fresh.clear();
    return true;
  }

  constructor(private readonly host: ServiceHost) {}

  update(file: SourceFile): boolean {
    const before = this.texts.get(file.path);
    const ours = this.mayMatter(file.path, file.text) || this.mayImport(file.path, file.text);
    if (ours) this.texts.set(file.path, file.text);
    else this.texts.delete(file.path);
    if (before !== file.text) this.fresh.delete(file.path);
    if ((before === undefined) === ours) this.fresh.clear();
    return ours;
  }

  remove(path: string): void {
    if (this.texts.delete(path)) this.fresh.clear();
  }

  setRoots(roots: readonly string[]): void {
    this.roots = roots;
  }

  setComplete(complete: boolean): void {
    this.complete = complete;
  }

  setConfiguration(root: string, text: string | undefined): void {
    this.configurations.set(root, text);
    this.fresh.clear();
  }

  mayMatter(path: string, content: { includes(text: string): boolean }): boolean {
    return content.includes('zmq') || path.endsWith('package.json');
  }

  /** `imports <path>` matters once that file does. */
  mayImport(_path: string, content: { toString(): string }): boolean {
    const imported = /imports (\S+)/.exec(content.toString())?.[1];
    return imported !== undefined && this.texts.has(imported);
  }

  languages(): readonly string[] {
    return this.texts.size > 0 ? ['typescript'] : [];
  }

  files(): readonly string[] {
    return [...this.texts.keys()];
  }

  stale(): readonly string[] {
    return this.files().filter((path) => !this.fresh.has(path));
  }

  results(path: string): FileResult {
    this.calls.results++;
    if (this.broken) throw new Error('the fake service is broken');
    const known = this.fresh.get(path);
    if (known) return known;
    const result = this.compute(path);
    this.fresh.set(path, result);
    return result;
  }

  private compute(path: string): FileResult {
    const text = this.texts.get(path);
    if (text === undefined) return { path, findings: [], postures: [], notices: [] };
    const off = [...this.configurations.values()].some((configuration) => configuration?.includes('off'));
    return {
      path,
      findings: off ? [] : findingsOf(path, text, (other) => this.texts.has(other)),
      postures: [],
      notices: [],
    };
  }

  all(): readonly FileResult[] {
    return this.files().map((path) => this.results(path));
  }

  hover(path: string, offset: number): HoverResult | undefined {
    const finding = this.results(path).findings.find(({ range }) => range.start <= offset && offset <= range.end);
    if (!finding) return undefined;
    return {
      range: finding.range,
      markdown: `**PUSH** · see [the page](zmq-threat:/${finding.threat}.md#${finding.rule})`,
      pages: [{ threat: finding.threat }],
    };
  }

  fixes(path: string, range: Range): readonly { readonly finding: Finding; readonly fix: Fix }[] {
    return this.results(path)
      .findings.filter((finding) => finding.range.start <= range.end && range.start <= finding.range.end)
      .flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
  }

  fixAll(path: string, rule?: string): ReturnType<ThreatService['fixAll']> {
    const findings = this.results(path).findings.filter((one) => rule === undefined || one.rule === rule);
    return findings.flatMap(({ fixes }) => fixes.find((fix) => fix.class === 'safe')?.edits ?? []);
  }

  acceptable(_path: string, finding: Finding): ReturnType<ThreatService['acceptable']> {
    return finding.rule === 'no-auth' ? { reason: 'as before' } : null;
  }

  accept(path: string, fingerprint: string, accepted: { reason: string; until?: string }) {
    const finding = this.results(path).findings.find((one) => one.fingerprint === fingerprint);
    const text = `// ${accepted.reason} ${accepted.until ?? ''}\n`;
    return finding && { range: { start: finding.range.start, end: finding.range.start }, text };
  }

  status(root?: string): readonly ThreatStatus[] {
    const findings = this.all()
      .flatMap((result) => result.findings)
      .filter(({ file }) => root === undefined || file.startsWith(root));
    return fakeCatalogue.threats.map(({ id, title }) => {
      const own = findings.filter(({ threat }) => threat === id);
      const level = own[0]?.level;
      return {
        threat: id,
        title,
        ...(level ? { level } : {}),
        findings: own,
        count: own.length,
        postures: [],
        mitigations: [],
      };
    });
  }

  sockets(): Readonly<Record<string, number>> {
    return { 'zeromq.js@6': this.texts.size };
  }

  speaksZeroMq(): boolean {
    return this.texts.size > 0;
  }
}

function findingsOf(path: string, text: string, knows: (path: string) => boolean): Finding[] {
  const found: Finding[] = [];
  for (const match of text.matchAll(/\b(BAD|PAIR|RISKY)\b|if-absent (\S+)/g)) {
    const word = match[1];
    if (word === undefined && knows(match[2]!)) continue;
    const range = { start: match.index, end: match.index + match[0].length };
    const fix: Fix = {
      title: 'Set a bound',
      class: word === 'RISKY' ? 'changes-behaviour' : 'safe',
      edits: [{ file: path, range, text: 'GOOD' }],
    };
    const finding: Finding = {
      rule: 'unbounded-hwm',
      code: 'HWM-01',
      threat: 'hwm_overflow_dos',
      level: 'warning',
      file: path,
      range,
      message: `${match[0]} is not good`,
      evidence: [{ place: { file: path, range: { start: 0, end: 3 } }, message: 'bound here' }],
      confidence: 'high',
      cause: `${path}:${match.index}`,
      holder: 'sock',
      fingerprint: `fp:${path}:${match.index}`,
      fixes: word === undefined ? [] : [fix],
    };
    found.push(finding);
    if (word === 'PAIR') {
      found.push({
        ...finding,
        rule: 'no-auth',
        code: 'AUTH-09',
        threat: 'spoofing',
        level: 'error',
        message: 'anybody may send',
        fingerprint: `${finding.fingerprint}b`,
      });
    }
  }
  return found;
}
