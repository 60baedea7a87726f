// Nothing of one organization is ever seen by another: what is foreign is answered like what is unknown.

import { randomUUID } from "node:crypto";
import { firstValueFrom } from "rxjs";
import { expect, test } from "vitest";
import { product, refusal, setting } from "./setting.ts";

async function neighbours() {
  const own = await setting();
  const { ledger } = own;
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const { seat, invitation } = await ledger.assignSeat({ subscriptionId: own.subscriptionId, email: "a@acme.example" });
  return { ...own, seat, token: invitation?.token ?? "", otherId, fenced: ledger.forOrganization(otherId) };
}

test("every command and query on a foreign thing is answered as if it were not there", async () => {
  const { fenced, organizationId, customerId, subscriptionId, seat, token } = await neighbours();
  const seatId = seat.id;
  const foreign: readonly (readonly [Promise<unknown>, string])[] = [
    [fenced.getPool({ subscriptionId }), "PoolNotFound"],
    [fenced.listSeats({ subscriptionId }), "PoolNotFound"],
    [fenced.assignSeat({ subscriptionId, email: "b@acme.example" }), "PoolNotFound"],
    [fenced.resizePool({ subscriptionId, seats: 9 }), "PoolNotFound"],
    [fenced.closePool({ subscriptionId }), "PoolNotFound"],
    [fenced.getSeat({ seatId }), "SeatNotFound"],
    [fenced.history({ seatId }), "SeatNotFound"],
    [fenced.revokeSeat({ seatId }), "SeatNotFound"],
    [fenced.resendInvitation({ seatId }), "SeatNotFound"],
    [fenced.getClaimInfo({ invitationToken: token }), "InvalidInvitationToken"],
    [fenced.claimSeat({ invitationToken: token }), "InvalidInvitationToken"],
    [fenced.listPools({ organizationId }), "OrganizationNotFound"],
    [fenced.listPools({ customerId }), "CustomerNotFound"],
    [fenced.registerCustomer({ organizationId, email: "b@acme.example" }), "OrganizationNotFound"],
    [fenced.registerMember({ customerId, email: "b@acme.example" }), "CustomerNotFound"],
    [
      fenced.openPool({ subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 }),
      "OrganizationNotFound",
    ],
  ];
  const codes = await Promise.all(foreign.map(([call]) => refusal(call)));
  expect(codes).toEqual(foreign.map(([, code]) => code));
});

test("a pool cannot be billed to another organization's customer", async () => {
  const { ledger, otherId, customerId } = await neighbours();
  const call = ledger.openPool({
    subscriptionId: randomUUID(),
    organizationId: otherId,
    customerId,
    product,
    seats: 1,
  });
  expect(await refusal(call)).toBe("CustomerNotFound");
});

test("a fenced stream shows only its own organization's events", async () => {
  const { fenced, otherId } = await neighbours();
  const first = await firstValueFrom(fenced.events$());
  expect(first).toMatchObject({ type: "OrganizationRegistered", organizationId: otherId });
});

test("a cursor of one list opens no other", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  await ledger.openPool({ subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 });
  const { next, pools } = await ledger.listPools({ organizationId, limit: 1 });
  expect(pools.map((pool) => pool.subscriptionId)).toEqual([subscriptionId]);
  expect(await refusal(ledger.listPools({ customerId, cursor: next ?? "" }))).toBe("InvalidRequest");
  expect((await ledger.listPools({ organizationId, cursor: next ?? "" })).pools).toHaveLength(1);
});

test("behind a fence not even the slug or the key of another organization shows", async () => {
  const { ledger, fenced } = await neighbours();
  const named = { name: "Acme", slug: "acme" };
  await ledger.registerOrganization(named, { idempotencyKey: "k" });
  expect(await refusal(fenced.registerOrganization(named))).toBe("OrganizationNotFound");
  expect(await refusal(fenced.registerOrganization(named, { idempotencyKey: "k" }))).toBe("OrganizationNotFound");
  const renamed = await fenced.registerOrganization({ name: "Renamed", slug: "other" }, { idempotencyKey: "k" });
  expect(renamed.name).toBe("Renamed");
});
