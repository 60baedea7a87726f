// POST /v1/customer-portal/seats/{seat_id}/resend: whoever pays has an invitation made anew. It goes to the person whom it is for.

import { portalWriter } from "../../access/portal.ts";
import { portalContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { seatPath } from "../../wire/fields.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";
import { ownSeat } from "./own.ts";

export const resendPortalInvitation = route({
  method: "POST",
  path: "/v1/customer-portal/seats/{seat_id}/resend",
  operationId: "customer_portal:seats:resend_invitation",
  tag: "customer-portal",
  summary: "Resend Invitation",
  description: "A new invitation with a new expiry for a pending seat; the old one is dead.",
  access: portalWriter,
  params: seatPath,
  answer: customerSeat,
  answers: "The seat, with its new expiry",
  conditional: true,
  version: ({ version }) => version,
  refusals: {
    400: "The seat is not pending",
    403: "Seats are not enabled for this organization, or the member's role is not enough",
    404: "No such seat of this customer",
    409: "The Idempotency-Key was used for another request, or Polar decides about this seat",
  },
  async handle({ caller, params, request }) {
    const seatId = await ownSeat(caller, params.seat_id);
    const { seat } = await caller.seats.resendInvitation({ seatId }, portalContext(request, caller));
    return seatToWire(seat);
  },
});
