// What the light bulb offers, as a person uses it: a hover on good and bad code in both themes, a fix looked at before it is made, one
// with places to fill in, an acceptance with its reason, and the safe fixes on saving.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, useEditor } from './editor.mjs';

const ON_SAVE = 'source.fixAll.zeromqThreatModel.unbounded-hwm';
const editor = useEditor({
  folder: 'sample',
  open: 'src/metrics.ts',
  settings: { 'editor.codeActionsOnSave': { [ON_SAVE]: 'explicit' } },
});

async function hoverOf(text, part) {
  await editor.hover(text);
  const hover = editor.page.locator('.monaco-hover:visible .monaco-hover-content').first();
  return eventually(async () => {
    const now = await hover.innerText();
    return part.test(now) && now;
  }, `the hover of ${text} does not say ${part}`);
}

/** Moves to a row of the open menu. */
async function focusRow(title) {
  const { keyboard } = editor.page;
  const focused = editor.page.locator('.action-widget .monaco-list-row.action.focused', { hasText: title });
  for (let i = 0; i < 20 && !(await focused.first().isVisible()); i++) {
    await keyboard.press('ArrowDown');
    await editor.page.waitForTimeout(50);
  }
  assert.ok(await focused.first().isVisible(), `no row "${title}"`);
}

test('hovers read well on bad and on good code, dark and light', async () => {
  for (const theme of ['dark', 'light']) {
    await editor.squiggle('endpoints.metrics');
    await hoverOf('endpoints.metrics', /PUB socket[^]*no encryption/);
    await editor.shot(`hover-bad-${theme}`);
    await editor.open('src/broker.ts');
    await editor.squiggle('curveServer');
    const good = await hoverOf('curveSecretKey', /DEALER socket[^]*encrypted \(CURVE\)/);
    assert.match(good, /mitigated: HWM Overflow DoS/);
    await editor.shot(`hover-good-${theme}`);
    await editor.open('src/metrics.ts');
    await editor.command('Preferences: Toggle between Light/Dark Themes');
  }
});

test('the menu says what a fix asks for, and a fix can be looked at before it is made', async () => {
  await editor.squiggle('endpoints.metrics');
  const titles = await editor.quickFixes('endpoints.metrics');
  assert.ok(
    titles.some((title) => /^Set CURVE_SERVER, .* before the bind \(then fill in\)$/.test(title)),
    titles.join(' | '),
  );
  await editor.shot('quick-fix-menu');
  // VS Code's own preview of the edit of a quick fix.
  await focusRow('Set CURVE_SERVER');
  await editor.page.keyboard.press('Control+Enter');
  const discard = editor.page.getByRole('button', { name: 'Discard' }).first();
  await discard.waitFor();
  await editor.shot('fix-preview');
  assert.doesNotMatch(editor.read('src/metrics.ts'), /curveServer:/);
  await discard.click();
  await discard.waitFor({ state: 'hidden' });
});

test('a fix with places to fill in selects the first of them', async () => {
  await editor.quickFix('endpoints.metrics', 'Set CURVE_SERVER');
  await editor.place('curveServer: true');
  await editor.shot('fix-placeholders');
  await editor.page.keyboard.type('METRICS_KEY');
  await editor.place('process.env.METRICS_KEY');
  await editor.page.keyboard.press('Escape');
});

test('on saving the safe fixes of the chosen rule are made', async () => {
  assert.match(editor.read('src/metrics.ts'), /sendHighWaterMark: 0/);
  await editor.save();
  await eventually(() => /sendHighWaterMark: 1000/.test(editor.read('src/metrics.ts')), 'nothing was fixed on saving');
});

test('accepting asks for the reason and for how long, and writes both down', async () => {
  await editor.open('src/broker.ts');
  await editor.squiggle('endpoints.jobs');
  await editor.quickFix('endpoints.jobs', 'Accept unencrypted-endpoint');
  const { page } = editor;
  const input = page.locator('.quick-input-widget:visible input').first();
  await input.waitFor();
  await page.keyboard.type('todo');
  await page.locator('.quick-input-widget .quick-input-message', { hasText: 'Say why' }).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('the tunnel encrypts');
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await editor.shot('accept-expiry');
  await page.waitForTimeout(400);
  await page.keyboard.press('Enter');
  await editor.place('// zmq-threats: accept unencrypted-endpoint because the tunnel encrypts');
  await editor.shot('accepted');
});
