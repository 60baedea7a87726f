// POST /v1/customer-portal/seats: whoever pays gives a seat to a person. Here a checkout may name the subscription or order.

import { portalWriter } from "../../access/portal.ts";
import { portalContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";
import { portalSeatAssign, portalSourceOf, recipientOf } from "../../wire/seat-assign.ts";
import { ownPool } from "./own.ts";

export const assignPortalSeat = route({
  method: "POST",
  path: "/v1/customer-portal/seats",
  operationId: "customer_portal:seats:assign_seat",
  tag: "customer-portal",
  summary: "Assign Seat",
  description:
    "Gives a free seat to a person, who is sent an invitation. A member needs the role owner or billing_manager.",
  access: portalWriter,
  body: portalSeatAssign,
  answer: customerSeat,
  answers: "The seat, pending; or claimed where `immediate_claim` was asked for",
  conditional: true,
  version: ({ version }) => version,
  refusals: {
    400: "No seat is available, or the person has one, or can't be named like this",
    403: "Seats are not enabled for this organization, or the member's role is not enough",
    404: "No such subscription, order or checkout of this customer; no such customer or member",
    409: "The Idempotency-Key was used for another request, or Polar decides about these seats",
  },
  async handle({ caller, body, request }) {
    const source = await ownPool(caller, portalSourceOf(body));
    const { seat } = await caller.seats.assignSeat({ ...source, ...recipientOf(body) }, portalContext(request, caller));
    return seatToWire(seat);
  },
});
