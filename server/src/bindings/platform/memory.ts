/** Buffers of Node and Python: which calls share memory, which copy it, which write into it. */
import type { Arguments, CallSite, EvaluatorApi, UnknownValue, Value } from '../../evaluate/api';

/** Which argument a function of a library writes into. */
const FILLS: Readonly<Record<string, number>> = {
  'fs.read': 1,
  'fs.readSync': 1,
  'crypto.randomFill': 0,
  'crypto.randomFillSync': 0,
  'struct.pack_into': 1,
  'numpy.copyto': 0,
};

/** Which argument a method writes into, whatever it is a method of. */
const FILLING: Readonly<Record<string, number>> = {
  copy: 0,
  read: 0,
  encodeInto: 1,
  getRandomValues: 0,
  readinto: 0,
  readinto1: 0,
  recv_into: 0,
  recvfrom_into: 0,
};

/** Methods that write into what they belong to. `set` is also one of maps, which are no memory. */
const WRITES =
  /^(write|(write|set)(Big)?(U?int|float|double)\w*|set|fill|swap(16|32|64)|copyWithin|byteswap|sort|reverse)$/i;

export function noteFilled(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  if (Object.hasOwn(FILLS, key)) api.addMemoryWrite(args.at(FILLS[key]!), site);
}

export function noteFilling(on: Value, name: string, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  if (Object.hasOwn(FILLING, name)) api.addMemoryWrite(args.at(FILLING[name]!), site);
  if (on.v === 'unknown' && on.memory && WRITES.test(name)) api.addMemoryWrite(on, site);
}

/** The same data in other memory, or a piece of it that is not looked at. */
export function copied(value: Value): Value {
  if (value.v === 'oneOf') return { ...value, options: value.options.map(copied) };
  if (value.v !== 'unknown' || !value.memory) return value;
  const { memory: _, detail: __, ...copy } = value;
  return copy;
}

/** Bytes per item of a typed array; those of buffers are bytes. */
const WIDTH: Readonly<Record<string, number>> = {
  Uint16Array: 2,
  Int16Array: 2,
  Uint32Array: 4,
  Int32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
};

/** `new Uint8Array(…)`: of an `ArrayBuffer` it is a view, of anything else memory of its own. `made` is what is known of it otherwise. */
export function typedArray(name: string, made: Value, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const first = args.at(0);
  if (isArrayBuffer(first)) return view(first, name, args, api);
  const count = api.numberOf(first);
  return api.newMemory(made, site, count === undefined ? undefined : count * (WIDTH[name] ?? 1));
}

/** What `buffer.buffer` and `new ArrayBuffer(n)` give: no copy is made of it by what is made from it. */
export function isArrayBuffer(value: Value | undefined): value is UnknownValue {
  return value?.v === 'unknown' && value.memory !== undefined && value.detail === 'ArrayBuffer';
}

/** `new Uint8Array(memory, offset, length)`; a piece that does not begin where the memory does is another matter. */
export function view(of: UnknownValue, name: string, args: Arguments, api: EvaluatorApi): Value {
  const offset = args.at(1);
  const whole = { ...of, detail: name };
  return offset === undefined || api.numberOf(offset) === 0 ? pieceTo(whole, args.at(2), api) : copied(whole);
}

/** Methods of Node's buffers and of typed arrays that give the same memory again. @returns undefined for others */
export function sharing(on: UnknownValue, name: string, args: Arguments, api: EvaluatorApi): Value | undefined {
  if (!on.memory) return undefined;
  if (name === 'fill' || name === 'copyWithin') return on;
  // `slice` copies in typed arrays and does not in Node's buffers, which are typed arrays as well.
  if (name !== 'subarray' && !(name === 'slice' && on.detail === 'Buffer')) return undefined;
  const from = args.at(0);
  return from === undefined || api.numberOf(from) === 0 ? pieceTo(on, args.at(1), api) : copied(on);
}

function pieceTo(on: UnknownValue, end: Value | undefined, api: EvaluatorApi): UnknownValue {
  if (end === undefined || !on.memory) return on;
  const size = api.numberOf(end);
  return { ...on, memory: size === undefined || size < 0 ? { ...on.memory, atMost: true } : { ...on.memory, size } };
}
