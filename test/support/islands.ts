/** Units run island by island: how one is divided, and what a service says of it. */
import { BINDINGS } from '../../server/src/bindings/index';
import { evaluate, Islands } from '../../server/src/evaluate/index';
import { partition, type Island } from '../../server/src/evaluate/islands/partition';
import { run } from '../../server/src/evaluate/run';
import type { Frontend } from '../../server/src/frontends/frontend';
import { createService } from '../../server/src/service';
import type { ThreatService } from '../../server/src/service-types';
import { standardEngine } from '../../server/src/workspace/engine';
import { testCatalogue } from './catalogue';
import type { Files } from './analyse';
import { languageOf, type Texts } from './model-of';

/**
 * The islands of a few texts, one per line: what it alone has, and behind a colon what it shares. `main` is what the modules' bodies do.
 * One line that says `whole`: it is not divided.
 */
export function printIslands(frontends: ReadonlyMap<string, Frontend>, texts: Texts): string {
  const modules = Object.entries(texts).map(([path, text]) => frontends.get(languageOf(path))!.lower({ path, text }));
  let lines: readonly string[] | undefined;
  run(
    {
      modules,
      resolve: (_from, specifier, level) =>
        Object.keys(texts).find((path) => {
          const name = path.replace(/\.\w+$/, '');
          return (level > 0 ? specifier : specifier.replace(/^\.\//, '')) === name;
        }),
      bindings: BINDINGS,
      packages: [],
      complete: true,
    },
    (m, events) => {
      // One definition a batch: what is run together for speed says nothing of what belongs together.
      const found = partition(m, events(), 1);
      lines = found && [
        ...found.islands.map((island) => line('', island)),
        ...(found.main.own.size > 0 ? [line('main ', found.main)] : []),
      ];
      return undefined;
    },
  );
  return lines?.join('\n') ?? 'whole';
}

function line(title: string, { pieces, own }: Island): string {
  const names = (all: typeof pieces): string =>
    all.flatMap(({ module, defines }) => defines.map((id) => module.ir.vars[id]!.name)).join(' ');
  const shared = pieces.filter((piece) => !own.has(piece));
  return `${title}${names([...own])}${names(shared) ? `: ${names(shared)}` : ''}`;
}

/**
 * The service of a few files below `/w`, under the strict profile.
 * @param large units of so many functions are run by islands
 */
export function serviceOf(frontends: ReadonlyMap<string, Frontend>, files: Files, large?: number): ThreatService {
  const log = (message: string): never => {
    throw new Error(message);
  };
  const engine = standardEngine(log);
  const service = createService(
    {
      catalogue: testCatalogue(),
      host: {
        exists: (path) => files.has(path),
        readText: (path) => files.get(path),
        frontend: (language) => frontends.get(language),
        today: () => '2026-01-01',
        log,
      },
    },
    large === undefined ? engine : { ...engine, evaluate: (input) => evaluate(input, new Islands(large, 1)) },
  );
  service.setRoots(['/w']);
  for (const [path, text] of files) service.update({ path, text });
  service.setComplete(true);
  service.setConfiguration('/w', JSON.stringify({ profile: 'strict' }));
  return service;
}

/** All that a service says of its files, fixes and evidence too. */
export function told(service: ThreatService): readonly string[] {
  return service
    .all()
    .flatMap(({ path, findings, postures, notices }) => [
      ...notices.map(({ message }) => `${path} ${message}`),
      ...[...findings, ...postures].map(
        ({ range, rule, level, message, evidence, fingerprint, fixes }) =>
          `${path}:${range.start}-${range.end} ${rule} ${level} ${message} ${fingerprint} ${JSON.stringify([evidence, fixes])}`,
      ),
    ]);
}
