// GET /v1/ledger/streams/pools: the subscriptions and orders of the organization as server-sent events.

import { z } from "zod";
import { stillTheSame } from "../../access/access.ts";
import { merchant, readingLedger } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { poolsFeed } from "../../streams/feeds.ts";
import { afterQuery, resumeAfter } from "../../streams/resume.ts";
import { toldStream } from "../../streams/told-stream.ts";
import { documented } from "../../wire/documented.ts";
import { uuid4 } from "../../wire/fields.ts";
import { pool } from "../../wire/pool.ts";

export const poolsStream = route({
  method: "GET",
  path: "/v1/ledger/streams/pools",
  operationId: "ledger:pools_stream",
  tag: "ledger",
  summary: "Pools Stream",
  description:
    "Server-sent events: every subscription and order now, in the order in which the ledger came to know them, then all of them after each change of one.",
  access: merchant(...readingLedger),
  query: z.strictObject({
    customer_id: documented(uuid4, { description: "Only those that this customer pays for" }).optional(),
    ...afterQuery,
  }),
  resumable: true,
  contentType: "text/event-stream",
  answer: z.object({ pools: z.array(pool) }),
  answers: "Lists, each with a position of the log as its `id`: it holds everything up to there",
  refusals: { 404: "No such customer" },
  async handle({ caller, query, request, requestId, nameOf, services, admitAgain }) {
    const after = await resumeAfter(request, query, caller.ledger);
    const stillMay = () => stillTheSame(({ organizationId }) => organizationId, caller, admitAgain);
    const feed = poolsFeed(caller.ledger, query.customer_id ?? null, after);
    return await toldStream({ request, requestId, nameOf, services, stillMay, feed });
  },
});
