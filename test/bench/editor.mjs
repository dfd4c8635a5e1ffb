// An editor as far as a measurement needs one: spawns the built server over stdio, opens, types, and knows when what it typed was
// answered, and what that cost the server's process.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../../scripts/paths.mjs';

const require = createRequire(import.meta.url);
const protocol = require('vscode-languageserver-protocol/node');

export class Editor {
  /** Last `zeromqThreatModel/changed` of the server. */
  state = undefined;
  /** Per document: what was published, with the time it arrived. */
  published = new Map();
  #documents = new Map();
  #waiting = [];

  /**
   * @param folder the workspace's folder
   * @param flags options of Node for the server
   */
  constructor(folder, flags = []) {
    this.folder = folder;
    this.started = performance.now();
    this.process = spawn(process.execPath, [...flags, inRoot('dist', 'server.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const { StreamMessageReader, StreamMessageWriter, createProtocolConnection } = protocol;
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params) => this.#arrived(params));
    this.connection.onNotification('zeromqThreatModel/changed', (params) => {
      this.state = params.state;
      this.onChanged?.();
    });
    this.connection.onNotification('window/logMessage', ({ message }) => this.logs.push(message));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onUnhandledNotification(() => undefined);
    this.connection.listen();
  }
  logs = [];
  onChanged = undefined;

  async start() {
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: String(pathToFileURL(this.folder)), name: 'bench' }],
      initializationOptions: { changed: true },
      capabilities: {
        textDocument: {
          publishDiagnostics: {
            relatedInformation: true,
            codeDescriptionSupport: true,
            dataSupport: true,
            versionSupport: true,
          },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } }, dataSupport: true },
        },
        workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    });
    await this.connection.sendNotification('initialized', {});
  }

  async open(file, languageId) {
    const uri = String(pathToFileURL(file));
    const text = fs.readFileSync(file, 'utf8');
    this.#documents.set(uri, { text, version: 1 });
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Replaces the first occurrence of a text, as one incremental change, and waits until that version's diagnostics are there. */
  async type(uri, find, by, patience = 20_000) {
    const document = this.#documents.get(uri);
    const at = document.text.indexOf(find);
    if (at < 0) throw new Error(`${JSON.stringify(find)} is not in ${uri}`);
    const range = { start: position(document.text, at), end: position(document.text, at + find.length) };
    document.text = document.text.slice(0, at) + by + document.text.slice(at + find.length);
    const version = ++document.version;
    const before = cpuOf(this.process.pid);
    const own = cpuOf(process.pid);
    const sent = performance.now();
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: by }],
    });
    const { time } = await this.publishedVersion(uri, version, patience);
    const after = cpuOf(this.process.pid);
    const wall = time - sent;
    const waited = after.waited - before.waited + cpuOf(process.pid).waited - own.waited;
    return { wall, cpu: after.run - before.run, alone: Math.max(0, wall - waited) };
  }

  /** The first publication of at least this version. */
  publishedVersion(uri, version, patience = 20_000) {
    const known = this.published.get(uri)?.find((one) => one.version >= version);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no diagnostics of ${uri} for version ${version}\n${this.logs.join('\n')}`)),
        patience,
      );
      this.#waiting.push({ uri, version, resolve: (one) => (clearTimeout(timer), resolve(one)) });
    });
  }

  /** What a sidebar asks for. Once it is answered in the state `ready`, every file was judged. */
  status() {
    return this.connection.sendRequest('zeromqThreatModel/status', {});
  }

  /** Every file is read and judged. */
  async settled(patience = 120_000) {
    const end = performance.now() + patience;
    while (performance.now() < end) {
      if (this.state === 'ready' && (await this.status()).state === 'ready') return;
      await pause(50);
    }
    throw new Error(`the server did not settle\n${this.logs.join('\n')}`);
  }

  /** Resident memory in MB, of all threads: now, and the most there ever was. */
  memory() {
    const status = fs.readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    const of = (key) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)[1]) / 1024;
    return { rest: of('VmRSS'), peak: of('VmHWM') };
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }

  #arrived({ uri, version, diagnostics }) {
    const one = { version: version ?? 0, time: performance.now(), count: diagnostics.length };
    const list = this.published.get(uri) ?? [];
    list.push(one);
    this.published.set(uri, list);
    this.#waiting = this.#waiting.filter((waiting) => {
      if (waiting.uri !== uri || waiting.version > one.version) return true;
      waiting.resolve(one);
      return false;
    });
  }
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Milliseconds a process has computed (all threads), and its main thread has stood in the queue for a processor. The second tells what
 * a busy machine adds to a time: taken off, it is what the same would have taken with the machine for itself. Zero where there is no /proc.
 */
export function cpuOf(pid) {
  try {
    const [, waited] = numbers(`/proc/${pid}/schedstat`);
    let run = 0;
    for (const thread of fs.readdirSync(`/proc/${pid}/task`)) {
      // A thread may end between the listing and the reading.
      try {
        run += numbers(`/proc/${pid}/task/${thread}/schedstat`)[0];
      } catch {
        continue;
      }
    }
    return { run: run / 1e6, waited: waited / 1e6 };
  } catch {
    return { run: 0, waited: 0 };
  }
}

const numbers = (file) => fs.readFileSync(file, 'utf8').split(' ').map(Number);

function position(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 };
}
