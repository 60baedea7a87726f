// POST /v1/customer-seats/{seat_id}/resend. The new invitation is not answered: it goes to the person whom it is for.

import type { Context } from "hono";
import type { MerchantEnv } from "../authorize.ts";
import { commandContext } from "../command-context.ts";
import { seatIdOf } from "../wire/fields.ts";
import { seatToWire } from "../wire/seat.ts";

export async function resendInvitation(context: Context<MerchantEnv>): Promise<Response> {
  const seatId = seatIdOf(context.req);
  const { seat } = await context.var.ledger.resendInvitation({ seatId }, commandContext(context.req.raw));
  return context.json(seatToWire(seat));
}
