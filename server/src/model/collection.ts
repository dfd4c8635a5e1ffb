/** Lists, sets and maps of the program that begin empty: who adds to them, who takes out, who looks how long they are. */
import type { Data } from './data';
import type { Order, Place } from './model';

export interface Collection {
  readonly kind: 'list' | 'set' | 'map';
  /** What makes it: the literal, or the name of what is called. */
  readonly place: Place;
  readonly order: Order;
  /** The function it was made in, whole. */
  readonly within: Place;
}

export interface CollectionUse {
  readonly of: Collection;
  /** `measure`: how long it is, or a part of it; `search`: is this in it; `escape`: somebody out of sight got it. */
  readonly what: 'add' | 'take' | 'measure' | 'search' | 'escape';
  /** The method's or property's name. */
  readonly place: Place;
  readonly order: Order;
  /** How the code calls the collection here. */
  readonly name: string;
  /** Adds only: what is added, of a list or set. */
  readonly item?: Data;
  /** Adds only: under what, of a map. */
  readonly key?: Data;
  /** Adds only: what is added is work under way, or holds it: the name of what was called for it, as in `HandlerCall.place`. */
  readonly work?: Place;
}
