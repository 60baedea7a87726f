// Sending an invitation again. Where Polar mails the same token, perhaps expired, the ledger makes a new one with a new
// expiry, as Polar's docs promise; the old token is dead.

import type { PoolStreamEvent, TokenRecord } from "../events.ts";
import type { PoolState } from "../pool.ts";
import { seatEvent } from "../propose.ts";
import { reject } from "../rejections.ts";
import type { SeatState } from "../seat.ts";
import { statusAfter } from "../seat-machine.ts";
import { accept, type Decision } from "./decision.ts";
import { subjectOf } from "./seat-subject.ts";

export interface ResendInvitation {
  readonly seatsEnabled: boolean;
  readonly invitation: TokenRecord;
  readonly expiresAt: Date;
  readonly at: Date;
}

export function decideResendInvitation(
  pool: PoolState,
  seat: SeatState,
  command: ResendInvitation,
): Decision<PoolStreamEvent> {
  if (!command.seatsEnabled) return reject("SeatsNotEnabled", { organizationId: pool.organizationId });
  if (!statusAfter(seat.status, "InvitationResent")) {
    return reject("SeatNotPending", { seatId: seat.id, status: seat.status });
  }
  const { invitation, expiresAt, at } = command;
  return accept(seatEvent("InvitationResent", subjectOf(seat), { invitation, expiresAt }, { at }));
}
