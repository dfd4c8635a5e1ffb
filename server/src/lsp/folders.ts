/** Workspace folders, at the start and as they come and go. Each has its own configuration. */
import type { InitializeParams, WorkspaceFolder } from 'vscode-languageserver/node';
import { basename } from '../workspace/paths';
import { notification } from './guard';
import type { Folder, Session } from './session';
import { isFile, pathOf } from './uris';
import type { WorkspaceFiles } from './workspace-files';

export function foldersOf(params: InitializeParams): readonly Folder[] {
  const given = Array.isArray(params.workspaceFolders) ? params.workspaceFolders.flatMap(folder) : [];
  if (given.length > 0) return given;
  // Clients from before workspace folders; the specification still knows them.
  const { rootUri } = params;
  return typeof rootUri === 'string' ? folder({ uri: rootUri, name: '' }) : [];
}

export function listenToFolders(session: Session, workspace: WorkspaceFiles): void {
  if (!session.client.workspaceFolders) return;
  session.connection.workspace.onDidChangeWorkspaceFolders(
    notification(
      session,
      'workspace/didChangeWorkspaceFolders',
      ({ added, removed }: { added: WorkspaceFolder[]; removed: WorkspaceFolder[] }) => {
        const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
        const kept = session.folders.filter(({ path }) => !gone.has(path));
        const fresh = added.flatMap(folder).filter(({ path }) => !kept.some((other) => other.path === path));
        workspace
          .setFolders([...kept, ...fresh])
          .catch((error: unknown) => session.problem('workspace folders', error));
      },
    ),
  );
}

/** A folder that is not on a disk (virtual workspace) has nothing to walk; its open documents are looked at all the same. */
function folder({ uri, name }: WorkspaceFolder): Folder[] {
  const path = pathOf(uri);
  return path === undefined || !isFile(path) ? [] : [{ uri, path, name: name || basename(path) }];
}
