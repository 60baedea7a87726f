// DELETE /v1/customer-seats/{seat_id}. Of a seat that is revoked already the answer is the seat, as in Polar.

import { merchant } from "../../access/merchant.ts";
import { commandContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { seatPath } from "../../wire/fields.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";

export const revokeSeat = route({
  method: "DELETE",
  path: "/v1/customer-seats/{seat_id}",
  operationId: "customer-seats:revoke_seat",
  tag: "customer-seats",
  summary: "Revoke Seat",
  description: "Takes a seat back. Of a seat that is revoked already, nothing changes.",
  access: merchant("customer_seats:write"),
  params: seatPath,
  answer: customerSeat,
  answers: "The seat, revoked",
  conditional: true,
  version: ({ version }) => version,
  refusals: {
    403: "Seats are not enabled for this organization",
    404: "No such seat",
    409: "The Idempotency-Key was used for another request, or Polar decides about this seat",
  },
  async handle({ caller, params, request }) {
    return seatToWire(await caller.seats.revokeSeat({ seatId: params.seat_id }, commandContext(request, caller)));
  },
});
