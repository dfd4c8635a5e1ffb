/**
 * The language server: wires requests to the session. Started by main.ts over whatever transport the client chose. Nothing is read or
 * analysed before `initialized`; the workspace is walked behind the open documents.
 */
import { TextDocumentSyncKind, type Connection, type InitializeResult } from 'vscode-languageserver/node';
import { listenToAccept } from './accept';
import { Analysis } from './analysis';
import { delay } from './background';
import { factsOf } from './client-facts';
import { closedFiles } from './closed-files';
import { listenToCodeActions } from './code-actions';
import { listenToConfiguration, startConfiguration } from './configuration';
import { Diagnostics } from './diagnostics';
import type { Environment } from './environment';
import { listenToFacts } from './facts';
import { foldersOf, listenToFolders } from './folders';
import { listenToHover } from './hover';
import { request } from './guard';
import { NOTEBOOKS } from './notebook-sync';
import { listenToPages } from './page';
import { FIX_ALL, methods, type Changed } from './protocol';
import { Session, type Folder } from './session';
import { listenToStatus } from './status';
import { listenToDocuments } from './text-sync';
import { listenToWatchedFiles, startWatching } from './watched-files';
import { WorkspaceFiles } from './workspace-files';

export function startServer(connection: Connection, environment: Environment): void {
  const session = new Session(connection, environment);
  const analysis: Analysis = new Analysis(session, () => ({
    documentChecked: (document) => diagnostics.documentChecked(document),
    fileChecked: (path) => diagnostics.fileChecked(path),
    openChecked: () => closed.wake(),
    settled: () => {
      announce(session);
      workspace.grown().catch((error: unknown) => session.problem('importers', error));
    },
  }));
  const diagnostics = new Diagnostics(session, analysis);
  const workspace = new WorkspaceFiles(session, analysis);
  const closed = closedFiles(session, analysis);
  let folders: readonly Folder[] = [];

  connection.onInitialize((params): InitializeResult => {
    session.client = factsOf(params);
    folders = foldersOf(params);
    return {
      capabilities: capabilities(session),
      serverInfo: { name: 'zeromq-threat-model', version: environment.version },
    };
  });

  connection.onInitialized(() => {
    void begin(session, analysis, workspace, folders).catch((error: unknown) => session.problem('initialized', error));
  });

  connection.onShutdown(() => {
    analysis.stop();
    closed.end();
  });

  listenToConfiguration(session, analysis);
  listenToDocuments(session, analysis, diagnostics, workspace);
  listenToWatchedFiles(session, workspace);
  listenToHover(session, analysis);
  listenToCodeActions(session, analysis);
  listenToAccept(session, analysis);
  listenToStatus(session, analysis, closed);
  listenToPages(session);
  listenToFacts(session, analysis);
  diagnostics.listen();
  connection.onRequest(
    methods.rescan,
    request(session, methods.rescan, null, async () => {
      session.delegates = environment.startJudge !== undefined;
      closed.resume();
      await workspace.rescan();
      analysis.everythingChanged();
      return null;
    }),
  );
  connection.listen();
}

async function begin(
  session: Session,
  analysis: Analysis,
  workspace: WorkspaceFiles,
  folders: readonly Folder[],
): Promise<void> {
  listenToFolders(session, workspace);
  void startWatching(session);
  // A client that promises settings and never answers must not keep the workspace from being read.
  await Promise.race([startConfiguration(session, analysis), delay(1_000)]);
  await workspace.setFolders(folders);
}

function capabilities(session: Session): InitializeResult['capabilities'] {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    notebookDocumentSync: NOTEBOOKS,
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL, ...fixAllOfRules(session)] },
    ...(session.client.pullsDiagnostics
      ? { diagnosticProvider: { identifier: 'zmq-threats', interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

/** Listed one by one because editors complete `codeActionsOnSave` from this list. */
function fixAllOfRules(session: Session): readonly string[] {
  const safe = session.environment.catalogue().rules.filter(({ fix }) => fix === 'safe');
  return safe.map(({ id }) => `${FIX_ALL}.${id}`);
}

function announce(session: Session): void {
  if (!session.client.changed) return;
  const changed: Changed = {
    state: session.state,
    speaksZeroMq: session.settings.enable && session.service.speaksZeroMq(),
  };
  void session.connection.sendNotification(methods.changed, changed);
}
