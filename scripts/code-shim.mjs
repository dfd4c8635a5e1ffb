#!/usr/bin/env node
// Stands in for desktop VS Code's executable: takes its arguments (as @vscode/test-electron passes them), opens the editor from npm in
// a headless Chromium, prints the extension host's console and exits with the extension tests' exit code.
//
// SHIM_VERBOSE=1 prints the workbench's own messages too; SHIM_TIMEOUT_S is how long a run may take.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumArgs, findChromium } from './chromium.mjs';
import { startHost, temporaryProfile } from './vscode-host.mjs';

/** Our own exit codes, apart from the tests': something died, or nothing happened. */
const exitCode = { pageCrashed: 70, pageClosed: 71, browserGone: 72, noPage: 73, extensionHostDied: 86, timeout: 124 };

/** Options of VS Code whose value may be the next argument. */
const takesValue = new Set(
  'user-data-dir extensions-dir extensionDevelopmentPath extensionTestsPath disable-extension folder-uri file-uri locale log'.split(
    ' ',
  ),
);

/** What the workbench says to itself at every start. */
const noise =
  /^(Resolv(ing|ed) connection token|Creating a socket|\[reconnection|Updating additional builtin|\[Service Worker\]|\[AgentHost|\[AccountPolicyGate|Ignoring fetching additional builtin)/;

/** VS Code ends a run with code 0 when the extension host is killed (1.100 and 1.139 both): never take that for success. */
const hostDied =
  /\[ExtensionHost\].*(permanent error occurred|socket close event \(wasClean: false)|[Ee]xtension host terminated unexpectedly/;

const { options, inputs } = parse(process.argv.slice(2));
const last = (name) => options[name]?.at(-1);

const profile = temporaryProfile();
const host = await startHost({
  userData: profile,
  extensions: last('extensions-dir'),
  settings: givenSettings(),
  testDriver: true,
});
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: chromiumArgs,
  ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
});
const context = await browser.newContext({
  viewport: { width: 1400, height: 900 },
  permissions: ['clipboard-read', 'clipboard-write'],
});
const page = await context.newPage();

let extensionHostDied = false;
let ending;

// The two functions through which a workbench under test speaks to whoever drives it.
await page.exposeFunction('codeAutomationLog', (type, args) => {
  const text = String(args[0]);
  if (hostDied.test(text)) extensionHostDied = true;
  if (noise.test(text) && !process.env.SHIM_VERBOSE) return;
  (type === 'error' ? process.stderr : process.stdout).write(`${format(...args)}\n`);
});
await page.exposeFunction('codeAutomationExit', (code) =>
  code === 0 && extensionHostDied
    ? end(exitCode.extensionHostDied, 'the extension host died before the tests ended')
    : end(code),
);

const limit = Number(process.env.SHIM_TIMEOUT_S ?? 300);
setTimeout(() => end(exitCode.timeout, `no result in ${limit} s`), limit * 1000).unref();
page.on('crash', () => end(exitCode.pageCrashed, 'the page crashed'));
page.on('close', () => end(exitCode.pageClosed));
browser.on('disconnected', () => end(exitCode.browserGone));
process.on('SIGINT', () => end(130));
process.on('SIGTERM', () => end(143));

await page.goto(host.url(whatToOpen())).catch((error) => end(exitCode.noPage, String(error)));

/** Closes everything and exits. With a reason, that is printed and the profile with its logs is kept. */
function end(code, reason) {
  return (ending ??= (async () => {
    if (reason) {
      console.error(`code-shim: ${reason}; profile and logs are kept in ${profile}`);
      await page.screenshot({ path: path.join(profile, 'screen.png'), timeout: 5000 }).catch(() => {});
    }
    await browser.close().catch(() => {});
    await host.stop();
    if (!reason) fs.rmSync(profile, { recursive: true, force: true });
    process.exit(code);
  })());
}

/** Folder or workspace for the address, everything else for the payload that the workbench reads at its start. */
function whatToOpen() {
  const remote = (file) => (/^[\w-]{2,}:\/\//.test(file) ? file : host.remote(file));
  const open = { payload: [] };
  open.payload.push(['skipWelcome', 'true'], ['skipReleaseNotes', 'true']);
  for (const folder of options.extensionDevelopmentPath ?? [])
    open.payload.push(['extensionDevelopmentPath', remote(folder)]);
  if (last('extensionTestsPath')) open.payload.push(['extensionTestsPath', remote(last('extensionTestsPath'))]);
  if (last('disable-extensions')) open.payload.push(['disableExtensions', 'true']);
  for (const input of inputs) {
    if (input.endsWith('.code-workspace')) open.workspace = input;
    else if (fs.statSync(input).isDirectory()) open.folder = input;
    else open.payload.push(['openFile', remote(input)]);
  }
  return open;
}

/** A test's own user settings, where it gave VS Code a profile that has some. */
function givenSettings() {
  const file = path.join(last('user-data-dir') ?? os.devNull, 'User', 'settings.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

function parse(args) {
  const options = {};
  const inputs = [];
  for (let i = 0; i < args.length; i++) {
    const [, name, value] = /^--?([^=]+)(?:=(.*))?$/s.exec(args[i]) ?? [];
    if (name === undefined) inputs.push(args[i]);
    else (options[name] ??= []).push(value ?? (takesValue.has(name) ? args[++i] : 'true'));
  }
  return { options, inputs };
}
