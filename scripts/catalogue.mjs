// npm run generate: reads the pages under threats/ and writes them as one JSON module that the server bundles.
//
//   threats/<threat>.md          a threat
//   threats/<threat>/<rule>.md   a rule that finds it
//
// This script only reads and checks what a file system can tell (names, folders, front matter that parses). What the fields mean is
// checked by the tests, against the server's own types. Pages in which it finds a fault are left out, the others are written all the same.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { inRoot, root } from './paths.mjs';

const pagesFolder = inRoot('threats');
const outputFile = inRoot('server', 'src', 'threats', 'catalogue.generated.json');

/** Writes the catalogue and returns the faults found in the pages, one line each. */
export function generateCatalogue() {
  const problems = [];
  const threats = [];
  const rules = [];

  for (const file of pagesIn(pagesFolder)) {
    const page = readPage(file, problems);
    if (page) threats.push({ id: nameOf(file), ...page });
  }

  for (const folder of foldersIn(pagesFolder)) {
    const threat = path.basename(folder);
    const pages = pagesIn(folder);
    if (pages.length > 0 && !fs.existsSync(`${folder}.md`))
      problems.push(`${relative(folder)}: no page ${threat}.md beside it`);
    for (const file of pages) {
      const page = readPage(file, problems);
      if (page && placedRight(file, page.frontMatter, problems)) rules.push({ id: nameOf(file), threat, ...page });
    }
  }

  for (const [id, files] of duplicates(rules)) problems.push(`rule ${id} has ${files} pages`);
  writeIfChanged(outputFile, `${JSON.stringify({ threats, rules }, null, 1)}\n`);
  return { problems, threats: threats.length, rules: rules.length };
}

/** A page is front matter between two lines of `---`, then Markdown with one `# Title`. */
function readPage(file, problems) {
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const parts = /^---\n([^]*?\n)---\n([^]*)$/.exec(text);
  if (!parts) return void problems.push(`${relative(file)}: no front matter (--- … ---) at its start`);

  const yaml = parseDocument(parts[1]);
  const frontMatter = yaml.errors.length === 0 ? yaml.toJS() : undefined;
  if (yaml.errors.length > 0)
    return void problems.push(`${relative(file)}: front matter: ${yaml.errors[0].message.split('\n')[0]}`);
  if (frontMatter === null || typeof frontMatter !== 'object' || Array.isArray(frontMatter)) {
    return void problems.push(`${relative(file)}: front matter is not a list of "name: value"`);
  }

  const markdown = parts[2].trimStart();
  const title = /^# (.+)$/m.exec(markdown)?.[1]?.trim();
  if (!title) return void problems.push(`${relative(file)}: no "# Title"`);
  return { title, frontMatter, markdown };
}

/** A rule's file name and folder repeat what its front matter says: a page moved or copied without care is noticed here. */
function placedRight(file, frontMatter, problems) {
  const before = problems.length;
  const folder = path.basename(path.dirname(file));
  if (frontMatter.rule !== nameOf(file))
    problems.push(`${relative(file)}: "rule: ${frontMatter.rule}" is not the file's name`);
  if (frontMatter.threat !== folder)
    problems.push(`${relative(file)}: "threat: ${frontMatter.threat}" is not the folder's name`);
  return problems.length === before;
}

function duplicates(rules) {
  const count = new Map();
  for (const { id } of rules) count.set(id, (count.get(id) ?? 0) + 1);
  return [...count].filter(([, files]) => files > 1);
}

function pagesIn(folder) {
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && entry.name !== 'README.md')
    .map((entry) => path.join(folder, entry.name));
}

function foldersIn(folder) {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
}

/** Sorted by code unit, not by locale: the generated file is the same on every machine. */
function entriesOf(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An unchanged catalogue keeps its time stamp, so that watchers and incremental builds stay quiet. */
function writeIfChanged(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Renamed into place: several builds may run at once in one checkout, and none may read half a file.
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, text);
  fs.renameSync(temporary, file);
}

const nameOf = (file) => path.basename(file, '.md');
const relative = (file) => path.relative(root, file).split(path.sep).join('/');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { problems, threats, rules } = generateCatalogue();
  for (const problem of problems) console.error(problem);
  console.log(
    `catalogue: ${threats} threats, ${rules} rules${problems.length > 0 ? `, ${problems.length} faults` : ''}`,
  );
  if (problems.length > 0) process.exitCode = 1;
}
