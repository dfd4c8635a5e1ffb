// In a workspace without ZeroMQ nobody notices the extension; with the first line of ZeroMQ code it is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useEditor } from './editor.mjs';

const editor = useEditor({ folder: 'test/extension/plain/workspace', open: 'src/index.ts' });

const view = () => editor.page.locator('.activitybar .action-item:has([aria-label^="ZeroMQ"])');
const item = () => editor.page.locator('.statusbar-item [aria-label^="ZeroMQ threats"]');

test('there is no view and no status item', async () => {
  // Longer than the extension waits before it looks at the workspace's files.
  await editor.page.waitForTimeout(6_000);
  assert.equal(await view().count(), 0);
  assert.equal(await item().count(), 0);
  await editor.shot('silent');
});

test('typing ZeroMQ code brings both, and a squiggle', async () => {
  await editor.clickText('export const answer');
  const { keyboard } = editor.page;
  await keyboard.press('Control+Home');
  await keyboard.insertText('import { Push } from "zeromq";\nconst push = new Push({ sendHighWaterMark: 0 });\n');
  await keyboard.insertText('push.connect("tcp://127.0.0.1:5555");\n');
  await editor.squiggle('0 }');
  await view().first().waitFor();
  await item().first().waitFor();
  await editor.shot('awake');
});
