// POST /v1/customer-seats. The invitation is not answered: it goes to the person whom it is for.

import { merchant } from "../../access/merchant.ts";
import { commandContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";
import { recipientOf, seatAssign } from "../../wire/seat-assign.ts";

export const assignSeat = route({
  method: "POST",
  path: "/v1/customer-seats",
  operationId: "customer-seats:assign_seat",
  tag: "customer-seats",
  summary: "Assign Seat",
  description: "Gives a free seat of a subscription or an order to a person, who is sent an invitation.",
  access: merchant("customer_seats:write"),
  body: seatAssign,
  answer: customerSeat,
  answers: "The seat, pending; or claimed where `immediate_claim` was asked for",
  conditional: true,
  version: ({ version }) => version,
  refusals: {
    400: "No seat is available, or the person has one, or can't be named like this",
    403: "Seats are not enabled for this organization",
    404: "No such subscription, order, customer or member",
    409: "The Idempotency-Key was used for another request, or Polar decides about these seats",
  },
  async handle({ caller, body, request }) {
    const source = { subscriptionId: body.subscription_id, orderId: body.order_id };
    const { seat } = await caller.seats.assignSeat(
      { ...source, ...recipientOf(body) },
      commandContext(request, caller),
    );
    return seatToWire(seat);
  },
});
