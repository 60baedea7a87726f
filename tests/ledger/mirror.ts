// A pool that Polar decides about, and what Polar shows of its seats.

import { randomUUID } from "node:crypto";
import type { Fact, OrganizationLedger, Recorded } from "seat-ledger";
import { product, type Setting } from "./setting.ts";

type ShownSeat = Extract<Fact, { type: "listing" }>["seats"][number];

export const shownAt = new Date("2026-02-01T00:00:00.000Z");
export const source = { origin: "listing" as const, originId: "pass-1", observedAt: shownAt };

export interface Mirror {
  readonly subscriptionId: string;
  /** Records a listing with these seats as Polar's whole present. */
  show(seats: readonly ShownSeat[]): Promise<Recorded>;
  /** Records that Polar shows the pool with so many seats. */
  resize(seats: number): Promise<Recorded>;
}

/** Where the mirror is: behind a fence too. */
type Place = Pick<Setting, "organizationId" | "customerId"> & { readonly ledger: OrganizationLedger };

export async function mirrorIn({ ledger, organizationId, customerId }: Place): Promise<Mirror> {
  const subscriptionId = randomUUID();
  const pool = { type: "pool" as const, subscriptionId, organizationId, customerId, product };
  const resize = (seats: number) => ledger.record([{ ...pool, seats, status: "active", openedAt: shownAt }], source);
  await resize(5);
  return {
    subscriptionId,
    resize,
    async show(seats) {
      const { version: poolVersion } = await ledger.getPool({ subscriptionId });
      return await ledger.record([{ type: "listing", subscriptionId, poolVersion, seats: [...seats] }], source);
    },
  };
}

/** A claimed seat that shows a member of the buyer. */
export function shownSeat({ customerId }: Pick<Setting, "customerId">, memberId: string, email: string): ShownSeat {
  const member = {
    id: memberId,
    customerId,
    email,
    name: `Name of ${email}`,
    role: "member" as const,
    createdAt: shownAt,
  };
  const person = { customerId, memberId, member, email, seatMetadata: { desk: "window" } };
  return { id: randomUUID(), status: "claimed", ...person, claimedAt: shownAt, createdAt: shownAt };
}
