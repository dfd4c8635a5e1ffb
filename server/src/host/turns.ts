/**
 * Who has the processor. On a machine with few cores a thread that judges closed files takes from the thread that answers a keystroke what
 * that needs: the one asks for the turn, the other stops where it stands until it has it back.
 */

/**
 * So long, in milliseconds, a thread waits at most before it goes on for a moment. Each time that was in vain it waits half as long, and
 * in the end not at all until somebody gives a turn back: whoever asked may have died, and who types without a pause must not stop the scan.
 */
const PATIENCE = 500;

export class Turns {
  private readonly cell: Int32Array;
  private patience = PATIENCE;

  /** @param memory that of the other side; absent: a new one */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.cell = new Int32Array(memory);
  }

  /** Somebody types: others wait. */
  take(): void {
    Atomics.store(this.cell, 0, 1);
  }

  /** Others may go on. */
  giveBack(): void {
    if (Atomics.exchange(this.cell, 0, 0) === 1) Atomics.notify(this.cell, 0);
  }

  /**
   * Stops this thread while somebody else has the turn, or for a while. Not for a thread that others wait for.
   * @returns as Atomics.wait: `not-equal` when nobody had it
   */
  await(): 'ok' | 'not-equal' | 'timed-out' {
    const how = Atomics.wait(this.cell, 0, 1, this.patience);
    this.patience = how === 'timed-out' ? this.patience >> 1 : PATIENCE;
    return how;
  }
}
