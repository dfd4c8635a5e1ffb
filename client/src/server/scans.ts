/**
 * Scans that the server shows progress of. The library puts it into the status bar, which has no way to stop anything: the view's title
 * has (`stopScan`), as long as there is something to stop.
 */
import * as vscode from 'vscode';
import type { HandleWorkDoneProgressSignature, ProgressToken } from 'vscode-languageclient/node';

export class Scans {
  private readonly tokens = new Set<ProgressToken>();

  /** Middleware of the language client. */
  readonly handle = (
    token: ProgressToken,
    params: Parameters<HandleWorkDoneProgressSignature>[1],
    next: HandleWorkDoneProgressSignature,
  ): void => {
    if (params.kind === 'begin') this.tokens.add(token);
    if (params.kind === 'end') this.tokens.delete(token);
    if (params.kind !== 'report') this.tellMenus();
    next(token, params);
  };

  /** Tokens of scans that run. */
  get running(): readonly ProgressToken[] {
    return [...this.tokens];
  }

  /** The server is gone, and its scans with it. */
  clear(): void {
    this.tokens.clear();
    this.tellMenus();
  }

  private tellMenus(): void {
    void vscode.commands.executeCommand('setContext', 'zeromqThreatModel.stoppable', this.tokens.size > 0);
  }
}
