/** `zmq-threats scan`: arguments → report and exit status. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { jsonReport } from '../reports/json';
import { findingsOf, reaches, type ReportInput } from '../reports/report';
import { sarifReport } from '../reports/sarif';
import { summary, textReport } from '../reports/text';
import type { NotebookPlaces } from '../notebook/places';
import { isNotebook } from '../notebook/notebook';
import { LineMap } from '../text/lines';
import { catalogue } from '../threats/load';
import { dirname, isInside } from '../workspace/paths';
import { posix } from './files';
import type { ScanCommand } from './arguments';
import { scan, UnusablePath, type Scan } from './scan';

/** What the command line needs of its process; a test gives its own. */
export interface Surroundings {
  readonly folder: string;
  readonly version: string;
  readonly today: string;
  /** Colour on standard output. */
  readonly colour: boolean;
  out(text: string): void;
  err(text: string): void;
}

export async function runScan(command: ScanCommand, around: Surroundings): Promise<number> {
  try {
    const started = performance.now();
    const found = await scan({
      paths: command.paths,
      folder: around.folder,
      profile: command.profile,
      configuration: command.config === undefined ? undefined : configuration(command.config, around.folder),
      today: around.today,
      log: (message) => around.err(`zmq-threats: ${message}\n`),
    });
    const input = inputOf(found, around.version, performance.now() - started);
    if (found.capped)
      around.err('zmq-threats: too many files; not all were read, and what is missing in a program is not reported\n');
    publish(command, input, around);
    return command.failOn !== 'none' && reaches(findingsOf(input), command.failOn) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnusablePath)) throw error;
    around.err(`zmq-threats: ${error.message}\n`);
    return 2;
  }
}

function publish(command: ScanCommand, input: ReportInput, around: Surroundings): void {
  const colour = around.colour && command.output === undefined;
  const render = {
    text: () => textReport(input, { colour, folder: posix(around.folder) }),
    json: () => jsonReport(input),
    sarif: () => sarifReport(input),
  };
  const report = render[command.format]();
  if (command.output === undefined) return around.out(report);
  try {
    writeFileSync(resolve(around.folder, command.output), report);
  } catch (error) {
    throw new UnusablePath(`cannot write ${command.output}: ${error instanceof Error ? error.message : String(error)}`);
  }
  around.err(`${summary(input)}\n`);
}

function inputOf(found: Scan, version: string, milliseconds: number): ReportInput {
  const maps = new Map<string, LineMap>();
  const lines = (path: string): LineMap => {
    const known = maps.get(path) ?? new LineMap(found.files.read(path) ?? '');
    maps.set(path, known);
    return known;
  };
  const notebooks = new Map<string, NotebookPlaces | undefined>();
  const notebook = (path: string): NotebookPlaces | undefined => {
    if (isNotebook(path) && !notebooks.has(path)) notebooks.set(path, found.files.notebook(path));
    return notebooks.get(path);
  };
  const { results, status, seen, relevant, capped } = found;
  return {
    version,
    catalogue: catalogue(),
    results,
    status,
    base: commonFolder(found.roots),
    lines,
    notebook,
    seen,
    relevant,
    milliseconds,
    capped,
  };
}

function commonFolder(roots: readonly string[]): string {
  let base = roots[0] ?? '/';
  while (!roots.every((root) => isInside(base, root)) && base !== dirname(base)) base = dirname(base);
  return base;
}

function configuration(path: string, folder: string): { readonly path: string; readonly text: string } {
  const absolute = resolve(folder, path);
  try {
    return { path: posix(absolute), text: readFileSync(absolute, 'utf8').replace(/^\uFEFF/, '') };
  } catch {
    throw new UnusablePath(`cannot read the configuration ${path}`);
  }
}
