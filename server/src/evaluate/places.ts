/** Places in plain data. */
import type { Place } from '../model/model';

/** All places in it, at any depth. */
export function placesIn(data: unknown, into: Place[] = []): Place[] {
  if (typeof data !== 'object' || data === null) return into;
  if (isPlace(data)) into.push(data);
  else for (const one of Object.values(data)) placesIn(one, into);
  return into;
}

export function isPlace(data: object): data is Place {
  return 'file' in data && 'range' in data;
}
