// media/icon.svg → media/icon.png, the 256 pixels that the marketplace shows. Run by hand after a change of the drawing.
import fs from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumArgs, findChromium } from './chromium.mjs';
import { inRoot } from './paths.mjs';

const size = 256;
const drawing = fs.readFileSync(inRoot('media', 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
const page = await browser.newPage({ viewport: { width: size, height: size } });
await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${drawing}`);
await page.screenshot({ path: inRoot('media', 'icon.png'), omitBackground: true });
await browser.close();
