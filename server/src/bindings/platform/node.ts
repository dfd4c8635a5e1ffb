/** Modules of Node and of npm that decide about received data (sinks), about what comes from outside, and about who calls back. */
import type { Arguments, CallSite, EvaluatorApi, NewSink, Value } from '../../evaluate/api';
import type { ExternalName } from '../binding';
import { noteFilled } from './memory';
import { allocationSink, pathSink } from './received';
import { fileOf } from './secrets';
import { threadCall } from './worker-threads';

/** Bare module names, with or without `node:`. */
export const NODE_MODULES =
  /^(node:)?(v8|vm|child_process|fs|fs\/promises|zlib|crypto|http|https|http2|net|events|timers|timers\/promises|util|os|path|process|worker_threads|node-serialize|serialize-to-js|funcster|shelljs|execa|js-yaml|fflate|pako|snappyjs|config|dotenv|yargs|yargs\/yargs|minimist|commander|nconf|convict|p-limit|async-sema|p-queue|bottleneck|fs-extra|graceful-fs)$/;

interface SinkRow {
  readonly kind: NewSink['kind'];
  readonly argument?: number;
  /** Key of the safe twin in the fixes. */
  readonly replacement?: string;
}

const SINKS: Readonly<Record<string, SinkRow>> = {
  'v8.deserialize': { kind: 'deserialize', replacement: 'v8.deserialize' },
  'node-serialize.unserialize': { kind: 'deserialize' },
  'serialize-to-js.deserialize': { kind: 'deserialize' },
  'funcster.deepDeserialize': { kind: 'deserialize' },
  'vm.runInThisContext': { kind: 'execute' },
  'vm.runInNewContext': { kind: 'execute' },
  'vm.runInContext': { kind: 'execute' },
  'vm.compileFunction': { kind: 'execute' },
  'vm.Script': { kind: 'execute' },
  'child_process.exec': { kind: 'execute' },
  'child_process.execSync': { kind: 'execute' },
  'child_process.fork': { kind: 'execute' },
  'shelljs.exec': { kind: 'execute' },
  'execa.execaCommand': { kind: 'execute' },
  'execa.execaCommandSync': { kind: 'execute' },
  'execa.command': { kind: 'execute' },
  'execa.commandSync': { kind: 'execute' },
  'fflate.inflateSync': { kind: 'decompress' },
  'fflate.gunzipSync': { kind: 'decompress' },
  'fflate.unzlibSync': { kind: 'decompress' },
  'fflate.unzipSync': { kind: 'decompress' },
  'fflate.decompressSync': { kind: 'decompress' },
  'pako.inflate': { kind: 'decompress' },
  'pako.inflateRaw': { kind: 'decompress' },
  'pako.ungzip': { kind: 'decompress' },
  'snappyjs.uncompress': { kind: 'decompress' },
};

/** They hold up the whole event loop. Short looks at the file system (`existsSync`, `statSync`) are left out. */
const BLOCKING =
  /^(fs\.(append|write|read|copy)FileSync|fs\.(readdir|cp|rm|fsync)Sync|child_process\.(exec|execFile|spawn)Sync|crypto\.(pbkdf2|scrypt|generateKeyPair)Sync)$/;

/** Outside the program's own text: configuration files, command lines. */
const CONFIGURATION = /^(config|nconf|convict|dotenv)$/;
const ARGUMENTS = /^(yargs|yargs\/yargs|minimist|commander)$/;

export function nodeCall(
  platform: string,
  name: ExternalName,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): Value | undefined {
  const module = name.module.replace(/^node:/, '');
  const path = name.path.join('.');
  const key = `${module}.${path}`;
  const argument = args.at(0);
  if (BLOCKING.test(key)) api.addBlocking(key, site);
  noteFilled(key, args, site, api);
  if (module === 'worker_threads' && path === 'Worker') sink(key, { kind: 'execute' }, args, site, api);
  else if (Object.hasOwn(SINKS, key)) return sink(key, SINKS[key]!, args, site, api);
  if (ZLIB.test(key)) return zlib(key, args, site, api);
  if (/^js-yaml\.load(All)?$/.test(key)) return yaml(key, args, site, api);
  if (/^child_process\.(spawn|spawnSync|execFile|execFileSync)$/.test(key)) return spawn(key, args, site, api);
  if (FILES.test(module)) {
    if (WRITES.test(path)) fileOf(key, args, site, api);
    if (MODES.test(path) || (/mkdir/.test(path) && api.fields(args.at(1))?.fields.has('mode'))) api.addMode(site);
  }
  if (FILES.test(module)) filePaths(key, path, args, site, api);
  if (CONFIGURATION.test(module)) return api.unknown('configuration', `${module}.${path}`);
  if (ARGUMENTS.test(module)) return api.unknown('argument', module);
  switch (module) {
    case 'fs':
      if (/^(readFileSync|promises\.readFile)$/.test(path)) {
        const content = api.unknown('configuration', api.stringOf(argument) ?? 'a file');
        return path === 'readFileSync' ? content : api.promise(content);
      }
      return path.startsWith('promises.') ? api.asyncCall(site, api.unknown('call', path)) : undefined;
    case 'fs/promises':
      return path === 'readFile'
        ? api.promise(api.unknown('configuration', api.stringOf(argument) ?? 'a file'))
        : api.asyncCall(site, api.unknown('call', path));
    case 'crypto':
      if (/^(randomBytes|randomFillSync|pseudoRandomBytes)$/.test(path))
        allocationSink(key, argument, args.placeAt(0), site, api);
      // A comparison in constant time is how authenticity of received data is checked.
      if (path === 'timingSafeEqual' || path === 'verify') {
        return api.verified(...args.list);
      }
      return undefined;
    case 'http':
    case 'https':
    case 'http2':
    case 'net':
      if (/^create(Secure)?Server$/.test(path)) {
        for (const value of args.list) api.startTask('request', value, [], site, { repeats: true });
        return api.unknown('call', key);
      }
      return undefined;
    case 'util':
      if (path === 'inherits') api.inherit(args.at(0), args.at(1));
      return path === 'promisify' ? argument : api.unknown('other', key);
    case 'timers/promises':
      return api.promise(api.constant(undefined));
    case 'process':
      if (path === 'exit') api.addAbruptEnd('process.exit', site);
      return undefined;
    case 'worker_threads':
      return threadCall(platform, path, args, site, api);
    case 'path':
      // What is left of a path has no folders in it.
      if (/^(posix\.|win32\.)?(basename|extname)$/.test(path)) return api.unknown('other', key);
      return args.list.reduce((made, one) => api.withTaint(made, api.taint(one)), api.unknown('other', key) as Value);
    case 'os':
      return api.unknown('other', key);
    default:
      return undefined;
  }
}

