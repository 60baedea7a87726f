// POST /v1/customer-seats/claim: takes up an invitation, once. Public: whoever has the token may.

import { z } from "zod";
import { invited } from "../../access/access.ts";
import { claimContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { noObject, text } from "../../wire/fields.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";
import { writeThrough } from "../../write-through.ts";

const seatClaim = documented(
  z.object({ invitation_token: documented(text, { description: "The token from the invitation" }) }, noObject),
  { id: "SeatClaim" },
);

const claimedSeat = documented(
  z.object({
    seat: customerSeat,
    customer_session_token: documented(z.string(), {
      description: "Opens the customer portal for an hour, as whoever holds the seat",
    }),
  }),
  { id: "CustomerSeatClaimResponse" },
);

export const claimSeat = route({
  method: "POST",
  path: "/v1/customer-seats/claim",
  operationId: "customer-seats:claim_seat",
  tag: "customer-seats",
  summary: "Claim Seat",
  description: "Takes up an invitation, once.",
  access: invited,
  body: seatClaim,
  answer: claimedSeat,
  answers: "The seat, claimed, and a session for the customer portal",
  conditional: true,
  version: ({ seat }) => seat.version,
  refusals: {
    400: "The token is unknown, expired, used or revoked",
    403: "Seats are not enabled for this organization",
    409: "The Idempotency-Key was used for another request",
  },
  async handle({ body, request, services }) {
    const { invitation_token: invitationToken } = body;
    services.limits.invitation(invitationToken);
    const seats = writeThrough(services.ledger, services.polarSeats);
    const claimed = await seats.claimSeat({ invitationToken }, claimContext(request, invitationToken));
    return { seat: seatToWire(claimed.seat), customer_session_token: claimed.customerSessionToken };
  },
});
