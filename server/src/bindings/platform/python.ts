/**
 * What Python and its standard library mean: builtins, environment and arguments, text and collections, threads and event loops, decoders
 * and sinks. No ZeroMQ here; the same form as a binding, so that the evaluator needs to know no language.
 */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { Origin } from '../../model/data';
import type { Binding, ExternalName, Handle } from '../binding';
import { builtinCall } from './python-builtins';
import { passesArgumentsOn } from './python-decorators';
import { canonical, sinkOrConversion } from './python-sinks';
import { noteFilled, noteFilling } from './memory';
import { allocationSink, pathSink } from './received';
import { executorCall, executorName } from './python-executors';
import { futureMethod, groupCall, loopCall, periodicCall, taskName } from './python-tasks';
import { lockCall, processesCall, PYTHON, runs, signalCall, threadCall } from './python-threads';
import { listMethod, objectMethod, textMethod } from './python-values';
import { holdsSecret, outputOf } from './secrets';

const GLOBAL = 'global:python';

/** The standard library, and packages whose functions are in the tables. */
const MODULES =
  /^(abc|argparse|ast|asyncio|atexit|base64|binascii|bisect|bson|builtins|__builtin__|bz2|cPickle|_pickle|pickle5|cbor2?|cloudpickle|codecs|collections|commands|concurrent|configparser|ConfigParser|contextlib|copy|cStringIO|ctypes|dataclasses|datetime|decimal|decouple|dill|docopt|dotenv|email|enum|environs|errno|eventlet|functools|gc|getopt|getpass|gevent|glob|gzip|hashlib|heapq|hjson|hmac|html|importlib|inspect|io|itertools|joblib|json|jsonpickle|linecache|locale|logging|lz4|lzma|marshal|math|mimetypes|msgpack|multiprocessing|numbers|numpy|operator|optparse|orjson|os|pandas|pathlib|pickle|pipes|platform|pprint|queue|Queue|quopri|random|rapidjson|re|runpy|secrets|select|shelve|shlex|shutil|signal|simplejson|six|snappy|blosc|socket|ssl|stat|statistics|string|StringIO|struct|subprocess|sys|tempfile|textwrap|_?thread|threading|time|timeit|toml|tomllib|torch|tornado|traceback|types|typing|typing_extensions|ubjson|ujson|unittest|urllib|urlparse|uuid|warnings|weakref|xml|yaml|zlib|zstandard|zstd|brotli)(\.|$)/;

/** Interrupts, the end of iterations, failed operations. `ValueError`, `KeyError` and their like are what malformed data ends in. */
const OTHER_ERRORS: ReadonlySet<string> = new Set(
  'KeyboardInterrupt SystemExit GeneratorExit StopIteration StopAsyncIteration CancelledError TimeoutError OSError IOError ConnectionError ImportError ModuleNotFoundError'.split(
    ' ',
  ),
);

export const pythonPlatform: Binding = {
  id: PYTHON,
  languages: ['python'],
  needles: [],
  owns: (module) => module === GLOBAL || MODULES.test(module),
  receiverName: 'self',
  otherErrors: OTHER_ERRORS,
  // Whatever the library raises is an Exception, and nothing else of the language's own (e60).
  catches: (name) => (name.module === GLOBAL ? catchesFailure(name.path.join('.')) : undefined),
  // Another number is a ValueError (e18).
  unpacks: (argument, site, api) => api.addFragile('count', '=', argument, site),
  passesOn: passesArgumentsOn,
  lazyCalls: true,
  read,
  call: (name, args, site, api) => call(canonical(name.module, name.path), name, args, site, api),
  callOn,
  instanceOf: (name, args, site, api, self) => taskName(canonical(name.module, name.path), args, site, api, self),
  runs,
  destructorName: '__del__',
  // `Path(name).name`: no folders are in it.
  member: (on, name, api) =>
    /^(name|stem|suffix)$/.test(name) && on.detail?.startsWith('pathlib.') ? api.unknown('other', name) : undefined,
  method(on, name, args, site, api) {
    noteFilling(on, name, args, site, api);
    switch (on.v) {
      case 'const':
      case 'text':
        return textMethod(on, name, args, api);
      case 'list':
        return listMethod(on, name, args, site, api);
      case 'object':
        return objectMethod(on, name, args, site, api);
      case 'promise':
        return futureMethod(on, name, args, site, api);
      case 'unknown':
        return unknownMethod(on, name, args, site, api);
      default:
        return undefined;
    }
  },
};

