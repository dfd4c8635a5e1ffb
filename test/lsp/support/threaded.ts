/** A server in this process over a real folder, with the real engine and the real thread of dist/ for closed files. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach } from 'vitest';
import { DiskFiles } from '../../../server/src/host/files';
import type { Judge } from '../../../server/src/host/judge';
import { JudgeThread } from '../../../server/src/host/judge-thread';
import { loadFrontend, type FrontendName } from '../../../server/src/host/load-frontend';
import { defaultPace, type Environment } from '../../../server/src/lsp/environment';
import type { Status, WireFinding } from '../../../server/src/lsp/protocol';
import { createService } from '../../../server/src/service';
import { catalogue } from '../../../server/src/threats/load';
import { eventually, root, type TestClient } from './client';
import { connected } from './in-process';

export const WORKER = join(root, 'dist', 'worker.js');
export const TODAY = '2026-06-01';

/** A folder whose files come and go. */
export class Folder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'zmq-closed-')));

  constructor(files: Readonly<Record<string, string>> = {}) {
    folders.push(this);
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(name: string): void {
    rmSync(join(this.path, name), { recursive: true });
  }

  uri(name = ''): string {
    return pathToFileURL(join(this.path, name)).toString();
  }

  get workspace(): { uri: string; name: string }[] {
    return [{ uri: this.uri(), name: 'folder' }];
  }

  /** Tells a server that these have changed. */
  async changed(client: TestClient, ...names: readonly string[]): Promise<void> {
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: names.map((name) => ({ uri: this.uri(name), type: 2 })),
    });
  }
}

const folders: Folder[] = [];
const servers: TestClient[] = [];
afterEach(async () => {
  for (const client of servers.splice(0)) await client.connection.sendRequest('shutdown');
  for (const { path } of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

export interface Threaded {
  readonly client: TestClient;
  /** Threads in the order they were started. */
  readonly threads: Judge[];
  /** Units the threads were asked about. */
  readonly asked: string[];
  /** Frontends that were loaded for the server's own thread. */
  readonly loaded: string[];
}

export function threaded(changes: Partial<Environment> = {}, pace: Partial<Environment['pace']> = {}): Threaded {
  const threads: Judge[] = [];
  const loaded: string[] = [];
  const asked: string[] = [];
  const client = connected({
    version: '0.0.0',
    runtime: 'test',
    catalogue,
    createService: (host) => createService({ catalogue: catalogue(), host }),
    files: new DiskFiles(),
    pageFile: () => undefined,
    loadFrontend: (language) => {
      loaded.push(language);
      return loadFrontend(language as FrontendName);
    },
    startJudge: (log) => {
      const thread = new JudgeThread({ script: WORKER, log });
      threads.push(thread);
      const judge: Judge['judge'] = (request) => {
        asked.push(request.unit);
        return thread.judge(request);
      };
      return { ready: thread.ready, judge, end: () => thread.end() };
    },
    today: () => TODAY,
    pace: { ...defaultPace, announce: 20, watch: 10, ...pace },
    ...changes,
  });
  servers.push(client);
  return { client, threads, asked, loaded };
}

/** The status once the server says that all is ready. */
export async function ready(client: TestClient): Promise<Status> {
  return eventually(async () => {
    const status = await client.status();
    return status.state === 'ready' && status;
  }, 60_000);
}

export function findingsOf(status: Status): readonly WireFinding[] {
  return status.folders.flatMap(({ threats }) => threats.flatMap(({ findings }) => findings));
}

/** Names of the files that have findings. */
export function filesOf(status: Status, folder: Folder): readonly string[] {
  const names = findingsOf(status).map(({ uri }) => uri.slice(folder.uri().length + 1));
  return [...new Set(names)].sort();
}
