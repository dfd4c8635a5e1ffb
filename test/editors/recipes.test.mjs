// npm run test:editors: the recipes of docs/editors.md, tried with the editors themselves. Not a part of `npm test`: an editor that is not
// installed is skipped with a word. NVIM=path/to/nvim names another Neovim; `npm run build` first.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { inRoot } from '../../scripts/paths.mjs';

const server = inRoot('dist', 'server.js');
const page = fs.readFileSync(inRoot('docs', 'editors.md'), 'utf8');

/** What a person would see of each file: which text is hovered over, which fix is taken, what the code is then. */
const cases = [
  {
    file: 'src/broker.ts',
    text: '0 });',
    code: 'unbounded-hwm',
    says: /no limit/,
    hover: [/ROUTER/, /no limit/],
    action: '1000',
    fixed: /receiveHighWaterMark: 1000/,
  },
  {
    file: 'collector.py',
    text: '0)',
    code: 'unbounded-hwm',
    says: /no limit/,
    hover: [/PULL/, /no limit/],
    action: '1000',
    fixed: /RCVHWM, 1000\)/,
  },
  {
    // Eglot calls its language `js`.
    file: 'sender.js',
    text: '0 }',
    code: 'unbounded-hwm',
    says: /no limit/,
    hover: [/PUSH/, /no limit/],
    action: '1000',
    fixed: /sendHighWaterMark: 1000/,
  },
  {
    file: 'legacy/package.json',
    text: '^5',
    code: 'vulnerable-package',
    says: /5\.3\.1/,
    hover: [/VULN-01/],
    action: '6.',
    fixed: /"zeromq": ".*6\./,
  },
];

/** Files beside the sample's. */
const collector = `import zmq

context = zmq.Context()
pull = context.socket(zmq.PULL)
pull.setsockopt(zmq.RCVHWM, 0)
pull.bind("tcp://127.0.0.1:5570")
while True:
    print(len(pull.recv()))
`;
const sender = `import { Push } from 'zeromq';

const push = new Push({ sendHighWaterMark: 0 });
push.connect('tcp://127.0.0.1:5570');
await push.send('hello');
`;
const legacy = `{
  "name": "legacy",
  "private": true,
  "dependencies": {
    "zeromq": "^5.3.1"
  }
}
`;

const nvim = process.env.NVIM ?? 'nvim';
const modern = atLeast(/^NVIM v(\d+)\.(\d+)/m, said(nvim, '--version'), [0, 11]);
const driver = (name) => inRoot('test', 'editors', name);
const neovim = (init) => [nvim, '--headless', '--clean', '-u', init, '-S', driver('neovim.lua')];
const emacs = (init) => ['emacs', '--batch', '-f', 'package-initialize', '-l', init, '-l', driver('emacs.el')];

const editors = [
  { recipe: 'neovim', suffix: '.lua', start: neovim, missing: modern === true ? undefined : 'no Neovim 0.11 or newer' },
  {
    recipe: 'neovim-before-0.11',
    suffix: '.lua',
    start: neovim,
    // It is for old ones; in new ones the functions it calls are on their way out.
    missing: modern === false ? undefined : 'no Neovim before 0.11',
  },
  { recipe: 'emacs-eglot', suffix: '.el', start: emacs, client: 'eglot', missing: lacksLibrary('eglot') },
  { recipe: 'emacs-lsp-mode', suffix: '.el', start: emacs, client: 'lsp-mode', missing: lacksLibrary('lsp-mode') },
];

for (const editor of editors) {
  describe(editor.recipe, { skip: editor.missing }, () => {
    for (const one of cases) test(one.file, () => check(one, drive(editor, one)));
  });
}

