// Who holds a lease, and for how long, with times short enough to wait for. What a subscription does about it stands in
// durable-subscription.test.ts.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { openLedger } from "../ledger.ts";
import { silentLogger } from "../logger.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { writeSubscription } from "../store/subscription-queries.ts";
import { createCommitSignal } from "./commit-signal.ts";
import { type Background, takeLease } from "./lease.ts";
import { type SubscriptionTiming, usualTiming } from "./subscription-timing.ts";

const hourMs = 3_600_000;

/** Whoever does not give its lease back keeps it for longer than any test. */
const patient: SubscriptionTiming = { ...usualTiming, leaseMs: hourMs, renewMs: hourMs };

/** Whoever does not renew loses it soon. */
const hasty: SubscriptionTiming = { ...patient, leaseMs: 60 };

/** A file with the subscription `test` in it, which nobody runs. */
async function aFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-lease-"));
  const file = join(folder, "seats.db");
  await (await openLedger({ file, durability: "normal" })).close();
  onTestFinished(() => rm(folder, { recursive: true }));
  const { store } = await aProcess(file, patient);
  const row = { name: "test", checkpoint: 0, holder: null, lease_until: 0, epoch: 0 };
  // biome-ignore lint/correctness/useYield: it reads nothing.
  await store.transact(function* () {
    return { writes: [writeSubscription(row)], answer: undefined };
  });
  return file;
}

/** A handle of its own on the file, as another process would have it. */
async function aProcess(file: string, timing: SubscriptionTiming): Promise<Background> {
  const store = await openSqliteStore({ file, durability: "normal" });
  const commits = createCommitSignal(store);
  onTestFinished(async () => {
    commits.close();
    await store.close();
  });
  return { store, commits, ended: commits.ended, logger: silentLogger, timing };
}

test("who renews keeps it for as long as it takes", async () => {
  const file = await aFile();
  const lease = await takeLease(await aProcess(file, { ...patient, leaseMs: 1_000, renewMs: 50 }), "test");
  const other = await aProcess(file, patient);
  const waiting = takeLease(other, "test");
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(lease?.holds()).toBe(true);
  expect(await lease?.write(() => [])).toBe(true);
  other.commits.close();
  expect(await waiting).toBeNull();
});

test("a lease that was lost writes nothing", async () => {
  const file = await aFile();
  const lost = await takeLease(await aProcess(file, hasty), "test");
  const lease = await takeLease(await aProcess(file, patient), "test");
  const untouched = vi.fn(() => []);
  expect(await lost?.write(untouched)).toBe(false);
  expect(untouched).not.toHaveBeenCalled();
  expect(lost?.ended.aborted).toBe(true);
  expect(await lease?.write(() => [])).toBe(true);
});

test("a lease that was not renewed in time is held no more, though nobody else has taken it", async () => {
  const file = await aFile();
  const lease = await takeLease(await aProcess(file, hasty), "test");
  expect(lease?.holds()).toBe(true);
  await vi.waitFor(() => expect(lease?.holds()).toBe(false), { timeout: 20_000, interval: 5 });
});
