// The streams of lists: the seats of a pool, the pools of an organization.

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../conformance/ask.ts";
import { openShop, type Shop, tokens } from "../conformance/shop.ts";
import { listen } from "./listener.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(async () => {
  await shop[Symbol.asyncDispose]();
});

const seatsOf = (subscriptionId: string) => `/v1/ledger/streams/seats?subscription_id=${subscriptionId}`;
const pools = "/v1/ledger/streams/pools";
const assign = (email: string) => shop.ledger.assignSeat({ subscriptionId: shop.acme.subscriptionId, email });

/** Where the log ends: the position of a list that was just read. */
async function endOfLog(): Promise<number> {
  await using stream = await listen(shop.api, pools);
  return (await stream.next())?.id ?? 0;
}

describe("the seats stream", () => {
  it("tells the list as the route of the list answers it, now and after each change, with a position as its id", async () => {
    await using stream = await listen(shop.api, seatsOf(shop.acme.subscriptionId));
    const before = await stream.next();
    expect(before).toEqual({
      id: await endOfLog(),
      event: "message",
      data: { seats: [], available_seats: 3, total_seats: 3, version: 1 },
    });
    await assign("jane@acme.example");
    const after = await stream.next();
    expect(after?.id).toBe(await endOfLog());
    const { json } = await ask(shop, "GET", `/v1/customer-seats?subscription_id=${shop.acme.subscriptionId}`);
    expect(after?.data).toEqual(json);
    expect(stream.beside).toEqual([": heartbeat", "retry: 2000"]);
    expect(stream.response.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.response.headers.get("Cache-Control")).toBe("no-store");
  });

  it("tells of an order too", async () => {
    await using stream = await listen(shop.api, `/v1/ledger/streams/seats?order_id=${shop.acme.orderId}`);
    expect((await stream.next())?.data.total_seats).toBe(1);
  });

  it("tells a member's new name, which is no event of the pool", async () => {
    const { seat } = await assign("jane@acme.example");
    await using stream = await listen(shop.api, seatsOf(shop.acme.subscriptionId));
    await stream.next();
    const { customerId } = shop.acme;
    await shop.ledger.registerMember({ customerId, id: seat.memberId ?? "", email: "jane@acme.example", name: "Jane" });
    expect((await stream.next())?.data.seats[0].member.name).toBe("Jane");
  });

  it("goes on after a position: with the list where it may have changed since, else with the next change", async () => {
    const path = seatsOf(shop.acme.subscriptionId);
    const start = await endOfLog();
    await assign("jane@acme.example");
    await using changed = await listen(shop.api, `${path}&after=${start}`);
    expect((await changed.next())?.data.seats).toHaveLength(1);
    // Nothing of this pool: another pool of the same organization, another organization.
    await shop.ledger.assignSeat({ orderId: shop.acme.orderId, email: "joe@acme.example", immediateClaim: true });
    await shop.ledger.assignSeat({ subscriptionId: shop.other.subscriptionId, email: "jo@other.example" });
    const seen = await endOfLog();
    await using unchanged = await listen(shop.api, `${path}&after=${start}`, { lastEventId: seen });
    await assign("june@acme.example");
    const next = await unchanged.next();
    expect(next?.data.seats).toHaveLength(2);
    expect(next?.id).toBeGreaterThan(seen);
  });

  it("goes on at once where a member of it was given another name meanwhile", async () => {
    const { seat } = await assign("jane@acme.example");
    const seen = await endOfLog();
    const { customerId } = shop.acme;
    await shop.ledger.registerMember({ customerId, id: seat.memberId ?? "", email: "jane@acme.example", name: "Jane" });
    await using stream = await listen(shop.api, seatsOf(shop.acme.subscriptionId), { lastEventId: seen });
    expect((await stream.next())?.data.seats[0].member.name).toBe("Jane");
  });

  it("is another pool's 404, and refused like its list, before a stream begins", async () => {
    const path = "/v1/ledger/streams/seats";
    const own = seatsOf(shop.acme.subscriptionId);
    const asked = async (to: string, given = {}) => (await ask(shop, "GET", to, given)).status;
    expect(await asked(path)).toBe(400);
    expect(await asked(seatsOf(shop.other.subscriptionId))).toBe(404);
    expect(await asked(seatsOf(randomUUID()))).toBe(404);
    expect(await asked(own, { token: null })).toBe(401);
    expect(await asked(own, { token: tokens.customer })).toBe(401);
    expect(await asked(own, { token: tokens.useless })).toBe(403);
    expect(await asked(`${own}&since=4`)).toBe(422);
    const { id, ...organization } = await shop.ledger.getOrganization({ organizationId: shop.acme.organizationId });
    await shop.ledger.registerOrganization({
      id,
      name: organization.name,
      slug: organization.slug,
      seatsEnabled: false,
    });
    expect(await asked(own)).toBe(403);
  });

  it.each(["seats", "pools", "events"])(
    "of %s can't go on after what is not there yet, or is no position",
    async (of) => {
      const path = `/v1/ledger/streams/${of}?${of === "seats" ? `subscription_id=${shop.acme.subscriptionId}&` : ""}`;
      const beyond = (await endOfLog()) + 1;
      const refusals = [
        [`${path}after=${beyond}`, {}, ["query", "after"]],
        [path, { "Last-Event-ID": String(beyond) }, ["header", "Last-Event-ID"]],
        [`${path}after=-1`, {}, ["query", "after"]],
        [path, { "Last-Event-ID": "last" }, ["header", "Last-Event-ID"]],
      ] as const;
      for (const [to, headers, loc] of refusals) {
        const { status, json } = await ask(shop, "GET", to, { headers });
        expect([status, json.errors[0].in, json.errors[0].parameter]).toEqual([422, ...loc]);
      }
      expect((await ask(shop, "HEAD", `${path}after=${beyond - 1}`)).status).toBe(200);
    },
  );
});

