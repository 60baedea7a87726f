// GET /v1/ledger/streams/seats: the seats of a subscription or an order as server-sent events.

import { z } from "zod";
import { stillTheSame } from "../../access/access.ts";
import { merchant, readingSeats } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { seatsFeed } from "../../streams/feeds.ts";
import { afterQuery, resumeAfter } from "../../streams/resume.ts";
import { toldStream } from "../../streams/told-stream.ts";
import { seatsList } from "../../wire/seat.ts";
import { seatsQuery, sourceOf } from "../../wire/seats-query.ts";

export const seatsStream = route({
  method: "GET",
  path: "/v1/ledger/streams/seats",
  operationId: "ledger:seats_stream",
  tag: "ledger",
  summary: "Seats Stream",
  description:
    "Server-sent events: every seat now, then after each change. Of many changes at once a slow client is told the last list.",
  access: merchant(...readingSeats),
  query: z.strictObject({ ...seatsQuery.shape, ...afterQuery }),
  resumable: true,
  contentType: "text/event-stream",
  answer: seatsList,
  answers: "Lists, each with a position of the log as its `id`: it holds everything up to there",
  refusals: {
    400: "Neither a subscription nor an order is named",
    403: "Seats are not enabled for this organization",
    404: "No such subscription or order",
  },
  async handle({ caller, query, request, requestId, nameOf, services, admitAgain }) {
    const source = sourceOf(query);
    const after = await resumeAfter(request, query, caller.ledger);
    const stillMay = () => stillTheSame(({ organizationId }) => organizationId, caller, admitAgain);
    const feed = seatsFeed(caller.ledger, source, after);
    return await toldStream({ request, requestId, nameOf, services, stillMay, feed });
  },
});
