/** Fields that a class declares from inside its methods. */
import type { Expr, Target } from '../../ir/ir';
import type { Context } from './context';

/** `self.x: T = …` in a method says what `x` is for the whole class. */
export function declareField(cx: Context, target: Target & { t: 'member' }, type: Expr): void {
  const builder = cx.scope.classAround;
  if (!builder || builder.fields.some((field) => field.name === target.name)) return;
  builder.fields.push({ name: target.name, nameRange: target.nameRange, type, static: false });
}
