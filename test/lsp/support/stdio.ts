/** The built server, `node dist/server.js --stdio`, as any editor starts it. `npm test` builds before it tests. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { root, TestClient } from './client';

export interface StdioServer {
  readonly client: TestClient;
  readonly process: ChildProcessWithoutNullStreams;
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  readonly errors: () => string;
}

/** @param environment variables of the process beside ours */
export function stdioServer(environment: Readonly<Record<string, string>> = {}): StdioServer {
  const server = join(root, 'dist', 'server.js');
  if (!existsSync(server)) throw new Error('dist/server.js is not there: npm run build');
  const child = spawn(process.execPath, [server, '--stdio'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const client = new TestClient(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  return { client, process: child, ended, errors: () => errors };
}
