/**
 * What JavaScript and Node themselves mean: globals, promises, lists, timers, environment, decoders and sinks. No ZeroMQ here; the same
 * form as a binding, so that the evaluator needs to know no language.
 */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import { SECRET_KEY } from '../../model/data';
import type { Binding, ExternalName } from '../binding';
import { listMethod, newMap, textMethod } from './collections';
import { copied, isArrayBuffer, noteFilling, sharing, typedArray, view } from './memory';
import { nodeCall, NODE_MODULES } from './node';
import { arrayCall, objectCall } from './objects';
import { isThread, post, threadMethod, threadOfType } from './worker-threads';
import { allocationSink, frameCall, mergeSink } from './received';
import { promiseCall, promiseMethod, resolveCall } from './promises';
import { holdsSecret, outputOf } from './secrets';

export const GLOBAL = 'global:typescript';

const ID = 'javascript';

export const javascriptPlatform: Binding = {
  id: ID,
  languages: ['typescript'],
  needles: [],
  owns: (module) => module === GLOBAL || NODE_MODULES.test(module),
  receiverName: 'this',
  read,
  call(name, args, site, api) {
    if (name.module === GLOBAL) return globalCall(name.path, args, site, api);
    return nodeCall(ID, name, args, site, api);
  },
  callOn(handle, method, args, site, api) {
    if (method === '(call)') return resolveCall(handle, args, api);
    return isThread(handle) ? threadMethod(handle, method, args, site, api) : undefined;
  },
  ofType: (name, _site, api) =>
    /^(node:)?worker_threads$/.test(name.module) ? threadOfType(ID, name, api) : undefined,
  // `__proto__` leads to what all objects have in common.
  writesUnder: (argument, site, api) => api.addSink({ kind: 'merge', api: '[]=', argument, site }),
  forbidden: new Set(['__proto__', 'constructor', 'prototype']),
  // `path.parse(name).base`: no folders are in it.
  member: (on, name, api) =>
    on.detail === 'path.parse' && /^(base|name|ext)$/.test(name)
      ? api.unknown('other', name)
      : name === 'buffer' && on.memory
        ? { ...on, detail: 'ArrayBuffer' }
        : undefined,
  method(on, name, args, site, api) {
    noteFilling(on, name, args, site, api);
    switch (on.v) {
      case 'promise':
        return promiseMethod(on, name, args, site, api);
      case 'list':
        return listMethod(on, name, args, site, api);
      case 'const':
      case 'text':
        if (REPEATS.test(name)) allocationSink(name, args.at(0), args.placeAt(0), site, api);
        return textMethod(on, name, args, api);
      case 'unknown':
        return unknownMethod(on, name, args, site, api);
      case 'external': {
        const [target, ...sources] = args.list;
        if (LODASH.test(on.name.module) && MERGES.test(name) && target)
          mergeSink(`_.${name}`, target, sources, site, api);
        return undefined;
      }
      case 'object':
        return name === 'hasOwnProperty' ? api.unknown('other') : undefined;
      default:
        return undefined;
    }
  },
};

/** They write into their first argument. */
const LODASH = /^lodash(-es)?$/;
const MERGES = /^(merge|mergeWith|assign|assignIn|extend|defaultsDeep)$/;

const CONSTANTS: Readonly<Record<string, number | undefined>> = {
  undefined: undefined,
  NaN: NaN,
  Infinity: Infinity,
  'Number.POSITIVE_INFINITY': Infinity,
  'Number.NEGATIVE_INFINITY': -Infinity,
  'Number.MAX_SAFE_INTEGER': Number.MAX_SAFE_INTEGER,
  'Number.MAX_VALUE': Number.MAX_VALUE,
  'Number.NaN': NaN,
};

