/**
 * The standard library as far as it carries types from one place to another: containers, promises, iterators, utility types. Loading
 * the real one costs a second and 100 MB, and tells no more about a receiver.
 */
export const LIBRARY_PATH = '/(types)/library.d.ts';

export const LIBRARY = `
interface Object {} interface Function { bind(this: any, ...a: any[]): any; call(this: any, ...a: any[]): any; apply(this: any, ...a: any[]): any; }
interface CallableFunction extends Function {
  bind<T>(this: T, self: any): T; call<A extends any[], R>(this: (...a: A) => R, self: any, ...a: A): R;
  apply<A extends any[], R>(this: (...a: A) => R, self: any, a?: A): R;
}
interface NewableFunction extends Function {} interface IArguments { [i: number]: any; length: number; }
interface String { length: number; split(...a: any[]): string[]; [other: string]: any; } interface Number { toString(radix?: number): string; }
interface Boolean {} interface RegExp {} interface Symbol {} interface BigInt {} interface Error { message: string; name: string; stack?: string; }
interface TemplateStringsArray extends ReadonlyArray<string> { raw: readonly string[]; }
interface SymbolConstructor { readonly iterator: unique symbol; readonly asyncIterator: unique symbol; readonly dispose: unique symbol; readonly asyncDispose: unique symbol; (d?: any): symbol; }
declare var Symbol: SymbolConstructor;
interface Disposable { [Symbol.dispose](): void; } interface AsyncDisposable { [Symbol.asyncDispose](): PromiseLike<void>; }
interface IteratorYieldResult<T> { done?: false; value: T; } interface IteratorReturnResult<T> { done: true; value: T; }
type IteratorResult<T, R = any> = IteratorYieldResult<T> | IteratorReturnResult<R>;
interface Iterator<T, R = any, N = any> { next(...a: any[]): IteratorResult<T, R>; return?(v?: R): IteratorResult<T, R>; }
interface Iterable<T, R = any, N = any> { [Symbol.iterator](): Iterator<T, R, N>; }
interface IterableIterator<T, R = any, N = any> extends Iterator<T, R, N> { [Symbol.iterator](): IterableIterator<T, R, N>; }
interface IteratorObject<T, R = any, N = any> extends Iterator<T, R, N> { [Symbol.iterator](): IteratorObject<T, R, N>; }
interface ArrayIterator<T> extends IteratorObject<T> { [Symbol.iterator](): ArrayIterator<T>; }
interface Generator<T = unknown, R = any, N = any> extends IteratorObject<T, R, N> { [Symbol.iterator](): Generator<T, R, N>; }
interface AsyncIterator<T, R = any, N = any> { next(...a: any[]): Promise<IteratorResult<T, R>>; return?(v?: any): Promise<IteratorResult<T, R>>; }
interface AsyncIterable<T, R = any, N = any> { [Symbol.asyncIterator](): AsyncIterator<T, R, N>; }
interface AsyncIterableIterator<T, R = any, N = any> extends AsyncIterator<T, R, N> { [Symbol.asyncIterator](): AsyncIterableIterator<T, R, N>; }
interface AsyncIteratorObject<T, R = any, N = any> extends AsyncIterator<T, R, N> { [Symbol.asyncIterator](): AsyncIteratorObject<T, R, N>; }
interface AsyncGenerator<T = unknown, R = any, N = any> extends AsyncIteratorObject<T, R, N> { [Symbol.asyncIterator](): AsyncGenerator<T, R, N>; }
interface PromiseLike<T> { then<A = T, B = never>(f?: ((v: T) => A | PromiseLike<A>) | null, r?: ((e: any) => B | PromiseLike<B>) | null): PromiseLike<A | B>; }
interface Promise<T> {
  then<A = T, B = never>(f?: ((v: T) => A | PromiseLike<A>) | null, r?: ((e: any) => B | PromiseLike<B>) | null): Promise<A | B>;
  catch<B = never>(r?: ((e: any) => B | PromiseLike<B>) | null): Promise<T | B>; finally(f?: (() => void) | null): Promise<T>;
}
interface PromiseConstructor {
  new <T>(run: (resolve: (v: T | PromiseLike<T>) => void, reject: (e?: any) => void) => void): Promise<T>;
  resolve<T>(v: T): Promise<Awaited<T>>; resolve(): Promise<void>; reject<T = never>(e?: any): Promise<T>;
  all<T extends readonly unknown[] | []>(v: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }>; all<T>(v: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>[]>;
  race<T extends readonly unknown[] | []>(v: T): Promise<Awaited<T[number]>>; any<T extends readonly unknown[] | []>(v: T): Promise<Awaited<T[number]>>;
}
declare var Promise: PromiseConstructor;
type Awaited<T> = T extends null | undefined ? T : T extends object & { then(f: infer F, ...a: infer _): any } ? F extends (v: infer V, ...a: infer _) => any ? Awaited<V> : never : T;
interface ConcatArray<T> { readonly length: number; readonly [n: number]: T; }
interface ArrayLike<T> { readonly length: number; readonly [n: number]: T; }
interface ReadonlyArray<T> {
  readonly length: number; readonly [n: number]: T; [Symbol.iterator](): ArrayIterator<T>; entries(): ArrayIterator<[number, T]>; values(): ArrayIterator<T>; keys(): ArrayIterator<number>;
  at(i: number): T | undefined; concat(...a: (T | ConcatArray<T>)[]): T[]; slice(a?: number, b?: number): T[]; indexOf(v: T): number; includes(v: T): boolean; join(s?: string): string;
  find<S extends T>(f: (v: T, i: number, a: readonly T[]) => v is S): S | undefined; find(f: (v: T, i: number, a: readonly T[]) => unknown): T | undefined; findLast(f: (v: T) => unknown): T | undefined;
  filter<S extends T>(f: (v: T, i: number, a: readonly T[]) => v is S): S[]; filter(f: (v: T, i: number, a: readonly T[]) => unknown): T[];
  map<U>(f: (v: T, i: number, a: readonly T[]) => U): U[]; flatMap<U>(f: (v: T, i: number, a: readonly T[]) => U | readonly U[]): U[]; forEach(f: (v: T, i: number, a: readonly T[]) => void): void;
  some(f: (v: T, i: number, a: readonly T[]) => unknown): boolean; every(f: (v: T, i: number, a: readonly T[]) => unknown): boolean;
  reduce<U>(f: (s: U, v: T, i: number, a: readonly T[]) => U, s: U): U; reduce(f: (s: T, v: T, i: number, a: readonly T[]) => T): T; toSorted(f?: (a: T, b: T) => number): T[]; toReversed(): T[];
}
interface Array<T> extends ReadonlyArray<T> {
  length: number; [n: number]: T; push(...v: T[]): number; pop(): T | undefined; shift(): T | undefined; unshift(...v: T[]): number; splice(a: number, b?: number, ...v: T[]): T[];
  reverse(): T[]; sort(f?: (a: T, b: T) => number): this; fill(v: T, a?: number, b?: number): this;
}
interface ArrayConstructor { new <T>(...v: T[]): T[]; (...v: any[]): any[]; isArray(v: any): v is any[]; from<T>(v: Iterable<T> | ArrayLike<T>): T[]; from<T, U>(v: Iterable<T> | ArrayLike<T>, f: (v: T, i: number) => U): U[]; of<T>(...v: T[]): T[]; }
declare var Array: ArrayConstructor;
interface ReadonlyMap<K, V> { get(k: K): V | undefined; has(k: K): boolean; readonly size: number; forEach(f: (v: V, k: K) => void): void; values(): IterableIterator<V>; keys(): IterableIterator<K>; entries(): IterableIterator<[K, V]>; [Symbol.iterator](): IterableIterator<[K, V]>; }
interface Map<K, V> extends ReadonlyMap<K, V> { set(k: K, v: V): this; delete(k: K): boolean; clear(): void; }
interface WeakMap<K, V> { get(k: K): V | undefined; has(k: K): boolean; set(k: K, v: V): this; delete(k: K): boolean; }
interface ReadonlySet<T> { has(v: T): boolean; readonly size: number; forEach(f: (v: T) => void): void; values(): IterableIterator<T>; [Symbol.iterator](): IterableIterator<T>; }
interface Set<T> extends ReadonlySet<T> { add(v: T): this; delete(v: T): boolean; clear(): void; }
interface WeakSet<T> { has(v: T): boolean; add(v: T): this; delete(v: T): boolean; } interface WeakRef<T> { deref(): T | undefined; }
declare var Map: { new <K = any, V = any>(v?: Iterable<readonly [K, V]> | null): Map<K, V>; }; declare var WeakMap: { new <K = any, V = any>(v?: Iterable<readonly [K, V]> | null): WeakMap<K, V>; };
declare var Set: { new <T = any>(v?: Iterable<T> | null): Set<T>; }; declare var WeakSet: { new <T = any>(v?: Iterable<T> | null): WeakSet<T>; }; declare var WeakRef: { new <T>(v: T): WeakRef<T>; };
declare var Object: { assign<T, U>(t: T, u: U): T & U; keys(o: any): string[]; values<T>(o: { [k: string]: T } | ArrayLike<T>): T[]; entries<T>(o: { [k: string]: T } | ArrayLike<T>): [string, T][]; freeze<T>(o: T): T; create(o: any): any; (v?: any): any; };
type Partial<T> = { [P in keyof T]?: T[P] }; type Required<T> = { [P in keyof T]-?: T[P] }; type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] }; type Record<K extends keyof any, T> = { [P in K]: T }; type Exclude<T, U> = T extends U ? never : T; type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>; type NonNullable<T> = T & {}; type NoInfer<T> = intrinsic; type ThisType<T> = {};
type Parameters<T extends (...a: any) => any> = T extends (...a: infer P) => any ? P : never; type ConstructorParameters<T extends abstract new (...a: any) => any> = T extends abstract new (...a: infer P) => any ? P : never;
type ReturnType<T extends (...a: any) => any> = T extends (...a: any) => infer R ? R : any; type InstanceType<T extends abstract new (...a: any) => any> = T extends abstract new (...a: any) => infer R ? R : any;
type Uppercase<S extends string> = intrinsic; type Lowercase<S extends string> = intrinsic; type Capitalize<S extends string> = intrinsic; type Uncapitalize<S extends string> = intrinsic; type PropertyKey = string | number | symbol;
type ClassDecorator = <F extends Function>(target: F) => F | void; type PropertyDecorator = (target: Object, key: string | symbol) => void; type MethodDecorator = <T>(target: Object, key: string | symbol, d: any) => any; type ParameterDecorator = (target: Object, key: string | symbol | undefined, i: number) => void;
`;
