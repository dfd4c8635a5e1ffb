/**
 * Functions that interpret data (sinks), and functions that give the same data in another form. A sink is recorded as what it is, with
 * its argument; whether that is a danger is for the rules, by where the data comes from (e18: pickle runs code of the sender's choice).
 */
import type { Arguments, CallSite, EvaluatorApi, NewSink, Value } from '../../evaluate/api';
import { copied } from './memory';
import { allocationSink, pathSink } from './received';

interface Row {
  readonly kind: NewSink['kind'];
  /** Position and name of the data. */
  readonly argument?: number;
  readonly name?: string;
  /** False when this call is the harmless form. */
  readonly when?: (args: Arguments, api: EvaluatorApi) => boolean;
}

const isTrue = (value: Value | undefined, api: EvaluatorApi): boolean =>
  value !== undefined && api.constantOf(value)?.value !== false && api.constantOf(value)?.value !== null;

const DESERIALIZE: Row = { kind: 'deserialize' };
const EXECUTE: Row = { kind: 'execute' };
const DECOMPRESS: Row = { kind: 'decompress' };

/** Loaders that build no objects (PyYAML). */
const SAFE_LOADER = /^C?(Safe|Base)Loader$/;

const UNSAFE_YAML: Row = {
  kind: 'yaml',
  when: (args) => {
    const loader = args.at(1, 'Loader');
    return !(loader?.v === 'external' && SAFE_LOADER.test(loader.name.path[loader.name.path.length - 1] ?? ''));
  },
};

/** By the name a person would use, the module's aliases folded (see `canonical`). */
const SINKS: Readonly<Record<string, Row>> = {
  'pickle.loads': DESERIALIZE,
  'pickle.load': DESERIALIZE,
  'pickle.Unpickler': DESERIALIZE,
  'dill.loads': DESERIALIZE,
  'dill.load': DESERIALIZE,
  'cloudpickle.loads': DESERIALIZE,
  'cloudpickle.load': DESERIALIZE,
  'joblib.load': DESERIALIZE,
  'marshal.loads': DESERIALIZE,
  'marshal.load': DESERIALIZE,
  'shelve.open': DESERIALIZE,
  'jsonpickle.decode': DESERIALIZE,
  'jsonpickle.loads': DESERIALIZE,
  'pandas.read_pickle': DESERIALIZE,
  'torch.load': { kind: 'deserialize', when: (args, api) => !isTrue(args.named.get('weights_only'), api) },
  'numpy.load': { kind: 'deserialize', when: (args, api) => isTrue(args.at(2, 'allow_pickle'), api) },
  'yaml.load': UNSAFE_YAML,
  'yaml.load_all': UNSAFE_YAML,
  'yaml.unsafe_load': { kind: 'yaml' },
  'yaml.unsafe_load_all': { kind: 'yaml' },
  'yaml.full_load': { kind: 'yaml' },
  'yaml.full_load_all': { kind: 'yaml' },
  eval: EXECUTE,
  exec: EXECUTE,
  execfile: EXECUTE,
  compile: EXECUTE,
  __import__: EXECUTE,
  'importlib.import_module': EXECUTE,
  'runpy.run_path': EXECUTE,
  'runpy.run_module': EXECUTE,
  'os.system': EXECUTE,
  'os.popen': EXECUTE,
  'commands.getoutput': EXECUTE,
  'commands.getstatusoutput': EXECUTE,
  'subprocess.getoutput': EXECUTE,
  'subprocess.getstatusoutput': EXECUTE,
  'asyncio.create_subprocess_shell': EXECUTE,
  'zlib.decompress': DECOMPRESS,
  'gzip.decompress': DECOMPRESS,
  'bz2.decompress': DECOMPRESS,
  'lzma.decompress': DECOMPRESS,
  'lz4.frame.decompress': DECOMPRESS,
  'lz4.block.decompress': DECOMPRESS,
  'snappy.decompress': DECOMPRESS,
  'snappy.uncompress': DECOMPRESS,
  'blosc.decompress': DECOMPRESS,
  'zstandard.decompress': DECOMPRESS,
  'zstd.decompress': DECOMPRESS,
  'brotli.decompress': DECOMPRESS,
};

/** What opens, changes or removes a file. `os.path.exists` and its like tell no more than whether it is there. */
const PATHS =
  /^(open|file|(io|codecs|gzip|bz2|lzma|tarfile|zipfile)\.open|zipfile\.ZipFile|os\.(open|remove|unlink|rmdir|removedirs|mkdir|makedirs|listdir|scandir|chmod|chown|truncate|rename|renames|replace|link|symlink|startfile)|shutil\.(rmtree|copy|copy2|copyfile|copytree|move))$/;
const TWO_PATHS = /^os\.(rename|renames|replace|link|symlink)$|^shutil\.(copy|move)/;

/** What reserves as much memory as its first argument says; the first group also converts other things. */
const CONVERTING = /^(bytes|bytearray)$/;
const ALLOCATIONS =
  /^(os\.urandom|secrets\.token_\w+|numpy\.(zeros|ones|empty|full|arange)|ctypes\.create_string_buffer)$/;

/** What starts a program: a danger when the program itself, or a shell, gets the data. */
const SPAWNS =
  /^(subprocess\.(run|call|check_call|check_output|Popen)|os\.(exec|spawn)[lvpe]*|asyncio\.create_subprocess_exec)$/;