/** Globals of which `read` knows something. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(CONSTANTS).map((path) => path.split('.')[0]!),
  'arguments',
  'globalThis',
  'process',
  'import.meta',
  'Deno',
  'Bun',
  '__dirname',
  '__filename',
]);

function read(name: ExternalName, api: EvaluatorApi): Value | undefined {
  const global = name.module === GLOBAL;
  if (global && !KNOWN.has(name.path[0] ?? '')) return undefined;
  const path = name.path.join('.');
  if (global && path === 'arguments') return api.callArguments();
  if (global && Object.hasOwn(CONSTANTS, path)) return api.constant(CONSTANTS[path]);
  const inProcess = global
    ? path.replace(/^globalThis\./, '')
    : /^(node:)?process$/.test(name.module)
      ? `process.${path}`
      : '';
  if (/^(process\.env|import\.meta\.env|Deno\.env|Bun\.env)\b/.test(inProcess)) {
    return name.path.length > (global ? 2 : 1) ? api.unknown('environment', inProcess) : undefined;
  }
  if (/^process\.(argv|execArgv)/.test(inProcess)) return api.unknown('argument', inProcess);
  if (
    /^process\.(pid|platform|title|version|cwd|arch|hrtime)$/.test(inProcess) ||
    path === '__dirname' ||
    path === '__filename'
  )
    return api.unknown('other', path);
  return undefined;
}

// ---------------------------------------------------------------- globals

function globalCall(path: readonly string[], args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const [first, second] = path[0] === 'globalThis' || path[0] === 'window' ? path.slice(1) : path;
  const argument = args.at(0);
  switch (first) {
    case 'Number':
      if (second === undefined || second === 'parseInt' || second === 'parseFloat') return toNumber(argument, api);
      if (argument && /^is(Integer|SafeInteger|Finite|NaN)$/.test(second)) api.tested(argument);
      return api.unknown('other', `Number.${second}`);
    case 'isNaN':
    case 'isFinite':
      if (argument) api.tested(argument);
      return api.unknown('other', first);
    case 'parseInt':
    case 'parseFloat':
      return toNumber(argument, api);
    case 'String':
      return argument ? copied(argument) : api.constant('');
    case 'Boolean':
    case 'Symbol':
    case 'BigInt':
      return argument ? api.withTaint(api.unknown('other', first), api.taint(argument)) : api.unknown('other', first);
    case 'Math':
      return math(second, args, api);
    case 'JSON':
      if (second === 'stringify' && holdsSecret(argument)) return api.unknown('call', SECRET_KEY);
      if (second === 'parse' && argument) api.addFragile('form', 'JSON.parse', argument, site);
      return argument ? convert(argument, api) : api.unknown('other');
    case 'Buffer':
      return bufferCall(second, args, site, api);
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
    case 'Uint8Array':
    case 'Uint8ClampedArray':
    case 'Uint16Array':
    case 'Uint32Array':
    case 'Int8Array':
    case 'Int16Array':
    case 'Int32Array':
    case 'Float32Array':
    case 'Float64Array':
      allocationSink(first, argument, args.placeAt(0), site, api, !first.endsWith('Buffer'));
      return typedArray(
        first,
        api.withTaint(api.unknown('other', first), argument && api.taint(argument)),
        args,
        site,
        api,
      );
    case 'DataView':
      return isArrayBuffer(argument) ? view(argument, first, args, api) : undefined;
    case 'Object':
      return objectCall(second, args, site, api);
    case 'Array':
      if (second === undefined && args.list.length === 1)
        allocationSink(first, argument, args.placeAt(0), site, api, true);
      return arrayCall(second, args, site, api);
    case 'Promise':
      return promiseCall(second, args, site, api);
    case 'Map':
    case 'WeakMap':
      return newMap(argument, site, api);
    case 'Set':
    case 'WeakSet':
      return argument?.v === 'list'
        ? api.list(argument.list.items, argument.list.open, argument.list.rest)
        : argument === undefined
          ? api.beginEmpty(api.list([]), 'set', site)
          : api.list([], api.constantOf(argument) === undefined);
    case 'setTimeout':
      return timer('timer', false, args, site, api);
    case 'setInterval':
      return timer('timer', true, args, site, api);
    case 'setImmediate':
    case 'queueMicrotask':
      return timer('callback', false, args, site, api);
    case 'process':
      return processCall(second, args, site, api);
    case 'eval':
      return executeSink('eval', args, site, api);
    case 'import':
      return api.promise(executeSink('import', args, site, api));
    case 'Function':
      return executeSink('Function', args, site, api, args.list.length - 1);
    case 'require': {
      const specifier = api.stringOf(argument);
      return specifier === undefined ? executeSink('require', args, site, api) : api.importModule(specifier);
    }
    case 'Atomics':
      if (second === 'wait') api.addBlocking('Atomics.wait', site, true);
      return api.unknown('other', 'Atomics');
    case 'fetch':
      return api.asyncCall(site, api.unknown('call', 'fetch'));
    case 'structuredClone':
      return argument && api.addHandover(argument, first, args.placeAt(0) ?? site.name, true)
        ? api.unknown('other', first)
        : argument && copied(argument);

    case 'console':
      if (second !== undefined && PRINTS.test(second)) outputOf(`console.${second}`, args, site, api);
      return api.constant(undefined);
    case 'clearTimeout':
    case 'clearInterval':
    case 'clearImmediate':
      return api.constant(undefined);
    case 'URL':
      return api.unknown('other', relative(args, api) ?? first);
    case 'Error':
    case 'TypeError':
    case 'RangeError':
    case 'Date':
    case 'AbortController':
    case 'TextDecoder':
    case 'TextEncoder':
    case 'RegExp':
      return api.unknown('other', first);
    default:
      return undefined;
  }
}

/** `new URL('./file', import.meta.url)`: the file beside this one. */
function relative(args: Arguments, api: EvaluatorApi): string | undefined {
  const text = api.stringOf(args.at(0));
  return args.list.length === 2 && text?.startsWith('.') ? text : undefined;
}