function check({ code, says, hover, action, fixed }, seen) {
  assert.equal(seen.error, undefined);
  assert.deepEqual(linesOf(seen.before), seen.scanned, 'findings are where the command line has them');
  const ours = seen.before.filter((one) => (one.code ?? code) === code && says.test(one.message));
  assert.equal(ours.length, 1, JSON.stringify(seen.before));
  for (const pattern of hover) assert.match(seen.hover, pattern);
  // No command or document of ours is there, and what is escaped for no need would be seen as it is.
  assert.doesNotMatch(seen.hover, /command:|zmq-threat:|\\[-.]/);
  assert.doesNotMatch(seen.output, /unknown notification|unsupported/i);
  assert.ok(
    seen.actions.some((title) => title.includes(action)),
    seen.actions.join(' | '),
  );
  assert.deepEqual(
    seen.actions.filter((title) => /threat page|with a reason/.test(title)),
    [],
  );
  assert.match(seen.text, fixed);
  assert.deepEqual(
    seen.after.filter((one) => one.line === ours[0].line && says.test(one.message)),
    [],
    'the finding is gone after the fix',
  );
  assert.equal(seen.after.length, seen.before.length - 1);
}

/** Runs the editor with the page's recipe on a copy of the sample. */
function drive({ recipe, suffix, start, client }, { file, text, action }) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'zmq-editor-'));
  try {
    const folder = path.join(temporary, 'sample');
    fs.cpSync(inRoot('sample'), folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'collector.py'), collector);
    fs.writeFileSync(path.join(folder, 'sender.js'), sender);
    fs.mkdirSync(path.join(folder, 'legacy'));
    fs.writeFileSync(path.join(folder, 'legacy', 'package.json'), legacy);
    // Emacs takes a repository for the project, as it is mostly one.
    spawnSync('git', ['init', '--quiet', folder]);
    const expected = scanned(folder, file);
    const init = path.join(temporary, `init${suffix}`);
    fs.writeFileSync(init, recipeOf(recipe));
    const result = path.join(temporary, 'result.json');
    const [program, ...args] = start(init);
    const env = {
      ...process.env,
      HOME: temporary,
      XDG_CONFIG_HOME: temporary,
      XDG_STATE_HOME: temporary,
      FILE: path.join(folder, file),
      TEXT: text,
      ACTION: action,
      CLIENT: client ?? '',
      RESULT: result,
    };
    const run = spawnSync(program, args, {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 120_000,
      killSignal: 'SIGKILL',
    });
    const output = `${run.stdout}${run.stderr}${run.error ?? ''}`;
    assert.ok(fs.existsSync(result), `${recipe} left no result:\n${output}`);
    const seen = JSON.parse(fs.readFileSync(result, 'utf8'));
    if (process.env.SHOW) console.error(seen, output);
    if (seen.error) seen.error += `\n${output}`;
    return { ...seen, scanned: expected, output };
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** The recipe as it stands on the page, for this folder. */
function recipeOf(name) {
  const block = new RegExp(`<!-- recipe ${name.replaceAll('.', '\\.')} -->\\n+\`\`\`\\w+\\n([^]*?)\`\`\``).exec(
    page,
  )?.[1];
  assert.ok(block?.includes('/path/to/zeromq-threat-model'), `docs/editors.md has no recipe ${name}`);
  return block.replaceAll('/path/to/zeromq-threat-model/dist/server.js', server);
}

/** Lines of a file's findings as the command line has them, once for each cause, as in an editor. */
function scanned(folder, file) {
  const args = [inRoot('dist', 'cli.js'), 'scan', folder, '--format', 'json', '--fail-on', 'none'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const own = JSON.parse(stdout).findings.filter((one) => one.file === file);
  const causes = new Map(own.map((one) => [one.cause, one]));
  return linesOf([...causes.values()]);
}

function linesOf(findings) {
  return findings.map((one) => one.line).sort((a, b) => a - b);
}

function said(program, ...args) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
}

/** Whether what a program says of its version is at least that; undefined when it says nothing. */
function atLeast(pattern, text, [major, minor]) {
  const [, first, second] = pattern.exec(text ?? '')?.map(Number) ?? [];
  return first === undefined ? undefined : first > major || (first === major && second >= minor);
}

/** Why Emacs cannot be asked: it or the library is not there. */
function lacksLibrary(name) {
  const find = `(kill-emacs (if (locate-library "${name}") 0 1))`;
  return said('emacs', '--batch', '-f', 'package-initialize', '--eval', find) === undefined
    ? `no Emacs with ${name}`
    : undefined;
}
