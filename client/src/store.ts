/** What the views show: the server's last status, and how the server is. One place, so that no two views disagree. */
import * as vscode from 'vscode';
import type { Status } from '../../server/src/lsp/protocol';

/** `off`: nothing speaks ZeroMQ, or nobody has asked yet. */
export type ServerState = 'off' | 'starting' | 'running' | 'failed';

export type ViewState = 'hidden' | 'scanning' | 'stopped' | 'ready' | 'failed';

const empty: Status = {
  state: 'scanning',
  speaksZeroMq: false,
  files: 0,
  counts: { error: 0, warning: 0, note: 0 },
  folders: [],
};

export class ThreatStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private current: Status = empty;
  private serverState: ServerState = 'off';

  get status(): Status {
    return this.current;
  }

  get server(): ServerState {
    return this.serverState;
  }

  /** What the user should see. The server is started only where ZeroMQ was found, so its failure is always worth showing. */
  get view(): ViewState {
    if (this.serverState === 'failed') return 'failed';
    if (!this.current.speaksZeroMq) return 'hidden';
    return this.serverState === 'running' ? this.current.state : 'scanning';
  }

  setStatus(status: Status): void {
    this.current = status;
    this.publish();
  }

  setServer(state: ServerState): void {
    this.serverState = state;
    if (state === 'off') this.current = empty;
    this.publish();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private publish(): void {
    const { view } = this;
    void vscode.commands.executeCommand('setContext', 'zeromqThreatModel.active', view !== 'hidden');
    void vscode.commands.executeCommand('setContext', 'zeromqThreatModel.state', view);
    this.changed.fire();
  }
}
