/** Which names a body binds, found before it is lowered. Iterative, because text decides how deep it is. */
import type { Range } from '../../text/lines';
import type { Syntax } from '../tree-sitter/syntax';
import type { Context } from './context';

export interface Bound {
  /** Names with the place of their first binding. */
  readonly names: Map<string, Range>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
}

/** Statements that hold other statements, and the pieces between. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'module',
  'block',
  'ERROR',
  'if_statement',
  'elif_clause',
  'else_clause',
  'while_statement',
  'try_statement',
  'finally_clause',
  'match_statement',
  'expression_statement',
]);

/** Where a name bound inside is not the surrounding function's. */
const OWN_SCOPE: ReadonlySet<string> = new Set(['function_definition', 'class_definition', 'lambda']);

export function boundIn(cx: Context, body: readonly Syntax[]): Bound {
  const bound: Bound = { names: new Map(), globals: new Set(), nonlocals: new Set() };
  const add = (node: Syntax): void => {
    const name = cx.textOf(node);
    if (name !== '' && !bound.names.has(name)) bound.names.set(name, node);
  };
  const stack: Syntax[] = [];
  const later = (nodes: readonly Syntax[]): void => {
    for (let i = nodes.length - 1; i >= 0; i--) stack.push(nodes[i]!);
  };
  later(body);
  while (stack.length > 0) {
    const node = stack.pop()!;
    visit(cx, node, bound, add, later);
  }
  for (const name of bound.globals) bound.names.delete(name);
  for (const name of bound.nonlocals) bound.names.delete(name);
  return bound;
}

function visit(
  cx: Context,
  node: Syntax,
  bound: Bound,
  add: (node: Syntax) => void,
  later: (nodes: readonly Syntax[]) => void,
): void {
  const { kids } = node;
  switch (node.type) {
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      namesOfTarget(kids[0], add);
      return later(kids.slice(1));
    case 'with_statement':
      for (const item of kids[0]?.kids ?? []) withTargets(item, add);
      return later(kids);
    case 'except_clause': {
      const [first, second] = kids;
      if (first?.type === 'as_pattern') namesOfTarget(first.kids[1], add);
      else if (second && isOldStyleTarget(cx, node)) namesOfTarget(second, add);
      return later(kids.filter((kid) => kid.type === 'block'));
    }
    case 'function_definition':
    case 'class_definition':
      if (kids[0]) add(kids[0]);
      return;
    case 'decorated_definition':
      return later(kids);
    case 'import_statement':
    case 'import_from_statement':
      return importedNames(cx, node, add);
    case 'case_clause':
      for (const kid of kids) if (kid.type === 'case_pattern') captures(kid, add);
      return later(kids.filter((kid) => kid.type !== 'case_pattern'));
    case 'named_expression':
      if (kids[0]) add(kids[0]);
      return later(kids.slice(1));
    case 'delete_statement':
      for (const kid of kids) if (kid.type === 'identifier' || kid.type === 'expression_list') namesOfTarget(kid, add);
      return later(kids);
    case 'global_statement':
      for (const kid of kids) if (kid.end > kid.start) bound.globals.add(cx.textOf(kid));
      return;
    case 'nonlocal_statement':
      for (const kid of kids) if (kid.end > kid.start) bound.nonlocals.add(cx.textOf(kid));
      return;
    case 'type_alias_statement': {
      const name = firstIdentifier(kids[0]);
      if (name) add(name);
      return;
    }
    default:
      // Anything else binds only through `:=` inside an expression.
      if (CONTAINERS.has(node.type) || (cx.hasWalrus && !OWN_SCOPE.has(node.type))) later(kids);
  }
}

function firstIdentifier(node: Syntax | undefined): Syntax | undefined {
  for (let at = node; at; at = at.kids[0]) if (at.type === 'identifier') return at;
  return undefined;
}

/** Names in a target or pattern; members and items of something are no names. */
export function namesOfTarget(target: Syntax | undefined, add: (node: Syntax) => void): void {
  const stack = target ? [target] : [];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (node.type === 'identifier') add(node);
    else if (node.type !== 'attribute' && node.type !== 'subscript' && node.type !== 'call') {
      for (let i = node.kids.length - 1; i >= 0; i--) stack.push(node.kids[i]!);
    }
  }
}

/** Names of a target, each once. */
export function boundTargets(cx: Context, target: Syntax | undefined): Set<string> {
  const names = new Set<string>();
  namesOfTarget(target, (node) => {
    if (node.end > node.start) names.add(cx.textOf(node));
  });
  return names;
}

function withTargets(item: Syntax, add: (node: Syntax) => void): void {
  const stack = [item];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (node.type === 'as_pattern') namesOfTarget(node.kids[1], add);
    else if (node.type === 'with_item' || node.type === 'tuple' || node.type === 'parenthesized_expression')
      stack.push(...node.kids);
  }
}

/** `except Error, e` of Python 2; with three or more, or a class as second, it is 3.14's tuple without parentheses. */
export function isOldStyleTarget(cx: Context, clause: Syntax): boolean {
  const values = clause.kids.filter((kid) => kid.type !== 'block');
  return values.length === 2 && values[1]!.type === 'identifier' && /^[a-z_]/.test(cx.textOf(values[1]!));
}

function importedNames(cx: Context, node: Syntax, add: (node: Syntax) => void): void {
  for (const kid of node.type === 'import_statement' ? node.kids : node.kids.slice(1)) {
    const name = kid.type === 'aliased_import' ? kid.kids[1] : kid.type === 'dotted_name' ? kid.kids[0] : undefined;
    if (name) add(name);
  }
}

/** Names that a `case` captures: bare names and what follows `*`, `**` and `as`; dotted names, classes and keywords are looked up. */
export function captures(pattern: Syntax, add: (node: Syntax) => void): void {
  const stack = [pattern];
  while (stack.length > 0) {
    const node = stack.pop()!;
    switch (node.type) {
      case 'dotted_name':
        if (node.kids.length === 1) add(node.kids[0]!);
        break;
      case 'identifier':
        add(node);
        break;
      case 'class_pattern':
      case 'keyword_pattern':
        for (let i = node.kids.length - 1; i > 0; i--) stack.push(node.kids[i]!);
        break;
      default:
        for (let i = node.kids.length - 1; i >= 0; i--) stack.push(node.kids[i]!);
    }
  }
}
