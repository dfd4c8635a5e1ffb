/**
 * `break` out of a switch or a labelled statement, and jumps that leave more than one loop, have no form in the IR. They are lowered
 * as marked `break` statements first and removed here: what follows a jump moves into the arm that does not jump
 * (`if (x) break; rest` → `if (x) {} else { rest }`); where that is not possible a flag variable carries the news.
 */
import { ts } from 'ts-morph';
import type { Expr, Stmt, VarId } from '../../ir/ir';
import type { Range } from '../../text/lines';
import type { Lowering } from './context';

/** Something a jump can leave. `breaks` and `continues` are the marked statements that do. */
export interface JumpTarget {
  readonly kind: 'loop' | 'switch' | 'label';
  readonly labels: readonly string[];
  readonly breaks: Set<Stmt>;
  readonly continues: Set<Stmt>;
}

export function jumpTarget(kind: JumpTarget['kind'], labels: readonly string[]): JumpTarget {
  return { kind, labels, breaks: new Set(), continues: new Set() };
}

export function lowerJump(cx: Lowering, node: ts.BreakOrContinueStatement, out: Stmt[]): void {
  const range = cx.range(node);
  const isBreak = node.kind === ts.SyntaxKind.BreakStatement;
  const label = node.label?.text;
  const { jumps } = cx.frame;
  let loops = 0;
  for (let i = jumps.length - 1; i >= 0; i--) {
    const target = jumps[i]!;
    const meant =
      label === undefined
        ? target.kind === 'loop' || (isBreak && target.kind === 'switch')
        : target.labels.includes(label);
    if (!meant) {
      if (target.kind === 'loop') loops++;
      continue;
    }
    const plain = target.kind === 'loop' && loops === 0;
    const stmt: Stmt = { k: isBreak || !plain ? 'break' : 'continue', range };
    if (!plain) (isBreak ? target.breaks : target.continues).add(stmt);
    out.push(stmt);
    return;
  }
  // A jump to nowhere is a syntax error; what follows still runs in the eyes of whoever is typing.
}

/** The statements without the given jumps, same meaning. */
export function withoutJumps(cx: Lowering, stmts: Stmt[], jumps: ReadonlySet<Stmt>, range: Range): Stmt[] {
  if (jumps.size === 0) return stmts;
  const removal = new JumpRemoval(cx, jumps);
  removal.note(stmts);
  const body = removal.list(stmts);
  return removal.flag === undefined ? body : [setFlag(removal.flag, false, range), ...body];
}

class JumpRemoval {
  flag: VarId | undefined;
  /** Statements with a jump somewhere inside. */
  private readonly holders = new Set<Stmt>();

  constructor(
    private readonly cx: Lowering,
    private readonly jumps: ReadonlySet<Stmt>,
  ) {}

  note(stmts: readonly Stmt[]): boolean {
    let found = false;
    for (const stmt of stmts) {
      let here = this.jumps.has(stmt);
      for (const body of bodiesOf(stmt)) if (this.note(body)) here = true;
      if (here) this.holders.add(stmt);
      found ||= here;
    }
    return found;
  }

  /** Statements whose jumps lead to their own end. */
  list(stmts: readonly Stmt[]): Stmt[] {
    const out: Stmt[] = [];
    for (let i = 0; i < stmts.length; i++) {
      const stmt = stmts[i]!;
      if (this.jumps.has(stmt)) return [...out, ...this.unreachable(stmts.slice(i + 1))];
      if (!this.holders.has(stmt)) {
        out.push(stmt);
        continue;
      }
      const rest = stmts.slice(i + 1);
      if (stmt.k === 'block') return [...out, ...this.list([...stmt.body, ...rest])];
      if (stmt.k !== 'loop' && rest.length === 0) return [...out, withBodies(stmt, (body) => this.list(body))];
      const moved = stmt.k === 'if' ? this.moveRest(stmt, rest) : undefined;
      if (moved) return [...out, ...moved];
      out.push(this.flagged(stmt, false));
      if (rest.length > 0) out.push(this.unlessLeft(rest, this.list(rest)));
      return out;
    }
    return out;
  }

  /** What follows an `if` goes into the arm that reaches it, when only one does. */
  private moveRest(stmt: Stmt & { k: 'if' }, rest: readonly Stmt[]): Stmt[] | undefined {
    const thenFalls = fallsThrough(stmt.then, this.jumps);
    const elseFalls = fallsThrough(stmt.else, this.jumps);
    if (thenFalls && elseFalls) return undefined;
    const then = this.list(thenFalls ? [...stmt.then, ...rest] : stmt.then);
    const otherwise = this.list(elseFalls ? [...stmt.else, ...rest] : stmt.else);
    const changed = changedIf(stmt, then, otherwise);
    return thenFalls || elseFalls ? [changed] : [changed, ...this.unreachable(rest)];
  }

