// GET /v1/customer-seats/claim/{invitation_token}: what the claim page shows. Public, and without side effects.

import type { Context } from "hono";
import { isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { Refused, resourceNotFound } from "../wire/refusal.ts";

export function getClaimInfo(ledger: Pick<SeatLedger, "getClaimInfo">) {
  return async (context: Context): Promise<Response> => {
    const invitationToken = context.req.param("invitation_token") ?? "";
    const info = await ledger.getClaimInfo({ invitationToken }).catch(notFound);
    return context.json({
      product_name: info.productName,
      product_id: info.productId,
      organization_name: info.organizationName,
      organization_slug: info.organizationSlug,
      customer_email: info.customerEmail,
      can_claim: info.canClaim,
    });
  };
}

/** Here a dead token is a page that isn't there; to the claim itself it is a bad request. */
function notFound(error: unknown): never {
  if (!isSeatLedgerError(error, "InvalidInvitationToken")) throw error;
  throw new Refused(resourceNotFound("Invalid or expired invitation token"));
}