/**
 * Text to number without a check: unknown text may give NaN, and whatever was written there.
 * @returns a constant for constants, an unknown marked `numeric` for what comes from outside
 */
function toNumber(value: Value | undefined, api: EvaluatorApi): Value {
  if (!value) return api.constant(0);
  const options = value.v === 'oneOf' ? value.options : [value];
  return api.oneOf(
    options.map((one): Value => {
      const known = api.constantOf(one);
      if (known) return api.constant(known.value === undefined ? NaN : Number(known.value));
      if (one.v === 'unknown') return { ...one, numeric: { nan: true } };
      if (one.v === 'text')
        return api.withTaint({ v: 'unknown', origin: 'other', numeric: { nan: true } }, api.taint(one));
      return api.unknown('other', 'number');
    }),
  );
}

function math(name: string | undefined, args: Arguments, api: EvaluatorApi): Value {
  const numbers = args.list.map((one) => api.numberOf(one));
  if (!args.open && numbers.every((one) => one !== undefined)) {
    if (name === 'min') return api.constant(Math.min(...numbers));
    if (name === 'max') return api.constant(Math.max(...numbers));
    if (name === 'floor' || name === 'trunc') return api.constant(Math.floor(numbers[0]!));
  }
  // Rounding keeps NaN and what is too big; a clamp to a known bound checks the value, though `Math.min(NaN, 5)` is NaN still.
  if (name !== undefined && /^(floor|ceil|round|trunc|abs)$/.test(name)) return args.at(0) ?? api.unknown('other');
  if (name === 'min' || name === 'max') {
    const nan = args.list.some((one) => one.v === 'unknown' && one.numeric?.nan);
    return nan
      ? { v: 'unknown', origin: 'environment', detail: `Math.${name}`, numeric: { nan: true } }
      : api.unknown('other', `Math.${name}`);
  }
  return api.unknown('other', `Math.${name ?? ''}`);
}

/** Same information in another form: taint and origin stay. */
export function convert(value: Value, api: EvaluatorApi): Value {
  if (value.v === 'const' || value.v === 'text' || value.v === 'unknown')
    return value.v === 'unknown' ? copied(value) : api.withTaint(api.unknown('other'), api.taint(value));
  return api.withTaint(api.unknown('other'), api.taint(value));
}

