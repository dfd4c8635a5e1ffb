/** Statuses of little workspaces, for the tests of the sidebar. */
import type { Status, WireFinding, WireMitigation, WireRange, WireThreat } from '../../server/src/lsp/protocol';
import { NO_GIT } from '../../client/src/views/changes';
import { gravest } from '../../client/src/views/texts';
import { everything, type ViewOptions } from '../../client/src/views/view-options';

export const all: ViewOptions = { ...everything, open: new Set(), changes: NO_GIT };

export function at(line: number): WireRange {
  return { start: { line, character: 0 }, end: { line, character: 1 } };
}

export function finding(changes: Partial<WireFinding> = {}): WireFinding {
  return {
    uri: 'file:///w/a.ts',
    range: at(4),
    rule: 'unbounded-hwm',
    code: 'HWM-01',
    title: 'Unbounded high-water mark',
    threat: 'hwm_overflow_dos',
    level: 'warning',
    message: 'm',
    confidence: 'high',
    cause: 'c',
    holder: 'push',
    fingerprint: 'f',
    fixable: true,
    ...changes,
  };
}

export function mitigation(changes: Partial<WireMitigation> = {}): WireMitigation {
  return { id: 'measure', title: 'Measure', state: 'not-visible', places: [], ...changes };
}

export function threat(
  id: string,
  findings: WireFinding[],
  mitigations: WireMitigation[] = [],
  postures: WireFinding[] = [],
): WireThreat {
  const level = gravest(findings);
  return {
    threat: id,
    title: id,
    ...(level ? { level } : {}),
    count: findings.length,
    findings,
    postures,
    mitigations,
  };
}

export function status(...folders: Status['folders']): Status {
  return { state: 'ready', speaksZeroMq: true, files: 1, counts: { error: 0, warning: 0, note: 0 }, folders };
}
