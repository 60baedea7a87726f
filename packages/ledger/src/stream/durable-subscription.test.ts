// What a durable subscription promises, with times short enough to wait for: the ones in use are seconds. The lease and the
// pauses stand in lease.test.ts and back-off.test.ts.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { openLedger } from "../ledger.ts";
import { type Logger, silentLogger } from "../logger.ts";
import type { SeatLedger } from "../seat-ledger.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { findSubscription } from "../store/subscription-queries.ts";
import { createCommitSignal } from "./commit-signal.ts";
import { startSubscription } from "./durable-subscription.ts";
import { everyEvent } from "./event-scope.ts";
import type { Subscription } from "./handling.ts";
import type { Background } from "./lease.ts";
import type { SubscriptionTiming } from "./subscription-timing.ts";

const hourMs = 3_600_000;

/** Whoever does not give its lease back keeps it for longer than any test. */
const patient: SubscriptionTiming = {
  leaseMs: hourMs,
  renewMs: hourMs,
  betweenTries: { firstMs: 1, longestMs: 4 },
  setAside: { firstMs: 20, longestMs: 40 },
  lookMs: 5,
};

/** Whoever does not renew loses it soon. */
const hasty: SubscriptionTiming = { ...patient, leaseMs: 60 };

async function aFile() {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-subscription-"));
  const file = join(folder, "seats.db");
  const ledger = await openLedger({ file, durability: "normal" });
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });
  return { file, ledger };
}

/** One event for each name, at the next positions. */
async function append(ledger: SeatLedger, ...names: readonly string[]): Promise<void> {
  for (const name of names) await ledger.registerOrganization({ name, slug: name.toLowerCase() });
}

/** A handle of its own on the file, as another process would have it. */
async function aProcess(file: string, timing: SubscriptionTiming, logger: Logger = silentLogger) {
  const store = await openSqliteStore({ file, durability: "normal" });
  const commits = createCommitSignal(store);
  const background: Background = { store, commits, ended: commits.ended, logger, timing };
  const handled: number[] = [];
  let ended: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | null = null;
  onTestFinished(close);
  return { background, handled, subscribe, close, checkpoint };

  async function subscribe(given: Partial<Subscription> = {}): Promise<void> {
    const running = await startSubscription(background, {
      name: "test",
      after: null,
      scope: everyEvent,
      wants: () => true,
      tries: 1_000,
      givenUp: "set-aside",
      onCaughtUp: null,
      ...given,
      async handle(event) {
        await given.handle?.(event);
        handled.push(event.position);
      },
    });
    ended = running.ended;
  }

  async function checkpoint() {
    return (await store.read(() => findSubscription("test")))?.checkpoint;
  }

  function close(): Promise<void> {
    closing ??= end();
    return closing;
  }

  async function end(): Promise<void> {
    commits.close();
    await ended;
    await store.close();
  }
}

async function eventually(assertion: () => unknown): Promise<void> {
  await vi.waitFor(assertion, { timeout: 20_000, interval: 5 });
}

test("starts at the head when it is first configured, and handles what comes, in order", async () => {
  const { file, ledger } = await aFile();
  await append(ledger, "One", "Two");
  const process = await aProcess(file, patient);
  await process.subscribe();
  await append(ledger, "Three", "Four", "Five");
  await eventually(() => expect(process.handled).toEqual([3, 4, 5]));
});

test("starts after the position that it is given", async () => {
  const { file, ledger } = await aFile();
  await append(ledger, "One", "Two", "Three");
  const process = await aProcess(file, patient);
  await process.subscribe({ after: 1 });
  await eventually(() => expect(process.handled).toEqual([2, 3]));
});

test("goes on from its checkpoint ever after, wherever it is told to start", async () => {
  const { file, ledger } = await aFile();
  const first = await aProcess(file, patient);
  await first.subscribe();
  await append(ledger, "One");
  await eventually(() => expect(first.handled).toEqual([1]));
  await first.close();
  await append(ledger, "Two");

  const second = await aProcess(file, patient);
  await second.subscribe({ after: 0 });
  await eventually(() => expect(second.handled).toEqual([2]));
});

