// Sends the invitation of a pending seat again: Polar does it. Nothing of the seat changes by that.

import type { AssignedSeat, CommandContext } from "seat-ledger";
import { readWritten } from "./read-written.ts";
import { type SeatArgs, writeSeat } from "./write-seat.ts";
import type { Writing } from "./writing.ts";

export async function resendInvitation(
  writing: Writing,
  args: SeatArgs,
  context: CommandContext = {},
): Promise<AssignedSeat> {
  return await writeSeat(writing, args, context, {
    operation: "resendInvitation",
    own: () => writing.ledger.resendInvitation(args, context),
    answerOf: (seat) => ({ seat, invitation: null }),
    ask: async (client, seatId) => readWritten(await client.resendInvitation(seatId)),
    // Whether a mail went out nobody can see, and two are worse than an error that says so.
    look: async () => null,
    asksAgain: false,
  });
}
