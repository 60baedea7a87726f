// Assigning a seat, with Polar's checks in Polar's order. It takes a revoked seat again before it makes a new one, and so
// forgets the former holder, as Polar does.

import { seatAlreadyAssigned, seatNotAvailable } from "../errors.ts";
import { requireSeatsEnabled } from "../organizations.ts";
import { availableSeatsOf, findPool, liveSeatsOf, type Pool, seatsOf } from "../pools.ts";
import { remember } from "../record/remember.ts";
import type { SeatRecord } from "../records.ts";
import { type Holder, resolveRecipient } from "../resolve-recipient.ts";
import { addToIndex, type SandboxState, stamp, type Viewer } from "../state.ts";
import { tellSeat } from "../tell/seat.ts";
import { checkAssignment, normalizeEmail } from "./check-assignment.ts";
import { setInvitationToken } from "./invitation-token.ts";
import type { SeatAssignment } from "./seat-assignment.ts";

const invitationLifetimeMs = 24 * 60 * 60 * 1000;

export function assignSeat(state: SandboxState, input: SeatAssignment, viewer: Viewer): SeatRecord {
  checkAssignment(input);
  const pool = findPool(state, input, viewer);
  const organization = requireSeatsEnabled(state, pool.organizationId);
  if (pool.unpaid) throw seatNotAvailable("Order must be paid before assigning seats");
  if (availableSeatsOf(state, pool) <= 0) throw seatNotAvailable(`No available seats for ${pool.id}`);
  const place = {
    organizationId: organization.id,
    billingCustomerId: pool.customerId,
    memberModel: organization.memberModel,
    membersForHolders: organization.membersForHolders,
  };
  const recipient = resolveRecipient(state, place, { ...input, email: input.email && normalizeEmail(input.email) });
  if (liveSeatsOf(state, pool.id).some(recipient.holds)) throw seatAlreadyAssigned(recipient.identifier);
  return occupy(state, pool, recipient.settle(), input);
}

function occupy(state: SandboxState, pool: Pool, holder: Holder, input: SeatAssignment): SeatRecord {
  const at = state.now();
  const immediate = input.immediateClaim ?? false;
  const seat: SeatRecord = {
    ...(takeRevokedSeat(state, pool, at) ?? makeSeat(state, pool)),
    ...holder,
    status: immediate ? "claimed" : "pending",
    invitationTokenExpiresAt: immediate ? null : new Date(at.getTime() + invitationLifetimeMs),
    claimedAt: immediate ? at : null,
    revokedAt: null,
    seatMetadata: structuredClone(input.metadata ?? {}),
  };
  state.seats.set(seat.id, seat);
  setInvitationToken(state, seat.id, immediate ? null : state.ids.token());
  remember(state, seat, { at, type: immediate ? "claimed" : "assigned", immediate });
  tellSeat(state, seat, immediate ? "claimed" : "assigned");
  return seat;
}

type EmptySeat = Pick<SeatRecord, "id" | "createdAt" | "modifiedAt" | "subscriptionId" | "orderId" | "occupancy">;

function takeRevokedSeat(state: SandboxState, pool: Pool, at: Date): EmptySeat | undefined {
  const revoked = seatsOf(state, pool.id).find((seat) => seat.status === "revoked");
  return revoked && { ...revoked, modifiedAt: at, occupancy: revoked.occupancy + 1 };
}

function makeSeat(state: SandboxState, pool: Pool): EmptySeat {
  const row = stamp(state);
  addToIndex(state.seatIdsByPool, pool.id, row.id);
  return {
    ...row,
    subscriptionId: pool.kind === "subscription" ? pool.id : null,
    orderId: pool.kind === "order" ? pool.id : null,
    occupancy: 1,
  };
}
