// How much of Polar's rate limit is used: a share of it, by all who use one client together.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { replayPolar } from "@seat-ledger/polar";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test, vi } from "vitest";

/** A Polar with so many pools and a client of it; `asked` are the times of the requests, on a clock that is moved. */
async function sandboxWith(subscriptions: number) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const sandbox = createPolarSandbox();
  const asked: number[] = [];
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    asked.push(performance.now());
    return sandbox.fetch(new Request(input, init));
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  const { id: organizationId } = sandbox.createOrganization({ name: "Acme", slug: "acme" });
  const { id: productId } = sandbox.createProduct({ organizationId, name: "Maps", recurring: true });
  const { id: customerId } = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" });
  for (let made = 0; made < subscriptions; made += 1) sandbox.createSubscription({ productId, customerId, seats: 1 });
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl: "https://polar.example" });
  return { polar, asked };
}

async function emptyLedger() {
  const ledger = await openLedger({ file: ":memory:" });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Lets the time pass that the work takes, and answers what comes of it. */
async function inItsTime<Answer>(work: Promise<Answer>): Promise<Answer> {
  let done = false;
  void work.finally(() => {
    done = true;
  });
  while (!done) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return await work;
}

const mostInAMinute = (asked: readonly number[]) =>
  Math.max(...asked.map((from) => asked.filter((at) => at >= from && at < from + 60_000).length));

test("a pass makes no more requests in any minute than its share allows, and tells how long it was held back", async () => {
  const { polar, asked } = await sandboxWith(28);
  const pass = replayPolar({ ledger: await emptyLedger(), polar, share: 0.25, requestsPerMinute: 40 });
  const report = await inItsTime(pass);
  expect(report).toMatchObject({ complete: true, pools: 28, requests: asked.length });
  expect(mostInAMinute(asked)).toBe(10);
  // 31 requests, ten of them a minute: three times the clock goes on to the next minute.
  expect(report.waitedMs).toBeGreaterThan(3 * 50_000);
  expect(report.waitedMs).toBeLessThanOrEqual((asked.at(-1) ?? 0) - (asked[0] ?? 0));
});

test("two passes with one client share its budget", async () => {
  const { polar, asked } = await sandboxWith(9);
  const rate = { share: 0.5, requestsPerMinute: 20 };
  const ledgers = [await emptyLedger(), await emptyLedger()];
  const passes = ledgers.map((ledger) => replayPolar({ ledger, polar, ...rate }));
  const reports = await inItsTime(Promise.all(passes));
  expect(reports.map(({ complete }) => complete)).toEqual([true, true]);
  expect(mostInAMinute(asked)).toBe(10);
});

test("half of 500 requests a minute are used unless said", async () => {
  const { polar, asked } = await sandboxWith(260);
  expect(await inItsTime(replayPolar({ ledger: await emptyLedger(), polar }))).toMatchObject({ complete: true });
  expect(mostInAMinute(asked)).toBeGreaterThanOrEqual(0.95 * 250);
  expect(mostInAMinute(asked)).toBeLessThanOrEqual(250);
});

test.each([{ share: 0 }, { share: 1.2 }, { share: Number.NaN }, { requestsPerMinute: 0 }, { requestsPerMinute: 1.5 }])(
  "refuses %o",
  async (rate) => {
    const { polar } = await sandboxWith(0);
    await expect(replayPolar({ ledger: await emptyLedger(), polar, ...rate })).rejects.toMatchObject({
      code: "InvalidRequest",
      issues: [{ path: Object.keys(rate)[0] }],
    });
  },
);