test("a handler that fails is called again until it is done, and nothing passes it", async () => {
  const { file, ledger } = await aFile();
  const process = await aProcess(file, patient);
  const called: number[] = [];
  await process.subscribe({
    async handle({ position }) {
      called.push(position);
      if (called.length < 6) throw new Error("not yet");
    },
  });
  await append(ledger, "One", "Two");
  await eventually(() => expect(called).toEqual([1, 1, 1, 1, 1, 1, 2]));
});

test("with tries that end, an event that fails is set aside for later and the next one goes on", async () => {
  const { file, ledger } = await aFile();
  const warn = vi.fn();
  const process = await aProcess(file, patient, { ...silentLogger, warn });
  const called: number[] = [];
  // Both before it begins: what is set aside is tried again after some milliseconds.
  await append(ledger, "One", "Two");
  await process.subscribe({
    after: 0,
    tries: 3,
    async handle({ position }) {
      called.push(position);
      if (called.length < 7 && position === 1) throw new TypeError("not yet");
    },
  });
  await eventually(() => expect(process.handled).toEqual([2, 1]));
  expect(called.slice(0, 4)).toEqual([1, 1, 1, 2]);
  expect(await process.checkpoint()).toBe(2);
  const facts = { subscription: "test", position: 1, seatId: null, error: "TypeError" };
  expect(warn.mock.calls.map(([told]) => told)).toEqual([1, 2, 3, 4, 5].map((attempts) => ({ ...facts, attempts })));
});

test("what is set aside outlives its process", async () => {
  const { file, ledger } = await aFile();
  const first = await aProcess(file, patient);
  await first.subscribe({
    tries: 1,
    async handle({ position }) {
      if (position === 1) throw new Error("never here");
    },
  });
  await append(ledger, "One", "Two");
  await eventually(() => expect(first.handled).toEqual([2]));
  await first.close();

  const second = await aProcess(file, patient);
  await second.subscribe({ tries: 1 });
  await eventually(() => expect(second.handled).toEqual([1]));
});

test("events that it does not want are passed over", async () => {
  const { file, ledger } = await aFile();
  const process = await aProcess(file, patient);
  const seen: number[] = [];
  await process.subscribe({ wants: ({ position }) => seen.push(position) > 0 && position === 2 });
  await append(ledger, "One", "Two", "Three");
  await eventually(() => expect(seen).toEqual([1, 2, 3]));
  await process.close();
  expect(process.handled).toEqual([2]);
  const next = await aProcess(file, patient);
  expect(await next.checkpoint()).toBe(3);
});

test("one process at a time runs it, and the next one as soon as that is closed", async () => {
  const { file, ledger } = await aFile();
  const one = await aProcess(file, patient);
  const other = await aProcess(file, patient);
  await one.subscribe();
  await append(ledger, "One");
  await eventually(() => expect(one.handled).toEqual([1]));
  await other.subscribe();
  await append(ledger, "Two", "Three");
  await eventually(() => expect(one.handled).toEqual([1, 2, 3]));
  await one.close();
  await append(ledger, "Four");
  await eventually(() => expect(other.handled).toEqual([4]));
});

test("who does not renew is replaced, does not go on, and leaves no trace when it comes back", async () => {
  const { file, ledger } = await aFile();
  const stalled = await aProcess(file, hasty);
  const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await stalled.subscribe({
    handle() {
      begun.resolve();
      return gate.promise;
    },
  });
  await append(ledger, "One", "Two");
  await begun.promise;
  const other = await aProcess(file, patient);
  await other.subscribe();
  await eventually(() => expect(other.handled).toEqual([1, 2]));
  gate.resolve();
  await append(ledger, "Three");
  await eventually(() => expect(other.handled).toEqual([1, 2, 3]));
  expect(stalled.handled).toEqual([1]);
  await eventually(async () => expect(await other.checkpoint()).toBe(3));
});

test("closing waits for the handler that is running, and keeps what it did", async () => {
  const { file, ledger } = await aFile();
  const process = await aProcess(file, patient);
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  await process.subscribe({
    handle() {
      begun.resolve();
      return gate.promise;
    },
  });
  await append(ledger, "One", "Two");
  await begun.promise;
  const closed = process.close();
  gate.resolve();
  await closed;
  expect(process.handled).toEqual([1]);
  const next = await aProcess(file, patient);
  expect(await next.checkpoint()).toBe(1);
});
