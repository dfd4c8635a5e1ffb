// Brings node_modules to what package-lock.json says, when it is not. Node's own modules only.
import fs from 'node:fs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';

/** @returns true when everything is there; `npm ci` has told what is wrong when not */
export function ensureInstalled() {
  if (isInstalled()) return true;
  console.log('installing dependencies (npm ci) …');
  return run('npm', ['ci', '--no-audit', '--no-fund']) && isInstalled();
}

/** npm notes what it installed when it is through; an interrupted or outdated installation differs from the lockfile. */
function isInstalled() {
  const installed = packagesIn(inRoot('node_modules', '.package-lock.json'));
  if (!installed) return false;
  return Object.entries(packagesIn(inRoot('package-lock.json'))).every(
    // Optional packages are for other platforms when they are absent.
    ([folder, { version, optional }]) =>
      folder === '' || (installed[folder] ? installed[folder].version === version : optional),
  );
}

function packagesIn(lockfile) {
  return fs.existsSync(lockfile) ? JSON.parse(fs.readFileSync(lockfile, 'utf8')).packages : undefined;
}
