// Which seats are free again because their invitations are past: none, where a ledger holds them as Polar does.

import type { Model, ModelPool, ModelSeat } from "../model.ts";

export function lapse({ now, lapsedInvitations }: Model, { seats }: ModelPool): readonly ModelSeat[] {
  if (lapsedInvitations === "hold") return [];
  return seats.filter(({ status, expiresAt }) => status === "pending" && expiresAt !== null && expiresAt < now);
}
