/** What an evaluation may cost: steps per pass, a share of them per task, and somebody who still waits for the result. */
import { Cancelled, LimitReached, type EvaluationInput } from './state';

/** No task may spend more than this part of what is left of a pass. */
const SHARES = 8;
const DEFAULT_STEPS = 1_500_000;

export class Budget {
  private steps = 0;
  /** Steps of the passes before this one. */
  private former = 0;
  private readonly most: number;
  /** Where the present task has to stop; at most `most` in all per pass. */
  private limit: number;

  constructor(
    private readonly input: EvaluationInput,
    /** Told where the run stands when a limit is reached, before that is left. */
    private readonly reached: () => void,
  ) {
    this.most = input.maxSteps ?? DEFAULT_STEPS;
    this.limit = this.most;
  }

  step(): void {
    if (++this.steps > this.limit) {
      this.reached();
      throw new LimitReached(`more than ${this.most} steps`);
    }
    if ((this.steps & 1023) === 0) this.pause();
  }

  private pause(): void {
    this.input.giveWay?.();
    if (this.input.cancelled?.()) throw new Cancelled();
  }

  startPass(): void {
    // An island takes fewer steps than it takes to come to the next pause.
    this.input.giveWay?.();
    this.former += this.steps;
    this.steps = 0;
    this.limit = this.most;
  }

  /** Steps of all passes. */
  get spent(): number {
    return this.former + this.steps;
  }

  /**
   * Run with a share of the budget. What goes over it is cut off and the rest of the pass goes on: one function that explodes must not
   * silence a whole program.
   * @returns false when it was cut off
   */
  withShare(run: () => void): boolean {
    const outer = this.limit;
    if (outer < this.most || this.steps >= this.most) {
      run();
      return true;
    }
    this.limit = this.steps + Math.ceil((this.most - this.steps) / SHARES);
    try {
      run();
      return true;
    } catch (error) {
      if (!(error instanceof LimitReached) || this.steps >= this.most) throw error;
      return false;
    } finally {
      this.limit = outer;
    }
  }

  /**
   * Run a module's body with a share of its own: one that explodes must not silence the modules after it, nor the one that imports it.
   * @param waiting modules whose bodies are still to run; the last one may take all that is left
   * @returns false when it was cut off
   */
  withBodyShare(waiting: number, run: () => void): boolean {
    const outer = this.limit;
    const start = this.steps;
    this.limit = start + Math.ceil((this.most - start) / Math.min(SHARES, waiting + 1));
    try {
      run();
      return true;
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      return false;
    } finally {
      this.limit = Math.min(this.most, outer + this.steps - start);
    }
  }
}
