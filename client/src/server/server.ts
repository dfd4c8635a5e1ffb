/**
 * The language server's life: started once, restarted with growing pauses when it crashes, given up visibly when that does not help.
 * The library for that is loaded with the first start and not before (languageclient.ts).
 */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { methods, type Changed, type Status } from '../../../server/src/lsp/protocol';
import type { ThreatStore } from '../store';
import { Backoff, restartBackoff } from './backoff';
import { Problems } from '../../../server/src/lsp/problems';
import { clientOptions } from './options';
import { Refresh } from './refresh';
import { Scans } from './scans';

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<void> | undefined;
  private readonly backoff = new Backoff(restartBackoff);
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ending = false;
  private readonly scans = new Scans();
  /** Of the client's own, for a bug report. */
  readonly problems = new Problems();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly store: ThreatStore,
  ) {}

  /** Resolves when the server runs, or has failed to start (the store knows which). */
  start(): Promise<void> {
    clearTimeout(this.retry);
    this.starting ??= this.launch().catch((error: unknown) => {
      this.starting = undefined;
      this.output.error('The language server could not be started:', error);
      this.problems.add(stackOf(error));
      this.store.setServer('failed');
    });
    return this.starting;
  }

  /** The user asks for it: begins anew, also after it was given up. */
  async restart(): Promise<void> {
    this.backoff.reset();
    await this.stop();
    this.ending = false;
    await this.start();
  }

  async stop(): Promise<void> {
    this.ending = true;
    clearTimeout(this.retry);
    await this.starting;
    const { client } = this;
    this.client = undefined;
    this.starting = undefined;
    if (!client) return;
    try {
      await client.dispose(2_000);
    } catch (error) {
      // It was on its way out anyway.
      this.output.debug('Stopping the language server:', error);
    }
  }

  /** Asks a running server; undefined when there is none or it does not answer. Starts it where needed. */
  async ask<R>(method: string, params: unknown): Promise<R | undefined> {
    await this.start();
    try {
      return await this.client?.sendRequest<R>(method, params);
    } catch (error) {
      this.output.error(`${method}:`, error);
      this.problems.add(`${method}: ${stackOf(error)}`);
      return undefined;
    }
  }

  /**
   * Stops the scans that run; the server's status says what they left out.
   * @returns whether there was one that shows its progress
   */
  async stopScan(): Promise<boolean> {
    const { running } = this.scans;
    for (const token of running) await this.client?.sendNotification('window/workDoneProgress/cancel', { token });
    return running.length > 0;
  }

  /** Applies an LSP edit; false when it cannot be, for instance because the text has moved on. */
  async apply(edit: object): Promise<boolean> {
    const { client } = this;
    if (!client) return false;
    const { documentChanges } = edit as {
      documentChanges?: { textDocument?: { uri: string; version: number | null } }[];
    };
    for (const { textDocument } of documentChanges ?? []) {
      if (!textDocument || textDocument.version === null) continue;
      const uri = vscode.Uri.parse(textDocument.uri).toString();
      const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
      if (open && open.version !== textDocument.version) return false;
    }
    const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
    return converted !== undefined && vscode.workspace.applyEdit(converted);
  }

  dispose(): void {
    this.ending = true;
    clearTimeout(this.retry);
  }

  private async launch(): Promise<void> {
    this.store.setServer('starting');
    this.scans.clear();
    const { CloseAction, ErrorAction, LanguageClient, TransportKind } = await import('./languageclient');
    const module = this.context.asAbsolutePath(path.join('dist', 'server.js'));
    const client = new LanguageClient(
      'zeromqThreatModel',
      'ZeroMQ Threat Model',
      {
        run: { module, transport: TransportKind.ipc },
        debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6010'] } },
      },
      {
        ...clientOptions(this.output, this.scans),
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => {
            this.crashed(client);
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    const status = new Refresh(() => this.update(client));
    client.onNotification(methods.changed, ({ speaksZeroMq }: Changed) => {
      // While nothing speaks ZeroMQ there is nothing to fetch.
      if (speaksZeroMq || this.store.status.speaksZeroMq) void status.now();
    });
    this.client = client;
    await client.start();
    this.store.setServer('running');
    await status.now();
  }

  /** Fetches what the views show. */
  private async update(client: LanguageClient): Promise<void> {
    if (client !== this.client) return;
    try {
      const status = await client.sendRequest<Status>(methods.status, {});
      if (client === this.client) this.store.setStatus(status);
    } catch (error) {
      this.output.debug('No status:', error);
    }
  }

  private crashed(client: LanguageClient): void {
    if (this.ending || client !== this.client) return;
    this.client = undefined;
    this.starting = undefined;
    const wait = this.backoff.crashed(Date.now());
    // The dead client still holds the diagnostics it showed.
    void client.dispose().catch(() => undefined);
    if (wait === undefined) {
      this.output.error('The language server crashed too often and is not started again.');
      return this.store.setServer('failed');
    }
    this.output.warn(`The language server ended unexpectedly; it is started again in ${wait} ms.`);
    this.store.setServer('starting');
    this.retry = setTimeout(() => void this.start(), wait);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : `Error: ${String(error)}`;
}
