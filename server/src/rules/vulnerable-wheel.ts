/**
 * VULN-02 for Python: a version of pyzmq whose wheels bring a libzmq with published holes. As in `vulnerable-package`, a range that allows
 * mended versions too is reported one level lower: what is installed a lock file or the day decides.
 */
import type { Rule } from './rule';
import { advisories, holesOf, named } from './support/holes';
import { semverRange } from './support/pep440';
import { WHEELS } from './support/pypi-advisories';
import { code } from './support/texts';

/** The first with libzmq 4.3.5. */
const SAFE = '>=26';

export const vulnerableWheel: Rule = {
  id: 'vulnerable-wheel',
  check(model, report) {
    for (const use of model.packages) {
      if (use.ecosystem !== 'pypi' || use.name !== 'pyzmq') continue;
      // Poetry writes carets and tildes, as npm does.
      const found = holesOf(semverRange(use.range) ?? use.range, WHEELS);
      if (!found) continue;
      const { bundle, certain } = found;
      const what = certain
        ? `A wheel of ${code('pyzmq')} ${use.range} brings libzmq ${bundle.libzmq}`
        : `${use.range} allows a version of ${code('pyzmq')} whose wheel brings libzmq ${bundle.libzmq}`;
      report({
        place: use.place,
        message: `${what}, which has known holes (${named(advisories(bundle.lowest))}). Move to ${code('pyzmq')} ${SAFE}.`,
        evidence: [],
        confidence: certain ? 'high' : 'low',
        exposure: 'unknown',
        holder: `${use.section}.${use.name}`,
        fixes: [{ kind: 'replace-text', place: use.place, text: SAFE }],
      });
    }
  },
};
