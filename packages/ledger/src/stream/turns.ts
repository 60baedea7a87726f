// Lets many who are woken by one commit go on a few at a time, so that a command or a question that comes meanwhile waits for
// a few of them, and never for all. It knows nothing of what they do.

/** What so many do takes about a millisecond. */
export const atOnce = 8;

export class Turns {
  readonly #rested: () => void;
  #waiting: (() => void)[] = [];
  #isGoing = false;

  /** `rested` is called when everybody has had a turn, and nobody has come since. */
  constructor(rested: () => void = () => {}) {
    this.#rested = rested;
  }

  /** Resolves in a later turn of the event loop, for a few callers in each, in the order in which they came. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#isGoing) return;
      this.#isGoing = true;
      setImmediate(this.#go);
    });
  }

  readonly #go = () => {
    if (this.#waiting.length === 0) {
      this.#isGoing = false;
      this.#rested();
      return;
    }
    const now = this.#waiting.slice(0, atOnce);
    this.#waiting = this.#waiting.slice(atOnce);
    setImmediate(this.#go);
    for (const go of now) go();
  };
}
