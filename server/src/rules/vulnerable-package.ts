/**
 * VULN-01: a dependency on a version whose bundled libzmq has published holes. An exact version, or a range that allows nothing else,
 * is certain; a range that also allows fixed versions is reported one level lower (policy).
 */
import type { Rule } from './rule';
import { advisories, holesOf, named } from './support/holes';
import { BUNDLES, SAFE } from './support/npm-advisories';
import { code } from './support/texts';

export const vulnerablePackage: Rule = {
  id: 'vulnerable-package',
  check(model, report) {
    for (const use of model.packages) {
      const own = use.ecosystem === 'npm' ? BUNDLES.filter((one) => one.package === use.name) : [];
      const found = holesOf(use.range, own);
      if (!found) continue;
      const { bundle, certain } = found;
      const ids = advisories(bundle.lowest);
      const safe = SAFE[use.name];
      const what = certain
        ? `${code(use.name)} ${use.range} brings libzmq ${bundle.libzmq}`
        : `${use.range} allows a version of ${code(use.name)} that brings libzmq ${bundle.libzmq}`;
      report({
        place: use.place,
        message: `${what}, which has known holes (${named(ids)}). ${safe ? `Move to ${code(use.name)} ${safe}.` : `${code(use.name)} is abandoned: move to ${code('zeromq')} 6, whose ${code('zeromq/v5-compat')} keeps the old API.`}`,
        evidence: [],
        confidence: certain ? 'high' : 'low',
        exposure: 'unknown',
        holder: `${use.section}.${use.alias ?? use.name}`,
        fixes: safe ? [{ kind: 'replace-text', place: use.place, text: safe }] : [],
      });
    }
  },
};
