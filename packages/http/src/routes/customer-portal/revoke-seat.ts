// DELETE /v1/customer-portal/seats/{seat_id}: whoever pays takes a seat back.

import { portalWriter } from "../../access/portal.ts";
import { portalContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { seatPath } from "../../wire/fields.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";
import { ownSeat } from "./own.ts";

export const revokePortalSeat = route({
  method: "DELETE",
  path: "/v1/customer-portal/seats/{seat_id}",
  operationId: "customer_portal:seats:revoke_seat",
  tag: "customer-portal",
  summary: "Revoke Seat",
  description: "Takes a seat back. Of a seat that is revoked already, nothing changes.",
  access: portalWriter,
  params: seatPath,
  answer: customerSeat,
  answers: "The seat, revoked",
  conditional: true,
  version: ({ version }) => version,
  refusals: {
    403: "Seats are not enabled for this organization, or the member's role is not enough",
    404: "No such seat of this customer",
    409: "The Idempotency-Key was used for another request, or Polar decides about this seat",
  },
  async handle({ caller, params, request }) {
    const seatId = await ownSeat(caller, params.seat_id);
    return seatToWire(await caller.seats.revokeSeat({ seatId }, portalContext(request, caller)));
  },
});
