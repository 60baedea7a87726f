// POST /v1/customer-seats/claim: takes up an invitation, once. Public: whoever has the token may.

import type { Context } from "hono";
import type { SeatLedger } from "seat-ledger";
import { z } from "zod";
import { claimContext } from "../command-context.ts";
import { bodyOf, text } from "../wire/fields.ts";
import { seatToWire } from "../wire/seat.ts";

const seatClaim = z.object({ invitation_token: text }, "Input should be a valid dictionary or object");

export function claimSeat(ledger: Pick<SeatLedger, "claimSeat">) {
  return async (context: Context): Promise<Response> => {
    const { invitation_token: invitationToken } = await bodyOf(context.req, seatClaim);
    const claimed = await ledger.claimSeat({ invitationToken }, claimContext(context.req.raw, invitationToken));
    return context.json({ seat: seatToWire(claimed.seat), customer_session_token: claimed.customerSessionToken });
  };
}
