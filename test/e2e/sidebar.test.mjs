// The sidebar as a person uses it: several folders, one of them a repository; filter, accept, take back, copy. In the light theme.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { eventually, useEditor } from './editor.mjs';

const editor = useEditor({
  folder: 'test/extension/multiroot/workspace',
  workspace: 'all.code-workspace',
  settings: { 'workbench.colorTheme': 'Default Light Modern', 'git.openRepositoryInParentFolders': 'never' },
  prepare: (folder) => commit(path.join(folder, 'plant')),
});

/** Makes a repository of a folder, with everything in it committed. */
function commit(folder) {
  const git = (...args) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=x', '-c', 'user.email=x@example.org', 'commit', '-qm', 'x');
}

/** What the rows of the sidebar say to a screen reader. */
function labels() {
  return editor.page
    .locator('.sidebar .monaco-list-row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
}

/** Answers the questions of an acceptance. */
async function accept(reason, howLong) {
  await editor.page.locator('.quick-input-widget input').first().waitFor();
  await editor.page.waitForTimeout(400);
  await editor.page.keyboard.type(reason);
  await editor.page.keyboard.press('Enter');
  await editor.page.locator('.quick-input-list .monaco-list-row', { hasText: howLong }).first().waitFor();
  await editor.pick(howLong, howLong);
}

const message = (text) => editor.page.locator('.sidebar .message', { hasText: text }).first().waitFor();

test('each folder that speaks ZeroMQ is a node, and every node has a label', async () => {
  await editor.openView('ZeroMQ');
  await editor.row('plant');
  await editor.row('office');
  await editor.row('meter.ts:4');
  await editor.noRow('papers');
  const said = await labels();
  assert.ok(said.length > 8, said.join('\n'));
  assert.deepEqual(
    said.filter((label) => label.trim() === ''),
    [],
  );
  assert.ok(
    said.some((label) => /^Folder plant, 3/.test(label)),
    said.join('\n'),
  );
  await editor.shot('sidebar-folders');
});

test('grouped by file and by socket, also in the light theme', async () => {
  await editor.choose('ZeroMQ Threats: Group Findings By', 'Socket');
  await editor.row('measure.meter');
  await editor.page.locator('.sidebar .title', { hasText: 'By Socket' }).first().waitFor();
  await editor.shot('sidebar-light-by-socket');
  await editor.choose('ZeroMQ Threats: Group Findings By', 'File');
  await editor.row('alarm.ts');
  await editor.shot('sidebar-light-by-file');
});

test('only changed files: Git says which, and the view follows', async () => {
  await editor.choose('ZeroMQ Threats: Filter Findings', 'Changed Files Only');
  await editor.noRow('meter.ts');
  // The other folder is no repository, so nothing is known of it.
  await editor.row('report.ts');
  await message('Files outside of Git repositories are shown');
  fs.appendFileSync(editor.path('plant/meter.ts'), '// changed\n');
  await editor.row('meter.ts');
  await editor.noRow('alarm.ts');
  await editor.shot('sidebar-changed');
  commit(editor.path('plant'));
  await editor.noRow('meter.ts');
  await editor.command('ZeroMQ Threats: Show All Findings');
  await editor.row('alarm.ts');
  await editor.choose('ZeroMQ Threats: Group Findings By', 'Threat');
  await editor.row('HWM Overflow DoS');
});

test('a finding is accepted from its menu, in the code', async () => {
  await editor.fromMenu('alarm.ts:4', 'Accept with a Reason');
  await accept('bounded by the cgroup', 'For good');
  await editor.untilOpen('plant/alarm.ts');
  await editor.place('accept unbounded-hwm because bounded by the cgroup');
  await editor.save();
  await editor.row('accepted: bounded by the cgroup');
  await editor.shot('sidebar-accepted');
});

test('what code does not show is settled by an acceptance with a reason', async () => {
  await editor.expand('libzmq Vulnerability Exploitation');
  await editor.row('Sandboxing');
  assert.match(await (await editor.row('Sandboxing')).getAttribute('aria-label'), /not visible in code: it is outside/);
  await editor.fromMenu('Sandboxing', 'Accept a Mitigation with a Reason');
  await editor.page.locator('.quick-input-widget', { hasText: 'The reason goes into' }).waitFor();
  await editor.page.waitForTimeout(400);
  await editor.page.keyboard.type('todo');
  await editor.page.locator('.quick-input-widget', { hasText: 'Say why this is safe here' }).waitFor();
  await editor.page.keyboard.press('Control+a');
  await accept('runs in gVisor', 'For 90 days');
  await editor.row('accepted until');
  const written = eventually(() => {
    const file = ['plant', 'office'].map((folder) => editor.path(`${folder}/.zmq-threats.jsonc`)).find(saysSo);
    return file && fs.readFileSync(file, 'utf8');
  }, 'it is not on the disk');
  assert.match(await written, /"sandboxing": \{\s+"reason": "runs in gVisor",\s+"until": "\d{4}-\d\d-\d\d"/);
  await editor.shot('sidebar-mitigation-accepted');
});

function saysSo(file) {
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes('gVisor');
}

test('and its menu leads to where it was said', async () => {
  await editor.fromMenu('Sandboxing', 'Open the Acceptance');
  await editor.untilOpen('.zmq-threats.jsonc');
  await editor.placeOnScreen('runs in gVisor');
  await editor.shot('sidebar-open-acceptance');
});

test('a finding is copied, by keyboard', async () => {
  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await (await editor.row('meter.ts:4')).click();
  await editor.page.locator('.sidebar .monaco-list').first().focus();
  await editor.page.keyboard.press('Shift+F10');
  const item = editor.page.locator('.monaco-menu .action-item', { hasText: 'Copy' }).first();
  await item.waitFor();
  await item.click();
  const text = await eventually(async () => {
    const now = await editor.page.evaluate('navigator.clipboard.readText()');
    return now.includes('unbounded-hwm') && now;
  }, 'nothing was copied');
  assert.match(text, /^plant\/meter\.ts:4 unbounded-hwm: \S/);
});
