// npm run docs: writes the tables of README.md, between `<!-- name -->` and `<!-- /name -->`, from package.json, the
// pages of the rules and the snippets.
// With --check it writes nothing and fails when a table is stale (test/docs.test.ts).
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateCatalogue } from './catalogue.mjs';
import { inRoot } from './paths.mjs';

const readme = inRoot('README.md');

/** The text with its tables as they should be. A table without a place for it is a fault: it would be missed by nobody. */
export function withTables(text, tables) {
  return Object.entries(tables).reduce((all, [name, table]) => {
    const parts = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`);
    if (!parts.test(all)) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} -->`);
    return all.replace(parts, (_, start, end) => `${start}\n${table}\n\n${end}`);
  }, text);
}

export function settingsTable({ contributes }) {
  const rows = contributes.configuration
    .flatMap(({ properties }) => Object.entries(properties))
    .map(([name, { default: value, scope, markdownDescription, enum: values }]) => [
      `\`${name}\``,
      values ? values.map((one) => (one === value ? `**\`${one}\`**` : `\`${one}\``)).join(', ') : `\`${value}\``,
      SCOPES[scope],
      markdownDescription,
    ]);
  return table(['setting', 'default', 'set by', 'what it does'], rows);
}

const SCOPES = { window: 'user, workspace', resource: 'user, workspace, folder', machine: 'user' };

export function rulesTable({ threats, rules }) {
  const rows = threats.flatMap((threat) =>
    rules
      .filter((rule) => rule.threat === threat.id)
      .map(({ id, title, frontMatter: { covers, impact, bindings, fix } }) => [
        covers[0],
        `[${title}](threats/${threat.id}/${id}.md)`,
        `[${threat.title}](threats/${threat.id}.md)`,
        impact,
        languages(bindings),
        FIXES[fix] ?? '',
      ]),
  );
  return table(['code', 'rule', 'threat', 'impact', 'for', 'fix'], rows);
}

const FIXES = { safe: 'safe', 'changes-behaviour': 'changes behaviour', 'needs-input': 'asks for input' };

const LANGUAGES = { 'zeromq.js': 'TypeScript, JavaScript', pyzmq: 'Python' };

function languages(bindings) {
  return [...new Set(bindings.map((one) => LANGUAGES[one.split('@')[0]] ?? one))].join(', ');
}

/** Commands that stand in the palette, somewhere at least; what belongs to an item of the sidebar is in its menu. */
export function commandsTable({ contributes: { commands, menus } }) {
  const always = (id) => !menus.commandPalette.some(({ command, when }) => command === id && when === 'false');
  const conditional = (id) => menus.commandPalette.some(({ command }) => command === id);
  const rows = commands
    .filter(({ command }) => always(command))
    .map(({ command, category, title }) => [
      `${category}: ${title}`,
      `\`${command}\``,
      conditional(command) ? 'where ZeroMQ was found' : 'always',
    ]);
  return table(['in the palette', 'for a keybinding', 'offered'], rows);
}

export function snippetsTable(snippets) {
  const rows = Object.values(snippets).map(({ prefix, description }) => [`\`${prefix}\``, description]);
  return table(['prefix', 'what it is'], rows);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function main(check) {
  generateCatalogue();
  const manifest = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
  const file = inRoot('server', 'src', 'threats', 'catalogue.generated.json');
  const catalogue = JSON.parse(fs.readFileSync(file, 'utf8'));
  const before = fs.readFileSync(readme, 'utf8');
  const snippets = JSON.parse(fs.readFileSync(inRoot('snippets', 'typescript.json'), 'utf8'));
  const after = withTables(before, {
    rules: rulesTable(catalogue),
    snippets: snippetsTable(snippets),
    settings: settingsTable(manifest),
    commands: commandsTable(manifest),
  });
  if (after === before) return true;
  if (!check) fs.writeFileSync(readme, after);
  else console.error('The tables of README.md are stale: npm run docs');
  return !check;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !main(process.argv.includes('--check'))) process.exitCode = 1;
