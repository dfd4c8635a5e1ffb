/** Documents the client has open. Their text is the truth for their path, saved or not; incremental changes are applied here. */
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { LineMap } from '../text/lines';
import { pathOf } from './uris';

export class OpenDocument {
  private map: LineMap | undefined;
  private mapVersion: number | undefined;

  constructor(
    readonly path: string,
    private document: TextDocument,
  ) {}

  /** As the client spells it. */
  get uri(): string {
    return this.document.uri;
  }

  get languageId(): string {
    return this.document.languageId;
  }

  get version(): number {
    return this.document.version;
  }

  get text(): string {
    return this.document.getText();
  }

  get lines(): LineMap {
    if (!this.map || this.mapVersion !== this.version) {
      this.map = new LineMap(this.text);
      this.mapVersion = this.version;
    }
    return this.map;
  }

  change(changes: TextDocumentContentChangeEvent[], version: number): void {
    this.map = undefined;
    this.document = TextDocument.update(this.document, changes, version);
  }
}

export class Documents {
  private readonly byPath = new Map<string, OpenDocument>();
  private opened: ReadonlySet<string> = new Set();

  /** Paths of all of them: another set whenever one is opened or closed. */
  get paths(): ReadonlySet<string> {
    return this.opened;
  }

  /** Undefined when the document is none of our business. Opening twice replaces: the client's last word counts. */
  open(item: { uri: string; languageId: string; version: number; text: string }): OpenDocument | undefined {
    const path = pathOf(item.uri);
    if (path === undefined) return undefined;
    const document = new OpenDocument(path, TextDocument.create(item.uri, item.languageId, item.version, item.text));
    this.byPath.set(path, document);
    this.opened = new Set(this.byPath.keys());
    return document;
  }

  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const document = this.ofUri(uri);
    document?.change(changes, version);
    return document;
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.ofUri(uri);
    if (document) this.byPath.delete(document.path);
    this.opened = new Set(this.byPath.keys());
    return document;
  }

  ofUri(uri: string): OpenDocument | undefined {
    const path = pathOf(uri);
    return path === undefined ? undefined : this.byPath.get(path);
  }

  ofPath(path: string): OpenDocument | undefined {
    return this.byPath.get(path);
  }

  all(): Iterable<OpenDocument> {
    return this.byPath.values();
  }
}
