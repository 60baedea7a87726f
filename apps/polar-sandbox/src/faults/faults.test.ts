// Each fault by itself, and all of them from one seed.

import { expect, test } from "vitest";
import { ask, refusalOf, setting } from "../../testing/setting.ts";
import type { PolarSandbox, SandboxFaultOptions } from "../index.ts";

const headers = { authorization: "Bearer polar_oat_sandbox" };

async function fetched(sandbox: PolarSandbox, path: string, init: RequestInit = {}) {
  const request = new Request(`http://sandbox.example${path}`, { headers, ...init });
  try {
    const response = await sandbox.fetch(request);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    return { error };
  }
}

const list = "/v1/subscriptions/";

test("nothing goes wrong until it is switched on, and nothing after it is switched off", async () => {
  const { sandbox } = setting();
  expect(sandbox.faults.current()).toBeNull();
  sandbox.faults.set({ droppedRequest: 1 });
  expect(await fetched(sandbox, list)).toEqual({ error: expect.any(TypeError) });
  sandbox.faults.clear();
  expect(await fetched(sandbox, list)).toMatchObject({ status: 200 });
});

test.each<[string, object]>([
  ["an unknown name", { serverErrors: 0.1 }],
  ["a share above one", { slow: 2 }],
  ["a limit of nothing", { rateLimit: 0 }],
  ["a path outside the API", { paths: ["/_sandbox"] }],
])("refuses %s", (_, options) => {
  const { sandbox } = setting();
  const refusal = refusalOf(() => sandbox.faults.set(options));
  expect([refusal.status, sandbox.faults.current()]).toEqual([422, null]);
});

test("keeps the rate limit of a minute for each organization, and says in 429 when it is over", async () => {
  const { sandbox, pass } = setting();
  sandbox.createOrganization({ name: "Other", slug: "other", accessToken: "polar_oat_other" });
  sandbox.faults.set({ rateLimit: 2 });
  const asOther = { headers: { authorization: "Bearer polar_oat_other" } };
  await fetched(sandbox, list);
  pass(20_500);
  expect(await fetched(sandbox, list)).toMatchObject({ status: 200 });
  const refused = await fetched(sandbox, list);
  expect([refused.status, refused.text, refused.headers?.get("retry-after")]).toEqual([429, "", "40"]);
  expect(await fetched(sandbox, list, asOther)).toMatchObject({ status: 200 });
  pass(39_500);
  expect([(await fetched(sandbox, list)).status, (await fetched(sandbox, list)).status]).toEqual([200, 200]);
  expect(sandbox.faults.struck()).toEqual({ rateLimit: 1 });
  sandbox.faults.set({ rateLimit: 1, withoutRetryAfter: 1 });
  await fetched(sandbox, list);
  expect((await fetched(sandbox, list)).headers?.has("retry-after")).toBe(false);
});

test("answers 429 by chance, and the claim page's visitors have a limit of their own", async () => {
  const { sandbox } = setting();
  sandbox.faults.set({ tooManyRequests: 1 });
  expect((await fetched(sandbox, list)).headers?.get("retry-after")).toBe("1");
  sandbox.faults.set({ rateLimit: 1 });
  const claimPage = () => fetched(sandbox, "/v1/customer-seats/claim/nothing", { headers: {} });
  expect([(await claimPage()).status, (await claimPage()).status]).toEqual([404, 429]);
  expect(await fetched(sandbox, list)).toMatchObject({ status: 200 });
});

test("a server error did nothing, unless it is 504", async () => {
  const { sandbox, pool } = setting();
  sandbox.faults.set({ serverError: 1 });
  const statuses = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const before = sandbox.record.length;
    const body = JSON.stringify({ subscription_id: pool.subscriptionId, email: `p${turn}@acme.example` });
    const { status } = await fetched(sandbox, "/v1/customer-seats", { method: "POST", body });
    statuses.push(status);
    expect(sandbox.record.length - before, String(status)).toBe(status === 504 && before < 5 ? 1 : 0);
  }
  expect(new Set(statuses)).toEqual(new Set([500, 502, 503, 504]));
});

test("a dropped request did nothing, a dropped answer did it all the same", async () => {
  const { sandbox, pool } = setting();
  const body = JSON.stringify({ subscription_id: pool.subscriptionId, email: "ada@acme.example" });
  const assign = () => fetched(sandbox, "/v1/customer-seats", { method: "POST", body });
  sandbox.faults.set({ droppedRequest: 1 });
  expect([await assign(), sandbox.record.length]).toEqual([{ error: new TypeError("fetch failed") }, 0]);
  sandbox.faults.set({ droppedAnswer: 1 });
  expect([await assign(), sandbox.record.length]).toEqual([{ error: new TypeError("fetch failed") }, 1]);
});

test("a truncated answer is no JSON any more", async () => {
  const { sandbox } = setting();
  const whole = (await fetched(sandbox, list)).text ?? "";
  sandbox.faults.set({ truncated: 1 });
  const { status, text = "" } = await fetched(sandbox, list);
  expect(status).toBe(200);
  expect(whole.startsWith(text) && text.length < whole.length).toBe(true);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
});

