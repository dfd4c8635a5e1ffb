// npm test [-- layer …]: everything that must hold, from a bare clone. Node's own modules only, because it installs the others.
//
//   static      catalogue, lint, format, types
//   unit        vitest: pages, rules, frontends, server over stdio, command line
//   package     the .vsix, what it contains and how big it is
//   extension   mocha inside a real VS Code
//   e2e         a real VS Code with the .vsix in Chromium
//
// One step's failure does not stop the steps that do not need it. The last line sums up all runners; each static check counts as one.
import fs from 'node:fs';
import path from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot, root } from './paths.mjs';
import { runNode } from './run.mjs';
import { ensureHost, hostIsSupported } from './vscode-host.mjs';

const onCi = Boolean(process.env.CI);

/** A step that cannot run on this machine. On CI that is a failure: nobody is there to read that something was left out. */
class NotHere extends Error {}

const steps = [
  { name: 'catalogue', layer: 'static', run: check('scripts/catalogue.mjs') },
  { name: 'lint', layer: 'static', run: check(bin('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0') },
  {
    name: 'format',
    layer: 'static',
    run: check(bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
  },
  { name: 'types', layer: 'static', run: check('scripts/typecheck.mjs') },
  { name: 'build', layer: 'static', run: check('esbuild.mjs') },
  { name: 'unit', layer: 'unit', needs: ['build'], run: unit },
  { name: 'package', layer: 'package', needs: ['build'], run: check('scripts/package.mjs') },
  { name: 'editor', layer: 'editor', run: editor },
  { name: 'extension', layer: 'extension', needs: ['build', 'editor'], run: extension },
  { name: 'e2e', layer: 'e2e', needs: ['package', 'editor'], run: endToEnd },
];

const layers = ['static', 'unit', 'package', 'extension', 'e2e'];
const wanted = process.argv.slice(2);
for (const layer of wanted.filter((name) => !layers.includes(name))) {
  console.error(`unknown layer ${layer}; there are: ${layers.join(', ')}`);
  process.exit(2);
}

if (!ensureInstalled()) {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
fs.mkdirSync(inRoot('out'), { recursive: true });

const results = new Map();
for (const step of chosen()) results.set(step.name, execute(step));
process.exitCode = report() ? 0 : 1;

// ------------------------------------------------------------------------------------------------------------------------------
// Steps. Each returns { passed, failed, skipped }.

/** One of our scripts or a tool, which is either content or not. */
function check(...args) {
  return () => (runNode(args) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });
}

function unit() {
  const file = freshFile('unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const good = runNode([bin('vitest', 'vitest.mjs'), 'run', ...reporters]);
  const result = readResult(file);
  return settle(good, result && vitestCounts(result));
}

/** A file that cannot even be loaded has no tests that could fail: it counts as one. */
function vitestCounts({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** What the two layers inside VS Code need; no test by itself. */
function editor() {
  if (hostIsSupported) ensureHost();
  if (usesShim() && !ensureChromium()) throw new NotHere('no Chromium: apt-get install chromium, or set CHROMIUM_PATH');
  return { passed: 0, failed: 0, skipped: 0 };
}

function extension() {
  const file = freshFile('extension.json');
  const executable = usesShim() ? inRoot('scripts', 'code-shim.mjs') : process.env.VSCODE_TEST_EXECUTABLE;
  const env = {
    ...process.env,
    VSCODE_TEST_EXECUTABLE: executable === 'download' ? '' : (executable ?? ''),
    RESULT_FILE: file,
  };
  return settle(runNode(['test/extension/run.mjs'], { env }), readResult(file));
}

/**
 * VSCODE_TEST_EXECUTABLE names the VS Code for the extension tests: a path, or `download`. Without it Linux x64 takes the editor from
 * npm, pinned and without a screen; other platforms let @vscode/test-electron download theirs.
 */
function usesShim() {
  return hostIsSupported && !process.env.VSCODE_TEST_EXECUTABLE;
}

function endToEnd() {
  if (!hostIsSupported || !ensureChromium()) throw new NotHere('needs Linux x64 and Chromium');
  const file = freshFile('e2e.tap');
  const files = fs.readdirSync(inRoot('test', 'e2e')).filter((name) => name.endsWith('.test.mjs'));
  const good = runNode([
    '--test',
    '--test-concurrency=1',
    '--test-timeout=240000',
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${file}`],
    ...files.map((name) => `test/e2e/${name}`),
  ]);
  const tap = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  return settle(good, {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  });
}

/** A runner that died, or found nothing to run, has failed whatever its numbers say. */
function settle(good, counts = { passed: 0, failed: 0, skipped: 0 }) {
  if (good && counts.passed > 0) return counts;
  return { ...counts, failed: Math.max(counts.failed, 1) };
}

// ------------------------------------------------------------------------------------------------------------------------------
// Running them

/** The steps asked for, in order, with those they need. */
function chosen() {
  const names = new Set();
  const add = ({ name, needs = [] }) => {
    names.add(name);
    for (const need of needs) add(steps.find((step) => step.name === need));
  };
  for (const step of steps) if (wanted.length === 0 || wanted.includes(step.layer)) add(step);
  return steps.filter(({ name }) => names.has(name));
}

function execute({ name, needs = [], run }) {
  console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
  const started = Date.now();
  const outcome = attempt(
    run,
    needs.filter((need) => results.get(need)?.note || results.get(need)?.failed > 0),
  );
  const seconds = (Date.now() - started) / 1000;
  console.log(`${name}: ${outcome.note ?? (outcome.failed > 0 ? 'FAILED' : 'ok')}, ${seconds.toFixed(1)} s`);
  return { ...outcome, seconds };
}

function attempt(run, missing) {
  if (missing.length > 0)
    return { passed: 0, failed: 0, skipped: 1, note: `skipped, because of ${missing.join(' and ')}` };
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NotHere)) console.error(error);
    else if (!onCi) return { passed: 0, failed: 0, skipped: 1, note: `skipped: ${error.message}` };
    return { passed: 0, failed: 1, skipped: 0, note: `FAILED: ${error.message}` };
  }
}

function report() {
  console.log(`\n── summary ${'─'.repeat(63)}`);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, { seconds, note, ...counts }] of results) {
    for (const key of Object.keys(sum)) sum[key] += counts[key];
    const numbers = note ?? `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    console.log(`${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s   ${numbers}`);
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed === 0;
}

// ------------------------------------------------------------------------------------------------------------------------------
// Files

/** A result file of an earlier run must not speak for this one. */
function freshFile(name) {
  const file = inRoot('out', name);
  fs.rmSync(file, { force: true });
  return file;
}

function readResult(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

/** A tool's script inside its package. Not looked up before it is installed, so by path. */
function bin(packageName, file) {
  return path.join(root, 'node_modules', packageName, file);
}
