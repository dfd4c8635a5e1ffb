/** Changes on disk. The client watches for us; a branch switch arrives as thousands of events and is read once it is over. */
import {
  DidChangeWatchedFilesNotification,
  WatchKind,
  type DidChangeWatchedFilesParams,
} from 'vscode-languageserver/node';
import { CONFIGURATION_NAME } from '../workspace/configuration';
import { Quiet } from './background';
import { notification } from './guard';
import type { Session } from './session';
import { pathOf } from './uris';
import type { WorkspaceFiles } from './workspace-files';

const WATCHED = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py,pyw,ipynb,c,h,cc,cpp,cxx,hpp,hh,hxx}',
  '**/{package.json,tsconfig*.json,jsconfig.json,pyproject.toml,setup.py,setup.cfg,.gitignore}',
  '**/{requirements*.txt,requirements*.in,constraints*.txt,constraints*.in}',
  `**/${CONFIGURATION_NAME}`,
];

export function listenToWatchedFiles(session: Session, workspace: WorkspaceFiles): void {
  const changed = new Set<string>();
  let working: Promise<void> = Promise.resolve();

  const quiet = new Quiet(session.environment.pace.watch, () => {
    const paths = new Set(changed);
    changed.clear();
    // One batch after the other: two at once could read a file in the wrong order.
    working = working
      .then(() => workspace.refresh(paths))
      .catch((error: unknown) => session.problem('changed files', error));
  });

  session.connection.onDidChangeWatchedFiles(
    notification(session, 'workspace/didChangeWatchedFiles', (params: DidChangeWatchedFilesParams) => {
      for (const { uri } of params.changes) {
        const path = pathOf(uri);
        if (path !== undefined) changed.add(path);
      }
      quiet.later();
    }),
  );
}

/** Asks the client to watch. A deleted folder is often reported by its own name alone, hence the last pattern. */
export async function startWatching(session: Session): Promise<void> {
  if (!session.client.watchesFiles) return;
  const watchers = WATCHED.map((globPattern) => ({ globPattern }));
  try {
    await session.connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [...watchers, { globPattern: '**/*', kind: WatchKind.Delete }],
    });
  } catch (error) {
    session.problem('registering for file changes', error);
  }
}
