// Lets whoever buys or holds seats through to the customer portal: customers and members, by the embedder's own tokens or by
// the session that a claim answered. What is another customer's is not found there.

import {
  type CommandContext,
  isSeatLedgerError,
  type Member,
  type OrganizationLedger,
  type Session,
} from "seat-ledger";
import { checkedPrincipal, type Principal } from "../principal.ts";
import type { Services } from "../services.ts";
import { type Refusal, Refused } from "../wire/refusal.ts";
import type { WriteThrough } from "../write-through.ts";
import { type Access, insufficientScope, unauthorized } from "./access.ts";

/** What the portal's routes know of who asks. */
export interface PortalCaller {
  /** Fenced to the customer's organization. */
  readonly ledger: OrganizationLedger;
  readonly seats: WriteThrough;
  readonly organizationId: string;
  /** Whose subscriptions and orders are shown: the customer itself, or the one under whom the member is. */
  readonly customerId: string;
  /** Null where the customer itself asks. */
  readonly memberId: string | null;
  readonly actor: NonNullable<CommandContext["actor"]>;
}

const reading = ["customer_portal:read", "customer_portal:write"] as const;
const writing = ["customer_portal:write"] as const;

/** Every role may read. */
export const portalReader: Access<PortalCaller> = portal(reading, ["owner", "billing_manager", "member"]);

/** A customer may do all with what it pays for; a member only in a role that does its business. */
export const portalWriter: Access<PortalCaller> = portal(writing, ["owner", "billing_manager"]);

type Person = Exclude<Principal, { readonly type: "organization" }>;

function portal(scopes: readonly string[], roles: readonly Member["role"][]): Access<PortalCaller> {
  return {
    schemes: ["customer_session", "member_session"],
    scopes,
    async admit(request, services) {
      const person = await personOf(request, services);
      if (person === null) throw new Refused(unauthorized);
      if (!scopes.some((scope) => person.scopes.includes(scope))) throw new Refused(insufficientScope(scopes));
      const { caller, role } = await callerOf(person, services).catch(unknownPerson);
      if (role !== null && !roles.includes(role)) throw new Refused(notPermitted);
      return caller;
    },
  };
}

/** The embedder is asked first, then the ledger's own sessions. */
async function personOf(request: Request, { ledger, authenticate }: Services): Promise<Person | null> {
  const principal = checkedPrincipal(await authenticate(request));
  if (principal !== null) return principal.type === "organization" ? null : principal;
  const token = bearerToken(request);
  return token === null ? null : personOfSession(await ledger.getSession({ token }));
}

function bearerToken(request: Request): string | null {
  return /^Bearer +(\S+) *$/i.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null;
}

/** A claim answers a member's session where there is a member, else a customer's, as in Polar. */
function personOfSession(session: Session | null): Person | null {
  if (session === null) return null;
  const { memberId, customerId } = session;
  if (memberId !== null) return { type: "member", memberId, scopes: reading };
  return customerId === null ? null : { type: "customer", customerId, scopes: reading };
}

async function callerOf(
  person: Person,
  { ledger, fences }: Services,
): Promise<{ readonly caller: PortalCaller; readonly role: Member["role"] | null }> {
  const member = person.type === "member" ? await ledger.getMember({ memberId: person.memberId }) : null;
  const { id: customerId, organizationId } = await ledger.getCustomer({
    customerId: person.type === "customer" ? person.customerId : (member?.customerId ?? ""),
  });
  const caller: PortalCaller = {
    ...fences.of(organizationId),
    organizationId,
    customerId,
    memberId: member?.id ?? null,
    actor: member ? { type: "member", id: member.id } : { type: "customer", id: customerId },
  };
  return { caller, role: member?.role ?? null };
}

/** A token may outlive whom it stands for. */
function unknownPerson(error: unknown): never {
  const left = isSeatLedgerError(error, "MemberNotFound") || isSeatLedgerError(error, "CustomerNotFound");
  throw left ? new Refused(unauthorized) : error;
}

const notPermitted: Refusal = {
  status: 403,
  error: "NotPermitted",
  detail: "Only owners and billing managers can access billing features.",
};
