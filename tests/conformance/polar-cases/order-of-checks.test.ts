// A request that is wrong in two ways gets the refusal that comes first, in Polar's order: what is said, who asks, which
// pool or seat, switched on, paid, a seat free, a recipient, not seated already.

import { expect, test } from "vitest";
import { openShop, tokens } from "../shop.ts";
import { about, cases, ids, nobody, type Scene } from "./cases.ts";
import { type Loose, sent } from "./doors.ts";

const assign = about("assign");
const email = "jane@example.com";
const stranger = { memberId: nobody };

/** An order that is unpaid, has no seat, and a shop that is switched off, as far as they are named. */
const order =
  (wrong: { readonly unpaid?: true; readonly full?: true; readonly off?: true }, recipient: Loose) =>
  async (scene: Scene) => {
    await scene.opened({ orderId: ids.four, status: wrong.unpaid ? "unpaid" : "active", seats: wrong.full ? 0 : 1 });
    if (wrong.off) await scene.seatsOff();
    return { orderId: ids.four, ...recipient };
  };

/** A pool in which Jane holds the only seat. */
const fullOfJane = (recipient: Loose) => async (scene: Scene) => {
  await scene.ledger.assignSeat({ ...scene.order, email });
  return { ...scene.order, ...recipient };
};

cases("an assignment is refused first", [
  assign("by what is said, before the pool is looked for", () => ({ subscriptionId: nobody }), "InvalidRequest"),
  assign(
    "by metadata, before the pool is looked for",
    () => ({ subscriptionId: nobody, email, metadata: [] }),
    "InvalidRequest",
  ),
  assign(
    "by an unknown pool, before seats that are switched off",
    async (scene) => {
      await scene.seatsOff();
      return { subscriptionId: nobody, email };
    },
    "PoolNotFound",
  ),
  assign(
    "by an unknown pool, before an unknown recipient",
    () => ({ subscriptionId: nobody, ...stranger }),
    "PoolNotFound",
  ),
  assign("by another organization's pool, before that is full", fullOfJane({ email }), "PoolNotFound", { as: "other" }),
  assign(
    "by another organization's pool, before seats that are switched off there",
    async (scene) => {
      await scene.seatsOff();
      return { ...scene.pool, email };
    },
    "PoolNotFound",
    { as: "other" },
  ),
  assign(
    "by a pool that is Polar's, before seats that are switched off",
    async (scene) => {
      await scene.opened({ subscriptionId: ids.four, authority: "polar" });
      await scene.seatsOff();
      return { subscriptionId: ids.four, email };
    },
    "PoolMirrored",
  ),
  assign(
    "by seats that are switched off, before an unpaid order",
    order({ off: true, unpaid: true }, { email }),
    "SeatsNotEnabled",
  ),
  assign(
    "by seats that are switched off, before a full pool",
    order({ off: true, full: true }, { email }),
    "SeatsNotEnabled",
  ),
  assign(
    "by seats that are switched off, before an unknown recipient",
    order({ off: true }, stranger),
    "SeatsNotEnabled",
  ),
  assign("by an unpaid order, before a full one", order({ unpaid: true, full: true }, { email }), "PoolNotActive"),
  assign("by an unpaid order, before an unknown recipient", order({ unpaid: true }, stranger), "PoolNotActive"),
  assign(
    "by a closed pool, before an unknown recipient",
    async (scene) => {
      await scene.ledger.closePool(scene.pool);
      return { ...scene.pool, ...stranger };
    },
    "PoolNotActive",
  ),
  assign(
    "by a closed pool",
    async (scene) => {
      await scene.ledger.closePool(scene.pool);
      return { ...scene.pool, email };
    },
    "PoolNotActive",
  ),
  assign("by a full pool, before an unknown member", order({ full: true }, stranger), "SeatNotAvailable"),
  assign(
    "by a full pool, before an unknown customer",
    order({ full: true }, { customerId: nobody }),
    "SeatNotAvailable",
  ),
  assign(
    "by a full pool, before an unknown customer without the member model",
    order({ full: true }, { customerId: nobody }),
    "SeatNotAvailable",
    { memberModel: false },
  ),
  assign("by a full pool, before one who holds its seat", fullOfJane({ email }), "SeatNotAvailable"),
  assign(
    "by a full pool, before an e-mail that doesn't match",
    async (scene) => {
      await scene.ledger.registerMember({
        customerId: scene.acme.customerId,
        email: "joe@example.com",
        externalId: "j",
      });
      return fullOfJane({ email, externalMemberId: "j" })(scene);
    },
    "SeatNotAvailable",
  ),
  assign(
    "by an e-mail that doesn't match, before one who holds a seat",
    async (scene) => {
      await scene.ledger.registerMember({ customerId: scene.acme.customerId, email, externalId: "j" });
      await scene.invited(email);
      await scene.invited("joe@example.com");
      return { ...scene.pool, externalMemberId: "j", email: "joe@example.com" };
    },
    "MemberEmailMismatch",
  ),
  assign(
    "by nothing else than its holder, at last",
    async (scene) => {
      await scene.invited(email);
      return { ...scene.pool, email };
    },
    "SeatAlreadyAssigned",
  ),
]);

const routes = [
  ["POST", "", "{"],
  ["GET", "?subscription_id=x", undefined],
  ["DELETE", "/x", undefined],
  ["POST", "/x/resend", undefined],
] as const;

test.each(routes)("%s %s: who asks comes before what is said", async (method, path, body) => {
  await using shop = await openShop();
  expect(await sent(shop, method, path, { token: null, body })).toEqual({ refusal: "401 Unauthorized" });
  expect(await sent(shop, method, path, { token: tokens.useless, body })).toEqual({
    refusal: "403 insufficient_scope",
  });
  expect(await sent(shop, method, path, { body })).toEqual({ refusal: "422 RequestValidationError" });
});

test("401 asks for a bearer token", async () => {
  await using shop = await openShop();
  const response = await shop.api.fetch(new Request("http://seats.example/v1/customer-seats"));
  expect([response.status, response.headers.get("WWW-Authenticate")]).toEqual([401, "Bearer"]);
});
