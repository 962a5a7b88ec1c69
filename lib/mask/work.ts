/** Thrown where the work on a text passes its bound; the caller then stores no part of the text. */
export class OutOfBudget extends Error {
  override name = 'OutOfBudget';
}

/** So many characters may be looked at for each character of a text, over all rules. */
const STEPS_PER_CHARACTER = 14;
/** Beside what the caller grants: slow machines get through large payloads too. */
const MILLISECONDS_PER_CHARACTER = 100 / (1024 * 1024);
/** Short texts may be looked at so often in any case. */
const STEPS_AT_LEAST = 100_000;
/** The clock is read once in so many steps. */
const STEPS_PER_LOOK = 50_000;

/**
 * What masking one payload may cost. Counted in characters that rules looked at, so the bound is the same on
 * every machine, and in time, so that a slow machine is bounded too.
 */
export class Work {
  /** characters looked at so far */
  steps = 0;
  private readonly most: number;
  private nextLook = STEPS_PER_LOOK;
  private readonly deadline: number;

  /**
   * @param length of the payload in characters
   * @param milliseconds that it may take
   */
  constructor(
    length: number,
    milliseconds: number,
    private readonly now: () => number = performance.now.bind(performance),
  ) {
    this.most = STEPS_AT_LEAST + length * STEPS_PER_CHARACTER;
    this.deadline = now() + milliseconds + length * MILLISECONDS_PER_CHARACTER;
  }

  /** Counts steps; throws OutOfBudget past either bound. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps < this.nextLook) return;
    this.nextLook = this.steps + STEPS_PER_LOOK;
    if (this.steps > this.most || this.now() > this.deadline) throw new OutOfBudget();
  }
}
