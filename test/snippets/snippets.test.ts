/** Every snippet as it stands: its form, that all languages have the same, clean under the strict profile, well typed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Frontend } from '../../server/src/frontends/frontend';
import { Analyser, loadFrontends } from '../support/analyse';
import { toJavaScript, typeErrors } from '../support/compile';
import { expand, readSnippets, SNIPPET_LANGUAGES, stopsOf } from '../support/snippets';
import type { SnippetLanguage } from '../support/snippets';

const root = path.join(import.meta.dirname, '../..');
const snippets = {
  typescript: readSnippets('typescript', root),
  javascript: readSnippets('javascript', root),
  python: readSnippets('python', root),
};
const all = SNIPPET_LANGUAGES.flatMap((language) =>
  snippets[language].map((snippet) => [`${snippet.prefix} (${language})`, { ...snippet, language }] as const),
);
const extension = { typescript: 'ts', javascript: 'js', python: 'py' };
/** In Python every option is a line. */
const longest = { typescript: 35, javascript: 35, python: 51 };

describe('form', () => {
  it.each(SNIPPET_LANGUAGES)('what there is (%s)', (language) => {
    expect(snippets[language].map(({ prefix }) => prefix)).toEqual([
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

  it.each(all)(
    '%s is short, ends at one place and numbers its tab stops',
    (_, { title, description, body, language }) => {
      expect(title).toMatch(/^ZeroMQ: /);
      expect(description).toMatch(/^[A-Z].{40,250}\.$/);
      const lines = expand(body).split('\n');
      expect(lines.length).toBeLessThanOrEqual(longest[language]);
      for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(120);
      // Tabs are what an editor turns into the user's indentation.
      expect(body).not.toMatch(/^\t* /m);
      const ids = stopsOf(body).map(({ id }) => id);
      expect(ids.toSorted((a, b) => a - b)).toEqual(ids.map((__, index) => index));
      expect(body.match(/(?<!\\)\$(0|\{0[:}])/g)).toHaveLength(1);
    },
  );

  it.each(all)('%s has no address but this machine, and no key', (_, { body }) => {
    const text = expand(body);
    for (const [address] of text.matchAll(/\b[a-z]+:\/\/[^'"`]*/g))
      expect(address).toMatch(/^(tcp:\/\/127\.0\.0\.1:\d+|inproc:\/\/[\w.]+)$/);
    expect(text).not.toMatch(/['"`][0-9A-Za-z.\-:+=^!/*?&<>()[\]{}@%$#]{40}['"`]/);
  });
});

describe('all languages', () => {
  it('have the same titles, and the same tab stops where they have the same texts', () => {
    expect(snippets.python.map(({ title }) => title)).toEqual(snippets.typescript.map(({ title }) => title));
    for (const [index, { prefix, body }] of snippets.python.entries()) {
      const endpointsOf = (text: string) =>
        stopsOf(text).filter((stop) => /:\/\/|^(keys|server|client|global)/.test(stop.text));
      expect(endpointsOf(body), prefix).toEqual(endpointsOf(snippets.typescript[index]!.body));
    }
  });

  it.each(snippets.typescript.map((snippet, index) => [snippet.prefix, snippet, snippets.javascript[index]!] as const))(
    '%s is the same in TypeScript and JavaScript but for the types',
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

  it.each(SNIPPET_LANGUAGES)('but it does look (%s)', (language) => {
    const files = program(language, (text) =>
      text
        .replaceAll('127.0.0.1', '0.0.0.0')
        .replaceAll(/^.*(curveServer: true,|(server|pull|publisher|router)\.(curve|zap)_).*$/gm, ''),
    );
    expect(strictly(files).filter((line) => line.includes('unencrypted-endpoint'))).toHaveLength(5);
  });
});

/** All snippets and a module that calls them, as their descriptions say. */
function program(language: SnippetLanguage, change: (text: string) => string): Readonly<Record<string, string>> {
  const python = language === 'python';
  const files = snippets[language].map(({ prefix, body }) => [
    `${python ? prefix.replaceAll('-', '_') : prefix}.${extension[language]}`,
    change(expand(body)),
  ]);
  if (python) return { ...Object.fromEntries(files), 'main.py': PYTHON_MAIN };
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

const PYTHON_MAIN = `
import threading

import zmq
from zmq_back_pressure import BoundedSender
from zmq_curve_client import ask, open_client
from zmq_curve_server import open_server, serve
from zmq_graceful_close import serve_until_signal
from zmq_monitored_socket import open_monitored
from zmq_pub_last_value import open_publisher, publish
from zmq_pull_bounded import open_pull, pull_all
from zmq_push_bounded import open_push, push_all
from zmq_router_limits import open_router, route
from zmq_sub_last_value import newest_value, open_subscriber
from zmq_worker_hand_off import start_worker
from zmq_zap_allow_list import start_zap


def run(opening, loop):
    loop(opening())


zap = start_zap()
loops = [
    (open_server, serve),
    (open_router, lambda router: route(router, lambda request: request)),
    (open_pull, lambda pull: pull_all(pull, print)),
    (open_monitored, lambda pull: pull_all(pull, print)),
    (open_publisher, lambda publisher: publish(publisher, "load", lambda: "1")),
]
for one in loops:
    threading.Thread(target=run, args=one, daemon=True).start()
jobs = start_worker(lambda job: job)
jobs.send(b"a job")
print(newest_value(open_subscriber("load"), "load"), ask(open_client(), "who?"), jobs.recv())
push_all(open_push(), ["a", "b"])
sender = BoundedSender(open_push)
sender.send(b"c")
sender.close()
jobs.send(b"")
jobs.close()
serve_until_signal(open_server(), lambda request: request, zap.stop)
`;

it('types: strict, in modules and in CommonJS; JavaScript as far as it has types', { timeout: 60_000 }, () => {
  const texts = (language: 'typescript' | 'javascript', extension: string) =>
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
