// npm run bench [-- quick] [-- latency startup memory scan]: budgets and what was measured, of what is in dist/. Build first. No test
// fails on a time: machines differ, and are busy. So every latency is also given without the time in which the server was ready to
// run and had no processor ("machine to itself"), and beside a plain parse of the same text by the same parser.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { median, percentile, printTable, row } from './figures.mjs';
import { LANGUAGES, sourceOf, writeWorkspace } from './inputs.mjs';
import { busy, idle } from './latency.mjs';
import { memoryOf } from './memory.mjs';
import { plainParse } from './reference.mjs';
import { chunkLoading, clientActivation, commandLine, firstDiagnostics, vsixSize } from './startup.mjs';

const MB = 1024 * 1024;
const FILES = 200;
const asked = process.argv.slice(2);
const quick = asked.includes('quick');
const parts = asked.filter((one) => one !== 'quick');
const wanted = (part) => parts.length === 0 || parts.includes(part);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'zmq-bench-'));
const folder = (...names) => path.join(work, ...names);
const rows = [];

try {
  if (wanted('startup')) await startup();
  if (wanted('latency')) await latency();
  if (wanted('memory')) await memory();
  if (wanted('scan')) scan();
  console.log(
    `Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0].model.trim()}, load ${os.loadavg()[0].toFixed(1)}`,
  );
  printTable(rows);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

async function startup() {
  const { load, activate } = clientActivation(quick ? 5 : 15);
  rows.push(
    row('extension: load and activate', 'ms', load + activate, { budget: 20, note: `load ${load.toFixed(1)}` }),
  );
  for (const [language, budget] of [
    ['python', 500],
    ['typescript', 800],
  ]) {
    const samples = await firstDiagnostics(folder('first', language), language, quick ? 3 : 7);
    const of = (key) => median(samples.map((one) => one[key]));
    rows.push(
      row(`first diagnostics, ${language}`, 'ms', of('wall'), {
        budget,
        alone: of('alone'),
        note: `cpu ${of('cpu').toFixed(0)} ms, chunk ${chunkLoading(`${language}.js`, 3).toFixed(0)} ms`,
      }),
    );
  }
  const size = vsixSize();
  if (size) rows.push(row('.vsix', 'MB', size / MB, { budget: 3 }));
}

async function latency() {
  for (const language of Object.keys(LANGUAGES)) {
    for (const kb of [4, 40, 100]) {
      const parse = await plainParse(language, sourceOf(language, kb * 1000));
      const at = (mode) => folder(`${mode}-${language}-${kb}`);
      edits(`edit, ${language} ${kb} kB`, await idle(at('idle'), language, kb * 1000, quick ? 2 : 5), parse);
      edits(
        `… while ${FILES} files are scanned`,
        await busy(at('busy'), language, kb * 1000, FILES, quick ? 1 : 3),
        parse,
      );
    }
  }
}

function edits(what, samples, parse) {
  const of = (key, part) =>
    percentile(
      samples.map((one) => one[key]),
      part,
    );
  rows.push(
    row(what, 'ms', of('wall', 0.95), {
      budget: 50,
      alone: of('alone', 0.95),
      note:
        `p50 ${of('wall', 0.5).toFixed(0)} (alone ${of('alone', 0.5).toFixed(0)}, cpu ${of('cpu', 0.5).toFixed(0)}), ` +
        `parse ${parse.toFixed(1)}, n ${samples.length}`,
    }),
  );
}

async function memory() {
  const add = async (what, language, files, budget) => {
    const { rest, peak } = await memoryOf(folder(`memory-${language}-${files}`), language, files);
    rows.push(row(`memory, ${what}`, 'MB', rest, { budget, note: `peak ${peak.toFixed(0)}` }));
  };
  await add('Python', 'python', 0, 100);
  await add('TypeScript', 'typescript', 0, 220);
  await add(`${FILES} files of both`, 'typescript', FILES, 300);
}

function scan() {
  writeWorkspace(folder('scan'), FILES);
  const runs = commandLine(folder('scan'), quick ? 1 : 3);
  const wall = median(runs.map((run) => run.wall));
  const cpu = median(runs.map((run) => run.cpu));
  rows.push(
    row(`command line, ${FILES} files`, 'ms', wall, {
      note: `cpu ${cpu.toFixed(0)} ms, ${((FILES / wall) * 1000).toFixed(0)} files/s, ${runs[0].findings} findings`,
    }),
  );
}
