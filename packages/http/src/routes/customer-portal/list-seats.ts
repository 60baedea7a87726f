// GET /v1/customer-portal/seats: every seat of a subscription or an order that the customer pays for.

import { portalReader } from "../../access/portal.ts";
import { seatsReply } from "../../lists/seats-reply.ts";
import { route } from "../../routing/route.ts";
import { seatsList } from "../../wire/seat.ts";
import { seatsQuery, sourceOf } from "../../wire/seats-query.ts";
import { ownPool } from "./own.ts";

export const listPortalSeats = route({
  method: "GET",
  path: "/v1/customer-portal/seats",
  operationId: "customer_portal:seats:list_seats",
  tag: "customer-portal",
  summary: "List Seats",
  description:
    "Every seat, revoked ones included. Where both a subscription and an order are named, the subscription's.",
  access: portalReader,
  query: seatsQuery,
  answer: seatsList,
  answers: "The seats, and how many are free",
  version: ({ version }) => version,
  refusals: {
    400: "Neither a subscription nor an order is named",
    403: "Seats are not enabled for this organization",
    404: "No such subscription or order of this customer",
  },
  async handle({ caller, query, services }) {
    return await seatsReply(caller, await ownPool(caller, sourceOf(query)), services);
  },
});
