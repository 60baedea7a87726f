// Takes a seat of a mirrored pool back: Polar does it, and the ledger records it with who held the seat. The holding that was
// meant is the one that the ledger knew; whoever sits there next is neither asked for nor shown.

import type { CommandContext, Seat } from "seat-ledger";
import type { PolarClient } from "../client/polar-client.ts";
import { endings, seatStep } from "../intents/seat-step.ts";
import { refOf } from "../pool-ref.ts";
import { refetchPool } from "../webhooks/refetch-pool.ts";
import type { WireWrittenSeat } from "../wire/written-seat.ts";
import { PolarSeatsError } from "./polar-seats-error.ts";
import { readListed, readWritten } from "./read-written.ts";
import type { Written } from "./until-done.ts";
import { type MeantSeat, type SeatArgs, writeSeat } from "./write-seat.ts";
import type { Writing } from "./writing.ts";

export async function revokeSeat(writing: Writing, args: SeatArgs, context: CommandContext = {}): Promise<Seat> {
  return await writeSeat(writing, args, context, {
    operation: "revokeSeat",
    own: () => writing.ledger.revokeSeat(args, context),
    answerOf: (seat) => seat,
    ask: async (client, seatId) => readWritten(await client.revokeSeat(seatId)),
    look: (client, meant) => revokedSeat(writing, client, meant),
    asksAgain: true,
    answeredBy: async (recorded, meant) => {
      const isAsLeft = recorded.status === "revoked" && (!meant?.isLive || recorded.holdingId === meant.holdingId);
      return isAsLeft ? recorded : await seatAsLeft(writing, recorded.id, meant?.holdingId ?? recorded.holdingId);
    },
  });
}

/** Done where it is revoked, or is held anew: whoever asked again then would take it from the next holder. */
async function revokedSeat({ ledger }: Writing, client: PolarClient, meant: MeantSeat): Promise<Written | null> {
  const { seatId, pool, isLive } = meant;
  const row = readListed(await client.seats(refOf(pool))).find(({ seat }) => seat.id === seatId);
  if (!row) return null;
  if (row.seat.status === "revoked") return row;
  // Of a holding that the ledger never knew nobody can tell whether it began before the call.
  if (!isLive) throw new PolarSeatsError("OutcomeUnknown");
  if (isSameHolding(meant, row.seat)) return null;
  // As a listing: who asked for the revocation has not given the seat to the next holder.
  await refetchPool({ ledger, client }, { ref: refOf(pool), whole: false });
  return row;
}

/** By when it began, which no change of the person or of their references moves; by the person where neither side shows it. */
function isSameHolding({ began, memberId, customerId }: MeantSeat, row: WireWrittenSeat): boolean {
  const rowBegan = row.invitation_token_expires_at ?? row.claimed_at;
  if (began || rowBegan) return began?.getTime() === rowBegan?.getTime();
  return row.member_id === memberId && row.customer_id === customerId;
}

/** The seat as the end of this holding left it. */
async function seatAsLeft({ ledger }: Writing, seatId: string, holdingId: string): Promise<Seat> {
  const end = await seatStep(ledger, { seatId, holdingId }, endings);
  if (end === null) throw new PolarSeatsError("OutcomeUnknown");
  return await ledger.asOf(end.position).getSeat({ seatId });
}
