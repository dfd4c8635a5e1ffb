/**
 * HWM-04: a spelling of an option that this binding refuses with an error, whenever the line runs (e02, e09, e31). Who catches the error
 * tries what works.
 */
import type { Rule } from './rule';
import { misspelled } from './support/misspelled';
import { code } from './support/texts';

export const optionThatThrows: Rule = {
  id: 'option-that-throws',
  check(model, report) {
    const found = misspelled(
      model,
      ({ effect, guarded }) => effect === 'throws' && !guarded,
      ({ spelling, meant }) =>
        `${code(spelling)} is no option of this binding: the line throws whenever it runs, and ${meant} is never set. Use the binding's own spelling.`,
    );
    for (const one of found) report(one);
  },
};