describe("the seats stream of the portal", () => {
  const portal = (subscriptionId: string) => `/v1/customer-portal/seats/stream?subscription_id=${subscriptionId}`;

  it("tells a claimed member the seats of what its customer pays for, and nobody else", async () => {
    const { invitation } = await assign("jane@acme.example");
    const { customerSessionToken: token } = await shop.ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
    await using stream = await listen(shop.api, portal(shop.acme.subscriptionId), { token });
    expect((await stream.next())?.data.seats[0].email).toBe("jane@acme.example");
    await assign("joe@acme.example");
    expect((await stream.next())?.data.seats).toHaveLength(2);
    const foreign = portal(shop.other.subscriptionId);
    expect((await ask(shop, "GET", foreign, { token })).status).toBe(404);
    expect((await ask(shop, "GET", portal(shop.acme.subscriptionId))).status).toBe(401);
  });
});

describe("the pools stream", () => {
  it("tells every pool of the organization now and after each change, and none of another's", async () => {
    await using stream = await listen(shop.api, pools);
    const sources = (pool: { subscription_id: string | null; order_id: string | null }) => [
      pool.subscription_id,
      pool.order_id,
    ];
    const { subscriptionId, orderId } = shop.acme;
    const first = await stream.next();
    expect(first?.data.pools.map(sources)).toEqual([
      [subscriptionId, null],
      [null, orderId],
    ]);
    await shop.ledger.resizePool({ subscriptionId: shop.other.subscriptionId, seats: 9 });
    await shop.ledger.resizePool({ subscriptionId, seats: 7 });
    const second = await stream.next();
    expect(second?.data.pools[0]).toMatchObject({ seats: 7, available: 7, version: 2, authority: "ledger" });
    expect(second?.id).toBe(await endOfLog());
  });

  it("tells those of one customer where it is named, and 404 for another's", async () => {
    const { organizationId } = shop.acme;
    const { id } = await shop.ledger.registerCustomer({ organizationId, email: "second@acme.example" });
    await using stream = await listen(shop.api, `${pools}?customer_id=${id}`);
    expect((await stream.next())?.data).toEqual({ pools: [] });
    expect((await ask(shop, "GET", `${pools}?customer_id=${shop.other.customerId}`)).status).toBe(404);
  });

  it("goes on after a position with the next change, where no pool has changed since", async () => {
    const seen = await endOfLog();
    await shop.ledger.registerMember({ customerId: shop.acme.customerId, email: "new@acme.example" });
    await using stream = await listen(shop.api, pools, { lastEventId: seen });
    await assign("jane@acme.example");
    expect((await stream.next())?.data.pools[0].pending).toBe(1);
  });
});
