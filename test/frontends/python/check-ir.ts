/** What every module of IR keeps, whatever text it comes from. */
import type { IrModule } from '../../../server/src/ir/ir';

/** Complaints; empty when all is well. */
export function complaints(module: IrModule, text: string): string[] {
  const found: string[] = [];
  const isAncestor = (owner: number, of: number): boolean => {
    for (let at = of; at >= 0; at = module.functions[at]?.parent ?? -1) if (at === owner) return true;
    return false;
  };
  module.vars.forEach(({ name, owner }, id) => {
    if (!module.functions[owner]) found.push(`var ${id} ${name}: no owner ${owner}`);
  });
  module.functions.forEach((fn, id) => {
    if (id > 0 && !(fn.parent >= 0 && fn.parent < id)) found.push(`function ${id} has parent ${fn.parent}`);
    walk({ ...fn, name: '' }, id, 0);
  });
  for (const cls of module.classes) walk(cls, undefined, 0);
  walk(module.comments, undefined, 0);
  walk(module.problems, undefined, 0);
  walk(module.imports, undefined, 0);
  return found;

  function walk(value: unknown, fn: number | undefined, depth: number): void {
    if (typeof value !== 'object' || value === null) return;
    if (depth > 2000) {
      if (depth === 2001) found.push('nested too deep');
      return;
    }
    const node = value as Record<string, unknown>;
    if (typeof node['start'] === 'number') {
      const { start, end } = node as { start: number; end: number };
      if (!(start >= 0 && start <= end && end <= text.length)) found.push(`range ${start}-${end} of ${text.length}`);
      return;
    }
    if (node['k'] === 'var' || node['t'] === 'var') {
      const variable = module.vars[node['id'] as number];
      if (!variable) found.push(`no var ${String(node['id'])}`);
      else if (fn !== undefined && !isAncestor(variable.owner, fn))
        found.push(`${variable.name} is not visible in function ${fn}`);
    }
    if (node['k'] === 'func' && !module.functions[node['fn'] as number])
      found.push(`no function ${String(node['fn'])}`);
    if (node['k'] === 'class' && !module.classes[node['class'] as number])
      found.push(`no class ${String(node['class'])}`);
    for (const child of Object.values(node)) walk(child, fn, depth + 1);
  }
}