  /** Nothing leads there, but what it defines and calls is still part of the file. */
  private unreachable(rest: readonly Stmt[]): Stmt[] {
    const [first] = rest;
    if (!first) return [];
    const then = this.list(rest);
    const range = covering(first.range, then);
    return [
      {
        k: 'if',
        test: { k: 'lit', value: false, range: { start: range.start, end: range.start } },
        then,
        else: [],
        range,
      },
    ];
  }

  private flagged(stmt: Stmt, inLoop: boolean): Stmt {
    return withBodies(stmt, (body) => this.flaggedList(body, inLoop || stmt.k === 'loop'));
  }

  private flaggedList(stmts: readonly Stmt[], inLoop: boolean): Stmt[] {
    const out: Stmt[] = [];
    for (let i = 0; i < stmts.length; i++) {
      const stmt = stmts[i]!;
      if (this.jumps.has(stmt)) {
        out.push(setFlag(this.flagVar(), true, stmt.range));
        if (inLoop) out.push({ k: 'break', range: stmt.range });
        return [...out, ...this.unreachable(stmts.slice(i + 1))];
      }
      if (!this.holders.has(stmt)) {
        out.push(stmt);
        continue;
      }
      out.push(this.flagged(stmt, inLoop));
      if (inLoop) {
        if (stmt.k === 'loop')
          out.push({
            k: 'if',
            test: this.left(stmt.range),
            then: [{ k: 'break', range: stmt.range }],
            else: [],
            range: stmt.range,
          });
      } else if (i + 1 < stmts.length) {
        const rest = stmts.slice(i + 1);
        out.push(this.unlessLeft(rest, this.flaggedList(rest, false)));
        return out;
      }
    }
    return out;
  }

  private unlessLeft(rest: readonly Stmt[], lowered: Stmt[]): Stmt {
    const range = covering(rest[0]!.range, lowered);
    const at = { start: range.start, end: range.start };
    return { k: 'if', test: { k: 'unary', op: '!', value: this.left(at), range: at }, then: lowered, else: [], range };
  }

  private left(range: Range): Expr {
    return { k: 'var', id: this.flagVar(), range: { start: range.start, end: range.start } };
  }

  private flagVar(): VarId {
    return (this.flag ??= this.cx.newVar('(left)'));
  }
}

function setFlag(flag: VarId, value: boolean, { start }: Range): Stmt {
  const range = { start, end: start };
  return { k: 'assign', target: { t: 'var', id: flag, range }, value: { k: 'lit', value, range }, range };
}

/** What moves into an arm lies behind it in the text. */
function covering(range: Range, stmts: readonly Stmt[]): Range {
  return stmts.reduce(
    (all, stmt) => (stmt.range.end > all.end ? { start: all.start, end: stmt.range.end } : all),
    range,
  );
}

/** Whether control can reach the end of these statements. Errs towards yes. */
export function fallsThrough(stmts: readonly Stmt[], jumps: ReadonlySet<Stmt>): boolean {
  return !stmts.some((stmt) => {
    switch (stmt.k) {
      case 'return':
      case 'throw':
      case 'break':
      case 'continue':
        return true;
      case 'if':
        return !fallsThrough(stmt.then, jumps) && !fallsThrough(stmt.else, jumps);
      case 'block':
        return !fallsThrough(stmt.body, jumps);
      case 'try':
        return (
          !fallsThrough(stmt.finally, jumps) ||
          (!fallsThrough(stmt.body, jumps) && stmt.handlers.every((handler) => !fallsThrough(handler.body, jumps)))
        );
      default:
        return false;
    }
  });
}

function bodiesOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.k) {
    case 'if':
      return [stmt.then, stmt.else];
    case 'loop':
    case 'with':
    case 'block':
      return [stmt.body];
    case 'try':
      return [stmt.body, ...stmt.handlers.map((handler) => handler.body), stmt.finally];
    default:
      return [];
  }
}

function changedIf(stmt: Stmt & { k: 'if' }, then: Stmt[], otherwise: Stmt[]): Stmt {
  return { ...stmt, then, else: otherwise, range: covering(stmt.range, [...then, ...otherwise]) };
}

function withBodies(stmt: Stmt, change: (body: readonly Stmt[]) => Stmt[]): Stmt {
  switch (stmt.k) {
    case 'if':
      return changedIf(stmt, change(stmt.then), change(stmt.else));
    case 'loop':
    case 'with':
    case 'block':
      return { ...stmt, body: change(stmt.body) };
    case 'try':
      return {
        ...stmt,
        body: change(stmt.body),
        handlers: stmt.handlers.map((handler) => ({ ...handler, body: change(handler.body) })),
        finally: change(stmt.finally),
      };
    default:
      return stmt;
  }
}
