// assignSeat as Polar does it: https://polar.sh/docs/api-reference/customer-seats/assign

import { expect, test } from "vitest";
import { openShop, tokens } from "../shop.ts";
import { about, cases, ids, type Scene } from "./cases.ts";
import { type Loose, sent } from "./doors.ts";

const assign = about("assign");
const day = 24 * 60 * 60 * 1_000;
const email = "jane@example.com";

/** In the pool of most rows, for Jane, and what else is said. */
const to = (more: Loose) => (scene: Scene) => ({ ...scene.pool, email, ...more });

/** A seat that was held by Joe with metadata, and taken back. */
async function freed(scene: Scene): Promise<string> {
  const { seatId } = await scene.claimed("joe@example.com", { metadata: { team: "blue" } });
  scene.later(day);
  await scene.ledger.revokeSeat({ seatId });
  return seatId;
}

cases("assigning", [
  assign("makes a pending seat of a subscription", to({}), (scene) => ({
    status: "pending",
    subscriptionId: scene.acme.subscriptionId,
    orderId: null,
    email,
    customerEmail: email,
    claimedAt: null,
    revokedAt: null,
    seatMetadata: {},
    createdAt: "2026-03-01T09:00:00.000Z",
    modifiedAt: null,
  })),
  assign(
    "makes a pending seat of an order",
    (scene) => ({ ...scene.order, email }),
    (scene) => ({
      status: "pending",
      subscriptionId: null,
      orderId: scene.acme.orderId,
    }),
  ),
  assign("makes an invitation of one day", to({}), { invitationTokenExpiresAt: "2026-03-02T09:00:00.000Z" }),
  assign("claims at once where it is told to, without an invitation", to({ immediateClaim: true }), {
    status: "claimed",
    claimedAt: "2026-03-01T09:00:00.000Z",
    invitationTokenExpiresAt: null,
  }),
  assign("claims at once in an order", (scene) => ({ ...scene.order, email, immediateClaim: true }), {
    status: "claimed",
  }),
  assign(
    "claims at once without the member model",
    to({ immediateClaim: true }),
    { status: "claimed" },
    { memberModel: false },
  ),
  assign("does not claim at once where it is told not to", to({ immediateClaim: false }), { status: "pending" }),
  assign(
    "takes null for what is not given",
    to({
      orderId: null,
      customerId: null,
      externalCustomerId: null,
      memberId: null,
      externalMemberId: null,
      metadata: null,
    }),
    { status: "pending", seatMetadata: {} },
  ),
  assign("keeps metadata", to({ metadata: { role: "admin", nested: { list: [1, "two", null, true] } } }), {
    seatMetadata: { role: "admin", nested: { list: [1, "two", null, true] } },
  }),
  assign(
    "takes ids in capital letters",
    (scene) => ({ subscriptionId: scene.acme.subscriptionId.toUpperCase(), email }),
    (scene) => scene.pool,
  ),
  assign(
    "takes the last seat that is free",
    async (scene) => {
      await scene.invited("a@example.com");
      await scene.invited("b@example.com");
      return to({})(scene);
    },
    { status: "pending" },
  ),
  assign(
    "takes a seat that was freed in a full pool",
    async (scene) => {
      for (const one of ["a@example.com", "b@example.com"]) await scene.invited(one);
      await freed(scene);
      return to({})(scene);
    },
    { status: "pending" },
  ),
  assign(
    "takes a seat that was bought since",
    async (scene) => {
      for (const one of ["a@example.com", "b@example.com", "c@example.com"]) await scene.invited(one);
      await scene.ledger.resizePool({ ...scene.pool, seats: 4 });
      return to({})(scene);
    },
    { status: "pending" },
  ),
  assign(
    "takes a seat of a pool that came back",
    async (scene) => {
      await scene.ledger.closePool(scene.pool);
      await scene.ledger.reopenPool(scene.pool);
      return to({})(scene);
    },
    { status: "pending" },
  ),
  assign(
    "takes a seat of an order that was paid",
    async (scene) => {
      await scene.opened({ orderId: ids.four, status: "unpaid" });
      await scene.ledger.activatePool({ orderId: ids.four });
      return { orderId: ids.four, email };
    },
    { orderId: ids.four },
  ),
  assign(
    "gives the same person a seat in each of two pools",
    async (scene) => {
      await scene.invited(email);
      return { ...scene.order, email };
    },
    { email },
  ),
  assign(
    "gives the same person a seat in each of two orders",
    async (scene) => {
      await scene.opened({ orderId: ids.four });
      await scene.ledger.assignSeat({ orderId: ids.four, email });
      return { ...scene.order, email };
    },
    { email },
  ),
  assign(
    "gives a person a seat again who had left",
    async (scene) => {
      const { seatId } = await scene.claimed(email);
      await scene.ledger.revokeSeat({ seatId });
      return to({})(scene);
    },
    { status: "pending", email, claimedAt: null, occupancy: 2 },
  ),
  ...(["one", "four", "seven", "nil"] as const).map((version) =>
    assign(
      `takes a body's id of version ${version}`,
      async (scene) => {
        await scene.opened({ subscriptionId: ids[version] });
        return { subscriptionId: ids[version], email };
      },
      { subscriptionId: ids[version] },
    ),
  ),
]);

