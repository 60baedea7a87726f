// GET /v1/customer-seats: every seat of a subscription or an order, revoked ones included.

import { merchant } from "../../access/merchant.ts";
import { seatsReply } from "../../lists/seats-reply.ts";
import { route } from "../../routing/route.ts";
import { seatsList } from "../../wire/seat.ts";
import { seatsQuery, sourceOf } from "../../wire/seats-query.ts";

export const listSeats = route({
  method: "GET",
  path: "/v1/customer-seats",
  operationId: "customer-seats:list_seats",
  tag: "customer-seats",
  summary: "List Seats",
  description:
    "Every seat, revoked ones included. Where both a subscription and an order are named, the subscription's.",
  access: merchant("customer_seats:read", "customer_seats:write"),
  query: seatsQuery,
  answer: seatsList,
  answers: "The seats, and how many are free",
  version: ({ version }) => version,
  refusals: {
    400: "Neither a subscription nor an order is named",
    403: "Seats are not enabled for this organization",
    404: "No such subscription or order",
  },
  handle: ({ caller, query, services }) => seatsReply(caller, sourceOf(query), services),
});
