// The Chromium that plays the window of VS Code in tests: Debian's, or whatever CHROMIUM_PATH names. Node's own modules only.
import fs from 'node:fs';
import { aptInstall } from './apt.mjs';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Without this font every letter on a screenshot is a box. */
const font = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf';

export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of a Chromium, or undefined. */
export function findChromium() {
  return [process.env.CHROMIUM_PATH, ...usual].find((file) => file && fs.existsSync(file));
}

/** Installs Debian's package where that is possible without asking anybody. @returns the path, or undefined */
export function ensureChromium() {
  if (process.env.CHROMIUM_PATH || (findChromium() && fs.existsSync(font))) return findChromium();
  aptInstall('chromium', 'fonts-dejavu-core');
  return findChromium();
}
