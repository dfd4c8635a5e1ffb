/**
 * Answers of a type checker for the files of one unit, carried over from one text to the next. A checker reads a file whole before it
 * answers anything about it, which takes longer than all the rest of an edit. So where a host promises to ask again in a quiet moment,
 * an expression the edit did not touch keeps the type it had until then: usually that is its type still.
 */
import type { TypeName } from '../frontends/frontend';
import { before, changeBetween, type Change } from '../text/change';
import type { Range } from '../text/lines';

export interface TypeSource {
  text(file: string): string | undefined;
  /** Asks the checker. */
  ask(file: string, range: Range): TypeName | undefined;
}

interface Answer {
  readonly range: Range;
  type: TypeName | undefined;
  /** The checker said so of the present texts. */
  sure: boolean;
}

interface FileAnswers {
  readonly text: string;
  readonly answers: Map<string, Answer>;
}

export class TypeAnswers {
  private files = new Map<string, FileAnswers>();
  private stamp: string | undefined;

  constructor(private readonly source: TypeSource) {}

  /** Some answer is of a former text. */
  get isOpen(): boolean {
    for (const { answers } of this.files.values()) for (const { sure } of answers.values()) if (!sure) return true;
    return false;
  }

  /**
   * Answers for one evaluation.
   * @param stamp names all texts that types may depend on: answers of the same stamp are as good as new ones
   */
  during(stamp: string): (file: string, range: Range) => TypeName | undefined {
    const former = this.files;
    const same = stamp === this.stamp;
    const changes = new Map<string, Change | undefined>();
    const files = new Map<string, FileAnswers>();
    this.files = files;
    this.stamp = stamp;
    return (file, range) => {
      const text = this.source.text(file);
      if (text === undefined) return undefined;
      let here = files.get(file);
      if (!here) files.set(file, (here = { text, answers: new Map() }));
      const known = here.answers.get(keyOf(range));
      if (known) return known.type;
      const old = former.get(file);
      if (old && !changes.has(file)) changes.set(file, changeBetween(old.text, text));
      const change = changes.get(file);
      const at = old && (change ? before(change, range) : range);
      const carried = at && old.answers.get(keyOf(at));
      const answer: Answer = carried
        ? { range, type: carried.type, sure: same && carried.sure }
        : { range, type: this.source.ask(file, range), sure: true };
      here.answers.set(keyOf(range), answer);
      return answer.type;
    };
  }

  /**
   * Ask the checker again where it was not asked for the present texts.
   * @returns true when it answers otherwise now: what was evaluated with the old answer is to be evaluated again
   */
  settle(): boolean {
    let changed = false;
    for (const [file, { text, answers }] of this.files) {
      // Edited since: the next evaluation carries the answers on.
      if (this.source.text(file) !== text) continue;
      for (const answer of answers.values()) {
        if (answer.sure) continue;
        const type = this.source.ask(file, answer.range);
        changed ||= type?.module !== answer.type?.module || type?.name !== answer.type?.name;
        answer.type = type;
        answer.sure = true;
      }
    }
    return changed;
  }
}

function keyOf({ start, end }: Range): string {
  return `${start}-${end}`;
}
