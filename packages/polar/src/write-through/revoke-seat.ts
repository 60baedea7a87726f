// Takes a seat of a mirrored pool back: Polar does it, and the ledger records it with who held the seat. The holding that was
// meant is the one that the ledger knew; whoever sits there next is neither asked for nor shown.

import type { CommandContext, Pool, Seat } from "seat-ledger";
import type { PolarClient } from "../client/polar-client.ts";
import { refOf } from "../pool-ref.ts";
import { refetchPool } from "../webhooks/refetch-pool.ts";
import type { WireWrittenSeat } from "../wire/written-seat.ts";
import { PolarSeatsError } from "./polar-seats-error.ts";
import { readListed, readWritten } from "./read-written.ts";
import type { Written } from "./until-done.ts";
import { type SeatArgs, writeSeat } from "./write-seat.ts";
import type { Writing } from "./writing.ts";

export async function revokeSeat(writing: Writing, args: SeatArgs, context: CommandContext = {}): Promise<Seat> {
  return await writeSeat(writing, args, context, {
    operation: "revokeSeat",
    own: () => writing.ledger.revokeSeat(args, context),
    answerOf: (seat) => seat,
    ask: async (client, seatId) => readWritten(await client.revokeSeat(seatId)),
    look: (client, before, pool) => revokedSeat(writing, client, before, pool),
    asksAgain: true,
    answeredBy: async (recorded, before) =>
      recorded.status === "revoked" ? recorded : await seatAsLeft(writing, before ?? recorded),
  });
}

/** Done where it is revoked, or is held anew: whoever asked again then would take it from the next holder. */
async function revokedSeat(
  { ledger }: Writing,
  client: PolarClient,
  before: Seat,
  pool: Pool,
): Promise<Written | null> {
  const row = readListed(await client.seats(refOf(pool))).find(({ seat }) => seat.id === before.id);
  if (!row) return null;
  if (row.seat.status === "revoked") return row;
  // Of a holding that the ledger never knew nobody can tell whether it began before the call.
  if (before.status === "revoked") throw new PolarSeatsError("OutcomeUnknown");
  if (isSameHolding(before, row.seat)) return null;
  // As a listing: who asked for the revocation has not given the seat to the next holder.
  await refetchPool({ ledger, client }, { ref: refOf(pool), whole: false });
  return row;
}

/** By when it began, which no change of the person or of their references moves; by the person where neither side shows it. */
function isSameHolding(before: Seat, row: WireWrittenSeat): boolean {
  const began = before.invitationTokenExpiresAt ?? before.claimedAt;
  const rowBegan = row.invitation_token_expires_at ?? row.claimed_at;
  if (began || rowBegan) return began?.getTime() === rowBegan?.getTime();
  return row.member_id === before.memberId && row.customer_id === before.customerId;
}

/** The seat as the end of this holding left it. */
async function seatAsLeft({ ledger }: Writing, { id: seatId, holdingId }: Seat): Promise<Seat> {
  let end: number | null = null;
  for await (const { position, event } of ledger.export({ seatId, types: ["SeatRevoked"] })) {
    if (event.holdingId === holdingId) end = position;
  }
  if (end === null) throw new PolarSeatsError("OutcomeUnknown");
  return await ledger.asOf(end).getSeat({ seatId });
}
