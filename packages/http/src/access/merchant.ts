// Lets organizations with the right scope through to a ledger that is fenced to what is theirs, and nobody else.

import type { CommandContext, OrganizationLedger } from "seat-ledger";
import { checkedPrincipal } from "../principal.ts";
import { Refused } from "../wire/refusal.ts";
import type { WriteThrough } from "../write-through.ts";
import { type Access, insufficientScope, unauthorized } from "./access.ts";
import type { OrganizationScope } from "./scopes.ts";

/** What the merchant's routes know of who asks. */
export interface Merchant {
  /** Fenced to the organization. */
  readonly ledger: OrganizationLedger;
  readonly organizationId: string;
  readonly seats: WriteThrough;
  /** All that its token has, also those that the route does not ask for. */
  readonly scopes: readonly string[];
  readonly actor: NonNullable<CommandContext["actor"]>;
}

/** What is asked of seats and of their past: whoever may see the seats may. */
export const readingSeats = ["customer_seats:read", "customer_seats:write", "ledger:read", "ledger:write"] as const;
export const readingLedger = ["ledger:read", "ledger:write"] as const;

const nobodyInParticular = { type: "system" } as const;

/** One of the scopes is enough. */
export function merchant(...scopes: readonly [OrganizationScope, ...OrganizationScope[]]): Access<Merchant> {
  return {
    schemes: ["organization_token"],
    scopes,
    async admit(request, { authenticate, fences }) {
      const principal = checkedPrincipal(await authenticate(request));
      if (principal?.type !== "organization") throw new Refused(unauthorized);
      if (!scopes.some((scope) => principal.scopes.includes(scope))) throw new Refused(insufficientScope(scopes));
      const { organizationId, scopes: held, actor = nobodyInParticular } = principal;
      const { ledger, seats } = fences.of(organizationId);
      return { ledger, organizationId, scopes: held, actor, seats };
    },
  };
}
