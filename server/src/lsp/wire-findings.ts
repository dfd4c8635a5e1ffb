/**
 * Findings as a sidebar gets them. Of a closed file they are made once: they stay as long as its results do, and a workspace has
 * thousands of them that are asked for after every pause in typing.
 */
import type { Finding, Suppression } from '../model/finding';
import { plainText } from './plain-text';
import type { WireAccepted, WireFinding } from './protocol';
import type { Session } from './session';

export class WireFindings {
  private readonly made = new WeakMap<Finding, WireFinding>();

  constructor(private readonly session: Session) {}

  /** Undefined when the file's text is not to be had. */
  of(finding: Finding): WireFinding | undefined {
    // An open text may be ahead of its results; an acceptance may stand in another file, whose lines move.
    if (this.session.documents.ofPath(finding.file) || finding.suppression) return this.make(finding);
    const wire = this.made.get(finding) ?? this.make(finding);
    if (wire) this.made.set(finding, wire);
    return wire;
  }

  accepted({ reason, until, place }: Suppression): WireAccepted {
    const location = this.session.texts.location(place.file, place.range);
    return { reason, ...(until === undefined ? {} : { until }), ...(location ? { place: location } : {}) };
  }

  private make(finding: Finding): WireFinding | undefined {
    const location = this.session.texts.location(finding.file, finding.range);
    if (!location) return undefined;
    const { rule, code, threat, level, message, confidence, cause, fingerprint, holder, suppression } = finding;
    const safe = finding.fixes.find((fix) => fix.class === 'safe');
    return {
      ...location,
      rule,
      code,
      title: this.session.rule(rule)?.title ?? rule,
      threat,
      level,
      message: plainText(message),
      confidence,
      cause,
      fingerprint,
      ...(suppression ? { accepted: this.accepted(suppression) } : {}),
      holder,
      fixable: finding.fixes.length > 0,
      ...(safe ? { fix: safe.title } : {}),
    };
  }
}
