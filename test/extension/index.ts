/** What VS Code calls inside its extension host: runs one suite's bundled tests under mocha and leaves a result file behind. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

export function run(): Promise<void> {
  const { TEST_FOLDER: folder = __dirname, TEST_RESULT_FILE: resultFile, MOCHA_GREP: grep } = process.env;
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 30_000, ...(grep ? { grep } : {}) });
  for (const file of readdirSync(folder)) if (file.endsWith('.test.js')) mocha.addFile(join(folder, file));

  return new Promise((resolve, reject) => {
    const runner = mocha.run((failed) => {
      const { passes: passed = 0, pending: skipped = 0 } = runner.stats ?? {};
      // Proof that the run reached its end: VS Code exits with 0 too when the extension host is killed.
      if (resultFile) writeFileSync(resultFile, JSON.stringify({ passed, failed, skipped }));
      if (failed > 0) reject(new Error(`${failed} tests failed`));
      else resolve();
    });
  });
}
