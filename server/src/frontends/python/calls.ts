/** Calls, and the few that are syntax rather than calls: super, isinstance, imports by function, formats. */
import type { Arg, Expr } from '../../ir/ir';
import type { Syntax } from '../tree-sitter/syntax';
import { range, type Context } from './context';
import { methodFormat } from './format';
import { templateOf } from './strings';

export function lowerCall(cx: Context, node: Syntax): Expr {
  const [calleeNode, argsNode] = node.kids;
  if (!calleeNode || !argsNode) return cx.unknown('call', cx.exprs(node.kids), node);
  return (
    (calleeNode.type === 'attribute' ? methodCall(cx, calleeNode, argsNode, node) : undefined) ??
    plainCall(cx, cx.expr(calleeNode), lowerArguments(cx, argsNode), argsNode, node)
  );
}

function plainCall(cx: Context, callee: Expr, args: readonly Arg[], argsNode: Syntax, node: Syntax): Expr {
  if (callee.k === 'global') {
    const special = builtin(cx, callee.name, args, node);
    if (special) return special;
  }
  return { k: 'call', callee, args, range: range(node), argsRange: range(argsNode) };
}

function builtin(cx: Context, name: string, args: readonly Arg[], node: Syntax): Expr | undefined {
  const [first, second] = args;
  const positional = args.every((arg) => arg.name === undefined && arg.spread === undefined);
  switch (name) {
    case 'super':
      // Outside of a class it is an ordinary name.
      return cx.scope.classAround ? { k: 'super', range: range(node) } : undefined;
    case 'isinstance':
      if (!positional || args.length !== 2) return undefined;
      return { k: 'binary', op: 'instanceof', left: first!.value, right: second!.value, range: range(node) };
    case '__import__':
      return first && importCall(cx, first.value, node);
    default:
      return undefined;
  }
}

/** `__import__('m')` and `importlib.import_module('m')`. */
function importCall(cx: Context, specifier: Expr, node: Syntax): Expr | undefined {
  if (specifier.k !== 'lit' || typeof specifier.value !== 'string') return undefined;
  const [, dots, name] = /^(\.*)([\w.]*)$/u.exec(specifier.value) ?? [];
  if (dots === undefined || name === undefined || specifier.value === '') return undefined;
  cx.addImport(name, dots.length, specifier.range);
  return { k: 'import', specifier: name, level: dots.length, range: range(node) };
}

function methodCall(cx: Context, callee: Syntax, argsNode: Syntax, node: Syntax): Expr | undefined {
  const [objectNode, nameNode] = callee.kids;
  if (!objectNode || !nameNode) return undefined;
  const name = cx.textOf(nameNode);
  if (name === 'format' && templateOf(cx, objectNode)) return methodFormat(cx, objectNode, argsNode, node);
  const object = cx.expr(objectNode);
  const args = lowerArguments(cx, argsNode);
  if (name === 'import_module' && object.k !== 'this' && cx.textOf(objectNode) === 'importlib' && args[0]) {
    const imported = importCall(cx, args[0].value, node);
    if (imported) return imported;
  }
  const member = (of: Expr, called: string): Expr => ({
    k: 'member',
    object: of,
    name: called,
    nameRange: range(nameNode),
    range: range(callee),
  });
  if (object.k === 'super')
    return plainCall(cx, member(object, name === '__init__' ? 'constructor' : name), args, argsNode, node);
  if (args[0]?.value.k === 'this' && isFirstBase(cx, object)) {
    // `Base.__init__(self, …)`, how Python 2 and many after it write `super().__init__(…)`.
    const superExpr: Expr = { k: 'super', range: object.range };
    return plainCall(cx, member(superExpr, name === '__init__' ? 'constructor' : name), args.slice(1), argsNode, node);
  }
  return plainCall(cx, member(object, name), args, argsNode, node);
}

/** Whether an expression names the first base of the class we are in: the one that `super` means to those who look at one base. */
function isFirstBase(cx: Context, object: Expr): boolean {
  const base = cx.scope.classAround?.bases[0];
  return base !== undefined && sameName(base, object);
}

function sameName(a: Expr, b: Expr): boolean {
  if (a.k === 'member' && b.k === 'member') return a.name === b.name && sameName(a.object, b.object);
  return (
    (a.k === 'var' && b.k === 'var' && a.id === b.id) || (a.k === 'global' && b.k === 'global' && a.name === b.name)
  );
}

export function lowerArguments(cx: Context, node: Syntax): Arg[] {
  // `f(x for x in y)`: the generator is the argument.
  if (node.type !== 'argument_list') return [{ value: cx.expr(node), range: range(node) }];
  return node.kids.map((kid): Arg => {
    switch (kid.type) {
      case 'keyword_argument': {
        const [name, value] = kid.kids;
        if (!name) break;
        return { value: cx.expr(value), name: cx.textOf(name), nameRange: range(name), range: range(kid) };
      }
      case 'list_splat':
      case 'dictionary_splat':
        return { value: cx.expr(kid.kids[0]), spread: kid.type === 'list_splat' ? 'list' : 'named', range: range(kid) };
    }
    return { value: cx.expr(kid), range: range(kid) };
  });
}
