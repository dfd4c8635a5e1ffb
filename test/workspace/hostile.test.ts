/** Texts made to take long. Each budget is generous for a loaded machine and far below what the naive way would take. */
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../server/src/threats/load';
import { readConfiguration } from '../../server/src/workspace/configuration';
import { normalized } from '../../server/src/workspace/fingerprints';
import { importsOf, importsUnknown } from '../../server/src/workspace/imports';
import { readManifest } from '../../server/src/workspace/manifests';
import { redact } from '../../server/src/workspace/redact';
import { skippedByText } from '../../server/src/workspace/skip';
import { readMapping } from '../../server/src/workspace/tsconfig';
import { Memory, SPEAKS } from '../support/memory';

const BUDGET = 20_000;
const MILLION = 900_000;

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

const repeated = (text: string): string => text.repeat(Math.floor(MILLION / text.length));

describe('no text takes long', { timeout: 60_000 }, () => {
  it.each([
    'export {',
    'export {\n',
    'export * as x\n',
    'import(\n',
    "require('",
    'require(/*\n',
    'from "\n',
    ' \n',
    'from x import (\n',
    'import a,\n',
    '\\\n',
    '@generated\n',
    'module.exports = {',
    'module.exports = { a }; ',
    "export { a };from 'a'",
    "const a = require('a');exports = {a",
  ])('imports of many %j', (piece) => {
    const text = repeated(piece);
    expect(
      timed(() => {
        importsOf('/w/a.ts', text, 'js');
        importsOf('/w/a.py', text, 'python');
        importsUnknown(text, 'js');
        skippedByText(text);
      }),
    ).toBeLessThan(BUDGET);
  });

  it('an import of a deep package', () => {
    expect(timed(() => importsOf('/w/a.py', `import ${repeated('a.')}`, 'python'))).toBeLessThan(BUDGET);
  });

  it.each(['a', 'a ', 'ab1A', '"', 'plain_password="', 'tcp://', '=', 'f'])('redaction of many %j', (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    expect(timed(() => [redact(text), normalized(repeated(piece))])).toBeLessThan(BUDGET);
  });

  it('acceptances', () => {
    const mark = '// zmq-threats: accept HWM-01 because';
    const texts = [
      `${mark}${' '.repeat(MILLION)}x`,
      `${mark} a${' until'.repeat(MILLION / 6)}`,
      repeated(`${mark} the loopback test owns it\n`).slice(0, 200_000),
      `${mark} the loopback test owns it\n${repeated(' \n')}`,
    ];
    for (const text of texts) {
      const memory = new Memory().put({ '/w/a.ts': `${SPEAKS}${text}` });
      expect(timed(() => memory.service.results('/w/a.ts'))).toBeLessThan(BUDGET);
    }
  });

  it('globs of a configuration', () => {
    const patterns = [
      '**/'.repeat(60) + 'x',
      '*a'.repeat(100),
      '+(a|b)'.repeat(40),
      '{a,b}'.repeat(50),
      '*(*(*(a)))',
      '['.repeat(200),
    ];
    const configuration = readConfiguration(
      '/w/.zmq-threats.jsonc',
      JSON.stringify({ exclude: patterns, include: ['**/*a*b*c*.ts'] }),
      catalogue(),
    );
    expect(configuration.notices.length).toBeGreaterThan(0);
    const path = `${'a'.repeat(40)}/`.repeat(10) + `${'a'.repeat(200)}.ts`;
    expect(timed(() => configuration.includes(path))).toBeLessThan(BUDGET);
  });

  it.each(['(a+)+b', '((a|a)+)+b', '*a*a*a*a*a*a*a*b', '**/a/**/a/**/a/**/b', '{a,b}'.repeat(6), '[a-'.repeat(90)])(
    'the glob %s',
    (glob) => {
      const { includes } = readConfiguration('/w/.zmq-threats.jsonc', JSON.stringify({ exclude: [glob] }), catalogue());
      const paths = ['a'.repeat(4000), 'a/'.repeat(2000), 'ab'.repeat(2000)];
      expect(timed(() => paths.map(includes))).toBeLessThan(BUDGET);
    },
  );

  it('manifests and tsconfigs', () => {
    const deep = '{"exports":'.repeat(5_000);
    const many = JSON.stringify({ extends: Array.from({ length: 200 }, () => './tsconfig.json') });
    expect(
      timed(() => [readManifest('/w/package.json', deep), readMapping('/w/tsconfig.json', () => many)]),
    ).toBeLessThan(BUDGET);
  });

  it('files that import each other in a ring, all of them', () => {
    const memory = new Memory();
    const files: Record<string, string> = {};
    for (let i = 0; i < 60; i++)
      files[`/w/f${i}.ts`] = SPEAKS + Array.from({ length: 60 }, (_, k) => `import './f${k}';`).join('\n');
    expect(timed(() => memory.put(files).service.all())).toBeLessThan(BUDGET);
  });
});
