/**
 * Threat pages: read-only documents `zmq-threat:/<threat>.md#<rule>`, shown by VS Code's own Markdown preview.
 *
 * Why like this: the editor drops `command:` links of a diagnostic's code (microsoft/vscode#329652) but opens a document of a scheme
 * that somebody provides, and `workbench.editorAssociations` (a default in package.json) makes that the rendered preview, which
 * scrolls to the heading the fragment names. A file system and not a content provider, because only for that VS Code activates the
 * extension when it restores a page from the last session.
 */
import * as vscode from 'vscode';
import { methods, pageScheme, pageUri, type Page } from '../../../server/src/lsp/protocol';
import type { Server } from '../server/server';

const PREVIEW = 'vscode.markdown.preview.editor';
const ID = /^[\w-]+$/;

export function registerPages(server: Server): vscode.Disposable {
  return vscode.workspace.registerFileSystemProvider(pageScheme, new PageFiles(server), {
    isReadonly: true,
    isCaseSensitive: true,
  });
}

/** Opens a threat's page, at a rule's section if one is given. Ids come from links: what is none is ignored. */
export async function openPage(threat: string, rule?: string): Promise<void> {
  if (!ID.test(threat) || (rule !== undefined && !ID.test(rule))) return;
  const uri = vscode.Uri.parse(pageUri(threat, rule));
  try {
    await vscode.commands.executeCommand('vscode.openWith', uri, PREVIEW, { preview: true });
  } catch {
    // The built-in Markdown extension can be switched off: the page's text is better than nothing.
    await vscode.commands.executeCommand('vscode.open', uri);
  }
}

class PageFiles implements vscode.FileSystemProvider {
  private readonly pages = new Map<string, Promise<Uint8Array>>();
  /** Pages come with the extension and never change. */
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly server: Server) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const content = await this.readFile(uri);
    const permissions = vscode.FilePermission.Readonly;
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: content.byteLength, permissions };
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const threat = /^\/([\w-]+)\.md$/.exec(uri.path)?.[1];
    if (threat === undefined) return Promise.reject(vscode.FileSystemError.FileNotFound(uri));
    let page = this.pages.get(threat);
    if (!page) {
      page = this.load(uri, threat);
      this.pages.set(threat, page);
      page.catch(() => this.pages.delete(threat));
    }
    return page;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private async load(uri: vscode.Uri, threat: string): Promise<Uint8Array> {
    const page = await this.server.ask<Page | null>(methods.page, { threat });
    if (page === undefined) throw vscode.FileSystemError.Unavailable(uri);
    if (page === null) throw vscode.FileSystemError.FileNotFound(uri);
    return new TextEncoder().encode(page.markdown);
  }
}
