// Pages that are taken event by event behave as an async generator does.

import { describe, expect, test } from "vitest";
import type { LedgerEvent } from "../answers/event.ts";
import { EventsOfPages } from "./events-of-pages.ts";

/** Only what is looked at here. */
const eventAt = (position: number) => ({ position }) as LedgerEvent;

function stage(pages: readonly (readonly number[])[], { failing = false } = {}) {
  const state = { isOver: false, isClosed: false, asked: 0 };
  async function* read() {
    try {
      for (const page of pages) {
        state.asked += 1;
        yield page.map(eventAt);
      }
      if (failing) throw new Error("no more");
    } finally {
      state.isClosed = true;
    }
  }
  const events = new EventsOfPages(read(), { isOver: () => state.isOver, leave: () => {} });
  return { events, state };
}

/** Pages as they come. */
function eventsOf(...pages: readonly Iterable<LedgerEvent>[]) {
  async function* read() {
    yield* pages;
  }
  return new EventsOfPages(read(), { isOver: () => false, leave: () => {} });
}

/** Can be asked for more after it failed, as a list can. */
function failingAfter(positions: readonly number[]): Iterable<LedgerEvent> {
  const left: (number | null)[] = [...positions, null, 7];
  return {
    [Symbol.iterator]: () => ({
      next() {
        const position = left.shift();
        if (position === undefined) return { value: undefined, done: true };
        if (position === null) throw new Error("not made");
        return { value: eventAt(position), done: false };
      },
    }),
  };
}

const at = (result: IteratorResult<LedgerEvent, void>) => (result.done ? "end" : result.value.position);

describe("events of pages", () => {
  test("come one after the other across pages, and end for good", async () => {
    const { events, state } = stage([[1, 2], [3]]);
    const taken: number[] = [];
    for await (const { position } of events) taken.push(position);
    expect(taken).toEqual([1, 2, 3]);
    expect(state.isClosed).toBe(true);
    expect(at(await events.next())).toBe("end");
  });

  test("come in order to calls that were made at once", async () => {
    const { events } = stage([[1, 2], [3], [4]]);
    const calls = Array.from({ length: 6 }, () => events.next());
    expect((await Promise.all(calls)).map(at)).toEqual([1, 2, 3, 4, "end", "end"]);
  });

  test("come in order also to a call that is made while others wait", async () => {
    const { events } = stage([[1, 2, 3, 4, 5]]);
    const [first, ...others] = Array.from({ length: 4 }, () => events.next());
    await first;
    expect((await Promise.all([...others, events.next()])).map(at)).toEqual([2, 3, 4, 5]);
  });

  test("are read page by page, as they are asked for", async () => {
    const { events, state } = stage([[1, 2], [3]]);
    await events.next();
    await events.next();
    expect(state.asked).toBe(1);
    await events.next();
    expect(state.asked).toBe(2);
  });

  test("end inside a page where they are over", async () => {
    const { events, state } = stage([[1, 2, 3], [4]]);
    expect(at(await events.next())).toBe(1);
    state.isOver = true;
    expect(at(await events.next())).toBe("end");
    expect(state.isClosed).toBe(true);
  });

  test("end where the loop is left, and let go of their pages", async () => {
    const { events, state } = stage([[1, 2, 3]]);
    for await (const { position } of events) if (position === 2) break;
    expect(state.isClosed).toBe(true);
    expect(at(await events.next())).toBe("end");
  });

  test("end with the error that is thrown into them", async () => {
    const { events, state } = stage([[1, 2, 3]]);
    await events.next();
    await expect(events.throw(new Error("stop"))).rejects.toThrow("stop");
    expect(state.isClosed).toBe(true);
    expect(at(await events.next())).toBe("end");
  });

  test("are made one by one, as they are taken", async () => {
    const made: number[] = [];
    function* page() {
      for (const position of [1, 2, 3]) {
        made.push(position);
        yield eventAt(position);
      }
    }
    const events = eventsOf(page());
    await events.next();
    await events.next();
    expect(made).toEqual([1, 2]);
  });

  test.each([
    ["first", []],
    ["later", [1, 2]],
  ])("tell once that the %s of a page could not be made, then end", async (_, before) => {
    const events = eventsOf(failingAfter(before), [eventAt(9)]);
    for (const position of before) expect(at(await events.next())).toBe(position);
    await expect(events.next()).rejects.toThrow("not made");
    expect(at(await events.next())).toBe("end");
  });

  test("make no event any more once they are over", async () => {
    let isOver = false;
    async function* read() {
      yield failingAfter([1]);
    }
    const events = new EventsOfPages(read(), { isOver: () => isOver, leave: () => {} });
    expect(at(await events.next())).toBe(1);
    isOver = true;
    expect(at(await events.next())).toBe("end");
  });

  test("tell once that a page could not be read, then end", async () => {
    const { events } = stage([[1]], { failing: true });
    expect(at(await events.next())).toBe(1);
    await expect(events.next()).rejects.toThrow("no more");
    expect(at(await events.next())).toBe("end");
  });
});
