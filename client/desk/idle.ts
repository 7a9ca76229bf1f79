/**
 * Forgets the keys of somebody who walked away.
 *
 * Time is read from the clock given, never counted by timers: a laptop that slept for an hour
 * locks at its first tick after waking.
 */

export type IdleState = "active" | "warned" | "locked";

export class IdleLock {
  readonly #now: () => number;
  readonly #lockAfter: number;
  readonly #warnBefore: number;
  #last: number;
  #state: IdleState = "active";

  /**
   * @param now - milliseconds from a clock that never runs backwards
   * @param lockAfter - milliseconds without a sign of life until the keys are forgotten
   * @param warnBefore - milliseconds before that at which the warning comes (WCAG 2.2.1: at least 20 s)
   */
  constructor(now: () => number, lockAfter: number, warnBefore: number) {
    if (warnBefore < 20_000 || warnBefore >= lockAfter) {
      throw new RangeError("warnBefore");
    }
    this.#now = now;
    this.#lockAfter = lockAfter;
    this.#warnBefore = warnBefore;
    this.#last = now();
  }

  get state(): IdleState {
    return this.#state;
  }

  /** Whole seconds until the keys are forgotten, for the warning's text. */
  get secondsLeft(): number {
    return Math.max(0, Math.ceil((this.#last + this.#lockAfter - this.#now()) / 1000));
  }

  /**
   * A key or pointer was used. A sign of life does not close a warning that stands: that is an
   * explicit choice (`stay`), so that it cannot vanish before it was read.
   */
  touch(): void {
    if (this.#state === "active") {
      this.#last = this.#now();
    }
  }

  /** The warning was dismissed: the whole time begins again. */
  stay(): void {
    if (this.#state !== "locked") {
      this.#state = "active";
      this.#last = this.#now();
    }
  }

  /** Work that takes long, such as an upload, counts as a sign of life also while warned. */
  busy(): void {
    this.stay();
  }

  /** Look at the clock. Returns the state, which only ever moves towards `locked`. */
  tick(): IdleState {
    const idle = this.#now() - this.#last;
    if (idle >= this.#lockAfter) {
      this.#state = "locked";
    } else if (idle >= this.#lockAfter - this.#warnBefore && this.#state === "active") {
      this.#state = "warned";
    }
    return this.#state;
  }
}
