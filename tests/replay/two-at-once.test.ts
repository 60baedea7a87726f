// Passes that are asked for while one runs.

import { replayPolar } from "@seat-ledger/polar";
import { expect, test } from "vitest";
import { clientOf, emptyLedger, smallSandbox } from "./setting.ts";

test("two passes at once in a process take turns, and each is whole", async () => {
  const { sandbox, subscriptionId } = smallSandbox();
  sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  let running = 0;
  let most = 0;
  const polar = await clientOf(sandbox, async (request, next) => {
    if (!request.url.includes("/organizations")) return await next();
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running -= 1;
    return await next();
  });
  const ledger = await emptyLedger();
  const reports = await Promise.all([replayPolar({ ledger, polar }), replayPolar({ ledger, polar })]);
  expect(most).toBe(1);
  expect(reports).toMatchObject([
    { complete: true, pools: 1, seats: 1 },
    { complete: true, pools: 1, seats: 1, appended: 0 },
  ]);
});

test("a pool that is deleted between two pages hides no other: the pass says that it is not complete", async () => {
  const { sandbox, customerId, productId } = smallSandbox();
  for (let more = 0; more < 100; more += 1) sandbox.createSubscription({ productId, customerId, seats: 1 });
  let deleted = false;
  const polar = await clientOf(sandbox, async (request, next) => {
    const url = new URL(request.url);
    const answer = await next();
    if (!url.pathname.startsWith("/v1/subscriptions") || deleted) return answer;
    const page = Number(url.searchParams.get("page"));
    const body = JSON.parse(await answer.text());
    if (page === 1) return Response.json(body);
    // As if the first one were gone by now: what was the first of this page has moved to the one before.
    deleted = true;
    const { total_count, max_page } = body.pagination;
    return Response.json({ items: body.items.slice(1), pagination: { total_count: total_count - 1, max_page } });
  });
  const ledger = await emptyLedger();
  expect(await replayPolar({ ledger, polar })).toMatchObject({
    complete: false,
    failures: [{ subscriptionId: null, message: expect.stringContaining("shifted") }],
  });
  expect(await replayPolar({ ledger, polar })).toMatchObject({ complete: true, pools: 101 });
});
