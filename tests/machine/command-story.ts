// A story that takes every transition of the seat machine by commands: invited, granted, sent again, renamed, claimed,
// revoked, taken again in both ways, and lapsed. It breaks off where the seat is not what the story says.

import assert from "node:assert/strict";
import { openLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { tell } from "./tell.ts";

const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
const customerId = "c0570000-0000-4000-8000-000000000001";
const ada = "3e3be200-0000-4000-8000-000000000001";
const bob = "3e3be200-0000-4000-8000-000000000002";
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };

await tell(async () => {
  const clock = manualClock();
  await using ledger = await openLedger({ file: ":memory:", clock: clock.now, lapsedInvitations: "release" });
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId });
  const rename = (id: string, email: string) => ledger.registerMember({ id, customerId, email });
  await rename(ada, "ada@example.com");
  await rename(bob, "bob@example.com");
  await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "team", name: "Team" }, seats: 2 });
  const statuses = async () => (await ledger.listSeats(pool)).seats.map(({ status, email }) => ({ status, email }));

  const first = await ledger.assignSeat({ ...pool, memberId: ada });
  const second = await ledger.assignSeat({ ...pool, memberId: bob, immediateClaim: true });
  await rename(ada, "ada@acme.example");
  await rename(bob, "bob@acme.example");
  assert.deepEqual(await statuses(), [
    { status: "pending", email: "ada@acme.example" },
    { status: "claimed", email: "bob@acme.example" },
  ]);

  const { invitation } = await ledger.resendInvitation({ seatId: first.seat.id });
  assert.notEqual(invitation?.token, first.invitation?.token);
  await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  await ledger.revokeSeat({ seatId: first.seat.id });
  await ledger.revokeSeat({ seatId: second.seat.id });
  assert.deepEqual(await statuses(), Array(2).fill({ status: "revoked", email: null }));

  const again = await ledger.assignSeat({ ...pool, memberId: bob });
  await ledger.assignSeat({ ...pool, memberId: ada, immediateClaim: true });
  await ledger.revokeSeat({ seatId: again.seat.id });
  assert.deepEqual(await statuses(), [
    { status: "revoked", email: null },
    { status: "claimed", email: "ada@acme.example" },
  ]);

  await ledger.assignSeat({ ...pool, memberId: bob });
  clock.advance({ days: 2 });
  await ledger.resizePool({ ...pool, seats: 1 });
  assert.deepEqual(await statuses(), [
    { status: "revoked", email: null },
    { status: "claimed", email: "ada@acme.example" },
  ]);
});
