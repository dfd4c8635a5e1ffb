/** The command line's arguments: parsed, checked, and explained when they cannot be used. */
import { parseArgs } from 'node:util';
import type { Level } from '../model/finding';
import { PROFILES, type Profile } from '../workspace/configuration';

export const FORMATS = ['text', 'sarif', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export const FAIL_ON = ['error', 'warning', 'note', 'none'] as const;

export interface ScanCommand {
  readonly command: 'scan';
  readonly paths: readonly string[];
  readonly format: Format;
  readonly failOn: Level | 'none';
  readonly output?: string;
  readonly profile?: Profile;
  readonly config?: string;
}

export interface ExplainCommand {
  readonly command: 'explain';
  /** Rule, code or threat; undefined: list them. */
  readonly name?: string;
}

export type Command =
  | ScanCommand
  | ExplainCommand
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'unusable'; readonly message: string };

export const USAGE = `Usage: zmq-threats scan PATH… [options]
       zmq-threats explain [RULE|CODE|THREAT]

scan finds security threats in ZeroMQ code: TypeScript, JavaScript and Python files, notebooks
(.ipynb) of Python, package.json, requirements files and pyproject.toml.
explain prints the page of a rule or a threat; without a name it lists them.

Options of scan:
  --format text|sarif|json      what to print (default: text)
  --fail-on error|warning|note|none
                                lowest level that makes the exit status 1 (default: warning)
  --output FILE                 write the report to FILE instead of standard output
  --profile recommended|strict  wins over the configuration's
  --config FILE                 configuration instead of the .zmq-threats.jsonc of the scanned folder

Always: --version prints the version, --help prints this.

Paths are judged within the nearest folder above them that has a .zmq-threats.jsonc or is a git repository, as in the editor, or
else has a manifest (package.json, pyproject.toml, setup.py, setup.cfg). What is below one manifest is one program; where there is
none, files that import each other are.
.gitignore is honoured; node_modules, minified, generated, binary and very large files are skipped.

Exit status: 0 no finding at or above --fail-on, 1 at least one, 2 not usable (a missing path, an unknown option).
`;

export function readArguments(argv: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        'fail-on': { type: 'string' },
        output: { type: 'string' },
        profile: { type: 'string' },
        config: { type: 'string' },
        version: { type: 'boolean', short: 'v' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { command: 'help' };
    if (values.version) return { command: 'version' };
    const [command, ...paths] = positionals;
    if (command === undefined) return unusable('no command: say what to do, e.g. zmq-threats scan .');
    if (command === 'explain') return explained(paths, values);
    if (command !== 'scan') return unusable(`unknown command ${command}`);
    if (paths.length === 0) return unusable('no path to scan, e.g. zmq-threats scan .');
    // An empty variable of a script, most likely: it must not mean the current folder.
    if (paths.some((path) => path.trim() === '')) return unusable('a path to scan is empty, e.g. zmq-threats scan .');
    return {
      command: 'scan',
      paths,
      format: chosen('format', values.format, FORMATS) ?? 'text',
      failOn: chosen('fail-on', values['fail-on'], FAIL_ON) ?? 'warning',
      profile: chosen('profile', values.profile, PROFILES),
      output: values.output,
      config: values.config,
    };
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
}

function explained(names: readonly string[], options: Readonly<Record<string, unknown>>): Command {
  const [option] = Object.keys(options);
  if (option !== undefined) return unusable(`--${option} is an option of scan`);
  // A title has blanks, and nobody should have to quote it.
  return { command: 'explain', ...(names.length === 0 ? {} : { name: names.join(' ') }) };
}

function chosen<T extends string>(name: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Error(`--${name} is one of ${known.join(', ')}, not "${value}"`);
  return found;
}

function unusable(message: string): Command {
  return { command: 'unusable', message };
}
