/**
 * SARIF 2.1.0, for GitHub code scanning and everything else that reads it. Written by hand: it is a plain object, and a library would
 * be larger than this file. URIs are relative to %SRCROOT%; no snippet of code is included, so no key material can be.
 */
import type { Log, Location, ReportingDescriptor, Result, Notification } from 'sarif';
import type { Finding, Notice } from '../model/finding';
import type { Place } from '../model/model';
import { levelOf } from '../rules/level';
import type { Impact, RuleEntry } from '../threats/catalogue';
import { readable } from '../threats/display';
import { isInside, relativeTo } from '../workspace/paths';
import { cellOf, findingsOf, mitigationsOf, noticesOf, posturesOf, spotOf, type ReportInput } from './report';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const ROOT = '%SRCROOT%';

/** GitHub's bands: over 9.0 critical, 7.0 high, 4.0 medium. */
const SEVERITY: Readonly<Record<Impact, string>> = { critical: '9.1', high: '7.5', medium: '5.0', low: '2.5' };

export function sarifReport(input: ReportInput): string {
  return `${JSON.stringify(sarifLog(input), null, 2)}\n`;
}

export function sarifLog(input: ReportInput): Log {
  const rules = [...input.catalogue.rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const index = new Map(rules.map((rule, i) => [rule.id, i]));
  const findings = findingsOf(input);
  // SARIF 3.27.23: when one result has the property, all have.
  const suppressions = findings.some((finding) => finding.suppression);
  const mitigations = mitigationsOf(input).map(({ folder, threat, id, state, note, accepted }) => ({
    ...{ folder, threat, id, state, note },
    ...(accepted ? { accepted: { reason: accepted.reason, until: accepted.until } } : {}),
  }));
  const postures = posturesOf(input).map(({ rule, file, range, message }) => {
    const { line, column } = spotOf({ file, range }, input);
    return { ruleId: rule, file: relativeTo(input.base, file), line, column, message: plain(message) };
  });
  const properties = {
    ...(mitigations.length > 0 ? { mitigations } : {}),
    ...(postures.length > 0 ? { postures } : {}),
  };
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'zmq-threats',
            fullName: 'ZeroMQ Threat Model',
            version: input.version,
            semanticVersion: input.version,
            rules: rules.map((rule) => descriptor(rule, input)),
            notifications: [...new Set(noticesOf(input).map((notice) => notice.code))].sort().map((id) => ({ id })),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: noticesOf(input).map((notice) => notification(notice, input)),
          },
        ],
        originalUriBaseIds: {
          [ROOT]: {
            uri: `file://${input.base.startsWith('/') ? '' : '/'}${encoded(input.base)}/`.replace(/\/+$/, '/'),
          },
        },
        columnKind: 'utf16CodeUnits',
        // SARIF has no word for measures, and readers take every result for an alert: both are an extra for those who look.
        ...(Object.keys(properties).length > 0 ? { properties } : {}),
        results: findings.map((finding) => result(finding, index.get(finding.rule) ?? -1, input, suppressions)),
      },
    ],
  };
}

function descriptor(rule: RuleEntry, input: ReportInput): ReportingDescriptor {
  const threat = input.catalogue.threats.find((one) => one.id === rule.threat);
  const help = readable(rule.markdown);
  // The level of a finding that everything speaks for; what a finding has is in `result.level`.
  const level = levelOf(rule.impact, true, 'remote', 'high');
  return {
    id: rule.id,
    name: rule.covers[0] ?? rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: plain(rule.summary), markdown: rule.summary },
    help: { text: plain(help), markdown: help },
    helpUri: `zmq-threat:/${rule.threat}.md#${rule.id}`,
    defaultConfiguration: { level: level === 'silent' ? 'none' : level },
    properties: {
      tags: ['security', ...rule.cwe.map((cwe) => `external/cwe/cwe-${cwe}`)],
      'security-severity': SEVERITY[rule.impact],
      codes: rule.covers,
      stride: rule.stride,
      threat: rule.threat,
      threatTitle: threat?.title ?? rule.threat,
    },
  };
}

function result(finding: Finding, ruleIndex: number, input: ReportInput, suppressions: boolean): Result {
  const { suppression } = finding;
  return {
    ruleId: finding.rule,
    ...(ruleIndex >= 0 ? { ruleIndex } : {}),
    level: finding.level,
    kind: 'fail',
    message: { text: plain(finding.message), markdown: finding.message },
    locations: [location(finding, input)],
    relatedLocations: finding.evidence.map((one, id) => ({
      id,
      ...location(one.place, input),
      message: { text: plain(one.message) },
    })),
    partialFingerprints: { primaryLocationLineHash: finding.fingerprint, 'zmqThreats/v1': finding.fingerprint },
    ...(suppressions
      ? {
          suppressions: suppression
            ? [
                {
                  kind: 'inSource' as const,
                  status: 'accepted' as const,
                  justification:
                    suppression.until === undefined
                      ? suppression.reason
                      : `${suppression.reason} (until ${suppression.until})`,
                  location: location(suppression.place, input),
                },
              ]
            : [],
        }
      : {}),
    properties: {
      threat: finding.threat,
      code: finding.code,
      confidence: finding.confidence,
      holder: finding.holder,
      cause: finding.cause.replaceAll(`${input.base}/`, ''),
    },
  };
}

function notification(notice: Notice, input: ReportInput): Notification {
  return {
    descriptor: { id: notice.code },
    level: notice.level,
    message: { text: notice.message },
    locations: [location(notice, input)],
  };
}

function location(place: Place, input: ReportInput): Location {
  const { line, column, endLine, endColumn } = spotOf(place, input);
  const inside = isInside(input.base, place.file);
  const uri = inside
    ? encoded(relativeTo(input.base, place.file))
    : `file://${place.file.startsWith('/') ? '' : '/'}${encoded(place.file)}`;
  const cell = cellOf(place, input);
  return {
    physicalLocation: {
      artifactLocation: { uri, ...(inside ? { uriBaseId: ROOT } : {}) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
    // A notebook's reader knows cells; the file's lines are for those who show the file.
    ...(cell
      ? {
          logicalLocations: [
            {
              name: `cell ${cell.cell}, line ${cell.line}`,
              fullyQualifiedName: `${uri}#cell=${cell.cell}&line=${cell.line}`,
            },
          ],
        }
      : {}),
  };
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Markdown for readers that show text: the code spans' marks and links' targets go, the words stay. */
function plain(markdown: string): string {
  return (
    markdown
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      // Stars within code, as in tcp://*:*, are no emphasis.
      .split(/`([^`\n]*)`/)
      .map((part, index) => (index % 2 ? part : part.replace(/\*\*?([^*\n]+)\*\*?/g, '$1')))
      .join('')
  );
}
