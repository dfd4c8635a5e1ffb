// npm run try [-- [--browser] [--port N] [folder]]
//
// From a bare clone to an editor with the extension as users get it (the .vsix) on a folder: desktop VS Code where there is one, else a
// localhost address of the VS Code that comes from npm. Without a folder it opens a copy of sample/, to be changed without regret.
// Node's own modules only: it is what installs the others.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './paths.mjs';
import { isOnPath, run, runNode } from './run.mjs';
import { hostIsSupported, installVsix, startHost, temporaryProfile } from './vscode-host.mjs';

const defaultPort = 8742;

const wishes = parse(process.argv.slice(2));
if (!ensureInstalled() || !runNode(['scripts/package.mjs'])) process.exit(1);

const { name, version } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
const vsix = inRoot(`${name}-${version}.vsix`);
const folder = wishes.folder ?? sampleCopy();
// The sample has no node_modules: TypeScript's own complaints about that would stand between ours.
const settings = wishes.folder ? {} : { 'typescript.validate.enable': false };
const desktop = wishes.browser ? undefined : findDesktop();

if (desktop && openDesktop(desktop))
  console.log(`\n  ${desktop} opened ${folder} with the extension, in a profile of its own.\n`);
else if (hostIsSupported) await openBrowser();
else {
  console.error(
    `\n  No desktop VS Code found. Install it, or install this file in your editor ("Install from VSIX…"):\n\n    ${vsix}\n`,
  );
  process.exitCode = 1;
}

/** Outside the repository, whose .gitignore would hide it from the scan. */
function sampleCopy() {
  const copy = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'zeromq-')), 'sample');
  fs.cpSync(inRoot('sample'), copy, { recursive: true });
  return copy;
}

/** The command that starts desktop VS Code, if there is one and a screen to show it on. */
function findDesktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const known = [
    '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
    path.join(process.env.LOCALAPPDATA ?? os.devNull, 'Programs', 'Microsoft VS Code', 'bin', 'code.cmd'),
  ];
  return ['code', 'codium', 'code-insiders'].find(isOnPath) ?? known.find((file) => fs.existsSync(file));
}

/** In a profile of its own, so that the user's extensions and settings stay as they are. */
function openDesktop(command) {
  const profile = temporaryProfile();
  fs.mkdirSync(path.join(profile, 'User'), { recursive: true });
  const quiet = { 'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false };
  fs.writeFileSync(path.join(profile, 'User', 'settings.json'), JSON.stringify({ ...quiet, ...settings }));
  const own = ['--user-data-dir', profile, '--extensions-dir', path.join(profile, 'extensions')];
  // Quoted where a shell starts it (Windows), because of the blanks in the path.
  const program = process.platform === 'win32' && command.includes(' ') ? `"${command}"` : command;
  return run(program, [...own, '--install-extension', vsix]) && run(program, [...own, '--new-window', folder]);
}

async function openBrowser() {
  const userData = temporaryProfile();
  installVsix(vsix, userData);
  const host = await startHost({ userData, settings, port: wishes.port });
  const url = host.url({ folder });
  console.log(`\n  VS Code with the extension is at\n\n    ${url}\n\n  It shows ${folder}. Ctrl+C stops it.\n`);
  openInBrowser(url);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      await host.stop();
      fs.rmSync(userData, { recursive: true, force: true });
      process.exit(0);
    });
  }
}

function openInBrowser(url) {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const opener = spawn('xdg-open', [url], { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}

function parse(args) {
  const wishes = { browser: false, port: defaultPort, folder: undefined };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--browser') wishes.browser = true;
    else if (args[i] === '--port') wishes.port = Number(args[++i]);
    else if (args[i].startsWith('-')) usage(`unknown option ${args[i]}`);
    else wishes.folder = path.resolve(args[i]);
  }
  if (!Number.isInteger(wishes.port)) usage('--port needs a number');
  if (wishes.folder && !fs.existsSync(wishes.folder)) usage(`there is no ${wishes.folder}`);
  return wishes;
}

function usage(problem) {
  console.error(`${problem}\nusage: npm run try [-- [--browser] [--port N] [folder]]`);
  process.exit(2);
}
