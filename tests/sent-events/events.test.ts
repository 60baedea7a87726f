// The stream of events: history, then what happens, for one organization.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../conformance/ask.ts";
import { openShop, type Shop, tokens } from "../conformance/shop.ts";
import { type Heard, type Listening, listen } from "./listener.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(async () => {
  await shop[Symbol.asyncDispose]();
});

const path = "/v1/ledger/streams/events";
const assign = (email: string) => shop.ledger.assignSeat({ subscriptionId: shop.acme.subscriptionId, email });

async function take(stream: Listening, count: number): Promise<readonly (Heard | null)[]> {
  const taken: (Heard | null)[] = [];
  while (taken.length < count) taken.push(await stream.next());
  return taken;
}

const typesOf = (heard: readonly (Heard | null)[]) => heard.map((one) => one?.data.type);

describe("the events stream", () => {
  it("tells history, then what happens, in the order of the log, with positions as ids", async () => {
    await using stream = await listen(shop.api, path);
    const history = await take(stream, 5);
    expect(typesOf(history)).toEqual([
      "OrganizationRegistered",
      "CustomerRegistered",
      "MemberRegistered",
      "PoolOpened",
      "PoolOpened",
    ]);
    expect(history.map((one) => one?.id)).toEqual(history.map((one) => one?.data.position));
    const { seat } = await assign("jane@acme.example");
    const [registered, assigned] = await take(stream, 2);
    expect(typesOf([registered ?? null, assigned ?? null])).toEqual(["MemberRegistered", "SeatAssigned"]);
    expect(assigned?.data).toMatchObject({
      stream: { kind: "pool", id: shop.acme.subscriptionId },
      seat_id: seat.id,
      occupancy: 1,
      person_id: seat.personId,
      data: { member_id: seat.memberId, expires_at: seat.invitationTokenExpiresAt?.toISOString() },
    });
  });

  it("tells nobody's e-mail and no record of a token", async () => {
    const { invitation } = await assign("jane@acme.example");
    await shop.ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
    await shop.ledger.revokeSeat({ seatId: (await shop.ledger.listSeats(poolOfAcme())).seats[0]?.id ?? "" });
    await using stream = await listen(shop.api, `${path}?types=SeatAssigned,SeatClaimed,SeatRevoked`);
    const told = JSON.stringify(await take(stream, 3));
    expect(told).not.toMatch(/@|hash|key_?id|invitation"|session/i);
  });

  it("is filtered by subscription, by order, and by types", async () => {
    await shop.ledger.assignSeat({ orderId: shop.acme.orderId, email: "joe@acme.example" });
    await assign("jane@acme.example");
    const { subscriptionId, orderId } = shop.acme;
    await using ofSubscription = await listen(shop.api, `${path}?subscription_id=${subscriptionId}`);
    expect(typesOf(await take(ofSubscription, 2))).toEqual(["PoolOpened", "SeatAssigned"]);
    await using ofOrder = await listen(shop.api, `${path}?order_id=${orderId}&types=SeatAssigned`);
    expect((await ofOrder.next())?.data.stream.id).toBe(orderId);
    await using ofTypes = await listen(shop.api, `${path}?types=SeatAssigned,OrganizationRegistered`);
    expect(typesOf(await take(ofTypes, 3))).toEqual(["OrganizationRegistered", "SeatAssigned", "SeatAssigned"]);
  });

  it("refuses what is another's, both sources at once, and types that are none, before a stream begins", async () => {
    const { subscriptionId, orderId } = shop.acme;
    const status = async (query: string) => (await ask(shop, "GET", `${path}?${query}`)).status;
    expect(await status(`subscription_id=${shop.other.subscriptionId}`)).toBe(404);
    expect(await status(`order_id=${shop.other.orderId}`)).toBe(404);
    expect(await status(`subscription_id=${subscriptionId}&order_id=${orderId}`)).toBe(422);
    expect(await status("types=SeatSold")).toBe(422);
    expect(await status("types=")).toBe(422);
    expect(await status("types=SeatAssigned&types=SeatRevoked")).toBe(422);
  });

  it("tells two organizations nothing of each other", async () => {
    await using acme = await listen(shop.api, path);
    await using other = await listen(shop.api, path, { token: tokens.other });
    await take(acme, 5);
    await take(other, 5);
    await shop.ledger.resizePool({ subscriptionId: shop.other.subscriptionId, seats: 9 });
    await shop.ledger.resizePool({ subscriptionId: shop.acme.subscriptionId, seats: 8 });
    const next = await Promise.all([acme.next(), other.next()]);
    expect(next.map((one) => one?.data.organization_id)).toEqual([shop.acme.organizationId, shop.other.organizationId]);
    expect(next.map((one) => one?.data.data.seats)).toEqual([8, 9]);
  });
});

function poolOfAcme() {
  return { subscriptionId: shop.acme.subscriptionId };
}
