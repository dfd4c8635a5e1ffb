/** What a range of versions means for the holes of the libzmq inside: all of it, its lowest version, or nothing. */
import semver from 'semver';
import { ADVISORIES, type Bundle } from './npm-advisories';

const PRERELEASES = { includePrerelease: true } as const;

export interface Found {
  readonly bundle: Bundle;
  /** Every version the range allows is affected. */
  readonly certain: boolean;
}

/**
 * The libzmq of the lowest version that a range allows, when that has holes.
 * @param versions bundles of one package, in order
 */
export function holesOf(written: string, versions: readonly Bundle[]): Found | undefined {
  // Most packages have nothing to do with libzmq: what their ranges mean nobody needs to know.
  if (versions.length === 0) return undefined;
  const range = semver.validRange(written);
  // Tags, URLs and workspace links say nothing about a version; `*` means the newest.
  if (range === null || range === '*' || range === '') return undefined;
  const lowest = semver.minVersion(range);
  if (!lowest) return undefined;
  const bundle = versions.find(
    (one) => semver.gte(lowest, one.from) && (one.before === undefined || semver.lt(lowest, one.before)),
  );
  if (!bundle || advisories(bundle.lowest).length === 0) return undefined;
  const certain = versions.every(
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

/** The gravest two, and how many more. */
export function named(ids: readonly string[]): string {
  return ids.slice(0, 2).join(', ') + (ids.length > 2 ? ` and ${ids.length - 2} more` : '');
}
