// The extension-host tests: plain @vscode/test-electron, one run of VS Code per suite.
//
//   test/extension/<suite>/workspace/    what VS Code opens (a fresh copy, so tests may change it); with a .code-workspace in it, that
//   test/extension/<suite>/*.test.ts     mocha tests (tdd: suite, test, setup …), bundled to out/extension/<suite>/
//
// VSCODE_TEST_EXECUTABLE stands in for the VS Code that would be downloaded; MOCHA_GREP picks tests; `run.mjs <suite>` picks a suite.
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot, root } from '../../scripts/paths.mjs';

const sources = inRoot('test', 'extension');
const bundles = inRoot('out', 'extension');

const wanted = process.argv.slice(2);
const suites = fs
  .readdirSync(sources, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (wanted.length === 0 || wanted.includes(entry.name)))
  .map((entry) => entry.name);

await bundle();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites) {
  const result = await runSuite(suite);
  for (const key of Object.keys(total)) total[key] += result[key];
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (process.env.RESULT_FILE) fs.writeFileSync(process.env.RESULT_FILE, JSON.stringify(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function bundle() {
  fs.rmSync(bundles, { recursive: true, force: true });
  const tests = suites.flatMap((suite) =>
    fs
      .readdirSync(path.join(sources, suite))
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => path.join(sources, suite, file)),
  );
  await esbuild.build({
    entryPoints: [path.join(sources, 'index.ts'), ...tests],
    outdir: bundles,
    outbase: sources,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    // VS Code gives the one; the other must be the instance that runs the tests.
    external: ['vscode', 'mocha'],
  });
}

async function runSuite(suite) {
  console.log(`suite ${suite}`);
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'zeromq-'));
  const workspace = path.join(temporary, 'workspace');
  const resultFile = path.join(temporary, 'result.json');
  fs.cpSync(path.join(sources, suite, 'workspace'), workspace, { recursive: true });
  const multiRoot = fs.readdirSync(workspace).find((file) => file.endsWith('.code-workspace'));
  let crash;
  try {
    await runTests({
      vscodeExecutablePath: process.env.VSCODE_TEST_EXECUTABLE || undefined,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(bundles, 'index'),
      launchArgs: [multiRoot ? path.join(workspace, multiRoot) : workspace, '--disable-extensions'],
      extensionTestsEnv: { TEST_FOLDER: path.join(bundles, suite), TEST_RESULT_FILE: resultFile },
    });
  } catch (error) {
    crash = error;
  }
  const result = fs.existsSync(resultFile) ? JSON.parse(fs.readFileSync(resultFile, 'utf8')) : undefined;
  fs.rmSync(temporary, { recursive: true, force: true });
  return judge(suite, result, crash);
}

/** VS Code may exit with 0 although its extension host was killed: only a result file with a pass in it is a success. */
function judge(suite, result, crash) {
  if (result && (result.failed > 0 || (result.passed > 0 && !crash))) return result;
  console.error(`suite ${suite} did not reach its end`, crash ?? '');
  return { passed: result?.passed ?? 0, failed: 1, skipped: result?.skipped ?? 0 };
}
