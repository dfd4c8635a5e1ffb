/** The model of a few texts, by the real frontends, bindings and evaluator; files import each other by `./name`. */
import { BINDINGS } from '../../server/src/bindings/index';
import { evaluate } from '../../server/src/evaluate/index';
import type { Frontend } from '../../server/src/frontends/frontend';
import type { Model } from '../../server/src/model/model';
import { loadFrontend, type FrontendName } from '../../server/src/host/load-frontend';

export interface Texts {
  readonly [path: string]: string;
}

const frontends = new Map<string, Frontend>();

/** Load a language once; await it in `beforeAll`. */
export async function prepare(...languages: readonly FrontendName[]): Promise<void> {
  for (const language of languages) if (!frontends.has(language)) frontends.set(language, await loadFrontend(language));
}

export const languageOf = (path: string): string => (path.endsWith('.py') ? 'python' : 'typescript');

export function modelOf(texts: Texts): Model {
  const modules = Object.entries(texts).map(([path, text]) => frontends.get(languageOf(path))!.lower({ path, text }));
  const problems: string[] = [];
  const model = evaluate({
    modules,
    resolve: (_from, specifier, level) =>
      Object.keys(texts).find((path) => {
        const name = path.replace(/\.\w+$/, '');
        return level > 0 || languageOf(path) === 'python' ? name === specifier : `./${name}` === specifier;
      }),
    bindings: BINDINGS,
    packages: [],
    complete: true,
    log: (message) => problems.push(message),
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return model;
}