function bufferCall(name: string | undefined, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const argument = args.at(0);
  if (name !== undefined && /^alloc(Unsafe|UnsafeSlow)?$/.test(name))
    allocationSink(`Buffer.${name}`, argument, args.placeAt(0), site, api);
  if (name === undefined) allocationSink('Buffer', argument, args.placeAt(0), site, api, true);
  if (argument && (name === 'from' || name === 'concat' || name === undefined)) {
    if (argument.v === 'const' || argument.v === 'text') return argument;
    // Of an `ArrayBuffer` it makes no copy.
    if (name === 'from' && isArrayBuffer(argument)) return view(argument, 'Buffer', args, api);
    return api.newMemory(api.withTaint(api.unknown('other', 'Buffer'), api.taint(argument)), site);
  }
  const made = api.unknown('other', 'Buffer');
  return name?.startsWith('alloc') ? api.newMemory(made, site, api.numberOf(argument)) : made;
}

// ---------------------------------------------------------------- timers, process

function timer(
  kind: 'timer' | 'callback',
  repeats: boolean,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value {
  const callback = args.at(0);
  if (callback) api.startTask(kind, callback, args.list.slice(2), site, { repeats });
  return api.unknown('other', 'timer');
}

const PRINTS = /^(log|info|debug|warn|error|dir|table|trace)$/;

const RESCUES = /^(uncaughtException|unhandledRejection)$/;

function processCall(name: string | undefined, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  if (name === 'exit') api.addAbruptEnd('process.exit', site);
  if (name === 'on' || name === 'once' || name === 'nextTick') {
    if (RESCUES.test(api.stringOf(args.at(0)) ?? '')) api.addRescue(site);
    const callback = name === 'nextTick' ? args.at(0) : args.at(1);
    if (callback) api.startTask('callback', callback, [], site);
    return api.unknown('other', 'process');
  }
  if (name === 'umask' && args.list.length > 0) api.addMode(site);
  return api.unknown('other', `process.${name ?? ''}`);
}

function executeSink(api_: string, args: Arguments, site: CallSite, api: EvaluatorApi, index = 0): Value {
  const argument = args.at(Math.max(0, index));
  if (argument) {
    const place = args.placeAt(Math.max(0, index));
    api.addSink({ kind: 'execute', api: api_, argument, site, ...(place ? { argumentPlace: place } : {}) });
  }
  return api.unknown('call', api_, argument && api.taint(argument));
}

// ---------------------------------------------------------------- unknown receivers

/** Semaphores and mutexes of any library: who awaits one of these takes turns. */
const TURNS = new Set(['acquire', 'lock', 'runExclusive', 'waitForUnlock']);

const ROUTES = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'use', 'route']);

/** Text that grows to what a number says. */
const REPEATS = /^(repeat|padStart|padEnd)$/;

/** Numbers in a binary header: the small ones are bounded by their size. */
const SMALL_NUMBER = /^read(U?Int8|U?Int16(BE|LE))$|^get(U?Int8|U?Int16)$/i;
const NUMBER =
  /^read(U?Int32(BE|LE)|U?Int(BE|LE)|Big(U?)Int64(BE|LE)|Float(BE|LE)|Double(BE|LE))$|^get(U?Int32|Big(U?)Int64|Float\d\d)$/i;

/** Handlers of web frameworks run once per request: `app.post('/path', handler)`; event handlers of requests likewise. */
function unknownMethod(
  on: Value & { v: 'unknown' },
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  if (TURNS.has(name)) api.waitsForTurn();
  if (name === 'postMessage') post(args, site, api, false);
  const shared = sharing(on, name, args, api);
  if (shared) return shared;
  if (on.taint) {
    frameCall(name, on, site, api);
    if (SMALL_NUMBER.test(name)) return api.unknown('other', name);
    if (NUMBER.test(name)) return { v: 'unknown', origin: 'received', taint: on.taint, numeric: { nan: false } };
    // What does not fit was taken out.
    if (name === 'replace' || name === 'replaceAll') return api.checked(on);
  }
  if (REPEATS.test(name)) allocationSink(name, args.at(0), args.placeAt(0), site, api);
  const last = args.list[args.list.length - 1];
  const event = api.stringOf(args.at(0));
  if (
    last?.v === 'function' &&
    event !== undefined &&
    ((ROUTES.has(name) && event.startsWith('/')) || (name === 'on' && (event === 'request' || event === 'connection')))
  ) {
    for (const one of args.list) if (one.v === 'function') api.startTask('request', one, [], site, { repeats: true });
    return on;
  }
  return undefined;
}
