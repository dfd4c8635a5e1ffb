// From nothing to something: the server's first diagnostics, the extension's own code, the chunks, what is shipped.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { inRoot } from '../../scripts/paths.mjs';
import { cpuOf, Editor } from './editor.mjs';
import { LANGUAGES } from './inputs.mjs';
import { median } from './figures.mjs';
import { writeEdited } from './latency.mjs';

/** Spawn → the first diagnostics of an open file of 10 kB, with what it imports. */
export async function firstDiagnostics(folder, language, times) {
  const file = writeEdited(folder, language, 10_000);
  const samples = [];
  for (let i = 0; i < times; i++) {
    const own = cpuOf(process.pid);
    const editor = new Editor(folder);
    try {
      await editor.start();
      const uri = await editor.open(file, LANGUAGES[language].languageId);
      const { time } = await editor.publishedVersion(uri, 1);
      const wall = time - editor.started;
      const cpu = cpuOf(editor.process.pid);
      const waited = cpu.waited + cpuOf(process.pid).waited - own.waited;
      samples.push({ wall, cpu: cpu.run, alone: wall - waited });
    } finally {
      await editor.stop();
    }
  }
  return samples;
}

/** Loading and activating dist/client.js with a stand-in for `vscode`. Milliseconds. */
export function clientActivation(times) {
  const script = `
    const started = performance.now();
    const client = require(${JSON.stringify(inRoot('dist', 'client.js'))});
    const loaded = performance.now();
    client.activate(extensionContext);
    console.log(JSON.stringify([loaded - started, performance.now() - loaded]));
    process.exit(0);`;
  const stub = ['--import', inRoot('test', 'bench', 'vscode-stub.mjs')];
  const runs = Array.from({ length: times }, () => JSON.parse(run(script, stub)));
  return { load: median(runs.map(([load]) => load)), activate: median(runs.map(([, activate]) => activate)) };
}

/** Loading one chunk in a process of its own, without the start of Node. */
export function chunkLoading(name, times) {
  const script = `const started = performance.now(); require(${JSON.stringify(inRoot('dist', name))}); console.log(performance.now() - started)`;
  return median(Array.from({ length: times }, () => Number(run(script))));
}

/** A whole scan of a folder by the command line: milliseconds by the clock and of computing. */
export function commandLine(folder, times) {
  const hook = `data:text/javascript,${encodeURIComponent(
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); console.error(`cpu ${(user + system) / 1000}`); })',
  )}`;
  return Array.from({ length: times }, () => {
    const started = performance.now();
    const { stderr, stdout } = spawnSync(
      process.execPath,
      ['--import', hook, inRoot('dist', 'cli.js'), 'scan', folder, '--format', 'json', '--fail-on', 'none'],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    return {
      wall: performance.now() - started,
      cpu: Number(/cpu ([\d.]+)/.exec(stderr)?.[1]),
      findings: JSON.parse(stdout).findings.length,
    };
  });
}

/** The packaged extension, if there is one. */
export function vsixSize() {
  const name = fs.readdirSync(inRoot()).find((file) => file.endsWith('.vsix'));
  return name && fs.statSync(inRoot(name)).size;
}

function run(script, flags = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return stdout;
}
