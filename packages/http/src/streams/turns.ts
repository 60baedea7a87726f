// The order in which many streams go on: a few in each turn of the event loop, so that a request that comes meanwhile waits
// for a few of them, and never for all. It knows nothing of what they do.

/** What so many streams do takes about a millisecond. */
const atOnce = 8;

export class Turns {
  readonly #waiting = new Set<() => void>();
  #isGoing = false;

  /** Calls it in a later turn of the event loop: once, however often that is asked for until then. */
  ask(go: () => void): void {
    this.#waiting.add(go);
    if (this.#isGoing) return;
    this.#isGoing = true;
    setImmediate(this.#go);
  }

  /** Resolves in a later turn of the event loop. */
  next(): Promise<void> {
    return new Promise((resolve) => this.ask(resolve));
  }

  /** Calls it no more. */
  forget(go: () => void): void {
    this.#waiting.delete(go);
  }

  readonly #go = () => {
    const now = [...this.#waiting.values().take(atOnce)];
    for (const go of now) this.#waiting.delete(go);
    this.#isGoing = this.#waiting.size > 0;
    if (this.#isGoing) setImmediate(this.#go);
    for (const go of now) go();
  };
}