/** @returns undefined for a name that is no class of errors */
function catchesFailure(name: string): boolean | undefined {
  if (name === 'Exception' || name === 'BaseException') return true;
  return /^[A-Z]\w*(Error|Exit|Interrupt|Iteration)$/.test(name) ? false : undefined;
}

// ---------------------------------------------------------------- names

const ENVIRONMENT = /^os\.environb?$/;
const ARGUMENTS = /^sys\.(argv|stdin|orig_argv)$/;

function read(name: ExternalName, api: EvaluatorApi): Value | undefined {
  const key = canonical(name.module, name.path);
  if (ENVIRONMENT.test(key)) return api.unknown('environment', key);
  if (ARGUMENTS.test(key)) return api.unknown('argument', key);
  if (key === 'math.inf' || key === 'numpy.inf') return api.constant(Infinity);
  if (key === 'math.nan') return api.constant(NaN);
  return undefined;
}

/** Where settings come from. */
const SETTINGS: readonly (readonly [RegExp, Origin])[] = [
  [/^(os\.getenvb?|environs\.Env|decouple\.(config|Config)|dotenv\.dotenv_values)$/, 'environment'],
  [/^(docopt\.docopt|getopt\.\w+)$/, 'argument'],
  [/^(configparser|ConfigParser)\.\w*ConfigParser$/, 'configuration'],
  [/^(io\.open|codecs\.open)$/, 'configuration'],
];

/** Comparisons in constant time: how authenticity of received data is checked. */
const CHECKS = /^(hmac|secrets|operator)\._?compare_digest$|\.(verify|verify_signature)$/;

/** A digest of received data says which data a check of it vouches for. */
const DIGESTS = /^(hmac\.(new|HMAC|digest)|hashlib\.\w+|cryptography\..*\.HMAC)$/;

/** They hold up the thread they run in. */
const BLOCKING = /^(time\.sleep|subprocess\.(run|call|check_call|check_output)|os\.system|urllib\.request\.urlopen)$/;

/** Who may read a file. */
const MODES = /^os\.(umask|f?l?chmod)$/;
const LOGS =
  /^(print|logging\.(debug|info|warning|warn|error|exception|critical)|pprint\.pprint|sys\.std(out|err)\.write)$/;

/** Text made harmless for a shell. */
const QUOTES = /^(shlex|pipes)\.quote$/;

function call(key: string, name: ExternalName, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const first = args.list[0];
  if (key === '') return undefined;
  const builtin = name.module === GLOBAL || /^(builtins|__builtin__)$/.test(name.module);
  if (MODES.test(key) || (/^os\.m(kdir|akedirs)$/.test(key) && args.at(1, 'mode'))) api.addMode(site);
  if (LOGS.test(key)) outputOf(key, args, site, api);
  if (BLOCKING.test(key)) api.addBlocking(key, site, key === 'time.sleep');
  noteFilled(key, args, site, api);
  const sunk = sinkOrConversion(key, args, site, api);
  if (sunk) return sunk;
  const task = taskName(key, args, site, api);
  if (task) return task;
  if (builtin && !CHECKS.test(key)) return builtinCall(key, args, site, api);
  for (const [pattern, origin] of SETTINGS) {
    if (!pattern.test(key)) continue;
    const setting = api.unknown(origin, `${key}(${api.stringOf(first) ?? ''})`);
    const fallback = args.at(1, 'default');
    return origin === 'environment' && fallback ? api.oneOf([setting, fallback]) : setting;
  }
  if (CHECKS.test(key)) {
    const outcome = api.verified(...args.list);
    if (key.endsWith('compare_digest')) return outcome;
    // Signatures: what does not verify raises.
    return api.unknown('call', key);
  }
  if (DIGESTS.test(key)) {
    return [...args.list, ...args.named.values()].reduce<Value>(
      (digest, value) => api.withTaint(digest, api.taint(value)),
      api.unknown('call', key),
    );
  }
  if (QUOTES.test(key)) return api.unknown('call', key);
  switch (key) {
    case 'argparse.ArgumentParser':
    case 'optparse.OptionParser':
      return api.handle(PYTHON, 'parser', site.place.range.start, new Map<string, Value>());
    case 'contextlib.suppress':
      return api.handle(PYTHON, 'suppression', 0, args.list);
    case 'contextlib.closing':
    case 'contextlib.nullcontext':
      return first ?? api.unknown('call', key);
    case 'collections.deque': {
      const made = api.list([], true, first?.v === 'list' ? api.anyItem(first) : undefined);
      const empty = first === undefined || (first.v === 'list' && !first.list.open && first.list.items.length === 0);
      const most = args.at(1, 'maxlen');
      // `maxlen=None` is none.
      return empty && (most === undefined || api.constantOf(most)?.value === null)
        ? api.beginEmpty(made, 'list', site)
        : made;
    }
    case 'queue.Queue':
    case 'queue.SimpleQueue':
    case 'queue.LifoQueue':
    case 'Queue.Queue':
    case 'multiprocessing.Queue':
    case 'gevent.queue.Queue':
      return api.list([], true, first?.v === 'list' ? api.anyItem(first) : undefined);
    case 'collections.defaultdict':
    case 'collections.OrderedDict': {
      const made = api.object({});
      const fields = api.fields(made);
      if (fields) fields.open = 'a dictionary that makes its items';
      return made;
    }
    case 'dataclasses.field':
      return args.named.get('default') ?? api.unknown('other', key);
    case 'functools.partial':
      return partial(args, site, api);
    default:
      return other(key, args, site, api);
  }
}

