// GET /v1/ledger/pools/{pool_id}/as-of: a pool and its seats as they were.

import { z } from "zod";
import { merchant, readingSeats } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { by, momentText } from "../../wire/moments.ts";
import { pool, poolToWire } from "../../wire/pool.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";
import { poolPath, poolRefAt } from "./shared/pool-at.ts";

const then = documented(z.object({ pool, seats: z.array(customerSeat) }), {
  id: "PoolThen",
  description: "A pool and every seat that it knew at a moment. Whoever was forgotten since is nameless.",
});

export const asOf = route({
  method: "GET",
  path: "/v1/ledger/pools/{pool_id}/as-of",
  operationId: "ledger:as_of",
  tag: "ledger",
  summary: "Pool As Of",
  description: "A pool and its seats as they were at a time, or after the event at a position of the log.",
  access: merchant(...readingSeats),
  params: poolPath,
  query: z.strictObject({ at: momentText("The moment: a time, or a position of the log"), by: by.optional() }),
  answer: then,
  answers: "The pool then",
  refusals: { 404: "No such subscription or order, or it was not there yet" },
  async handle({ caller: { ledger }, params, query: { at, by } }) {
    const ref = await poolRefAt(ledger, params);
    const past = ledger.asOf(at, { by });
    const [numbers, { seats }] = await Promise.all([past.getPool(ref), past.listSeats(ref)]);
    return { pool: poolToWire(numbers), seats: seats.map(seatToWire) };
  },
});
