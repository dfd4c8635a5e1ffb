/** A notebook the client has open: its cells in their order. It is judged as the one module they make (notebook/). */
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { moduleOf, type NotebookModule } from '../notebook/notebook';
import { LineMap } from '../text/lines';
import type { OpenDocument, Part } from './documents';

export interface TextItem {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

export interface CellItem {
  /** 1: text, 2: code. */
  readonly kind: number;
  /** URI of its text. */
  readonly document: string;
}

export interface CellArrayChange {
  readonly start: number;
  readonly deleteCount: number;
  readonly cells?: readonly CellItem[];
}

const CODE = 2;

export class OpenNotebook implements OpenDocument {
  readonly languageId = 'python';
  private readonly cells: CellItem[] = [];
  private readonly texts = new Map<string, TextDocument>();
  private known: { readonly module: NotebookModule; readonly parts: readonly Part[] } | undefined;

  constructor(
    readonly path: string,
    readonly uri: string,
  ) {}

  get text(): string {
    return this.current.module.text;
  }

  get parts(): readonly Part[] {
    return this.current.parts;
  }

  /** Of every cell whose text the client has told, also of those that are not judged. */
  uris(): readonly string[] {
    return [...this.texts.keys()];
  }

  changeCells(change: CellArrayChange, opened: readonly TextItem[], closed: readonly string[]): void {
    this.known = undefined;
    this.cells.splice(change.start, change.deleteCount, ...(change.cells ?? []));
    for (const uri of closed) this.texts.delete(uri);
    for (const { uri, languageId, version, text } of opened)
      this.texts.set(uri, TextDocument.create(uri, languageId, version, text));
  }

  changeText(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void {
    const text = this.texts.get(uri);
    if (!text) return;
    this.known = undefined;
    this.texts.set(uri, TextDocument.update(text, changes, version));
  }

  private get current(): NonNullable<OpenNotebook['known']> {
    return (this.known ??= this.read());
  }

  private read(): NonNullable<OpenNotebook['known']> {
    const code = this.cells.flatMap(({ kind, document }, index) => {
      const text = kind === CODE ? this.texts.get(document) : undefined;
      return text?.languageId === 'python' ? [{ index, text: text.getText(), document: text }] : [];
    });
    const module = moduleOf(code);
    const parts = module.cells.map(({ start, end, fixed }, at): Part => {
      const { uri, version } = code[at]!.document;
      return { uri, version, range: { start, end }, lines: new LineMap(code[at]!.text), fixed };
    });
    return { module, parts };
  }
}
