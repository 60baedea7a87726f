// The pools that are asked for over HTTP: full ones first, each of 25 people, then empty ones.

import type { SeatLedger } from "seat-ledger";
import { seeded, uuidBy } from "../random.ts";
import { seatsInPool } from "../script.ts";

/** Opens the pools of a customer, and answers their subscriptions. */
export async function openPools(
  ledger: SeatLedger,
  { organizationId, customerId }: { readonly organizationId: string; readonly customerId: string },
  { full, empty }: { readonly full: number; readonly empty: number },
): Promise<readonly string[]> {
  const random = seeded(9);
  const ids = Array.from({ length: full + empty }, () => uuidBy(random));
  const product = { id: "team", name: "Team" };
  for (const [number, subscriptionId] of ids.entries()) {
    await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: seatsInPool });
    if (number >= full) continue;
    const recipients = Array.from({ length: seatsInPool }, (_, place) => ({
      ...{ email: `person-${number}-${place}@example.com`, immediateClaim: true },
    }));
    await ledger.assignSeats({ subscriptionId, recipients });
  }
  return ids;
}
