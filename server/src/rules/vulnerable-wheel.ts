/**
 * VULN-02 for PyPI: a version of a package whose wheels bring a libzmq with published holes. As in `vulnerable-package`, a range that allows
 * mended versions too is reported one level lower: what is installed a lock file or the day decides.
 */
import type { Rule } from './rule';
import { advisories, holesOf, named } from './support/holes';
import { semverRange } from './support/pep440';
import { WHEELS } from '../threats/pypi-bundles';
import { code } from './support/texts';

/** The first with libzmq 4.3.5. */
const SAFE = '>=26';

export const vulnerableWheel: Rule = {
  id: 'vulnerable-wheel',
  check(model, report) {
    for (const use of model.packages) {
      // Poetry writes carets and tildes, as npm does.
      const own = use.ecosystem === 'pypi' ? WHEELS.filter((one) => one.package === use.name) : [];
      const found = holesOf(semverRange(use.range) ?? use.range, own);
      if (!found) continue;
      const { bundle, certain } = found;
      const what = certain
        ? `A wheel of ${code(use.name)} ${use.range} brings libzmq ${bundle.libzmq}`
        : `${use.range} allows a version of ${code(use.name)} whose wheel brings libzmq ${bundle.libzmq}`;
      report({
        place: use.place,
        message: `${what}, which has known holes (${named(advisories(bundle.lowest))}). Move to ${code(use.name)} ${SAFE}.`,
        evidence: [],
        confidence: certain ? 'high' : 'low',
        exposure: 'unknown',
        holder: `${use.section}.${use.name}`,
        fixes: [{ kind: 'replace-text', place: use.place, text: SAFE }],
      });
    }
  },
};
