/** The LSP layer in this process, over a pair of streams, with the fake service and a disk in memory. */
import { PassThrough } from 'node:stream';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { startServer } from '../../../server/src/lsp/server';
import type { Environment } from '../../../server/src/lsp/environment';
import type { Frontend } from '../../../server/src/frontends/frontend';
import { FakeService, fakeCatalogue } from './fake-service';
import { TestClient } from './client';

/** As little waiting as there can be. */
export const testPace: Environment['pace'] = {
  debounce: 2,
  turn: 2,
  slice: 4,
  announce: 10,
  settle: 10,
  watch: 5,
  progress: 20,
  closed: { retry: 5, longest: 20, idle: 50 },
};

export interface InProcess {
  readonly client: TestClient;
  readonly service: FakeService;
  /** Path → text. Tests write to it and tell the server by `workspace/didChangeWatchedFiles`. */
  readonly disk: Map<string, string>;
  readonly loaded: string[];
}

export function inProcess(files: Readonly<Record<string, string>> = {}, changes: Partial<Environment> = {}): InProcess {
  const disk = new Map(Object.entries(files));
  const loaded: string[] = [];
  let service: FakeService | undefined;
  const environment: Environment = {
    version: '0.0.0',
    runtime: 'Node',
    createService: (host) => (service = new FakeService(host)),
    catalogue: () => fakeCatalogue,
    files: {
      async *walk(root) {
        for (const path of [...disk.keys()]) {
          if (!path.startsWith(`${root}/`) || path.includes('/node_modules/')) continue;
          await Promise.resolve();
          yield path;
        }
      },
      wanted: (_root, path) => !path.includes('/node_modules/'),
      read: (path) => disk.get(path),
      notebook: () => undefined,
      exists: (path) => disk.has(path) || [...disk.keys()].some((file) => file.startsWith(`${path}/`)),
      realPath: (path) => path,
      forget: () => undefined,
    },
    pageFile: () => undefined,
    loadFrontend: (language) => {
      loaded.push(language);
      return Promise.resolve({ language } as Frontend);
    },
    today: () => '2026-01-01',
    pace: testPace,
    ...changes,
  };
  const client = connected(environment);
  return { client, service: service!, disk, loaded };
}

/** A client of a server in this process. */
export function connected(environment: Environment): TestClient {
  const up = new PassThrough();
  const down = new PassThrough();
  startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down), undefined), environment);
  return new TestClient(new StreamMessageReader(down), new StreamMessageWriter(up));
}
