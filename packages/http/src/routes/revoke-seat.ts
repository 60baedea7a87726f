// DELETE /v1/customer-seats/{seat_id}. Of a seat that is revoked already the answer is the seat, as in Polar.

import type { Context } from "hono";
import type { MerchantEnv } from "../authorize.ts";
import { commandContext } from "../command-context.ts";
import { seatIdOf } from "../wire/fields.ts";
import { seatToWire } from "../wire/seat.ts";

export async function revokeSeat(context: Context<MerchantEnv>): Promise<Response> {
  const seatId = seatIdOf(context.req);
  return context.json(seatToWire(await context.var.ledger.revokeSeat({ seatId }, commandContext(context.req.raw))));
}
