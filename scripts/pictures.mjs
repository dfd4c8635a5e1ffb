// npm run pictures [-- name …]: the pictures of README.md, taken in the real editor with the packaged extension, cropped, and written to
// media/readme/<name>.webp. `npm run package` first. Look at them before they are committed: a test sees their size, not what they show.
import fs from 'node:fs';
import { Editor, eventually } from '../test/e2e/editor.mjs';
import { inRoot } from './paths.mjs';

const folder = inRoot('media', 'readme');

/** Pixels of the picture per pixel of the page: sharp on the screens of today. */
const scale = 2;

/** High enough that a hover is shown whole. */
const viewport = { width: 1200, height: 1300 };

/** Blank around what is shown. */
const margin = 16;

/** WebP's quality, where text is still clean. */
const quality = 0.75;

const dark = {
  /** A finding: the squiggle and its hover. */
  async hover(editor) {
    await editor.squiggle('0 }');
    await editor.hover('0 }');
    const hover = editor.page.locator('.monaco-hover:visible').first();
    const text = hover.locator('.monaco-hover-content');
    await eventually(async () => /ROUTER socket/.test(await text.first().innerText()), 'the hover is not ours');
    await editor.page.waitForTimeout(500);
    const line = await editor.place('private readonly frontend');
    const end = await editor.place('0 }');
    return around(await hover.boundingBox(), line, end, await editor.place('// Clients come'));
  },

  /** The quick fixes of it. */
  async fix(editor) {
    await editor.page.mouse.move(5, 5);
    await editor.quickFixes('0 }');
    const menu = await editor.page.locator('.action-widget').first().boundingBox();
    const box = around(menu, await editor.place('private readonly frontend'), await editor.place('// Clients come'));
    return { box, after: () => editor.page.keyboard.press('Escape') };
  },

  /** The threats of the workspace. */
  async sidebar(editor) {
    const { page } = editor;
    await editor.openView('ZeroMQ');
    await editor.row('HWM Overflow DoS');
    const { x, width, y } = await page.locator('.part.sidebar').boundingBox();
    await page.mouse.move(x + width, y + 300);
    await page.mouse.down();
    await page.mouse.move(x + width + 150, y + 300, { steps: 5 });
    await page.mouse.up();
    await page.locator('.part.sidebar .action-label[aria-label="Collapse All"]').first().click();
    await editor.noRow('Mitigations');
    await editor.expand('HWM Overflow DoS');
    await editor.expand('Mitigations');
    await page.waitForTimeout(1_000);
    await page.mouse.move(900, 900);
    const sidebar = await page.locator('.part.sidebar').boundingBox();
    const rows = await Promise.all(
      (await page.locator('.part.sidebar .monaco-list-row').all()).map((row) => row.boundingBox()),
    );
    const foot = Math.max(...rows.map((row) => row.y + row.height));
    return { ...sidebar, height: Math.min(sidebar.height, foot - sidebar.y + margin) };
  },

  /** The snippets on offer. */
  async snippet(editor) {
    fs.writeFileSync(editor.path('src/gateway.ts'), '\n');
    await editor.open('src/gateway.ts');
    await editor.page.locator('.editor-group-container.active .view-lines').first().click();
    await editor.page.keyboard.type('zmq-', { delay: 60 });
    const list = editor.page.locator('.suggest-widget:visible');
    await list.locator('.monaco-list-row', { hasText: 'zmq-' }).nth(3).waitFor();
    const details = editor.page.locator('.suggest-details-container:visible');
    if (!(await details.isVisible())) await editor.page.keyboard.press('Control+Space');
    await details.waitFor();
    await editor.page.waitForTimeout(500);
    return around(await list.boundingBox(), await details.boundingBox(), await editor.place('zmq-'));
  },
};

const light = {
  /** A threat's page. */
  async page(editor) {
    await editor.squiggle('0 }');
    await editor.hover('0 }');
    await editor.page.locator('.monaco-hover:visible a', { hasText: 'Threat:' }).first().click();
    await editor.inFrame('#hwm-overflow-dos');
    await editor.page.waitForTimeout(1_500);
    const { x, y, width } = await editor.page.locator('.editor-group-container.active').boundingBox();
    return { x, y, width, height: 600 };
  },
};

const wanted = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });
await take(dark, 'Default Dark Modern');
await take(light, 'Default Light Modern');

async function take(pictures, theme) {
  const names = Object.keys(pictures).filter((name) => wanted.length === 0 || wanted.includes(name));
  if (names.length === 0) return;
  const settings = { 'workbench.colorTheme': theme, 'editor.minimap.enabled': false };
  const editor = new Editor({ open: 'src/broker.ts', settings, page: { deviceScaleFactor: scale, viewport } });
  try {
    await editor.start();
    for (const name of names) {
      const result = await pictures[name](editor);
      const { box = result, after } = result;
      const file = `${folder}/${name}.webp`;
      fs.writeFileSync(file, await webp(editor, await editor.page.screenshot({ clip: onPage(editor, box) })));
      console.log(`${file}: ${Math.round(box.width)} × ${Math.round(box.height)}, ${fs.statSync(file).size} bytes`);
      await after?.();
    }
  } finally {
    await editor.close();
  }
}

/** The smallest box with all of these, and a margin. */
function around(...boxes) {
  const left = Math.min(...boxes.map((box) => box.x)) - margin;
  const top = Math.min(...boxes.map((box) => box.y)) - margin;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin;
  const foot = Math.max(...boxes.map((box) => box.y + box.height)) + margin;
  return { x: left, y: top, width: right - left, height: foot - top };
}

function onPage(editor, { x, y, width, height }) {
  const page = editor.page.viewportSize();
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return {
    x: left,
    y: top,
    width: Math.min(page.width, x + width) - left,
    height: Math.min(page.height, y + height) - top,
  };
}

/** PNG → WebP, by the browser that is at hand. */
async function webp(editor, png) {
  const page = await editor.browser.newPage();
  const url = await page.evaluate(
    async ({ source, quality }) => {
      const image = document.createElement('img');
      image.src = source;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      canvas.getContext('2d', { alpha: false }).drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', quality);
    },
    { source: `data:image/png;base64,${png.toString('base64')}`, quality },
  );
  await page.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
