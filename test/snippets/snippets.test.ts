/** Every snippet as it stands: its form, that both languages say the same, clean under the strict profile, well typed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frontend } from '../../server/src/frontends/frontend';
import { Analyser, loadFrontends } from '../support/analyse';
import { toJavaScript, typeErrors } from '../support/compile';
import { expand, readSnippets, SNIPPET_LANGUAGES, stopsOf } from '../support/snippets';
import type { SnippetLanguage } from '../support/snippets';

const root = path.join(import.meta.dirname, '../..');
const snippets = { typescript: readSnippets('typescript', root), javascript: readSnippets('javascript', root) };
const all = SNIPPET_LANGUAGES.flatMap((language) =>
  snippets[language].map((snippet) => [`${snippet.prefix} (${language})`, { ...snippet, language }] as const),
);
const extension = { typescript: 'ts', javascript: 'js' };

describe('form', () => {
  it('what there is', () => {
    expect(snippets.typescript.map(({ prefix }) => prefix)).toEqual([
      'zmq-key-generation',
      'zmq-zap-allow-list',
      'zmq-curve-server',
      'zmq-curve-client',
      'zmq-push-bounded',
      'zmq-pull-bounded',
      'zmq-pub-last-value',
      'zmq-sub-last-value',
      'zmq-router-limits',
      'zmq-worker-hand-off',
      'zmq-monitored-socket',
      'zmq-back-pressure',
      'zmq-graceful-close',
    ]);
  });

  it('the manifest contributes them', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      contributes: { snippets: unknown };
    };
    expect(manifest.contributes.snippets).toEqual(
      SNIPPET_LANGUAGES.map((language) => ({ language, path: `./snippets/${language}.json` })),
    );
  });

  it.each(all)('%s is short, ends at one place and numbers its tab stops', (_, { title, description, body }) => {
    expect(title).toMatch(/^ZeroMQ: /);
    expect(description).toMatch(/^[A-Z].{40,250}\.$/);
    const lines = expand(body).split('\n');
    expect(lines.length).toBeLessThanOrEqual(35);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(120);
    // Tabs are what an editor turns into the user's indentation.
    expect(body).not.toMatch(/^\t* /m);
    const ids = stopsOf(body).map(({ id }) => id);
    expect(ids.toSorted((a, b) => a - b)).toEqual(ids.map((__, index) => index));
    expect(body.match(/(?<!\\)\$(0|\{0[:}])/g)).toHaveLength(1);
  });

  it.each(all)('%s has no address but this machine, and no key', (_, { body }) => {
    const text = expand(body);
    for (const [address] of text.matchAll(/\b[a-z]+:\/\/[^'`]*/g))
      expect(address).toMatch(/^(tcp:\/\/127\.0\.0\.1:\d+|inproc:\/\/[\w.]+)$/);
    expect(text).not.toMatch(/['"`][0-9A-Za-z.\-:+=^!/*?&<>()[\]{}@%$#]{40}['"`]/);
  });
});

describe('both languages', () => {
  it.each(snippets.typescript.map((snippet, index) => [snippet.prefix, snippet, snippets.javascript[index]!] as const))(
    '%s is the same but for the types',
    (_, ours, theirs) => {
      expect(theirs).toEqual({ ...ours, body: theirs.body });
      expect(stopsOf(theirs.body)).toEqual(stopsOf(ours.body));
      expect(toJavaScript(expand(theirs.body))).toBe(toJavaScript(expand(ours.body)));
    },
  );
});

