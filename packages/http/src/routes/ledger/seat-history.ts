// GET /v1/seats/{seat_id}/history: what happened to a seat and who held it. The ledger's own route; Polar has none.

import { z } from "zod";
import { merchant, readingSeats } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { pageQuery, seatPath } from "../../wire/fields.ts";
import { history, historyToWire } from "../../wire/history.ts";

const query = z.strictObject(pageQuery);

export const seatHistory = route({
  method: "GET",
  path: "/v1/seats/{seat_id}/history",
  operationId: "ledger:seat_history",
  tag: "ledger",
  summary: "Seat History",
  description: "What happened to a seat, oldest first, and who held it then.",
  access: merchant(...readingSeats),
  params: seatPath,
  query,
  answer: history,
  answers: "A page of entries",
  refusals: { 404: "No such seat" },
  async handle({ caller, params, query: { cursor, limit } }) {
    return historyToWire(await caller.ledger.history({ seatId: params.seat_id, cursor, limit }));
  },
});
