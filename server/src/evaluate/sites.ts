/** Where calls stand, and who holds what they make. */
import type { CallExpr } from '../ir/ir';
import type { Arguments, CallSite, Value } from './api';
import { textOf } from './hints';
import type { Machine } from './machine';
import { Site, type Hint } from './state';

export function siteOf(m: Machine, call: CallExpr): CallSite {
  const { callee } = call;
  const name = callee.k === 'member' ? callee.nameRange : callee.range;
  // The call in a return statement: its holder is the caller's.
  const hint = m.hints.get(call) ?? (m.returned === call ? m.activation.hint : undefined);
  const receiver = callee.k === 'member' ? textOf(m, callee.object) : '';
  const { fn } = m.activation;
  return new Site(
    m.file,
    m.place(call.range),
    m.place(name),
    call.argsRange && m.place(call.argsRange),
    m.statementPlace(),
    call.construct === true,
    call.construct ? (hint?.receiver ?? '') : receiver,
    hint?.holder ?? m.scopeName(),
    fn.async,
    callee.k === 'member' ? callee.name : textOf(m, callee),
    hint,
    m.inline === call && m.returned !== call,
    call.optional === true || (callee.k === 'member' && callee.optional === true),
  );
}

/** Who will hold what a call makes: passed on to the function it enters. */
export function hintFor(site: CallSite): Hint | undefined {
  return (site as Partial<Site>).hint;
}

/** A binding whose library the file imports may know an unknown construction by its name and arguments. */
export function recognise(m: Machine, args: Arguments, site: CallSite): Value | undefined {
  const name = (site as Partial<Site>).callee ?? '';
  for (const one of m.bindings.of(m.language)) {
    if (!one.recognise || !m.api.importedModules.some(one.owns)) continue;
    const made = one.recognise(name, args, site, m.api);
    if (made) return made;
  }
  return undefined;
}
