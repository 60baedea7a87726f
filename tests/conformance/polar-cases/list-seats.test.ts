// listSeats as Polar does it: https://polar.sh/docs/api-reference/customer-seats/list. Which pools a request may name stands
// in list-seats-request.

import { expect } from "vitest";
import { about, cases, ids, nobody, type Scene } from "./cases.ts";

const list = about("list");
const day = 24 * 60 * 60 * 1_000;

async function full(scene: Scene) {
  for (const email of ["a@example.com", "b@example.com", "c@example.com"]) await scene.invited(email);
}

const oneOfEach = async (scene: Scene) => {
  const { seatId } = await scene.invited("gone@example.com");
  await scene.claimed("claimed@example.com");
  await scene.ledger.revokeSeat({ seatId });
  const { seatId: second } = await scene.invited("pending@example.com");
  await scene.claimed("third@example.com");
  await scene.ledger.revokeSeat({ seatId: second });
  return scene.pool;
};

cases("listing", [
  list("a pool without seats", (scene) => scene.pool, { seats: [], availableSeats: 3, totalSeats: 3 }),
  list("an order's seats", (scene) => scene.order, { seats: [], availableSeats: 1, totalSeats: 1 }),
  list("every seat, revoked ones included", oneOfEach, {
    seats: expect.toSatisfy(
      (seats: readonly { readonly status: string }[]) =>
        seats
          .map(({ status }) => status)
          .sort()
          .join() === "claimed,claimed,revoked",
    ),
    availableSeats: 1,
    totalSeats: 3,
  }),
  list(
    "counts a pending seat as taken",
    async (scene) => {
      await scene.invited();
      return scene.pool;
    },
    { availableSeats: 2, totalSeats: 3 },
  ),
  list(
    "counts a claimed seat as taken",
    async (scene) => {
      await scene.claimed();
      return scene.pool;
    },
    { availableSeats: 2, totalSeats: 3 },
  ),
  list(
    "counts a revoked seat as free",
    async (scene) => {
      await scene.ledger.revokeSeat({ seatId: (await scene.claimed()).seatId });
      return scene.pool;
    },
    { availableSeats: 3, totalSeats: 3 },
  ),
  list(
    "counts an expired invitation as taken",
    async (scene) => {
      await scene.invited();
      scene.later(2 * day);
      return scene.pool;
    },
    { seats: [{ status: "pending" }], availableSeats: 2 },
  ),
  list(
    "a full pool",
    async (scene) => {
      await full(scene);
      return scene.pool;
    },
    { availableSeats: 0, totalSeats: 3 },
  ),
  list(
    "a pool after more seats were bought",
    async (scene) => {
      await full(scene);
      await scene.ledger.resizePool({ ...scene.pool, seats: 5 });
      return scene.pool;
    },
    { availableSeats: 2, totalSeats: 5 },
  ),
  list(
    "a pool after fewer seats were bought",
    async (scene) => {
      await scene.invited();
      await scene.ledger.resizePool({ ...scene.pool, seats: 1 });
      return scene.pool;
    },
    { availableSeats: 0, totalSeats: 1 },
  ),
  list(
    "a pool that was closed, each seat revoked",
    async (scene) => {
      await full(scene);
      await scene.ledger.closePool(scene.pool);
      return scene.pool;
    },
    { seats: [{ status: "revoked" }, { status: "revoked" }, { status: "revoked" }], totalSeats: 3 },
  ),
  list(
    "a pool that came back, its seats still revoked",
    async (scene) => {
      await full(scene);
      await scene.ledger.closePool(scene.pool);
      await scene.ledger.reopenPool(scene.pool);
      return scene.pool;
    },
    { seats: [{ status: "revoked" }, { status: "revoked" }, { status: "revoked" }], availableSeats: 3, totalSeats: 3 },
  ),
  list(
    "an order that is not paid",
    async (scene) => {
      await scene.opened({ orderId: ids.four, seats: 2, status: "unpaid" });
      return { orderId: ids.four };
    },
    { seats: [], availableSeats: 2, totalSeats: 2 },
  ),
  list(
    "a pool of Polar's, over-used without saying so",
    async (scene) => {
      await scene.opened({ subscriptionId: ids.four, seats: 0, authority: "polar" });
      const shown = { id: nobody, status: "claimed", createdAt: new Date(0), email: "a@example.com" } as const;
      const { version } = await scene.ledger.getPool({ subscriptionId: ids.four });
      const context = { origin: "listing", originId: "1", observedAt: new Date("2026-03-01T09:00:00.000Z") } as const;
      await scene.ledger.record(
        [{ type: "listing", subscriptionId: ids.four, poolVersion: version, seats: [shown] }],
        context,
      );
      return { subscriptionId: ids.four };
    },
    { seats: [{ status: "claimed" }], availableSeats: 0, totalSeats: 0 },
  ),
  list(
    "shows each member with its facts",
    async (scene) => {
      const facts = {
        customerId: scene.acme.customerId,
        email: "eve@example.com",
        name: "Eve",
        externalId: "eve-1",
        role: "billing_manager",
      } as const;
      const { id } = await scene.ledger.registerMember(facts);
      await scene.ledger.assignSeat({ ...scene.pool, memberId: id });
      return scene.pool;
    },
    { seats: [{ member: { email: "eve@example.com", name: "Eve", externalId: "eve-1", role: "billing_manager" } }] },
  ),
  list(
    "shows a changed e-mail on the seats that are live",
    async (scene) => {
      const { seatId } = await scene.claimed();
      const { memberId } = await scene.ledger.getSeat({ seatId });
      await scene.ledger.registerMember({ id: memberId, customerId: scene.acme.customerId, email: "new@example.com" });
      return scene.pool;
    },
    {
      seats: [
        {
          status: "claimed",
          email: "new@example.com",
          customerEmail: "new@example.com",
          member: { email: "new@example.com" },
        },
      ],
    },
  ),
  list(
    "shows no member where there is none",
    async (scene) => {
      const { id } = await scene.ledger.registerCustomer({ organizationId: scene.acme.organizationId, name: "Team" });
      await scene.ledger.assignSeat({ ...scene.pool, customerId: id });
      return scene.pool;
    },
    { seats: [{ member: null, memberId: null, email: null }] },
    { memberModel: false },
  ),
  list(
    "keeps each order a pool of its own",
    async (scene) => {
      await scene.opened({ orderId: ids.four, seats: 4 });
      await scene.ledger.assignSeat({ orderId: ids.four, email: "a@example.com" });
      return scene.order;
    },
    { seats: [], availableSeats: 1, totalSeats: 1 },
  ),
]);
