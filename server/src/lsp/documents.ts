/** Documents the client has open. Their text is the truth for their path, saved or not; incremental changes are applied here. */
import { TextDocument, type Position, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { LineMap, type Range } from '../text/lines';
import { isNotebook } from '../notebook/notebook';
import { OpenNotebook, type CellArrayChange, type CellItem, type TextItem } from './open-notebook';
import { pathOf } from './uris';

/** What the client shows as one text: a document, or a cell of a notebook. */
export interface Part {
  /** As the client spells it. */
  readonly uri: string;
  readonly version: number;
  /** Where it lies in the text that is judged. */
  readonly range: Range;
  readonly lines: LineMap;
  /** Nothing may be inserted before this offset of the text that is judged. */
  readonly fixed: number;
}

/** A document as it is judged. */
export interface OpenDocument {
  readonly path: string;
  /** As the client spells it. */
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  readonly parts: readonly Part[];
}

class OpenText implements OpenDocument {
  private known: readonly [Part] | undefined;

  constructor(
    readonly path: string,
    private document: TextDocument,
  ) {}

  get uri(): string {
    return this.document.uri;
  }

  get languageId(): string {
    return this.document.languageId;
  }

  get text(): string {
    return this.document.getText();
  }

  get parts(): readonly [Part] {
    const { uri, version } = this.document;
    const { text } = this;
    return (this.known ??= [
      { uri, version, range: { start: 0, end: text.length }, lines: new LineMap(text), fixed: 0 },
    ]);
  }

  change(changes: TextDocumentContentChangeEvent[], version: number): void {
    this.known = undefined;
    this.document = TextDocument.update(this.document, changes, version);
  }
}

export class Documents {
  private readonly byPath = new Map<string, OpenText | OpenNotebook>();
  private opened: ReadonlySet<string> = new Set();
  /** Paths of notebooks, by the URIs of their cells. */
  private readonly cells = new Map<string, string>();

  /** Paths of all of them: another set whenever one is opened or closed. */
  get paths(): ReadonlySet<string> {
    return this.opened;
  }

  /** Undefined when the document is none of our business. Opening twice replaces: the client's last word counts. */
  open(item: TextItem): OpenDocument | undefined {
    const path = pathOf(item.uri);
    // Of a notebook that is read as text, what is on the disk or in its cells counts.
    if (path === undefined || isNotebook(path)) return undefined;
    return this.add(new OpenText(path, TextDocument.create(item.uri, item.languageId, item.version, item.text)));
  }

  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const document = this.ofUri(uri);
    if (!(document instanceof OpenText)) return undefined;
    document.change(changes, version);
    return document;
  }

  /** A notebook stays open when the text of its file, or of a cell, is closed: it has a message of its own. */
  close(uri: string): OpenDocument | undefined {
    const document = this.ofUri(uri);
    return document instanceof OpenText ? this.remove(document) : undefined;
  }

  openNotebook(uri: string, cells: readonly CellItem[], texts: readonly TextItem[]): OpenDocument | undefined {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    this.closeNotebook(uri);
    const notebook = new OpenNotebook(path, uri);
    this.add(notebook);
    this.changeCells(uri, { start: 0, deleteCount: 0, cells }, texts, []);
    return notebook;
  }

  closeNotebook(uri: string): OpenDocument | undefined {
    const notebook = this.ofUri(uri);
    if (!(notebook instanceof OpenNotebook)) return undefined;
    for (const cell of notebook.uris()) this.cells.delete(cell);
    return this.remove(notebook);
  }

  /** Cells that come, go or move. */
  changeCells(
    uri: string,
    change: CellArrayChange,
    opened: readonly TextItem[],
    closed: readonly string[],
  ): OpenDocument | undefined {
    const notebook = this.ofUri(uri);
    if (!(notebook instanceof OpenNotebook)) return undefined;
    for (const cell of closed) this.cells.delete(cell);
    for (const { uri: cell } of opened) this.cells.set(cell, notebook.path);
    notebook.changeCells(change, opened, closed);
    return notebook;
  }

  /** The text of a cell. */
  changeCell(
    uri: string,
    cell: string,
    version: number,
    changes: TextDocumentContentChangeEvent[],
  ): OpenDocument | undefined {
    const notebook = this.ofUri(uri);
    if (!(notebook instanceof OpenNotebook)) return undefined;
    notebook.changeText(cell, version, changes);
    return notebook;
  }

  /** Of a document's or a cell's URI. */
  ofUri(uri: string): OpenText | OpenNotebook | undefined {
    const path = this.path(uri);
    return path === undefined ? undefined : this.byPath.get(path);
  }

  /** The path under which a document's or a cell's text is judged. */
  path(uri: string): string | undefined {
    return this.cells.get(uri) ?? pathOf(uri);
  }

  ofPath(path: string): OpenDocument | undefined {
    return this.byPath.get(path);
  }

  all(): Iterable<OpenDocument> {
    return this.byPath.values();
  }

  private remove(document: OpenText | OpenNotebook): OpenDocument {
    this.byPath.delete(document.path);
    this.opened = new Set(this.byPath.keys());
    return document;
  }

  private add(document: OpenText | OpenNotebook): OpenDocument {
    this.byPath.set(document.path, document);
    this.opened = new Set(this.byPath.keys());
    return document;
  }
}

export function partOf(document: OpenDocument, uri: string): Part | undefined {
  return document.parts.length === 1 && !isNotebook(document.path)
    ? document.parts[0]
    : document.parts.find((part) => part.uri === uri);
}

/** Offset in the text that is judged. */
export function offsetIn({ range, lines }: Part, position: Position): number {
  return range.start + lines.offset(position);
}
