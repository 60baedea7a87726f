// GET /v1/customer-seats/claim/{invitation_token}: what the claim page shows. Public, and without side effects.

import { invited } from "../../access/access.ts";
import { route } from "../../routing/route.ts";
import { invitationPath, notFoundWhenDead, seatClaimInfo } from "../../wire/invitation.ts";
import { writeThrough } from "../../write-through.ts";

export const getClaimInfo = route({
  method: "GET",
  path: "/v1/customer-seats/claim/{invitation_token}",
  operationId: "customer-seats:get_claim_info",
  tag: "customer-seats",
  summary: "Get Claim Info",
  description: "What an invitation is for. No side effects, so that mail scanners may follow the link.",
  access: invited,
  params: invitationPath,
  answer: seatClaimInfo,
  answers: "What the claim page shows",
  refusals: {
    403: "Seats are not enabled for this organization",
    404: "The token is unknown, expired, used or revoked",
  },
  async handle({ params, services }) {
    const { invitation_token: invitationToken } = params;
    services.limits.invitation(invitationToken);
    const seats = writeThrough(services.ledger, services.polarSeats);
    const info = await seats.getClaimInfo({ invitationToken }).catch(notFoundWhenDead);
    return {
      product_name: info.productName,
      product_id: info.productId,
      organization_name: info.organizationName,
      organization_slug: info.organizationSlug,
      customer_email: info.customerEmail,
      can_claim: info.canClaim,
    };
  },
});
