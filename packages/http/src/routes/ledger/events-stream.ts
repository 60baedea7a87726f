// GET /v1/ledger/streams/events: what happened and what happens, as server-sent events.

import { z } from "zod";
import { stillTheSame } from "../../access/access.ts";
import { merchant, readingLedger } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { eventsFeed } from "../../streams/feeds.ts";
import { afterQuery, resumeAfter } from "../../streams/resume.ts";
import { toldStream } from "../../streams/told-stream.ts";
import { documented } from "../../wire/documented.ts";
import { eventTypes, ledgerEvent } from "../../wire/event.ts";
import { text } from "../../wire/fields.ts";
import { seatsQuery } from "../../wire/seats-query.ts";

const types = text
  .transform((given) => given.split(","))
  .pipe(z.array(z.enum(eventTypes, "Input should be names of event types, with commas between them")));

const query = z
  .strictObject({
    ...seatsQuery.shape,
    types: documented(types, { description: "Only these types, with commas between them" }).optional(),
    ...afterQuery,
  })
  .refine(({ subscription_id, order_id }) => !(subscription_id && order_id), {
    message: "Value error, At most one of subscription_id or order_id may be given",
  });

export const eventsStream = route({
  method: "GET",
  path: "/v1/ledger/streams/events",
  operationId: "ledger:events_stream",
  tag: "ledger",
  summary: "Events Stream",
  description:
    "Server-sent events: every event of the organization in the order of the log, from the beginning or after a position, then what happens, without a gap or a double. Every filter that is given has to match.",
  access: merchant(...readingLedger),
  query,
  resumable: true,
  contentType: "text/event-stream",
  answer: ledgerEvent,
  answers: "Events, each with its position as its `id`",
  refusals: { 404: "No such subscription or order" },
  async handle({
    caller,
    query: { subscription_id, order_id, types, after: given },
    request,
    requestId,
    nameOf,
    services,
    admitAgain,
  }) {
    const after = await resumeAfter(request, { after: given }, caller.ledger);
    const stillMay = () => stillTheSame(({ organizationId }) => organizationId, caller, admitAgain);
    const feed = eventsFeed(caller, { subscriptionId: subscription_id, orderId: order_id, types }, after);
    return await toldStream({ request, requestId, nameOf, services, stillMay, feed });
  },
});
