// Pages of events, one event at a time: an async generator as its user sees it, without what a generator takes for each
// event, which was a tenth of walking a log. It knows no log.

import { setImmediate } from "node:timers/promises";
import type { LedgerEvent } from "../answers/event.ts";

type Result = IteratorResult<LedgerEvent, void>;

/** For how long one listener may have the event loop before the commands that wait get their turn. */
const longestTurnMs = 5;

const ended: Result = { value: undefined, done: true };

export class EventsOfPages implements AsyncGenerator<LedgerEvent, void, undefined> {
  readonly #pages: AsyncGenerator<readonly LedgerEvent[], void, undefined>;
  readonly #isOver: () => boolean;
  readonly #leave: () => void;
  #page: readonly LedgerEvent[] = [];
  #taken = 0;
  /** The last call that could not be answered at once: who comes after it waits for it. */
  #waiting: Promise<unknown> | null = null;
  #turn = performance.now();

  /** `isOver` ends it also inside a page; `leave` wakes up pages that wait for more. */
  constructor(
    pages: AsyncGenerator<readonly LedgerEvent[], void, undefined>,
    options: { readonly isOver: () => boolean; readonly leave: () => void },
  ) {
    this.#pages = pages;
    this.#isOver = options.isOver;
    this.#leave = options.leave;
  }

  next(): Promise<Result> {
    const event = this.#page[this.#taken];
    if (!event || this.#waiting || this.#isOver() || performance.now() - this.#turn > longestTurnMs) {
      return this.#afterOthers(() => this.#nextLater());
    }
    this.#taken += 1;
    return Promise.resolve({ value: event, done: false });
  }

  return(): Promise<Result> {
    this.#leave();
    return this.#afterOthers(() => this.#end());
  }

  throw(error: unknown): Promise<Result> {
    this.#leave();
    return this.#afterOthers(async () => {
      await this.#end();
      throw error;
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #nextLater(): Promise<Result> {
    if (performance.now() - this.#turn > longestTurnMs) {
      await setImmediate();
      this.#turn = performance.now();
    }
    while (this.#taken >= this.#page.length) {
      const { value, done } = await this.#pages.next();
      if (done) return ended;
      this.#page = value;
      this.#taken = 0;
    }
    const event = this.#page[this.#taken];
    if (!event || this.#isOver()) return await this.#end();
    this.#taken += 1;
    return { value: event, done: false };
  }

  async #end(): Promise<Result> {
    this.#page = [];
    await this.#pages.return();
    return ended;
  }

  #afterOthers(work: () => Promise<Result>): Promise<Result> {
    const result = this.#waiting ? this.#waiting.then(work, work) : work();
    this.#waiting = result;
    const done = () => {
      if (this.#waiting === result) this.#waiting = null;
    };
    result.then(done, done);
    return result;
  }
}
