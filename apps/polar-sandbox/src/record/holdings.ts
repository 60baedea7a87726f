// Who held which seat from when to when, put together from the seat steps. Polar's API never answers any of it.

import type { SandboxFact, SandboxFactCause } from "./sandbox-fact.ts";

/** One holder's time on one seat. */
export type SandboxHolding = {
  readonly seatId: string;
  /** 1 for the first holder of this seat id, 2 for the next ... */
  readonly occupancy: number;
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  /** As they were at the end, or are now: an e-mail can change, and a switch to the member model names the buyer. */
  readonly customerId: string | null;
  readonly memberId: string | null;
  readonly email: string | null;
  /** The invitation, or the claim where the seat was claimed at once. */
  readonly from: Date;
  readonly claimedAt: Date | null;
  readonly immediate: boolean;
  /** Null while it is held. */
  readonly to: Date | null;
  readonly endedBy: SandboxFactCause | null;
};

/** Every holding, in the order of their beginnings. */
export function holdingsOf(facts: readonly SandboxFact[]): SandboxHolding[] {
  const holdings = new Map<string, SandboxHolding>();
  for (const fact of facts) {
    const key = `${fact.seatId}/${fact.occupancy}`;
    holdings.set(key, { ...(holdings.get(key) ?? begun(fact)), ...changed(fact) });
  }
  return [...holdings.values()];
}

function begun({ at, immediate, seatId, occupancy, subscriptionId, orderId }: SandboxFact) {
  const place = { seatId, occupancy, subscriptionId, orderId };
  return { ...place, from: at, immediate, claimedAt: null, to: null, endedBy: null };
}

function changed({ type, at, cause, customerId, memberId, email }: SandboxFact) {
  return {
    customerId,
    memberId,
    email,
    ...(type === "claimed" ? { claimedAt: at } : {}),
    ...(type === "revoked" ? { to: at, endedBy: cause } : {}),
  };
}
