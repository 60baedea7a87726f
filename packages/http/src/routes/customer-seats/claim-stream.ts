// GET /v1/customer-seats/claim/{invitation_token}/stream: server-sent events for the claim page. Public, like the page.

import { z } from "zod";
import { invited } from "../../access/access.ts";
import { route } from "../../routing/route.ts";
import { eventStream } from "../../streams/event-stream.ts";
import { watchClaim } from "../../streams/watch-claim.ts";
import { id } from "../../wire/answers.ts";
import { documented } from "../../wire/documented.ts";
import { invitationPath, notFoundWhenDead } from "../../wire/invitation.ts";

const claimEvent = documented(
  z.object({
    id,
    key: z.literal("customer_seat.claimed"),
    payload: z.object({
      seat_id: id,
      subscription_id: id.nullable(),
      order_id: id.nullable(),
      product_id: id,
    }),
  }),
  { id: "SeatClaimedEvent", description: "The data of an event." },
);

export const claimStream = route({
  method: "GET",
  path: "/v1/customer-seats/claim/{invitation_token}/stream",
  operationId: "customer-seats:claim_stream",
  tag: "customer-seats",
  summary: "Claim Stream",
  description:
    "Server-sent events: one `customer_seat.claimed` when the seat is claimed. Ends then, or when the invitation is dead.",
  access: invited,
  params: invitationPath,
  contentType: "text/event-stream",
  answer: claimEvent,
  answers: "Events, with a comment as a heartbeat every 15 seconds",
  refusals: {
    403: "Seats are not enabled for this organization",
    404: "The token is unknown, expired, used or revoked",
  },
  async handle({ params, request, services: { ledger, limits, streams } }) {
    const invitationToken = params.invitation_token;
    limits.invitation(invitationToken);
    await streams.turns.next();
    const { productId } = await ledger.getClaimInfo({ invitationToken }).catch(notFoundWhenDead);
    const seat = await ledger.getInvitedSeat({ invitationToken }).catch(notFoundWhenDead);
    return eventStream(request, streams, (stream) => watchClaim(ledger, { invitationToken, seat, productId }, stream));
  },
});
