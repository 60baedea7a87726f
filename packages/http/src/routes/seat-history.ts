// GET /v1/seats/{seat_id}/history: what happened to a seat and who held it. The ledger's own route; Polar has none.

import type { Context } from "hono";
import { z } from "zod";
import type { MerchantEnv } from "../authorize.ts";
import { queryOf, seatIdOf, text } from "../wire/fields.ts";
import { historyToWire } from "../wire/history.ts";

const maxLimit = 1_000;

const query = z.object({
  cursor: text.optional(),
  limit: z.coerce
    .number("Input should be a valid integer")
    .int("Input should be a valid integer")
    .min(1, "Input should be greater than or equal to 1")
    .max(maxLimit, `Input should be less than or equal to ${maxLimit}`)
    .optional(),
});

export async function seatHistory(context: Context<MerchantEnv>): Promise<Response> {
  const seatId = seatIdOf(context.req);
  const { cursor, limit } = queryOf(context.req, query);
  return context.json(historyToWire(await context.var.ledger.history({ seatId, cursor, limit })));
}
