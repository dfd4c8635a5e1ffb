/** Places beside and inside each other. */
import type { Place } from '../../model/model';

export function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end;
}

export function holds(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
}
