// Pages of events, one event at a time: an async generator as its user sees it, without what a generator takes for each
// event, which was a tenth of walking a log. It knows no log.

import { setImmediate } from "node:timers/promises";
import type { LedgerEvent } from "../answers/event.ts";

const nothing = (): Iterator<LedgerEvent, void> => [][Symbol.iterator]();

type Result = IteratorResult<LedgerEvent, void>;

/** For how long one listener may have the event loop before the commands that wait get their turn. */
const longestTurnMs = 5;

const ended: Result = { value: undefined, done: true };

export class EventsOfPages implements AsyncGenerator<LedgerEvent, void, undefined> {
  readonly #pages: AsyncGenerator<Iterable<LedgerEvent>, void, undefined>;
  readonly #isOver: () => boolean;
  readonly #leave: () => void;
  #page: Iterator<LedgerEvent, void> = nothing();
  /** The last call that could not be answered at once: who comes after it waits for it. */
  #waiting: Promise<unknown> | null = null;
  #turn = Date.now();

  /** `isOver` ends it also inside a page; `leave` wakes up pages that wait for more. */
  constructor(
    pages: AsyncGenerator<Iterable<LedgerEvent>, void, undefined>,
    options: { readonly isOver: () => boolean; readonly leave: () => void },
  ) {
    this.#pages = pages;
    this.#isOver = options.isOver;
    this.#leave = options.leave;
  }

  next(): Promise<Result> {
    if (this.#waiting || this.#isOver() || this.#isLong()) {
      return this.#afterOthers(() => this.#nextLater());
    }
    try {
      const result = this.#page.next();
      return result.done ? this.#afterOthers(() => this.#nextLater()) : Promise.resolve(result);
    } catch (error) {
      return this.#afterOthers(() => this.#fail(error));
    }
  }

  return(): Promise<Result> {
    this.#leave();
    return this.#afterOthers(() => this.#end());
  }

  throw(error: unknown): Promise<Result> {
    this.#leave();
    return this.#afterOthers(() => this.#fail(error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #nextLater(): Promise<Result> {
    if (this.#isLong()) {
      await setImmediate();
      this.#turn = Date.now();
    }
    // Over, it makes no event any more: one that cannot be made would be told of. The pages end by themselves.
    if (this.#isOver()) this.#page = nothing();
    try {
      let result = this.#page.next();
      while (result.done) {
        const { value, done } = await this.#pages.next();
        if (done) return ended;
        this.#page = value[Symbol.iterator]();
        result = this.#page.next();
      }
      return this.#isOver() ? await this.#end() : result;
    } catch (error) {
      // A page can fail where one of its events is made: nothing is told after that.
      return await this.#fail(error);
    }
  }

  /** By the clock of the wall, which is asked in half of the time: set forth or back, it ends the turn. */
  #isLong(): boolean {
    return Math.abs(Date.now() - this.#turn) > longestTurnMs;
  }

  async #end(): Promise<Result> {
    this.#page = nothing();
    await this.#pages.return();
    return ended;
  }

  async #fail(error: unknown): Promise<never> {
    await this.#end();
    throw error;
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
