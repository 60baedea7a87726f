// Taking up an invitation. Unknown, expired, used and revoked tokens get one answer: nothing can be learned by trying.

import type { PoolStreamEvent, TokenRecord } from "../events.ts";
import { isNotAfter } from "../moment.ts";
import type { PoolState } from "../pool.ts";
import { seatEvent } from "../propose.ts";
import { reject } from "../rejections.ts";
import type { SeatState } from "../seat.ts";
import { statusAfter } from "../seat-machine.ts";
import { accept, type Decision } from "./decision.ts";
import { subjectOf } from "./seat-subject.ts";

export interface ClaimSeat {
  readonly tokenHash: string;
  readonly seatsEnabled: boolean;
  readonly session: TokenRecord & { readonly expiresAt: Date };
  readonly at: Date;
  /** Judges the expiry: a claim that is said to have happened earlier is no way around it. */
  readonly now: Date;
}

/** Whether a token opens the seat at that time: it is the last one sent, the seat is pending, the expiry not past. */
export function isClaimable(seat: SeatState, tokenHash: string, at: Date): boolean {
  if (seat.invitation?.hash !== tokenHash || statusAfter(seat.status, "SeatClaimed") === null) return false;
  return seat.expiresAt === null || isNotAfter(at, seat.expiresAt);
}

export function decideClaimSeat(pool: PoolState, seat: SeatState, command: ClaimSeat): Decision<PoolStreamEvent> {
  if (!isClaimable(seat, command.tokenHash, command.now)) return reject("InvalidInvitationToken", {});
  if (!command.seatsEnabled) return reject("SeatsNotEnabled", { organizationId: pool.organizationId });
  return accept(seatEvent("SeatClaimed", subjectOf(seat), { session: command.session }, { at: command.at }));
}
