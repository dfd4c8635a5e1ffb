/** Texts and line maps of files, open or on disk, for turning offsets into positions. Open documents win over the disk. */
import type { Range as OffsetRange } from '../text/lines';
import { LineMap } from '../text/lines';
import type { Documents } from './documents';
import type { Files } from './environment';
import { isNotebook } from '../notebook/notebook';
import type { NotebookPlaces } from '../notebook/places';
import { isFile, uriOf } from './uris';
import type { WireRange } from './protocol';

export class Texts {
  /** Line maps of closed files that something was shown of. A few hundred at most: only files with findings or evidence get here. */
  private readonly closed = new Map<string, LineMap>();

  /** URIs of closed files, for the same reason. */
  private readonly uris = new Map<string, string>();

  private readonly notebooks = new Map<string, NotebookPlaces | undefined>();

  constructor(
    private readonly documents: Documents,
    private readonly files: Files,
  ) {}

  text(path: string): string | undefined {
    return this.documents.ofPath(path)?.text ?? (isFile(path) ? this.files.read(path) : undefined);
  }

  private lines(path: string): LineMap | undefined {
    const known = this.closed.get(path);
    if (known) return known;
    const text = this.text(path);
    if (text === undefined) return undefined;
    const lines = new LineMap(text);
    this.closed.set(path, lines);
    return lines;
  }

  /** The file changed on disk, or was closed: what is on disk now may differ from what was in the editor. */
  forget(path: string): void {
    this.closed.delete(path);
    this.notebooks.delete(path);
  }

  forgetAll(): void {
    this.closed.clear();
    this.uris.clear();
    this.notebooks.clear();
  }

  uri(path: string): string {
    return this.documents.ofPath(path)?.uri ?? this.closedUri(path);
  }

  private closedUri(path: string): string {
    const uri = this.uris.get(path) ?? uriOf(path);
    this.uris.set(path, uri);
    return uri;
  }

  /** LSP range of an offset range; undefined when the file's text is not to be had. */
  range(path: string, range: OffsetRange): WireRange | undefined {
    return this.location(path, range)?.range;
  }

  location(path: string, range: OffsetRange): { uri: string; range: WireRange } | undefined {
    const open = this.documents.ofPath(path);
    if (!open) {
      const wire = isNotebook(path) ? this.notebook(path)?.range(range) : rangeIn(this.lines(path), range);
      return wire && { uri: this.closedUri(path), range: wire };
    }
    const part = open.parts.findLast((one) => one.range.start <= range.start) ?? open.parts[0];
    const at = part?.range.start ?? 0;
    // What goes on in the next cell is shown as far as its own goes.
    const wire = rangeIn(part?.lines, { start: range.start - at, end: range.end - at });
    return part && wire && { uri: part.uri, range: wire };
  }

  /** Where a closed notebook's code stands in its file. */
  private notebook(path: string): NotebookPlaces | undefined {
    if (!this.notebooks.has(path)) this.notebooks.set(path, this.files.notebook(path));
    return this.notebooks.get(path);
  }
}

function rangeIn(lines: LineMap | undefined, { start, end }: OffsetRange): WireRange | undefined {
  return lines && { start: lines.position(start), end: lines.position(Math.max(start, end)) };
}