/** Same data, other form. The number is the argument that carries it. */
const CONVERSIONS: readonly (readonly [RegExp, number])[] = [
  [/^(json|simplejson|ujson|orjson|rapidjson|hjson|toml|tomllib|bson|cbor|cbor2|ubjson)\.(loads?|decode)$/, 0],
  [/^(json|simplejson|ujson|orjson|rapidjson|toml|bson|cbor|cbor2|pickle|marshal)\.(dumps|encode)$/, 0],
  [/^msgpack\.(unpackb|unpack|loads|load|packb|dumps)$/, 0],
  [/^yaml\.(safe_load|safe_load_all|load|load_all)$/, 0],
  [/^(base64|binascii|codecs|quopri|html)\.\w+$/, 0],
  [/^urllib\.parse\.\w+$|^urlparse\.\w+$/, 0],
  [/^ast\.literal_eval$/, 0],
  [/^struct\.(unpack|unpack_from|iter_unpack)$/, 1],
  [/^re\.(match|search|findall|fullmatch|finditer|split)$/, 1],
  [/^numpy\.(frombuffer|fromstring|asarray|array|load)$/, 0],
  [/^io\.(BytesIO|StringIO)$|^c?StringIO\.StringIO$/, 0],
  [/^copy\.(copy|deepcopy)$/, 0],
  [/^(pathlib\.\w+|os\.fspath|os\.path\.(join|abspath|realpath|normpath|expanduser|expandvars|dirname))$/, 0],
  [/^shlex\.split$/, 0],
  [/^typing\.cast$/, 1],
  [/^itertools\.\w+$|^collections\.(?!(deque|defaultdict|OrderedDict)$)\w+$/, 0],
];

/** They throw when the data is of another form. */
const PARSERS =
  /^(json|simplejson|ujson|orjson|rapidjson|hjson|toml|tomllib|bson|cbor2?|ubjson)\.(loads?|decode)$|^msgpack\.(unpackb?|loads?)$|^yaml\.safe_load(_all)?$|^ast\.literal_eval$/;

/** `os.path.join(base, name)` and its like: any argument may carry the data. */
const JOINS = /^os\.path\.join$|^pathlib\.\w+$/;

/** Aliases of one module: Python 2's and C implementations. */
export function canonical(module: string, path: readonly string[]): string {
  const name = [module.replace(/^(global:python|builtins|__builtin__)$/, ''), ...path].filter(Boolean).join('.');
  return name.replace(/^(cPickle|_pickle|pickle5|six\.moves\.cPickle)\./, 'pickle.');
}

/** @returns undefined when the name is none of these */
export function sinkOrConversion(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value | undefined {
  const row = Object.hasOwn(SINKS, key) ? SINKS[key]! : undefined;
  if (row && (row.when?.(args, api) ?? true)) {
    const index = row.argument ?? 0;
    record(row.kind, key, args.at(index, row.name), args.placeAt(index, row.name), site, api);
    return result(key, args.at(index, row.name), api);
  }
  if (PATHS.test(key))
    for (let index = 0; index <= (TWO_PATHS.test(key) ? 1 : 0); index++)
      pathSink(key, args.at(index, 'file'), args.placeAt(index, 'file'), site, api);
  if (CONVERTING.test(key) || ALLOCATIONS.test(key))
    allocationSink(key, args.at(0), args.placeAt(0), site, api, CONVERTING.test(key));
  if (SPAWNS.test(key)) return spawn(key, args, site, api);
  for (const [pattern, index] of CONVERSIONS) {
    if (!pattern.test(key)) continue;
    const given = JOINS.test(key) ? args.list : args.list.slice(index, index + 1);
    if (given[0] && PARSERS.test(key)) api.addFragile('form', key, given[0], site);
    const small = key.startsWith('struct.') && SMALL.test(api.stringOf(args.at(0)) ?? '?i');
    return converted(key, given, api, small);
  }
  return undefined;
}

function record(
  kind: NewSink['kind'],
  key: string,
  argument: Value | undefined,
  place: CallSite['place'] | undefined,
  site: CallSite,
  api: EvaluatorApi,
): void {
  if (argument) api.addSink({ kind, api: key, argument, site, ...(place ? { argumentPlace: place } : {}) });
}

function result(key: string, argument: Value | undefined, api: EvaluatorApi): Value {
  return api.unknown('call', key, argument && api.taint(argument));
}

/** @param small the numbers in it are bounded by their size */
function converted(key: string, from: readonly Value[], api: EvaluatorApi, small: boolean): Value {
  const [first] = from;
  // Known by its name from here on: `Path(name).name` has no folders in it.
  if (key.startsWith('pathlib.')) return from.reduce(withTaintOf(api), api.unknown('other', key) as Value);
  // What comes out of a binary header are numbers, for the most part.
  if (key.startsWith('struct.') && first?.v === 'unknown' && first.taint) {
    const number: Value = {
      v: 'unknown',
      origin: 'received',
      detail: key,
      taint: first.taint,
      numeric: { nan: false },
    };
    return api.list([], true, small ? api.checked(number) : number);
  }
  if (from.length === 1 && first?.v === 'unknown') return VIEWS.test(key) ? first : copied(first);
  if (/^copy\.|^typing\./.test(key)) return first ?? api.unknown('call', key);
  return from.reduce(withTaintOf(api), api.unknown('call', key) as Value);
}

/** They give the same memory. */
const VIEWS = /^(numpy\.(frombuffer|asarray)|typing\.cast)$/;

const withTaintOf =
  (api: EvaluatorApi) =>
  (value: Value, one: Value): Value =>
    api.withTaint(value, api.taint(one));

/** Formats of `struct` whose numbers have 16 bits at most. */
const SMALL = /^[^iIlLqQnNPefd]*$/;

/** With a shell the whole command is code; without one the first item is the program. */
function spawn(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const command = args.at(0, 'args');
  const shell = isTrue(args.named.get('shell'), api) && args.named.has('shell');
  const program = !shell && command?.v === 'list' ? command.list.items[0] : command;
  record('execute', key, program, args.placeAt(0, 'args'), site, api);
  return api.unknown('call', key);
}