describe('the strict profile', () => {
  let analyser: Analyser;
  beforeAll(async () => {
    const frontends: ReadonlyMap<string, Frontend> = await loadFrontends();
    analyser = new Analyser(frontends);
  }, 60_000);

  function strictly(files: Readonly<Record<string, string>>): readonly string[] {
    const manifest = '{ "name": "app", "type": "module", "dependencies": { "zeromq": "6.8.0" } }';
    const texts = new Map(Object.entries({ 'package.json': manifest, ...files }).map(([k, v]) => [`/page/${k}`, v]));
    const service = analyser.service(texts);
    service.setConfiguration('/page', '{ "profile": "strict" }');
    const { log } = analyser;
    expect(log).toEqual([]);
    return service
      .all()
      .flatMap((result) => [...result.findings, ...result.notices])
      .map((one) => `${one.file}: ${'rule' in one ? one.rule : ''} ${one.message}`);
  }

  it.each(all)('finds nothing in %s', (_, { body, language }) => {
    expect(strictly({ [`a.${extension[language]}`]: expand(body) })).toEqual([]);
  });

  it.each(all)('nor where %s serves a network', (_, { body, language }) => {
    const text = expand(body).replaceAll('127.0.0.1', '*');
    expect(strictly({ [`a.${extension[language]}`]: text })).toEqual([]);
  });

  it.each(SNIPPET_LANGUAGES)('nor in a program that uses them all (%s)', (language) => {
    expect(strictly(program(language, (text) => text.replaceAll('127.0.0.1', '0.0.0.0')))).toEqual([]);
  });

  it('but it does look', () => {
    const files = program('typescript', (text) =>
      text.replaceAll('127.0.0.1', '0.0.0.0').replaceAll(/^.*curveServer: true,.*$/gm, ''),
    );
    expect(strictly(files).filter((line) => line.includes('unencrypted-endpoint'))).toHaveLength(5);
  });
});

/** All snippets and a module that calls them, as their descriptions say. */
function program(language: SnippetLanguage, change: (text: string) => string): Readonly<Record<string, string>> {
  const files = snippets[language].map(({ prefix, body }) => [
    `${prefix}.${extension[language]}`,
    change(expand(body)),
  ]);
  const main = `
import { ask, openClient } from './zmq-curve-client.js';
import { openServer, serve } from './zmq-curve-server.js';
import { boundedSender } from './zmq-back-pressure.js';
import { serveUntilSignal } from './zmq-graceful-close.js';
import { openMonitored } from './zmq-monitored-socket.js';
import { openPublisher, publish } from './zmq-pub-last-value.js';
import { openPull, pullAll } from './zmq-pull-bounded.js';
import { openPush, pushAll } from './zmq-push-bounded.js';
import { openRouter, route } from './zmq-router-limits.js';
import { newestValue, openSubscriber } from './zmq-sub-last-value.js';
import { startWorker } from './zmq-worker-hand-off.js';
import { startZap } from './zmq-zap-allow-list.js';

await startZap();
void serve(await openServer());
void route(await openRouter(), async (request) => String(request));
void pullAll(await openPull(), async (job) => console.log(job.length));
void pullAll(await openMonitored(), async (job) => console.log(job.length));
void publish(await openPublisher(), 'load', () => String(process.memoryUsage().rss));
const { jobs } = await startWorker(new URL('./worker.js', import.meta.url));
await jobs.send('a job');
console.log(await newestValue(await openSubscriber('load'), 'load'), await ask(await openClient(), 'who?'));
await pushAll(await openPush(), ['a', 'b']);
await boundedSender(await openPush())('c');
await serveUntilSignal(await openServer(), async (request) => String(request));
`;
  const worker = `
import { runWorker } from './zmq-worker-hand-off.js';

await runWorker(async (job) => String(job));
`;
  return {
    ...Object.fromEntries(files),
    [`main.${extension[language]}`]: main,
    [`worker.${extension[language]}`]: worker,
  };
}

it('types: strict, in modules and in CommonJS; JavaScript as far as it has types', { timeout: 60_000 }, () => {
  const texts = (language: SnippetLanguage, extension: string) =>
    snippets[language].map(({ prefix, body }) => [`${prefix}.${extension}`, expand(body)] as const);
  const callers = Object.entries(program('typescript', (text) => text)).filter(([name]) => /^(main|worker)/.test(name));
  const errors = typeErrors(
    new Map([
      ...texts('typescript', 'mts'),
      ...texts('typescript', 'cts'),
      ...texts('javascript', 'mjs'),
      ...callers.map(([name, text]) => [name.replace('.ts', '.mts'), text.replaceAll(".js'", ".mjs'")] as const),
      ['wrong.mts', "import { Reply } from 'zeromq';\nexport const reply = new Reply({ sndhwm: 1 });\n"],
      ['wrong.mjs', "import { Reply } from 'zeromq';\nexport const reply = new Reply({ sndhwm: 1 });\n"],
    ]),
  );
  const untyped = /\.mjs:\d+: .*(implicitly has an 'any(\[\])?' type|is of type 'unknown')/;
  expect(errors.filter((error) => !untyped.test(error))).toEqual([
    expect.stringMatching(/^wrong\.mjs:2: .*sndhwm/),
    expect.stringMatching(/^wrong\.mts:2: .*sndhwm/),
  ]);
});
