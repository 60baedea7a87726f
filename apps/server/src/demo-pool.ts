// A pool of the ledger's own beside the replayed ones, with fixed ids, so that the printed commands have a place to go:
// the replayed pools are Polar's to decide about. One of its seats has been handed on, to show what Polar forgets.

import type { SeatLedger } from "seat-ledger";

const customerId = "5eed0000-0000-4000-8000-000000000001";
const subscriptionId = "5eed0000-0000-4000-8000-000000000002";
const productId = "5eed0000-0000-4000-8000-000000000003";
const seats = 25;

export interface DemoPool {
  readonly subscriptionId: string;
  /** A seat that two people have held. */
  readonly handedOnSeatId: string;
  /** Somebody who holds no live seat in the pool. */
  readonly freeEmail: string;
}

/** Opens the pool and hands a seat on, or finds it as an earlier start left it. */
export async function openDemoPool(ledger: SeatLedger, organizationId: string): Promise<DemoPool> {
  await ledger.registerCustomer({
    id: customerId,
    organizationId,
    email: "owner@ledger-demo.example",
    name: "Ledger demo",
  });
  await ledger.openPool({
    subscriptionId,
    organizationId,
    customerId,
    product: { id: productId, name: "Ledger demo seats" },
    seats,
  });
  const { seats: known, availableSeats, totalSeats } = await ledger.listSeats({ subscriptionId });
  if (availableSeats === 0) await ledger.resizePool({ subscriptionId, seats: totalSeats + seats });
  const holders = new Set(known.filter((seat) => seat.status !== "revoked").map((seat) => seat.email));
  const handedOn = known.find((seat) => seat.occupancy > 1);
  return { subscriptionId, handedOnSeatId: handedOn?.id ?? (await handSeatOn(ledger)), freeEmail: firstFree(holders) };
}

/** Polar would keep the last of the two alone. The keys let a start go on where an earlier one was interrupted. */
async function handSeatOn(ledger: SeatLedger): Promise<string> {
  const ada = { subscriptionId, email: "ada@ledger-demo.example", immediateClaim: true };
  const grace = { ...ada, email: "grace@ledger-demo.example" };
  const { seat } = await ledger.assignSeat(ada, { idempotencyKey: "demo/assign-ada", reason: "joined the team" });
  await ledger.revokeSeat({ seatId: seat.id }, { idempotencyKey: "demo/revoke-ada", reason: "left the team" });
  await ledger.assignSeat(grace, { idempotencyKey: "demo/assign-grace", reason: "took over" });
  return seat.id;
}

function firstFree(holders: ReadonlySet<string | null>): string {
  for (let number = 1; ; number += 1) {
    const email = `guest${number}@example.com`;
    if (!holders.has(email)) return email;
  }
}
