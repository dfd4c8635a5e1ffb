// npm run coverage: brings the `done` cells of threats/coverage.tsv in step with the pages of the rules.
//
// A page says by `covers` and `bindings` what it finds, and the table says it for all codes at once. What no page claims stays as it was
// written by hand: `planned`, or `not-applicable: reason`. test/rules/coverage.test.ts fails when the table is stale.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateCatalogue } from './catalogue.mjs';
import { inRoot } from './paths.mjs';

const file = inRoot('threats', 'coverage.tsv');

/** Manifests of npm are of both of its bindings. */
const STANDS_FOR = { npm: ['zeromq.js@6', 'zeromq.js@5'] };

/** Ids of the rules that find `code` in code of `binding`. `rules`: front matter with the page's id. */
export function rulesFor(rules, code, binding) {
  return rules
    .filter(({ covers, bindings }) => covers.includes(code) && bindings.flatMap(standsFor).includes(binding))
    .map(({ id }) => id)
    .sort();
}

const standsFor = (binding) => STANDS_FOR[binding] ?? [binding];

/** The table with its `done` cells as the pages have them. */
export function withDone(text, rules) {
  const [head, ...rows] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const bindings = head.split('\t').slice(1);
  const filled = rows.map((row) => {
    const [code, ...cells] = row.split('\t');
    return [code, ...bindings.map((binding, i) => cellOf(rulesFor(rules, code, binding), cells[i]))].join('\t');
  });
  const comments = text.split('\n').filter((line) => line.startsWith('#'));
  return [...comments, head, ...filled, ''].join('\n');
}

function cellOf(ids, before = 'planned') {
  if (ids.length > 0) return `done: ${ids.join(', ')}`;
  return before.startsWith('done') ? 'planned' : before;
}

function main() {
  generateCatalogue();
  const catalogue = JSON.parse(fs.readFileSync(inRoot('server', 'src', 'threats', 'catalogue.generated.json'), 'utf8'));
  const rules = catalogue.rules.map(({ id, frontMatter }) => ({ id, ...frontMatter }));
  fs.writeFileSync(file, withDone(fs.readFileSync(file, 'utf8'), rules));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
