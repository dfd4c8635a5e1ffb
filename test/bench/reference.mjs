// What this machine takes for a plain parse of the same texts by the same parsers, in this process: the yardstick beside our times.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { median } from './figures.mjs';

const require = createRequire(import.meta.url);

/** Milliseconds for one parse, after warming up. */
export async function plainParse(language, text, times = 15) {
  const parse = language === 'python' ? await pythonParser() : typeScriptParser();
  const one = () => {
    const started = performance.now();
    parse(text);
    return performance.now() - started;
  };
  for (let i = 0; i < 10; i++) one();
  return median(Array.from({ length: times }, one));
}

function typeScriptParser() {
  const { ts } = require('ts-morph');
  return (text) => ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext, false);
}

async function pythonParser() {
  const { Parser, Language } = await import('web-tree-sitter');
  await Parser.init();
  const grammar = await Language.load(fs.readFileSync(require.resolve('tree-sitter-python/tree-sitter-python.wasm')));
  const parser = new Parser().setLanguage(grammar);
  return (text) => parser.parse(text).delete();
}
