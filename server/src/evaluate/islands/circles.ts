/** Circles of things that need each other, and groups of things that belong together. */

/**
 * The circles (strongly connected components) of a graph; what is in no circle is one of its own. Those that are needed come before those
 * that need them.
 */
export function circlesOf<T>(all: Iterable<T>, needs: (one: T) => Iterable<T>): readonly (readonly T[])[] {
  const circles: T[][] = [];
  const numbers = new Map<T, { readonly number: number; low: number; open: boolean }>();
  const open: T[] = [];
  const enter = (one: T): { readonly one: T; readonly rest: Iterator<T> } => {
    numbers.set(one, { number: numbers.size, low: numbers.size, open: true });
    open.push(one);
    return { one, rest: needs(one)[Symbol.iterator]() };
  };
  for (const start of all) {
    if (numbers.has(start)) continue;
    // With a stack of its own: chains of definitions may be long.
    const stack = [enter(start)];
    while (stack.length > 0) {
      const { one, rest } = stack[stack.length - 1]!;
      const own = numbers.get(one)!;
      const next = rest.next();
      if (!next.done) {
        const known = numbers.get(next.value);
        if (!known) stack.push(enter(next.value));
        else if (known.open) own.low = Math.min(own.low, known.number);
        continue;
      }
      stack.pop();
      const above = stack.at(-1);
      if (above) {
        const upper = numbers.get(above.one)!;
        upper.low = Math.min(upper.low, own.low);
      }
      if (own.low !== own.number) continue;
      const circle: T[] = [];
      for (let last: T | undefined; last !== one;) {
        circle.push((last = open.pop()!));
        numbers.get(last)!.open = false;
      }
      circles.push(circle);
    }
  }
  return circles;
}

/** Sets that are united. */
export class Groups<T> {
  private readonly above = new Map<T, T>();

  /** What stands for the group. */
  of(one: T): T {
    let top = one;
    for (let next = this.above.get(top); next !== undefined; next = this.above.get(top)) top = next;
    for (let at = one; at !== top;) {
      const next = this.above.get(at)!;
      this.above.set(at, top);
      at = next;
    }
    return top;
  }

  join(a: T, b: T): void {
    const [one, other] = [this.of(a), this.of(b)];
    if (one !== other) this.above.set(one, other);
  }
}