cases("taking a revoked seat again", [
  assign(
    "keeps its id",
    async (scene) => to({ metadata: { freed: await freed(scene) } })(scene),
    () => expect.toSatisfy((seat: Loose) => seat.id === seat.seatMetadata.freed),
  ),
  assign(
    "replaces the metadata",
    async (scene) => {
      await freed(scene);
      return to({ metadata: { team: "red" } })(scene);
    },
    { seatMetadata: { team: "red" } },
  ),
  assign(
    "replaces the metadata by none",
    async (scene) => {
      await freed(scene);
      return to({})(scene);
    },
    { seatMetadata: {} },
  ),
  assign(
    "forgets when it was revoked and claimed, and makes a new invitation",
    async (scene) => {
      await freed(scene);
      return to({})(scene);
    },
    { status: "pending", revokedAt: null, claimedAt: null, invitationTokenExpiresAt: "2026-03-03T09:00:00.000Z" },
  ),
  assign(
    "claims at once where it is told to",
    async (scene) => {
      await freed(scene);
      return to({ immediateClaim: true })(scene);
    },
    { status: "claimed", revokedAt: null, claimedAt: "2026-03-02T09:00:00.000Z", invitationTokenExpiresAt: null },
  ),
  assign(
    "leaves when its row was made",
    async (scene) => {
      await freed(scene);
      return to({})(scene);
    },
    { createdAt: "2026-03-01T09:00:00.000Z", modifiedAt: "2026-03-02T09:00:00.000Z" },
  ),
  assign(
    "shows the new holder",
    async (scene) => {
      await freed(scene);
      return to({})(scene);
    },
    { email, customerEmail: email, member: { email } },
  ),
  assign(
    "works without the member model",
    async (scene) => {
      await freed(scene);
      return to({})(scene);
    },
    { email, occupancy: 2 },
    { memberModel: false },
  ),
  assign(
    "takes the one of this pool, not of another",
    async (scene) => {
      await freed(scene);
      return { ...scene.order, email };
    },
    { occupancy: 1 },
  ),
  assign(
    "makes a new seat where none is revoked",
    async (scene) => {
      await scene.invited("a@example.com");
      return to({})(scene);
    },
    { occupancy: 1 },
  ),
]);

test("the seat that was revoked first is taken again first", async () => {
  await using shop = await openShop();
  const { subscriptionId } = shop.acme;
  const assigned = async (to: string) => (await shop.ledger.assignSeat({ subscriptionId, email: to })).seat.id;
  const [one, two, three] = [
    await assigned("a@example.com"),
    await assigned("b@example.com"),
    await assigned("c@example.com"),
  ];
  for (const seatId of [two, three, one]) {
    shop.later(1);
    await shop.ledger.revokeSeat({ seatId });
  }
  expect([await assigned("d@example.com"), await assigned("e@example.com"), await assigned("f@example.com")]).toEqual([
    two,
    three,
    one,
  ]);
});

test.each([
  ["the writing scope", tokens.writer, null],
  ["the reading scope", tokens.reader, "403 insufficient_scope"],
  ["another scope", tokens.useless, "403 insufficient_scope"],
  ["a customer's token", tokens.customer, "401 Unauthorized"],
  ["a member's token", tokens.member, "401 Unauthorized"],
  ["an unknown token", "x", "401 Unauthorized"],
  ["no token", null, "401 Unauthorized"],
])("writing with %s", async (_, token, refusal) => {
  await using shop = await openShop();
  const { seat } = await shop.ledger.assignSeat({ subscriptionId: shop.acme.subscriptionId, email });
  const expected = refusal === null ? { answer: {} } : { refusal };
  const body = { subscription_id: shop.acme.subscriptionId, email: "joe@example.com" };
  expect(await sent(shop, "POST", "", { token, body })).toMatchObject(expected);
  expect(await sent(shop, "POST", `/${seat.id}/resend`, { token })).toMatchObject(expected);
  expect(await sent(shop, "DELETE", `/${seat.id}`, { token })).toMatchObject(expected);
});

test("two assignments of the last seat at once: one is given it, the other one is refused", async () => {
  await using shop = await openShop();
  const { orderId } = shop.acme;
  const both = await Promise.all(
    ["a@example.com", "b@example.com"].map((one) =>
      sent(shop, "POST", "", { body: { order_id: orderId, email: one } }),
    ),
  );
  expect(both.filter((outcome) => "answer" in outcome)).toHaveLength(1);
  expect(both).toContainEqual({ refusal: "400 SeatNotAvailable" });
});
