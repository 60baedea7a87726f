// Every kind of principal, with every scope, and those who are nobody: how each of them comes to stand in a shop.

import { randomUUID } from "node:crypto";
import type { Principal } from "@seat-ledger/http";
import type { Merchant, Shop } from "../shop.ts";

const roles = ["owner", "billing_manager", "member"] as const;
const portalScopes = {
  "without a scope": [],
  "with a merchant's scope": ["customer_seats:write"],
  reading: ["customer_portal:read"],
  writing: ["customer_portal:write"],
} as const;
const merchantScopes = {
  "without a scope": [],
  "with a portal's scope": ["customer_portal:write"],
  reading: ["customer_seats:read"],
  writing: ["customer_seats:write"],
  "reading the ledger": ["ledger:read"],
  "writing the ledger": ["ledger:write"],
  "reading the metrics": ["metrics:read"],
  "writing everything": ["customer_seats:write", "ledger:write"],
} as const;

type PortalScope = keyof typeof portalScopes;
export type OrganizationKind =
  | `the organization ${keyof typeof merchantScopes}`
  | "another organization, writing everything";
export type Kind =
  | "nobody"
  | "an unknown token"
  | OrganizationKind
  | `the customer ${PortalScope}`
  | "another customer, writing"
  | "a customer of another organization, writing"
  | "a customer who was removed"
  | `the customer's ${(typeof roles)[number]} ${PortalScope}`
  | "another customer's owner, writing"
  | "a member who was removed"
  | "the session of a claim";

/** Who that is; a token where the ledger itself knows it; null where nobody does. */
const askers: Readonly<Record<Kind, (shop: Shop) => Promise<Principal | string | null>>> = {
  nobody: async () => null,
  "an unknown token": async () => "seat_ses_unknown",
  "the organization without a scope": (shop) => organization(shop.acme, "without a scope"),
  "the organization with a portal's scope": (shop) => organization(shop.acme, "with a portal's scope"),
  "the organization reading": (shop) => organization(shop.acme, "reading"),
  "the organization writing": (shop) => organization(shop.acme, "writing"),
  "the organization reading the ledger": (shop) => organization(shop.acme, "reading the ledger"),
  "the organization writing the ledger": (shop) => organization(shop.acme, "writing the ledger"),
  "the organization reading the metrics": (shop) => organization(shop.acme, "reading the metrics"),
  "the organization writing everything": (shop) => organization(shop.acme, "writing everything"),
  "another organization, writing everything": (shop) => organization(shop.other, "writing everything"),
  "the customer without a scope": (shop) => customer(shop.acme, "without a scope"),
  "the customer with a merchant's scope": (shop) => customer(shop.acme, "with a merchant's scope"),
  "the customer reading": (shop) => customer(shop.acme, "reading"),
  "the customer writing": (shop) => customer(shop.acme, "writing"),
  "another customer, writing": async (shop) => customer(await otherCustomer(shop), "writing"),
  "a customer of another organization, writing": (shop) => customer(shop.other, "writing"),
  async "a customer who was removed"(shop) {
    const other = await otherCustomer(shop);
    await shop.ledger.removeCustomer(other);
    return customer(other, "writing");
  },
  "the customer's owner without a scope": (shop) => member(shop, "owner", "without a scope"),
  "the customer's owner with a merchant's scope": (shop) => member(shop, "owner", "with a merchant's scope"),
  "the customer's owner reading": (shop) => member(shop, "owner", "reading"),
  "the customer's owner writing": (shop) => member(shop, "owner", "writing"),
  "the customer's billing_manager without a scope": (shop) => member(shop, "billing_manager", "without a scope"),
  "the customer's billing_manager with a merchant's scope": (shop) =>
    member(shop, "billing_manager", "with a merchant's scope"),
  "the customer's billing_manager reading": (shop) => member(shop, "billing_manager", "reading"),
  "the customer's billing_manager writing": (shop) => member(shop, "billing_manager", "writing"),
  "the customer's member without a scope": (shop) => member(shop, "member", "without a scope"),
  "the customer's member with a merchant's scope": (shop) => member(shop, "member", "with a merchant's scope"),
  "the customer's member reading": (shop) => member(shop, "member", "reading"),
  "the customer's member writing": (shop) => member(shop, "member", "writing"),
  "another customer's owner, writing": async (shop) => member(shop, "owner", "writing", await otherCustomer(shop)),
  async "a member who was removed"(shop) {
    const removed = await member(shop, "owner", "writing");
    await shop.ledger.removeMember({ memberId: removed.memberId });
    return removed;
  },
  async "the session of a claim"({ ledger, acme: { subscriptionId } }) {
    const { invitation } = await ledger.assignSeat({ subscriptionId, email: "holder@acme.example" });
    return (await ledger.claimSeat({ invitationToken: invitation?.token ?? "" })).customerSessionToken;
  },
};

async function organization({ organizationId }: Merchant, scope: keyof typeof merchantScopes) {
  return { type: "organization", organizationId, scopes: [...merchantScopes[scope]] } as const;
}

async function customer({ customerId }: Pick<Merchant, "customerId">, scope: PortalScope) {
  return { type: "customer", customerId, scopes: [...portalScopes[scope]] } as const;
}

async function otherCustomer({ ledger, acme: { organizationId } }: Shop) {
  const { id: customerId } = await ledger.registerCustomer({ organizationId, email: `${randomUUID()}@acme.example` });
  return { customerId };
}

async function member(
  { ledger, acme }: Shop,
  role: (typeof roles)[number],
  scope: PortalScope,
  { customerId }: Pick<Merchant, "customerId"> = acme,
) {
  const { id: memberId } = await ledger.registerMember({ customerId, email: `${randomUUID()}@acme.example`, role });
  return { type: "member", memberId, scopes: [...portalScopes[scope]] } as const;
}

export async function tokenOf(shop: Shop, kind: Kind): Promise<string | null> {
  const asker = await askers[kind](shop);
  if (asker === null || typeof asker === "string") return asker;
  shop.admit("asking", asker);
  return "asking";
}
