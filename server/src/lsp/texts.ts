/** Texts and line maps of files, open or on disk, for turning offsets into positions. Open documents win over the disk. */
import type { Range as OffsetRange } from '../text/lines';
import { LineMap } from '../text/lines';
import type { Documents } from './documents';
import type { Files } from './environment';
import { isFile, uriOf } from './uris';
import type { WireRange } from './protocol';

export class Texts {
  /** Line maps of closed files that something was shown of. A few hundred at most: only files with findings or evidence get here. */
  private readonly closed = new Map<string, LineMap>();

  constructor(
    private readonly documents: Documents,
    private readonly files: Files,
  ) {}

  text(path: string): string | undefined {
    return this.documents.ofPath(path)?.text ?? (isFile(path) ? this.files.read(path) : undefined);
  }

  lines(path: string): LineMap | undefined {
    const open = this.documents.ofPath(path);
    if (open) return open.lines;
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
  }

  forgetAll(): void {
    this.closed.clear();
  }

  uri(path: string): string {
    return this.documents.ofPath(path)?.uri ?? uriOf(path);
  }

  /** LSP range of an offset range; undefined when the file's text is not to be had. */
  range(path: string, range: OffsetRange): WireRange | undefined {
    const lines = this.lines(path);
    return lines && { start: lines.position(range.start), end: lines.position(Math.max(range.start, range.end)) };
  }

  location(path: string, range: OffsetRange): { uri: string; range: WireRange } | undefined {
    const wire = this.range(path, range);
    return wire && { uri: this.uri(path), range: wire };
  }
}