/** Memory of its own, of a size that depends on the type of the items. */
const ARRAYS = /^numpy\.(zeros|ones|empty|full|array)$/;

/** Anything else of the library: callbacks may run at any time; sockets stay the program's. */
function other(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  for (const value of [...args.list, ...args.named.values()]) {
    if (value.v === 'function') api.startTask('callback', value, [], site, { repeats: true });
    api.settle(value, 'stored');
  }
  const made = api.unknown('call', key);
  return ARRAYS.test(key) ? api.newMemory(made, site) : made;
}

function partial(args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const [fn, ...bound] = args.list;
  if (!fn) return api.unknown('call');
  if (bound.length === 0 && args.named.size === 0) return fn;
  for (const value of bound) api.settle(value, 'stored');
  api.startTask('callback', fn, bound, site, { repeats: true, rest: api.unknown('parameter', 'argument') });
  return api.unknown('call', 'functools.partial');
}

// ---------------------------------------------------------------- things made above

function callOn(handle: Handle, method: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  switch (handle.kind) {
    case 'thread':
      return threadCall(handle, method, args, site, api);
    case 'executor':
      return executorCall(handle, method, args, site, api);
    case 'signal':
      return signalCall(handle, method, api);
    case 'lock':
      return lockCall(handle, method, api);
    case 'processes':
      return inContext(handle, method, args, site, api);
    case 'periodic':
      return periodicCall(handle, method, site, api);
    case 'loop':
      return loopCall(method, args, site, api);
    case 'group':
      return groupCall(handle, method, args, site, api);
    case 'turns':
      if (method === 'acquire' || method === '(leave)') api.waitsForTurn();
      return method === 'acquire' ? api.promise(api.unknown('call', method)) : api.unknown('call', method);
    case 'parser':
      return parserCall(handle, method, args, api);
    default:
      return undefined;
  }
}

/** A member of what `multiprocessing.get_context` gives: as in the module, but for how processes start. */
function inContext(
  handle: Handle,
  method: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const key = `multiprocessing.${method}`;
  return (
    processesCall(handle, method, args, site, api) ??
    executorName(key, args, site, api, handle.id === 1) ??
    call(key, { module: 'multiprocessing', path: [method] }, args, site, api)
  );
}

