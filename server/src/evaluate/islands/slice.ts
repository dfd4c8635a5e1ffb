/** What an island is run on, and names for what is in it. */
import type { ClassId, FunctionId, Stmt } from '../../ir/ir';
import type { ModuleState } from '../state';
import type { Piece } from './pieces';

/** The statements of the pieces, by the paths of their modules. */
export function bodiesOf(pieces: readonly Piece[]): ReadonlyMap<string, readonly Stmt[]> {
  const bodies = new Map<string, Stmt[]>();
  for (const { module, stmt } of pieces) {
    const body = bodies.get(module.path);
    if (body) body.push(stmt);
    else bodies.set(module.path, [stmt]);
  }
  return bodies;
}

/**
 * Keys of the functions and classes in pieces, in an order that only their texts decide: so the same island of another version of the
 * unit has the same list with other keys.
 */
export function keysOf(pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap(ownKeys);
}

const known = new WeakMap<Piece, readonly string[]>();

function ownKeys(piece: Piece): readonly string[] {
  let keys = known.get(piece);
  if (!keys) {
    const { module, uses } = piece;
    keys = [
      ...sorted(uses.functions).map((id) => functionKey(module, id)),
      ...sorted(uses.classes).map((id) => classKey(module, id)),
    ];
    known.set(piece, keys);
  }
  return keys;
}

/** Keys of the functions and classes that a piece defines: itself, or in an object. */
export function definedKeys({ module, uses, stmt, kind }: Piece): readonly string[] {
  if (kind !== 'definition' || stmt.k !== 'assign') return [];
  if (stmt.value.k === 'func') return [functionKey(module, stmt.value.fn)];
  if (stmt.value.k === 'class') return [classKey(module, stmt.value.class)];
  return [
    ...uses.functions.filter((id) => module.ir.functions[id]!.parent === 0).map((id) => functionKey(module, id)),
    ...uses.classes.map((id) => classKey(module, id)),
  ];
}

function functionKey({ keys }: ModuleState, id: FunctionId): string {
  return keys[id]!;
}

function classKey({ path }: ModuleState, id: ClassId): string {
  return `${path}#class${id}`;
}

function sorted(ids: readonly number[]): readonly number[] {
  return [...ids].sort((a, b) => a - b);
}
