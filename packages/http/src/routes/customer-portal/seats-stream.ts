// GET /v1/customer-portal/seats/stream: the seats of a subscription or an order that the customer pays for, as server-sent
// events. The ledger's own; Polar has none.

import { z } from "zod";
import { stillTheSame } from "../../access/access.ts";
import { type PortalCaller, portalReader } from "../../access/portal.ts";
import { route } from "../../routing/route.ts";
import { seatsFeed } from "../../streams/feeds.ts";
import { afterQuery, resumeAfter } from "../../streams/resume.ts";
import { toldStream } from "../../streams/told-stream.ts";
import { seatsList } from "../../wire/seat.ts";
import { seatsQuery, sourceOf } from "../../wire/seats-query.ts";
import { ownPool } from "./own.ts";

export const portalSeatsStream = route({
  method: "GET",
  path: "/v1/customer-portal/seats/stream",
  operationId: "customer_portal:seats:stream",
  tag: "customer-portal",
  summary: "Seats Stream",
  description:
    "Server-sent events: every seat now, then after each change. Ends when the session does. Polar's API has no such route.",
  access: portalReader,
  query: z.object({ ...seatsQuery.shape, ...afterQuery }),
  resumable: true,
  contentType: "text/event-stream",
  answer: seatsList,
  answers: "Lists, each with a position of the log as its `id`: it holds everything up to there",
  refusals: {
    400: "Neither a subscription nor an order is named",
    403: "Seats are not enabled for this organization",
    404: "No such subscription or order of this customer",
  },
  async handle({ caller, query, request, requestId, nameOf, services, admitAgain }) {
    const pool = await ownPool(caller, sourceOf(query));
    const after = await resumeAfter(request, query, caller.ledger);
    const stillMay = () => stillTheSame(personOf, caller, admitAgain);
    const feed = seatsFeed(caller.ledger, pool, after);
    return await toldStream({ request, requestId, nameOf, services, stillMay, feed });
  },
});

function personOf({ customerId, memberId }: PortalCaller): string {
  return `${customerId} ${memberId}`;
}
