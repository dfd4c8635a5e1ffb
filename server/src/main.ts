/**
 * `node dist/server.js --stdio`: the language server for any editor (VS Code starts it with --node-ipc). Wires the parts together;
 * everything else is in lsp/, host/ and the service.
 */
import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { DiskFiles } from './host/files';
import { JudgeThread } from './host/judge-thread';
import { Turns } from './host/turns';
import { releaseMemory, REST } from './host/memory';
import { pageFile } from './host/page-file';
import { loadFrontend, type FrontendName } from './host/load-frontend';
import { defaultPace, type Environment } from './lsp/environment';
import { startServer } from './lsp/server';
import { createService } from './service';
import { catalogue } from './threats/load';

const TRANSPORT = /^--(?:stdio|node-ipc|socket=.+|pipe=.+)$/;
const FRONTENDS: readonly string[] = ['typescript', 'python'] satisfies FrontendName[];

function isFrontend(language: string): language is FrontendName {
  return FRONTENDS.includes(language);
}

function serve(): void {
  const connection = createConnection(ProposedFeatures.all);
  // The last net: what gets here is a defect, but an editor is better served by a server that goes on.
  const survive = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`unexpected: ${text}`);
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);

  const turns = new Turns();
  const environment: Environment = {
    version,
    runtime: `Node ${process.versions.node}`,
    catalogue,
    createService: (host) => createService({ catalogue: catalogue(), host }),
    files: new DiskFiles(),
    pageFile: (threat, rule) => pageFile(path.join(__dirname, '..', 'threats'), threat, rule),
    loadFrontend: (language) => (isFrontend(language) ? loadFrontend(language) : undefined),
    startJudge: (log) => new JudgeThread({ script: path.join(__dirname, 'worker.js'), turns: turns.memory, log }),
    turns,
    today: () => new Date().toISOString().slice(0, 10),
    pace: defaultPace,
    rest: { ...REST, run: releaseMemory },
  };
  startServer(connection, environment);
}

const args = process.argv.slice(2);
if (args.includes('--version')) {
  process.stdout.write(`${version}\n`);
} else if (args.some((arg) => TRANSPORT.test(arg))) {
  serve();
} else {
  process.stderr.write(
    'usage: node server.js --stdio\n\nA language server for ZeroMQ threats. Editors start it; see README.md.\n',
  );
  process.exitCode = 2;
}
