// GET /v1/ledger/pools/{pool_id}/usage: how many seats were bought and held over a span of time.

import type { Usage } from "seat-ledger";
import { z } from "zod";
import { merchant, readingSeats } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { count, instant } from "../../wire/answers.ts";
import { documented } from "../../wire/documented.ts";
import { instantText, wholeNumber } from "../../wire/fields.ts";
import { poolPath, poolRefAt } from "./shared/pool-at.ts";

const poolUsage = documented(
  z.object({
    steps: documented(
      z.array(
        z.object({
          at: instant,
          seats: documented(count, { description: "Bought" }),
          pending: count,
          claimed: count,
        }),
      ),
      { description: "The numbers from `at` on, until the next step" },
    ),
    peak: documented(count, { description: "The most that were pending or claimed at once" }),
    mean: documented(z.number(), { description: "Pending or claimed on average, weighted by time" }),
    overused_ms: documented(z.number(), { description: "How long more were held than were bought, in milliseconds" }),
    until: documented(instant, { description: "Where the span ended: as asked for, or now where that is earlier" }),
    up_to: documented(count, { description: "The position of the log up to which it was computed" }),
  }),
  { id: "PoolUsage", description: "Asked again with its `until` and `up_to`, the answer is the same for ever." },
);

export const usage = route({
  method: "GET",
  path: "/v1/ledger/pools/{pool_id}/usage",
  operationId: "ledger:usage",
  tag: "ledger",
  summary: "Pool Usage",
  description: "How many seats were bought, pending and claimed from one time to another, both included.",
  access: merchant(...readingSeats),
  params: poolPath,
  query: z.strictObject({
    from: documented(instantText, { description: "The beginning" }),
    until: documented(instantText, { description: "The end; at most now" }),
    up_to: documented(wholeNumber({ from: 0 }), { description: "`up_to` of an earlier answer" }).optional(),
  }),
  answer: poolUsage,
  answers: "The usage",
  refusals: { 404: "No such subscription or order" },
  async handle({ caller: { ledger }, params, query: { from, until, up_to: upTo } }) {
    return usageToWire(await ledger.usage({ ...(await poolRefAt(ledger, params)), from, until, upTo }));
  },
});

function usageToWire({ steps, peak, mean, overusedMs, until, upTo }: Usage): z.output<typeof poolUsage> {
  return {
    steps: steps.map(({ at, seats, pending, claimed }) => ({ at: at.toISOString(), seats, pending, claimed })),
    peak,
    mean,
    overused_ms: overusedMs,
    until: until.toISOString(),
    up_to: upTo,
  };
}