/** One-shot decompression; the streams (`createGunzip`) hand over piece by piece. */
const ZLIB = /^zlib\.(inflate|inflateRaw|gunzip|unzip|brotliDecompress|zstdDecompress)(Sync)?$/;

/** Limited by `maxOutputLength`, or perhaps by options that are not known. */
function zlib(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const options = args.at(1);
  const limited = options?.v === 'unknown' || api.fields(options)?.fields.has('maxOutputLength');
  const result = limited
    ? api.unknown('call', key, args.at(0) && api.taint(args.at(0)!))
    : sink(key, { kind: 'decompress' }, args, site, api);
  const callback = args.list[args.list.length - 1];
  if (callback?.v === 'function') api.startTask('callback', callback, [api.constant(null), result], site);
  return result;
}

/** js-yaml 3 can make functions: by its full schema, which version 4 no longer has. */
function yaml(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const schema = api.fields(args.at(1))?.fields.get('schema');
  if (schema?.v === 'external' && schema.name.path.includes('DEFAULT_FULL_SCHEMA'))
    return sink(key, { kind: 'yaml' }, args, site, api);
  return api.unknown('call', key, args.at(0) && api.taint(args.at(0)!));
}

const FILES = /^(fs|fs\/promises|fs-extra|graceful-fs)$/;

/** They write their second argument into a file. */
const WRITES = /^(promises\.)?(writeFile|appendFile|outputFile|writeJson|outputJson)(Sync)?$/;
const MODES = /^(promises\.)?f?l?chmod(Sync)?$/;

/** Calls whose first argument, or whose first two, are paths. `exists`, `stat` and `access` tell no more than whether it is there. */
const ONE_PATH =
  /^(promises\.)?(readFile|writeFile|appendFile|open|createReadStream|createWriteStream|unlink|rm|rmdir|mkdir|mkdtemp|readdir|opendir|truncate|chmod|chown|watch|watchFile|readlink|readJson|writeJson|outputFile|remove|emptyDir|ensureDir|ensureFile)(Sync)?$/;
const TWO_PATHS = /^(promises\.)?(rename|copyFile|cp|symlink|link|copy|move)(Sync)?$/;

function filePaths(key: string, path: string, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  const count = TWO_PATHS.test(path) ? 2 : ONE_PATH.test(path) ? 1 : 0;
  for (let index = 0; index < count; index++) pathSink(key, args.at(index), args.placeAt(index), site, api);
}

function sink(key: string, row: SinkRow, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const index = row.argument ?? 0;
  const argument = args.at(index);
  if (argument) {
    const place = args.placeAt(index);
    api.addSink({
      kind: row.kind,
      api: key,
      argument,
      site,
      ...(place ? { argumentPlace: place } : {}),
      ...(row.replacement ? { replacement: row.replacement } : {}),
    });
  }
  return api.unknown('call', key, argument && api.taint(argument));
}

/** A command with separate arguments is a danger when the command itself, or a shell, gets the data. */
function spawn(key: string, args: Arguments, site: CallSite, api: EvaluatorApi): Value {
  const options = api.fields(args.at(2)) ?? api.fields(args.at(1));
  const shell = options?.fields.get('shell');
  const withShell = shell !== undefined && api.constantOf(shell)?.value !== false;
  const command = args.at(0);
  const argument =
    withShell && args.at(1)?.v === 'list'
      ? api.withTaint(command ?? api.unknown('other'), api.taint(args.at(1)!))
      : command;
  const place = args.placeAt(0);
  if (argument) api.addSink({ kind: 'execute', api: key, argument, site, ...(place ? { argumentPlace: place } : {}) });
  return api.unknown('call', key);
}
