/**
 * HWM-03: a name that is an option elsewhere but not in this binding, and that the binding ignores without an error: the real SNDHWM
 * stayed 1000 after `s.sndhwm = 10` (e02, e09, e12). Names that throw fail the first time they run and are not reported.
 */
import type { Rule } from './rule';
import { misspelled } from './support/misspelled';
import { code } from './support/texts';

export const ignoredOptionName: Rule = {
  id: 'ignored-option-name',
  check(model, report) {
    const found = misspelled(
      model,
      ({ effect }) => effect === 'ignored',
      ({ spelling, meant }) =>
        `${code(spelling)} is not an option name of this binding: the assignment is ignored and ${meant} keeps its old value. Use the binding's own spelling.`,
    );
    for (const one of found) report(one);
  },
};
