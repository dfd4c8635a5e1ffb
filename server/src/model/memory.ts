/** Memory that the program reserves and sends: a buffer, an array of bytes. A send that does not copy it leaves it in two hands. */
import type { Order, Place } from './model';

export interface Memory {
  /** What reserves it: the name of what is called. */
  readonly place: Place;
  readonly order: Order;
  /** Bytes, where known; of a piece that begins where the whole does, those of the piece. */
  readonly size?: number;
  /** A piece of it: there may be fewer bytes. */
  readonly atMost?: true;
}

export interface MemoryUse {
  readonly of: Memory;
  /** `write`: other bytes are put into it; `replace`: what held it holds something else from here on. */
  readonly what: 'write' | 'replace';
  readonly place: Place;
  readonly order: Order;
}

/** The same memory has the same key, whichever piece of it. */
export function memoryKey({ place, order }: Memory): string {
  return `${place.file}:${place.range.start}:${order.seq}`;
}
