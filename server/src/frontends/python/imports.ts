/** Import statements. Modules are named as written; what a name means on disk is the workspace's business. */
import type { Expr, Stmt } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { kidOf, range, type Context } from './context';

/** `import a.b.c` binds `a`; with `as`, the innermost module. */
export function lowerImport(cx: Context, node: Syntax, out: Stmt[]): void {
  for (const kid of node.kids) {
    const aliased = kid.type === 'aliased_import';
    const nameNode = aliased ? kid.kids[0] : kid;
    if (!nameNode || nameNode.type !== 'dotted_name') continue;
    const specifier = dotted(cx, nameNode);
    if (specifier === '') continue;
    cx.addImport(specifier, 0, nameNode);
    if (aliased) {
      out.push({
        k: 'assign',
        target: cx.target(kid.kids[1]),
        value: imported(specifier, 0, nameNode),
        range: range(node),
      });
      continue;
    }
    const [first, ...inner] = nameNode.kids;
    if (inner.length > 0) {
      // The inner module is loaded too, and becomes an attribute of the outer one.
      cx.addImport(cx.textOf(first!), 0, first!);
      out.push({ k: 'expr', value: imported(specifier, 0, nameNode), range: range(node) });
    }
    out.push({
      k: 'assign',
      target: cx.target(first),
      value: imported(cx.textOf(first!), 0, first!),
      range: range(node),
    });
  }
}

export function lowerImportFrom(cx: Context, node: Syntax, out: Stmt[]): void {
  const [moduleNode, ...names] = node.kids;
  if (!moduleNode) return;
  const { specifier, level } = moduleOf(cx, moduleNode);
  if (specifier === '' && level === 0) return;
  cx.addImport(specifier, level, moduleNode);
  const module = imported(specifier, level, moduleNode);
  for (const kid of names) {
    if (kid.type === 'wildcard_import') {
      // Whoever imports from here sees those names as well.
      out.push({ k: 'export', name: '*', value: module, range: range(node) });
      continue;
    }
    const nameNode = kid.type === 'aliased_import' ? kid.kids[0] : kid;
    const bound = kid.type === 'aliased_import' ? kid.kids[1] : kid.kids[0];
    if (!nameNode || !bound || bound.start === bound.end || nameNode.type !== 'dotted_name') continue;
    const name = cx.textOf(nameNode);
    // The name may be a module of the package.
    cx.addImport(specifier === '' ? name : `${specifier}.${name}`, level, nameNode);
    const value: Expr = { k: 'member', object: module, name, nameRange: range(nameNode), range: range(nameNode) };
    out.push({ k: 'assign', target: cx.target(bound), value, range: range(node) });
  }
}

/** What a star import in the text brings in, wherever it stands: found before anything is lowered. */
export function starImport(cx: Context, node: Syntax): (Expr & { k: 'import' }) | undefined {
  const [moduleNode] = node.kids;
  if (node.type !== 'import_from_statement' || !moduleNode || !kidOf(node, 'wildcard_import')) return undefined;
  const { specifier, level } = moduleOf(cx, moduleNode);
  return specifier === '' && level === 0 ? undefined : imported(specifier, level, moduleNode);
}

function moduleOf(cx: Context, node: Syntax): { readonly specifier: string; readonly level: number } {
  if (node.type !== 'relative_import') return { specifier: dotted(cx, node), level: 0 };
  const prefix = kidOf(node, 'import_prefix');
  const name = kidOf(node, 'dotted_name');
  return { specifier: name ? dotted(cx, name) : '', level: prefix ? cx.textOf(prefix).replace(/[^.]/g, '').length : 1 };
}

/** Spaces around the dots are allowed and mean nothing. */
function dotted(cx: Context, node: Syntax): string {
  return node.kids
    .map((kid) => cx.textOf(kid))
    .filter((name) => name !== '')
    .join('.');
}

function imported(specifier: string, level: number, node: Syntax): Expr & { k: 'import' } {
  return { k: 'import', specifier, level, range: range(node) };
}
