/** Where the run is cut off, and what that leaves unknown. */
import type { Cut } from '../model/model';
import type { Machine } from './machine';
import { type Activation, LimitReached } from './state';

/** A limit was reached: every file that was at work is cut off where it stood. */
export function noteCut(m: Machine): void {
  const places = new Map<string, number>();
  for (let at = m.activation as Activation | undefined; at; at = at.caller) {
    const { path } = at.module;
    // The outermost statement of a file is the one its reader can do something about.
    if (at.statement !== at.fn.range || !places.has(path)) places.set(path, at.statement.start);
  }
  for (const [file, start] of places) m.recorder.cut(file, start, 'budget');
}

/** The whole run ends here: nobody knows what is still to come in any file. */
export function endRun(m: Machine, error: unknown): void {
  const why: Cut['why'] = error instanceof LimitReached ? 'budget' : 'failure';
  m.recorder.recording = true;
  m.recorder.cutOff({ file: m.input.modules[0]!.path, range: { start: 0, end: 0 } }, m.now());
  for (const { path } of m.input.modules) m.recorder.cut(path, 0, why);
}
