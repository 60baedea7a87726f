// POST /v1/customer-seats/{seat_id}/resend. The new invitation is not answered: it goes to the person whom it is for.

import { merchant } from "../../access/merchant.ts";
import { commandContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { seatPath } from "../../wire/fields.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";

export const resendInvitation = route({
  method: "POST",
  path: "/v1/customer-seats/{seat_id}/resend",
  operationId: "customer-seats:resend_invitation",
  tag: "customer-seats",
  summary: "Resend Invitation",
  description: "A new invitation with a new expiry for a pending seat; the old one is dead.",
  access: merchant("customer_seats:write"),
  params: seatPath,
  answer: customerSeat,
  answers: "The seat, with its new expiry",
  conditional: true,
  version: ({ version }) => version,
  refusals: {
    400: "The seat is not pending",
    403: "Seats are not enabled for this organization",
    404: "No such seat",
    409: "The Idempotency-Key was used for another request, or Polar decides about this seat",
  },
  async handle({ caller, params, request }) {
    const { seat } = await caller.seats.resendInvitation({ seatId: params.seat_id }, commandContext(request, caller));
    return seatToWire(seat);
  },
});