/** argparse: `add_argument('--host', default='127.0.0.1')`, then `parse_args().host`. */
function parserCall(handle: Handle, method: string, args: Arguments, api: EvaluatorApi): Value {
  const known = handle.data as Map<string, Value>;
  switch (method) {
    case 'add_argument':
    case 'add_option': {
      const flags = args.list.flatMap((one) => api.stringOf(one) ?? []);
      const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0];
      const name = api.stringOf(args.named.get('dest')) ?? long?.replace(/^-+/, '').replaceAll('-', '_');
      const fallback = args.named.get('default');
      if (name !== undefined) {
        const given = api.unknown('argument', name);
        known.set(name, fallback ? api.oneOf([given, fallback]) : given);
      }
      return api.unknown('call', method);
    }
    case 'add_argument_group':
    case 'add_mutually_exclusive_group':
      return api.handle(PYTHON, 'parser', handle.id, known);
    case 'parse_args':
    case 'parse_known_args': {
      const made = api.object(Object.fromEntries(known));
      const fields = api.fields(made);
      if (fields) fields.open = 'an argument of the command line';
      return method === 'parse_args' ? made : api.list([made, api.unknown('argument', 'arguments')]);
    }
    default:
      return api.unknown('call', method);
  }
}

// ---------------------------------------------------------------- methods of what is not known

/** Objects that decompress; the second argument of their method is the most they give. */
const DECOMPRESSOR = /(decompressobj|Decompressor)$/;
const bounded = (args: Arguments): boolean =>
  args.list.length > 1 || args.named.has('max_length') || args.named.has('max_output_size');

/** Methods that only paths have. */
const PATH_METHOD = /^(read_text|read_bytes|write_text|write_bytes|unlink|rmdir|mkdir|touch|iterdir)$/;

/** Opening what was sealed with a secret key fails for everybody else's data. */
const SEALED = /(Fernet|MultiFernet|AESGCM|AESCCM|ChaCha20Poly1305|SecretBox|Box)$/;

const LOGGING = /^(debug|info|warning|warn|error|exception|critical|log)$/;

function unknownMethod(
  on: Value & { v: 'unknown' },
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const first = args.list[0];
  if (name === 'acquire') api.locked(undefined);
  if (name === 'release') api.unlocked(undefined);
  if (on.taint && PATH_METHOD.test(name)) pathSink(name, on, undefined, site, api);
  if (name === 'chmod') api.addMode(site);
  if (
    /^write(lines|_text|_bytes)?$/.test(name) &&
    holdsSecret(first) &&
    (name.includes('_') || on.origin === 'configuration')
  )
    api.addSecretUse('file', name, site);
  // What does not fit was taken out.
  if (on.taint && (name === 'replace' || name === 'translate')) return api.checked(on);
  if (/^(read|read1|readline)$/.test(name) && !on.taint)
    allocationSink(name, first, args.placeAt(0), site, api, on.origin !== 'configuration');
  if (on.origin === 'environment' && /^(get|pop|setdefault|str|int|bool|url)$/.test(name)) {
    const setting = api.unknown('environment', `${on.detail ?? 'environment'}[${api.stringOf(first) ?? ''}]`);
    const fallback = args.at(1, 'default');
    return fallback ? api.oneOf([setting, fallback]) : setting;
  }
  if (
    /^(verify|verify_signature|check_signature|compare_digest)$/.test(name) ||
    (name === 'decrypt' && SEALED.test(on.detail ?? ''))
  ) {
    const outcome = api.verified(...args.list);
    if (name === 'compare_digest') return outcome;
    return api.withTaint(api.unknown('call', name), first && api.taint(first));
  }
  if (name === 'decompress' && DECOMPRESSOR.test(on.detail ?? '') && first && !bounded(args))
    api.addSink({ kind: 'decompress', api: name, argument: first, site });
  if (/^(decompress|unpack|feed|update)$/.test(name) && first && api.taint(first))
    return api.withTaint(api.unknown('call', name), api.taint(first));
  if (name === 'create_task' && first) return api.schedule(first, site);
  if (name === 'acquire') api.waitsForTurn();
  if (name === 'enter_context' || name === 'enter_async_context') return first;
  if (LOGGING.test(name) && (on.detail ?? '').startsWith('logging.')) outputOf(name, args, site, api);
  if (LOGGING.test(name) && (on.detail ?? '').startsWith('logging.')) return api.constant(undefined);
  // What a settings object answers is a setting.
  if (!on.taint && (on.origin === 'configuration' || on.origin === 'argument'))
    return api.unknown(on.origin, `${on.detail ?? ''}.${name}`);
  return undefined;
}
