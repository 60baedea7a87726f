// A sync whose delivery log is larger than a pass may read goes on with it after the pass, as fast as its share of Polar's rate
// limit goes.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { startPolarSync } from "@seat-ledger/polar";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test, vi } from "vitest";

const day = 24 * 60 * 60 * 1_000;
const pageSize = 100;
/** Polar shows a delivery within some minutes of it: those of the test are older. */
const beginning = Date.parse("2026-10-05T09:00:00Z");
const apartMs = 20_000;

/** A delivery log with so many entries, as Polar shows it: the newest first, both ends of what is asked for left out. */
function deliveryLog(entries: number, organizationId: string) {
  return (url: URL) => {
    const { start_timestamp: after, end_timestamp: before, page = "1" } = Object.fromEntries(url.searchParams);
    const first = after === undefined ? 0 : Math.floor((Date.parse(after) - beginning) / apartMs) + 1;
    const end = before === undefined ? entries : Math.ceil((Date.parse(before) - beginning) / apartMs);
    const [low, high] = [Math.max(0, first), Math.min(entries, end)];
    const from = high - (Number(page) - 1) * pageSize;
    const to = Math.max(low, from - pageSize);
    const items = Array.from({ length: Math.max(0, from - to) }, (_, index) => entry(from - 1 - index, organizationId));
    const count = Math.max(0, high - low);
    return Response.json({ items, pagination: { total_count: count, max_page: Math.ceil(count / pageSize) } });
  };
}

/** The oldest one has to be applied; the others say nothing of seats. */
function entry(number: number, organizationId: string) {
  const timestamp = new Date(beginning + number * apartMs).toISOString();
  const settings = { feature_settings: { member_model_enabled: true } };
  const organization = { id: organizationId, name: "Acme", slug: "acme", created_at: timestamp, ...settings };
  const webhook =
    number === 0 ? { type: "organization.updated", data: organization } : { type: "product.updated", data: {} };
  const payload = JSON.stringify({ ...webhook, timestamp });
  const event = { id: `webhook-${number}`, payload, api_version: "2026-10" };
  return { id: `attempt-${number}`, created_at: timestamp, webhook_event: event };
}

/** A sync with a Polar of one pool and that log, on a clock that is moved; `asked` is what it asked for, and when. */
async function syncWith({ deliveries, ...rate }: { deliveries: number; share: number; requestsPerMinute: number }) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const sandbox = createPolarSandbox();
  const { id: organizationId } = sandbox.createOrganization({ name: "Acme", slug: "acme" });
  const log = deliveryLog(deliveries, organizationId);
  const asked: { readonly at: number; readonly path: string }[] = [];
  vi.stubGlobal("fetch", async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    asked.push({ at: performance.now(), path: url.pathname });
    return url.pathname.includes("/deliveries") ? log(url) : await sandbox.fetch(request);
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  const { id: productId } = sandbox.createProduct({ organizationId, name: "Maps", recurring: true });
  const { id: customerId } = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" });
  sandbox.createSubscription({ productId, customerId, seats: 1 });
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl: "https://polar.example" });
  const ledger = await openLedger({ file: ":memory:" });
  onTestFinished(() => ledger.close());
  const sync = startPolarSync({ ledger, polar, intervalMs: day, ...rate });
  onTestFinished(() => sync.stop());
  return { ledger, sync, asked };
}

/** Lets the time pass that the work takes. */
async function inItsTime<Answer>(work: Promise<Answer>): Promise<Answer> {
  let done = false;
  const end = () => {
    done = true;
  };
  work.then(end, end);
  while (!done) {
    await vi.advanceTimersByTimeAsync(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return await work;
}

test("a log that a pass can't read to its end is read on with at least 95 % of the share, and no other pass", async () => {
  const [deliveries, requestsPerMinute] = [3_000, 10];
  const { sync, ledger, asked } = await syncWith({ deliveries, share: 1, requestsPerMinute });
  const statuses = new Set<string>();
  sync.state$.subscribe(({ status }) => statuses.add(status));
  await inItsTime(sync.caughtUp());
  expect(statuses).toEqual(new Set(["passing", "catching-up", "waiting"]));
  for (const number of [0, 1, deliveries / 2, deliveries - 1]) {
    expect(await ledger.inbox.get(`webhook-${number}`), `${number}`).toMatchObject({ state: "applied" });
  }
  const pages = asked.filter(({ path }) => path.includes("/deliveries")).length;
  expect(pages).toBeGreaterThanOrEqual(deliveries / pageSize);
  expect(pages).toBeLessThanOrEqual(deliveries / pageSize + 4);
  expect(asked.filter(({ path }) => path.includes("/customer-seats"))).toHaveLength(1);
  const minutes = ((asked.at(-1)?.at ?? 0) - (asked[0]?.at ?? 0)) / 60_000;
  expect(asked.length / minutes).toBeGreaterThanOrEqual(0.95 * requestsPerMinute);
  expect(sync.state).toMatchObject({ status: "waiting", wait: { for: "interval" }, lastPass: { complete: true } });
});
