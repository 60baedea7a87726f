// An invitation on the wire: how it is named in a path, what its page shows, and that a dead one is not there.

import { isSeatLedgerError } from "seat-ledger";
import { z } from "zod";
import { id } from "./answers.ts";
import { documented } from "./documented.ts";
import { Refused, resourceNotFound } from "./refusal.ts";

export const invitationPath = z.object({
  invitation_token: documented(z.string(), { description: "The token from the invitation" }),
});

export const seatClaimInfo = documented(
  z.object({
    product_name: z.string(),
    product_id: id,
    organization_name: z.string(),
    organization_slug: z.string(),
    customer_email: documented(z.string(), { description: "Who is invited; empty once the person was forgotten" }),
    can_claim: z.boolean(),
  }),
  { id: "SeatClaimInfo", description: "What an invitation is for. Fetching it has no side effects." },
);

/** To whoever looks at it a dead invitation is a page that isn't there; to the claim itself it is a bad request. */
export function notFoundWhenDead(error: unknown): never {
  if (!isSeatLedgerError(error, "InvalidInvitationToken")) throw error;
  throw new Refused(resourceNotFound("Invalid or expired invitation token"));
}
