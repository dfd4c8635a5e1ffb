/**
 * VULN-01: a dependency on a version whose bundled libzmq has published holes. An exact version, or a range that allows nothing else,
 * is certain; a range that also allows fixed versions is reported one level lower (policy).
 */
import semver from 'semver';
import type { PackageUse } from '../model/model';
import type { Rule } from './rule';
import { ADVISORIES, BUNDLES, SAFE, type Bundle } from './support/npm-advisories';
import { code } from './support/texts';

const PRERELEASES = { includePrerelease: true } as const;

export const vulnerablePackage: Rule = {
  id: 'vulnerable-package',
  check(model, report) {
    for (const use of model.packages) {
      const found = use.ecosystem === 'npm' ? check(use) : undefined;
      if (!found) continue;
      const { bundle, certain } = found;
      const ids = advisories(bundle.lowest);
      const safe = SAFE[use.name];
      const some = ids.slice(0, 2).join(', ') + (ids.length > 2 ? ` and ${ids.length - 2} more` : '');
      const what = certain
        ? `${code(use.name)} ${use.range} brings libzmq ${bundle.libzmq}`
        : `${use.range} allows a version of ${code(use.name)} that brings libzmq ${bundle.libzmq}`;
      report({
        place: use.place,
        message: `${what}, which has known holes (${some}). ${safe ? `Move to ${code(use.name)} ${safe}.` : `${code(use.name)} is abandoned: move to ${code('zeromq')} 6, whose ${code('zeromq/v5-compat')} keeps the old API.`}`,
        evidence: [],
        confidence: certain ? 'high' : 'low',
        exposure: 'unknown',
        holder: `${use.section}.${use.alias ?? use.name}`,
        fixes: safe ? [{ kind: 'replace-text', place: use.place, text: safe }] : [],
      });
    }
  },
};

interface Found {
  readonly bundle: Bundle;
  /** Every version the range allows is affected. */
  readonly certain: boolean;
}

function check(use: PackageUse): Found | undefined {
  const range = semver.validRange(use.range);
  // Tags, URLs and workspace links say nothing about a version; `*` means the newest.
  if (range === null || range === '*' || range === '') return undefined;
  const lowest = semver.minVersion(range);
  const own = BUNDLES.filter((one) => one.package === use.name);
  if (!lowest || own.length === 0) return undefined;
  const bundle = own.find(
    (one) => semver.gte(lowest, one.from) && (one.before === undefined || semver.lt(lowest, one.before)),
  );
  if (!bundle || advisories(bundle.lowest).length === 0) return undefined;
  const certain = own.every(
    (one) => advisories(one.lowest).length > 0 || !semver.intersects(range, span(one), PRERELEASES),
  );
  return { bundle, certain };
}

function span({ from, before }: Bundle): string {
  return before === undefined ? `>=${from}` : `>=${from} <${before}`;
}

/** Ids of the advisories a libzmq version has. */
export function advisories(libzmq: string): readonly string[] {
  return ADVISORIES.filter(({ ranges }) =>
    ranges.some(([from, before]) => semver.gte(libzmq, from) && semver.lt(libzmq, before)),
  ).map(({ id }) => id);
}
