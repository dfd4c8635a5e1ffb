/**
 * Asks the built-in Git extension which files have changed, and hears of it when that is different. We never run Git: a repository's
 * own configuration can make it run programs, and VS Code has already decided whether this one is trusted.
 */
import * as vscode from 'vscode';
import { changesOf, NO_GIT, type Changes, type GitApi, type GitRepository } from './changes';

/** https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts, version 1. */
interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  /** Throws while it is not enabled. */
  getAPI(version: 1): GitApi & {
    readonly repositories: readonly Repository[];
    readonly onDidChangeState: vscode.Event<unknown>;
    readonly onDidOpenRepository: vscode.Event<Repository>;
    readonly onDidCloseRepository: vscode.Event<Repository>;
  };
}

type Repository = GitRepository & { readonly state: { readonly onDidChange: vscode.Event<void> } };

export class GitChanges implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private started: Promise<void> | undefined;
  private git: GitExtension | undefined;
  private readonly own: vscode.Disposable[] = [this.changed];
  /** What hangs on the API, which is another one after Git was switched off and on. */
  private listeners: vscode.Disposable[] = [];

  /** Nothing is asked of Git before somebody wants to know. */
  start(): Promise<void> {
    this.started ??= this.connect();
    return this.started;
  }

  get current(): Changes {
    try {
      return changesOf(this.git?.enabled ? this.git.getAPI(1) : undefined);
    } catch {
      return NO_GIT;
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.listeners, ...this.own).dispose();
  }

  private async connect(): Promise<void> {
    try {
      this.git = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
    } catch {
      // Its own trouble; ours is to say that nothing is known.
    }
    if (this.git) this.own.push(this.git.onDidChangeEnablement(() => this.listen()));
    this.listen();
  }

  private listen(): void {
    vscode.Disposable.from(...this.listeners).dispose();
    this.listeners = [];
    const tell = (): void => this.changed.fire();
    const watch = (repository: Repository): void => void this.listeners.push(repository.state.onDidChange(tell));
    try {
      const api = this.git?.enabled ? this.git.getAPI(1) : undefined;
      if (api) {
        this.listeners.push(api.onDidChangeState(tell), api.onDidCloseRepository(tell));
        this.listeners.push(api.onDidOpenRepository((repository) => (watch(repository), tell())));
        api.repositories.forEach(watch);
      }
    } catch {
      // Switched off in this very moment: the event for that follows.
    }
    tell();
  }
}
