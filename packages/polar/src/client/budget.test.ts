// The budget of requests, on a clock of its own: what it allows, whom it lets go first, and how long it is silent.

import { expect, test } from "vitest";
import { type Budget, type BudgetClock, createBudget, type Urgency } from "./budget.ts";

const minuteMs = 60_000;

/** A clock that goes on by itself to whatever is due next. */
function clockOfTest() {
  let now = 1_000;
  const due: { at: number; wake: () => void }[] = [];
  const clock: BudgetClock & { sleep: (ms: number) => Promise<void> } = {
    now: () => now,
    wakeIn(ms, wake) {
      const entry = { at: now + ms, wake };
      due.push(entry);
      return () => void (due.includes(entry) && due.splice(due.indexOf(entry), 1));
    },
    sleep: (ms) => new Promise((resolve) => void clock.wakeIn(ms, resolve)),
  };
  /** Until nothing is due any more, or for so long. */
  const run = async (until = Number.POSITIVE_INFINITY) => {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const first = due.toSorted((one, other) => one.at - other.at)[0];
      if (first === undefined || first.at > until) break;
      due.splice(due.indexOf(first), 1);
      now = first.at;
      first.wake();
    }
    if (until !== Number.POSITIVE_INFINITY) now = until;
  };
  return { clock, run, now: clock.now };
}

const never = new AbortController().signal;

/** Takes places one after another, each answer taking a while, by so many workers side by side. */
function work(budget: Budget, clock: ReturnType<typeof clockOfTest>["clock"], begun: number[], workers: number) {
  const worker = async (requests: number) => {
    for (let made = 0; made < requests; made += 1) {
      await budget.take("pass", never);
      begun.push(clock.now());
      await clock.sleep(1_000);
    }
  };
  for (let one = 0; one < workers; one += 1) void worker(1_000);
}

const mostInAMinute = (begun: readonly number[]) =>
  Math.max(...begun.map((from) => begun.filter((at) => at >= from && at < from + minuteMs).length));

test.each([8, 250])(
  "at most the share begins in any minute, and nearly all of it is used (%i at once)",
  async (workers) => {
    const { clock, run } = clockOfTest();
    const budget = createBudget(250, clock);
    const begun: number[] = [];
    work(budget, clock, begun, workers);
    await run(1_000 + 20 * minuteMs);
    expect(mostInAMinute(begun)).toBeLessThanOrEqual(250);
    expect(begun.length).toBeGreaterThanOrEqual(0.95 * 20 * 250);
  },
);

test("a share of one request a minute is one request a minute", async () => {
  const { clock, run } = clockOfTest();
  const budget = createBudget(1, clock);
  const begun: number[] = [];
  work(budget, clock, begun, 2);
  await run(1_000 + 3 * minuteMs);
  expect(begun).toHaveLength(3);
  expect(mostInAMinute(begun)).toBe(1);
});

test("who writes goes before who refetches, and both before a pass, each in the order of asking", async () => {
  const { clock, run } = clockOfTest();
  const budget = createBudget(1, clock);
  const order: string[] = [];
  await budget.take("pass", never);
  const ask = async (urgency: Urgency, name: string) => {
    await budget.take(urgency, never);
    order.push(name);
  };
  for (const name of ["a", "b"]) {
    void ask("pass", `pass ${name}`);
    void ask("refetch", `refetch ${name}`);
    void ask("write-through", `write ${name}`);
  }
  await run();
  expect(order).toEqual(["write a", "write b", "refetch a", "refetch b", "pass a", "pass b"]);
});

test.each([20, 30, 100])(
  "a pass that uses its share of %i leaves room for a write that comes in between",
  async (share) => {
    const { clock, run } = clockOfTest();
    const budget = createBudget(share, clock);
    work(budget, clock, [], 100);
    await run(30_000);
    const begun: number[] = [];
    void budget.take("write-through", never).then(() => begun.push(clock.now()));
    await run(30_000);
    expect(begun).toEqual([30_000]);
  },
);

test("silence holds for everybody, exactly as long as it was asked for", async () => {
  const { clock, run } = clockOfTest();
  const budget = createBudget(100, clock);
  const began = clock.now();
  expect(budget.pause(7_000)).toEqual({ from: began, until: began + 7_000 });
  expect(budget.pause(5_000)).toEqual({ from: began + 7_000, until: began + 7_000 });
  const begun: number[] = [];
  for (const urgency of ["pass", "refetch", "write-through"] as const) {
    void budget.take(urgency, never).then(() => begun.push(clock.now() - began));
  }
  await run();
  expect(begun).toEqual([7_000, 7_000, 7_000]);
});

test("a place tells how long it was waited for, silence left out", async () => {
  const { clock, run } = clockOfTest();
  const budget = createBudget(1, clock);
  const first = await budget.take("pass", never);
  budget.pause(20_000);
  const second = budget.take("pass", never);
  await run();
  const { from, until } = await second;
  expect(first.until - first.from).toBe(0);
  expect(from).toBe(first.from + 20_000);
  expect(until - from).toBeGreaterThanOrEqual(40_000);
  expect(until).toBe(clock.now());
});

test("a signal ends the wait at once, and its place goes to the next", async () => {
  const { clock, run } = clockOfTest();
  const budget = createBudget(1, clock);
  await budget.take("pass", never);
  const controller = new AbortController();
  const given = budget.take("pass", controller.signal);
  const next = budget.take("pass", never);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(given).rejects.toBe(reason);
  await expect(budget.take("pass", controller.signal)).rejects.toBe(reason);
  const asked = clock.now();
  await run();
  await next;
  expect(clock.now() - asked).toBeLessThan(2 * minuteMs);
});

test("a greater share counts at once", async () => {
  const { clock, run } = clockOfTest();
  const budget = createBudget(1, clock);
  await budget.take("pass", never);
  const next = budget.take("pass", never);
  budget.resize(2);
  expect((await next).until).toBe(clock.now());
  await run();
});

test("it waits by the process's own clock unless told otherwise", async () => {
  const budget = createBudget(10);
  const began = performance.now();
  budget.pause(50);
  await budget.take("pass", never);
  expect(performance.now() - began).toBeGreaterThanOrEqual(50);
});
