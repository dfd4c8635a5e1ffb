// npm run bench: measured numbers, printed; nothing is judged here. Build first.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { inRoot } from '../../scripts/paths.mjs';

sizes();
loading();

function sizes() {
  console.log('size of what is shipped');
  for (const file of fs.readdirSync(inRoot('dist'))) {
    if (!/\.(js|wasm)$/.test(file)) continue;
    console.log(`  ${file.padEnd(28)} ${(fs.statSync(inRoot('dist', file)).size / 1024).toFixed(0).padStart(6)} kB`);
  }
}

/** Each bundle in a fresh process, so that none profits from another. Median of five, the start of Node itself taken off. */
function loading() {
  const empty = median(() => elapsed('0'));
  console.log('time to load');
  for (const chunk of ['typescript', 'python']) {
    const file = inRoot('dist', `${chunk}.js`);
    if (!fs.existsSync(file)) continue;
    const total = median(() => elapsed(`require(${JSON.stringify(file)})`));
    console.log(`  ${`${chunk}.js`.padEnd(28)} ${(total - empty).toFixed(0).padStart(6)} ms`);
  }
}

function elapsed(script) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, ['-e', script]);
  if (status !== 0) throw new Error(`node -e '${script}' failed`);
  return performance.now() - started;
}

function median(measure) {
  const values = Array.from({ length: 5 }, measure).sort((a, b) => a - b);
  return values[2];
}
