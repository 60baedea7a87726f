// A story that takes the machine's transitions by replay: listings of a mirrored pool, one after the other, and after each
// of them the ledger shows what was listed. It breaks off where the ledger shows something else.

import assert from "node:assert/strict";
import { type Fact, openLedger } from "seat-ledger";
import { tell } from "./tell.ts";

type Shown = Extract<Fact, { type: "listing" }>["seats"][number];

const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
const customerId = "c0570000-0000-4000-8000-000000000001";
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
const day = 24 * 60 * 60 * 1_000;
const began = Date.parse("2026-11-02T10:00:00.000Z");
const at = (hour: number) => new Date(began + hour * 60 * 60 * 1_000);
const nobody = { customerId: null, memberId: null, email: null };

function person(name: string, memberId: string) {
  return { customerId, memberId, email: `${name}@example.com` };
}

const ada = person("ada", "3e3be200-0000-4000-8000-000000000001");
const bob = person("bob", "3e3be200-0000-4000-8000-000000000002");
const cyd = person("cyd", "3e3be200-0000-4000-8000-000000000003");

/** Invited at the hour: the expiry, a day later, is what Polar shows of it. */
function invited(seatId: string, hour: number, holder: typeof ada): Shown {
  const expiry = new Date(at(hour).getTime() + day);
  const times = { createdAt: at(0), invitationTokenExpiresAt: expiry, claimedAt: null, revokedAt: null };
  return { id: seatId, status: "pending", ...holder, ...times };
}

function granted(seatId: string, hour: number, holder: typeof ada): Shown {
  const times = { createdAt: at(0), invitationTokenExpiresAt: null, claimedAt: at(hour), revokedAt: null };
  return { id: seatId, status: "claimed", ...holder, ...times };
}

const one = invited("5ea70000-0000-4000-8000-000000000001", 0, ada);
const two = granted("5ea70000-0000-4000-8000-000000000002", 0, bob);
const three = invited("5ea70000-0000-4000-8000-000000000003", 0, cyd);
const oneClaimed: Shown = { ...one, status: "claimed", claimedAt: at(1) };
const twoRenamed: Shown = { ...two, email: "bob@acme.example" };
const threeRenamed: Shown = { ...three, email: "cyd@acme.example" };
const revoked = (seat: Shown): Shown => ({ ...seat, ...nobody, status: "revoked", revokedAt: at(3) });

const handedOn = [granted(one.id, 4, cyd), twoRenamed, invited(three.id, 4, ada)];

/** What Polar listed, hour by hour, and the holding in which each seat is by then. Once it left everything out. */
const listings: readonly (readonly Shown[])[] = [
  [one, two, three],
  [oneClaimed, twoRenamed, threeRenamed],
  [revoked(oneClaimed), twoRenamed, revoked(threeRenamed)],
  handedOn,
  [],
  handedOn,
];
const occupancies = [
  [1, 1, 1],
  [1, 1, 1],
  [1, 1, 1],
  [2, 1, 2],
  [2, 1, 2],
  [2, 1, 2],
];

await tell(async () => {
  await using ledger = await openLedger({ file: ":memory:" });
  const record = (hour: number, ...facts: readonly Fact[]) =>
    ledger.record(facts, { origin: "listing", originId: "story", observedAt: at(hour) });
  await record(
    0,
    { type: "organization", id: organizationId, name: "Acme", slug: "acme", memberModel: true, seatsEnabled: true },
    { type: "customer", id: customerId, organizationId, email: null, name: "Team", externalId: null },
    {
      ...{ type: "pool", ...pool, organizationId, customerId, product: { id: "team", name: "Team" } },
      ...{ seats: 3, status: "active", openedAt: at(0) },
    },
  );
  for (const [hour, seats] of listings.entries()) {
    const { version } = await ledger.getPool(pool);
    await record(hour, { type: "listing", ...pool, poolVersion: version, seats: [...seats] });
    const listed = await ledger.listSeats(pool);
    assert.deepEqual(
      listed.seats.map(({ occupancy }) => occupancy),
      occupancies[hour],
    );
    for (const [index, shown] of seats.entries()) assert.partialDeepStrictEqual(listed.seats[index], shown);
  }
});