test("a slow answer is as old as the question, and whoever doesn't wait so long is let go", async () => {
  const waits: number[] = [];
  let arrive = () => {};
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return new Promise<void>((resolve) => {
      arrive = resolve;
    });
  };
  const { sandbox, subscription } = setting({ wait });
  sandbox.faults.set({ slow: 1, slowMs: 4000 });
  const slow = ask<{ seats: number }>(sandbox, `/v1/subscriptions/${subscription.id}`);
  await expect.poll(() => waits).toEqual([4000]);
  sandbox.updateSubscriptionSeats(subscription.id, 9);
  arrive();
  expect((await slow).body.seats).toBe(5);
  const controller = new AbortController();
  const impatient = fetched(sandbox, list, { signal: controller.signal });
  await expect.poll(() => waits).toHaveLength(2);
  controller.abort();
  expect(await impatient).toEqual({ error: expect.objectContaining({ name: "AbortError" }) });
});

test.each([
  ["/v1/subscriptions/", "started_at"],
  ["/v1/orders/", "created_at"],
  ["/v1/customers/", "created_at"],
  ["/v1/members/", "created_at"],
])("something new appears between two pages of %s, so a row is seen twice", async (path, oldestFirst) => {
  const { sandbox, product, oneTimeProduct, organization, buyer, pass } = setting();
  pass(1000);
  sandbox.createSubscription({ productId: product.id, customerId: buyer.id, seats: 1 });
  for (const _ of [1, 2]) sandbox.createOrder({ productId: oneTimeProduct.id, customerId: buyer.id, seats: 2 });
  sandbox.createCustomer({ organizationId: organization.id, email: "second@acme.example" });
  pass(1000);
  sandbox.faults.set({ shiftedPages: 1 });
  const first = await ask(sandbox, `${path}?limit=1`);
  const second = await ask(sandbox, `${path}?limit=1&page=2`);
  expect(second.body.items[0]?.id).toBe(first.body.items[0]?.id);
  expect(second.body.pagination).toMatchObject({ total_count: 3 });
  const oldest = await ask(sandbox, `${path}?limit=1&sorting=${oldestFirst}`);
  const next = await ask(sandbox, `${path}?limit=1&page=2&sorting=${oldestFirst}`);
  expect(next.body.items[0]?.id).not.toBe(oldest.body.items[0]?.id);
});

test("a list's counts disagree with its rows", async () => {
  const { sandbox, pool } = setting();
  for (const name of ["ada", "bob"]) sandbox.assignSeat({ ...pool, email: `${name}@acme.example` });
  sandbox.faults.set({ unevenCounts: 1 });
  expect((await ask(sandbox, list)).body).toMatchObject({ items: { length: 1 }, pagination: { total_count: 2 } });
  const sums = new Set<string>();
  for (let turn = 0; turn < 12; turn += 1) {
    const path = `/v1/customer-seats?subscription_id=${pool.subscriptionId}`;
    const { body } = await ask<{ seats: object[]; available_seats: number; total_seats: number }>(sandbox, path);
    sums.add(`${body.seats.length} held + ${body.available_seats} free of ${body.total_seats}`);
  }
  expect(sums).toEqual(new Set(["1 held + 3 free of 5", "2 held + 4 free of 5"]));
});

test("spares paths that aren't named", async () => {
  const { sandbox } = setting();
  sandbox.faults.set({ droppedRequest: 1, paths: ["/v1/orders"] });
  expect(await fetched(sandbox, list)).toMatchObject({ status: 200 });
  expect(await fetched(sandbox, "/v1/orders/")).toEqual({ error: expect.any(TypeError) });
});

const everything: SandboxFaultOptions = {
  seed: 7,
  rateLimit: 40,
  tooManyRequests: 0.1,
  withoutRetryAfter: 0.5,
  serverError: 0.1,
  droppedRequest: 0.1,
  droppedAnswer: 0.1,
  truncated: 0.2,
  shiftedPages: 0.2,
  unevenCounts: 0.2,
};

/** What became of many requests, in an order of one's own. */
async function aBadDay(seed: number, order: (paths: string[]) => string[]) {
  const { sandbox, oneTimeProduct, buyer } = setting();
  for (const _ of [1, 2]) sandbox.createOrder({ productId: oneTimeProduct.id, customerId: buyer.id, seats: 2 });
  sandbox.faults.set({ ...everything, seed });
  const seen: Record<string, unknown[]> = {};
  const paths = ["/v1/orders/?limit=1", list, "/v1/customers/"];
  for (const path of order(paths.flatMap((each) => Array<string>(12).fill(each)))) {
    const answer = await fetched(sandbox, path);
    const fate = answer.error === undefined ? [answer.status, answer.text?.length] : "dropped";
    seen[path] = [...(seen[path] ?? []), fate];
  }
  return seen;
}

test("the same seed and the same requests meet the same faults, another seed others", async () => {
  const asGiven = (paths: string[]) => paths;
  const day = await aBadDay(7, asGiven);
  expect(await aBadDay(7, asGiven)).toEqual(day);
  expect(await aBadDay(8, asGiven)).not.toEqual(day);
  const kinds = new Set(
    Object.values(day)
      .flat()
      .map((one) => (Array.isArray(one) ? one[0] : one)),
  );
  expect(kinds.size).toBeGreaterThan(3);
});

test("requests to other addresses, before or after, change nothing", async () => {
  const day = await aBadDay(7, (paths) => paths);
  const backwards = await aBadDay(7, (paths) => paths.toReversed());
  const fates = (seen: Record<string, unknown[]>) =>
    Object.fromEntries(
      Object.entries(seen).map(([path, all]) => [path, all.map((one) => (Array.isArray(one) ? one[0] : one))]),
    );
  expect(fates(backwards)).toEqual(fates(day));
});
