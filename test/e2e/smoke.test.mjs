// The workbench opens the sample with the packaged extension installed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useEditor } from './editor.mjs';

const editor = useEditor({ folder: 'sample', open: 'src/broker.ts' });

test('the sample opens in the workbench', async () => {
  assert.ok(await editor.place('receiveHighWaterMark'));
  await editor.shot('workbench');
});

test('files open by name', async () => {
  await editor.open('src/metrics.ts');
  assert.ok(await editor.place('curveServerKey: keys.serverPublic'));
});

test('the extension is installed', async () => {
  await editor.command('Extensions: Show Installed Extensions');
  const row = await editor.row('ZeroMQ Threat Model');
  await editor.shot('installed');
  await row.click();
});

test("the extension's page shows README.md, without a broken picture", async () => {
  const heading = await editor.inFrame('h2:text-is("Snippets")');
  const broken = await heading.evaluate(({ ownerDocument }) =>
    [...ownerDocument.images].filter((image) => !image.complete || image.naturalWidth === 0).map((image) => image.alt),
  );
  assert.deepEqual(broken, []);
  await editor.shot('extension-page');
});
