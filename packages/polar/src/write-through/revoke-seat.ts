// Takes a seat of a mirrored pool back: Polar does it, and the ledger records it with who held the seat.

import type { CommandContext, Pool, Seat } from "seat-ledger";
import type { PolarClient } from "../client/polar-client.ts";
import { refOf } from "../pool-ref.ts";
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
    look: revokedSeat,
    asksAgain: true,
  });
}

/** Done where it is revoked, or is somebody else's already: whoever asked again then would take it from them. */
async function revokedSeat(client: PolarClient, before: Seat, pool: Pool): Promise<Written | null> {
  const row = readListed(await client.seats(refOf(pool))).find(({ seat }) => seat.id === before.id);
  if (!row) return null;
  const { status, member_id, customer_id } = row.seat;
  const isTheirs = member_id === before.memberId && customer_id === before.customerId;
  return status === "revoked" || (before.status !== "revoked" && !isTheirs) ? row : null;
}
