// What every engine's store must keep, whichever engine it is: the contract of seat-ledger/store.

import { setImmediate } from "node:timers/promises";
import { errors } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { engines, lastingEngines } from "./engines/engines.ts";
import { halfANote, listNotes, note, notesIn, refusal } from "./notes.ts";

const names = Array.from({ length: 20 }, (_, index) => `note ${index}`);

describe.each(engines)("$name: a transaction", (engine) => {
  test("is seen by every read from its answer on, and by none before", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    let answered = false;
    const writing = store.transact(note("one")).then(() => {
      answered = true;
    });
    while (!answered) {
      const seen = await notesIn(store);
      expect(seen).toEqual(answered ? ["one"] : []);
      await setImmediate();
    }
    await writing;
    expect(await notesIn(store)).toEqual(["one"]);
  });

  test("comes after those that were asked for before it, and sees what they wrote", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const numbers = await Promise.all(names.map((name) => store.transact(note(name))));
    expect(numbers).toEqual(names.map((_, index) => index + 1));
    expect(await notesIn(store)).toEqual(names);
  });

  test("that refuses writes nothing", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const answers = await Promise.all([store.transact(refusal()), store.transact(note("one"))]);
    expect(answers).toEqual(["refused", 1]);
    expect(await notesIn(store)).toEqual(["one"]);
  });

  test("that fails leaves nothing behind, and those around it are kept", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const answers = await Promise.allSettled([
      store.transact(note("before")),
      store.transact(halfANote("half")),
      store.transact(() => {
        throw new RangeError("a plan's own mistake");
      }),
      store.transact(note("after")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(answers[2]).toMatchObject({ reason: new RangeError("a plan's own mistake") });
    expect(await notesIn(store)).toEqual(["before", "after"]);
  });

  test("that fails alone leaves nothing behind", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    await expect(store.transact(halfANote("half"))).rejects.toThrow("UNIQUE");
    expect(await store.transact(note("one"))).toBe(1);
    expect(await notesIn(store)).toEqual(["one"]);
  });
});

describe.each(engines)("$name: several transactions at once", (engine) => {
  test("stand together, in order, with nothing in between", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const [, numbers] = await Promise.all([
      store.transact(note("before")),
      store.transactAll<number | string>([note("a"), refusal(), note("b"), note("c")]),
      store.transact(note("after")),
    ]);
    expect(numbers).toEqual([2, "refused", 3, 4]);
    expect(await notesIn(store)).toEqual(["before", "a", "b", "c", "after"]);
  });

  test("are kept all or not at all", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const [before, together, after] = await Promise.allSettled([
      store.transact(note("before")),
      store.transactAll([note("a"), halfANote("b"), note("c")]),
      store.transact(note("after")),
    ]);
    expect([before.status, together.status, after.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await notesIn(store)).toEqual(["before", "after"]);
  });

  test("may be none", async () => {
    await using opened = await engine.open();
    expect(await opened.store.transactAll([])).toEqual([]);
  });
});

describe.each(engines)("$name: reads", (engine) => {
  test("see one state, whatever is written meanwhile", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const lookTwice = () =>
      store.read(function* () {
        const first = yield* listNotes();
        return [first, yield* listNotes()] as const;
      });
    const writing = Promise.all(names.map((name) => store.transact(note(name))));
    const looks = await Promise.all(names.map(lookTwice));
    await writing;
    for (const [first, second] of looks) expect(second).toEqual(first);
    expect(await lookTwice()).toEqual([names, names]);
  });
});

describe.each(engines)("$name: a signal", (engine) => {
  const reason = new Error("changed my mind");

  test("that was given before keeps the transaction from being asked for", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    await expect(store.transact(note("one"), AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(store.transactAll([note("two")], AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await notesIn(store)).toEqual([]);
  });

  test("takes a waiting transaction out, and no other", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const stop = new AbortController();
    const answers = Promise.allSettled([
      store.transact(note("before")),
      store.transact(note("never"), stop.signal),
      store.transactAll([note("neither"), note("nor")], stop.signal),
      store.transact(note("after")),
    ]);
    stop.abort(reason);
    expect(await answers).toMatchObject([{ value: 1 }, { reason }, { reason }, { value: 2 }]);
    expect(await notesIn(store)).toEqual(["before", "after"]);
  });

  test("that comes after the answer changes nothing", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const stop = new AbortController();
    await store.transact(note("one"), stop.signal);
    stop.abort(reason);
    expect(await notesIn(store)).toEqual(["one"]);
  });
});

describe.each(engines)("$name: closing", (engine) => {
  test("finishes what was asked for and takes nothing more", async () => {
    await using opened = await engine.open();
    const { store } = opened;
    const writing = names.map((name) => store.transact(note(name)));
    const closing = store.close();
    const late = [store.transact(note("late")), store.transactAll([note("late")]), notesIn(store)];
    const refusals = await Promise.allSettled(late);
    expect(await Promise.all(writing)).toEqual(names.map((_, index) => index + 1));
    await closing;
    for (const refused of refusals) expect(refused).toMatchObject({ reason: expect.any(errors.LedgerClosed) });
    await expect(store.transact(note("later"))).rejects.toThrow(errors.LedgerClosed);
  });

  test("twice is closing once", async () => {
    await using opened = await engine.open();
    await Promise.all([opened.store.close(), opened.store.close()]);
    await opened.store.close();
  });
});

describe.each(lastingEngines)("$name: another handle", (engine) => {
  test("reads what was answered here, and writes after it", async () => {
    await using opened = await engine.open();
    const other = await opened.another();
    expect(await opened.store.transact(note("here"))).toBe(1);
    expect(await notesIn(other.store)).toEqual(["here"]);
    expect(await other.store.transact(note("there"))).toBe(2);
    expect(await notesIn(opened.store)).toEqual(["here", "there"]);
    await other.close();
  });

  test("is told of what is written here", async () => {
    await using opened = await engine.open();
    const other = await opened.another();
    const told = new Promise<void>((resolve) => {
      other.store.watch(resolve);
    });
    await opened.store.transact(note("here"));
    await told;
    await other.close();
  });

  test("shares the order with this one when both write at once", async () => {
    await using opened = await engine.open();
    const other = await opened.another();
    const numbers = await Promise.all(
      names.map((name, index) => (index % 2 === 0 ? opened : other).store.transact(note(name))),
    );
    expect(numbers.toSorted((one, two) => one - two)).toEqual(names.map((_, index) => index + 1));
    expect(await notesIn(other.store)).toHaveLength(names.length);
    await other.close();
  });
});
