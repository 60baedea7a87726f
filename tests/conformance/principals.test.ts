// Who may do what: every route, asked by every kind of principal with every scope, in two organizations.

import { randomUUID } from "node:crypto";
import type { Principal } from "@seat-ledger/http";
import { describe, expect, it } from "vitest";
import { type Asked, ask, errorOf } from "./ask.ts";
import { ownDocument } from "./checked-answers.ts";
import { type Merchant, openShop, type Shop } from "./shop.ts";

/** What they are asked about: things of acme's buyer. */
interface Scene {
  readonly subscription: string;
  readonly customer: string;
  readonly seat: string;
  readonly invitation: string;
}

/** One request to each route, which is answered 200 to whoever may. The names are those of the OpenAPI document. */
const requests = {
  "customer-seats:assign_seat": ({ subscription }) => ["POST", "/v1/customer-seats", assignment(subscription)],
  "customer-seats:list_seats": ({ subscription }) => ["GET", `/v1/customer-seats?subscription_id=${subscription}`],
  "customer-seats:revoke_seat": ({ seat }) => ["DELETE", `/v1/customer-seats/${seat}`],
  "customer-seats:resend_invitation": ({ seat }) => ["POST", `/v1/customer-seats/${seat}/resend`],
  "customer-seats:get_claim_info": ({ invitation }) => ["GET", `/v1/customer-seats/claim/${invitation}`],
  "customer-seats:claim_stream": ({ invitation }) => ["HEAD", `/v1/customer-seats/claim/${invitation}/stream`],
  "customer-seats:claim_seat": ({ invitation }) => [
    "POST",
    "/v1/customer-seats/claim",
    { invitation_token: invitation },
  ],
  "customer_portal:seats:assign_seat": ({ subscription }) => [
    "POST",
    "/v1/customer-portal/seats",
    assignment(subscription),
  ],
  "customer_portal:seats:list_seats": ({ subscription }) => [
    "GET",
    `/v1/customer-portal/seats?subscription_id=${subscription}`,
  ],
  "customer_portal:seats:revoke_seat": ({ seat }) => ["DELETE", `/v1/customer-portal/seats/${seat}`],
  "customer_portal:seats:resend_invitation": ({ seat }) => ["POST", `/v1/customer-portal/seats/${seat}/resend`],
  "customer_portal:seats:list_claimed_subscriptions": () => ["GET", "/v1/customer-portal/seats/subscriptions"],
  "customer_portal:seats:stream": ({ subscription }) => [
    "HEAD",
    `/v1/customer-portal/seats/stream?subscription_id=${subscription}`,
  ],
  "ledger:list_pools": () => ["GET", "/v1/ledger/pools"],
  "ledger:open_pool": ({ customer: customer_id }) => [
    "POST",
    "/v1/ledger/pools",
    { order_id: randomUUID(), customer_id, product: { id: "team", name: "Team" }, seats: 2 },
  ],
  "ledger:get_pool": ({ subscription }) => ["GET", `/v1/ledger/pools/${subscription}`],
  "ledger:resize_pool": ({ subscription }) => ["POST", `/v1/ledger/pools/${subscription}/resize`, { seats: 9 }],
  "ledger:activate_pool": ({ subscription }) => ["POST", `/v1/ledger/pools/${subscription}/activate`],
  "ledger:close_pool": ({ subscription }) => ["POST", `/v1/ledger/pools/${subscription}/close`],
  "ledger:reopen_pool": ({ subscription }) => ["POST", `/v1/ledger/pools/${subscription}/reopen`],
  "ledger:register_customer": () => ["POST", "/v1/ledger/customers", { email: "new@acme.example" }],
  "ledger:register_member": ({ customer }) => [
    "POST",
    `/v1/ledger/customers/${customer}/members`,
    { email: "new@acme.example" },
  ],
  "ledger:as_of": ({ subscription }) => ["GET", `/v1/ledger/pools/${subscription}/as-of?at=2026-03-01T09:00:00Z`],
  "ledger:changes": ({ subscription }) => ["GET", `/v1/ledger/pools/${subscription}/changes?${span}`],
  "ledger:usage": ({ subscription }) => ["GET", `/v1/ledger/pools/${subscription}/usage?${span}`],
  "ledger:history": () => ["GET", "/v1/ledger/history"],
  "ledger:holders": ({ seat }) => ["GET", `/v1/ledger/seats/${seat}/holders`],
  "ledger:drift": () => ["GET", "/v1/ledger/drift"],
  "ledger:seat_history": ({ seat }) => ["GET", `/v1/seats/${seat}/history`],
  "ledger:seats_stream": ({ subscription }) => ["HEAD", `/v1/ledger/streams/seats?subscription_id=${subscription}`],
  "ledger:pools_stream": () => ["HEAD", "/v1/ledger/streams/pools"],
  "ledger:events_stream": () => ["HEAD", "/v1/ledger/streams/events"],
  "service:health": () => ["GET", "/healthz"],
  "service:readiness": () => ["GET", "/readyz"],
  "service:metrics": () => ["HEAD", "/metrics"],
  "service:openapi": () => ["GET", "/openapi.json"],
  "service:docs": () => ["HEAD", "/docs"],
} as const satisfies Readonly<Record<string, (scene: Scene) => readonly [method: string, path: string, body?: object]>>;

const span = "from=2026-01-01T00:00:00Z&until=2026-03-01T09:00:00Z";

type Operation = keyof typeof requests;

function assignment(subscription_id: string) {
  return { subscription_id, email: "guest@acme.example" };
}

type OwnRule = "own reads of seats" | "own reads" | "own writes" | "own shows own" | "own writes its own" | "metrics";
type Rule =
  | "everybody"
  | "merchant reads"
  | "merchant writes"
  | "portal reads"
  | "portal writes"
  | "portal shows own"
  | OwnRule;

const rules: Readonly<Record<Operation, Rule>> = {
  "customer-seats:assign_seat": "merchant writes",
  "customer-seats:list_seats": "merchant reads",
  "customer-seats:revoke_seat": "merchant writes",
  "customer-seats:resend_invitation": "merchant writes",
  "customer-seats:get_claim_info": "everybody",
  "customer-seats:claim_stream": "everybody",
  "customer-seats:claim_seat": "everybody",
  "customer_portal:seats:assign_seat": "portal writes",
  "customer_portal:seats:list_seats": "portal reads",
  "customer_portal:seats:revoke_seat": "portal writes",
  "customer_portal:seats:resend_invitation": "portal writes",
  "customer_portal:seats:list_claimed_subscriptions": "portal shows own",
  "customer_portal:seats:stream": "portal reads",
  "ledger:list_pools": "own shows own",
  "ledger:open_pool": "own writes",
  "ledger:get_pool": "own reads of seats",
  "ledger:resize_pool": "own writes",
  "ledger:activate_pool": "own writes",
  "ledger:close_pool": "own writes",
  "ledger:reopen_pool": "own writes",
  "ledger:register_customer": "own writes its own",
  "ledger:register_member": "own writes",
  "ledger:as_of": "own reads of seats",
  "ledger:changes": "own reads of seats",
  "ledger:usage": "own reads of seats",
  "ledger:history": "own shows own",
  "ledger:holders": "own reads of seats",
  "ledger:drift": "own shows own",
  "ledger:seat_history": "own reads of seats",
  "ledger:seats_stream": "own reads of seats",
  "ledger:pools_stream": "own shows own",
  "ledger:events_stream": "own shows own",
  "service:health": "everybody",
  "service:readiness": "everybody",
  "service:metrics": "metrics",
  "service:openapi": "everybody",
  "service:docs": "everybody",
};

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
type OrganizationKind = `the organization ${keyof typeof merchantScopes}` | "another organization, writing everything";
type Kind =
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

type Verdict = "ok" | "401 unauthorized" | "403 insufficient scope" | "403 not permitted" | "404 not found";

const [ok, nobody, scope, role, foreign] = [
  "ok",
  "401 unauthorized",
  "403 insufficient scope",
  "403 not permitted",
  "404 not found",
] as const;

/** The names of both shapes of refusals. */
const names: Readonly<Record<string, string>> = {
  Unauthorized: "unauthorized",
  insufficient_scope: "insufficient scope",
  InsufficientScope: "insufficient scope",
  NotPermitted: "not permitted",
  ResourceNotFound: "not found",
  PoolNotFound: "not found",
  SeatNotFound: "not found",
  CustomerNotFound: "not found",
};

/** Columns: merchant reads, merchant writes, portal reads, portal writes, portal shows own. */
type Verdicts = readonly [Verdict, Verdict, Verdict, Verdict, Verdict];
const stranger = [nobody, nobody, nobody, nobody, nobody] as const;
const unscoped = [nobody, nobody, scope, scope, scope] as const;

const verdicts: Readonly<Record<Kind, Verdicts>> = {
  nobody: stranger,
  "an unknown token": stranger,
  "the organization without a scope": [scope, scope, nobody, nobody, nobody],
  "the organization with a portal's scope": [scope, scope, nobody, nobody, nobody],
  "the organization reading": [ok, scope, nobody, nobody, nobody],
  "the organization writing": [ok, ok, nobody, nobody, nobody],
  "the organization reading the ledger": [scope, scope, nobody, nobody, nobody],
  "the organization writing the ledger": [scope, scope, nobody, nobody, nobody],
  "the organization reading the metrics": [scope, scope, nobody, nobody, nobody],
  "the organization writing everything": [ok, ok, nobody, nobody, nobody],
  "another organization, writing everything": [foreign, foreign, nobody, nobody, nobody],
  "the customer without a scope": unscoped,
  "the customer with a merchant's scope": unscoped,
  "the customer reading": [nobody, nobody, ok, scope, ok],
  "the customer writing": [nobody, nobody, ok, ok, ok],
  "another customer, writing": [nobody, nobody, foreign, foreign, ok],
  "a customer of another organization, writing": [nobody, nobody, foreign, foreign, ok],
  "a customer who was removed": stranger,
  "the customer's owner without a scope": unscoped,
  "the customer's owner with a merchant's scope": unscoped,
  "the customer's owner reading": [nobody, nobody, ok, scope, ok],
  "the customer's owner writing": [nobody, nobody, ok, ok, ok],
  "the customer's billing_manager without a scope": unscoped,
  "the customer's billing_manager with a merchant's scope": unscoped,
  "the customer's billing_manager reading": [nobody, nobody, ok, scope, ok],
  "the customer's billing_manager writing": [nobody, nobody, ok, ok, ok],
  "the customer's member without a scope": unscoped,
  "the customer's member with a merchant's scope": unscoped,
  "the customer's member reading": [nobody, nobody, ok, scope, ok],
  "the customer's member writing": [nobody, nobody, ok, role, ok],
  "another customer's owner, writing": [nobody, nobody, foreign, foreign, ok],
  "a member who was removed": stranger,
  "the session of a claim": [nobody, nobody, ok, role, ok],
};

/** On the ledger's own routes; whoever is no organization is nobody there. */
const ownVerdicts: Readonly<Record<OrganizationKind, Readonly<Record<OwnRule, Verdict>>>> = {
  "the organization without a scope": own(scope, scope, scope, scope),
  "the organization with a portal's scope": own(scope, scope, scope, scope),
  "the organization reading": own(ok, scope, scope, scope),
  "the organization writing": own(ok, scope, scope, scope),
  "the organization reading the ledger": own(ok, ok, scope, ok),
  "the organization writing the ledger": own(ok, ok, ok, ok),
  "the organization reading the metrics": { ...own(scope, scope, scope, scope), metrics: ok },
  "the organization writing everything": own(ok, ok, ok, ok),
  "another organization, writing everything": own(foreign, foreign, foreign, ok),
};

function own(readsOfSeats: Verdict, reads: Verdict, writes: Verdict, showsOwn: Verdict) {
  return {
    "own reads of seats": readsOfSeats,
    "own reads": reads,
    "own writes": writes,
    "own shows own": showsOwn,
    "own writes its own": writes === foreign ? ok : writes,
    metrics: scope,
  };
}

const columns: readonly Rule[] = [
  "merchant reads",
  "merchant writes",
  "portal reads",
  "portal writes",
  "portal shows own",
];

function verdictOf(kind: Kind, rule: Rule): Verdict {
  if (isOwn(rule)) return isOrganization(kind) ? ownVerdicts[kind][rule] : nobody;
  return verdicts[kind][columns.indexOf(rule)] ?? "ok";
}

function isOwn(rule: Rule): rule is OwnRule {
  return rule.startsWith("own ") || rule === "metrics";
}

function isOrganization(kind: Kind): kind is OrganizationKind {
  return kind in ownVerdicts;
}

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

async function tokenOf(shop: Shop, kind: Kind): Promise<string | null> {
  const asker = await askers[kind](shop);
  if (asker === null || typeof asker === "string") return asker;
  shop.admit("asking", asker);
  return "asking";
}

async function scene({ ledger, acme }: Shop): Promise<Scene> {
  const { subscriptionId } = acme;
  const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
  return {
    subscription: subscriptionId,
    customer: acme.customerId,
    seat: seat.id,
    invitation: invitation?.token ?? "",
  };
}

it("knows every route of the document", async () => {
  await using shop = await openShop();
  const { paths } = await ownDocument(shop.api);
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(Object.keys(requests).sort()).toEqual(ids.sort());
});

describe.each(Object.keys(requests) as Operation[])("%s", (operation) => {
  it.each(Object.keys(verdicts) as Kind[])("asked by %s", async (kind) => {
    await using shop = await openShop();
    const token = await tokenOf(shop, kind);
    const [method, path, body] = requests[operation](await scene(shop));
    const asked: Asked = { token, ...(body ? { body } : {}) };
    const { status, json, headers } = await ask(shop, method, path, asked);
    const expected = verdictOf(kind, rules[operation]);
    // A HEAD tells its status alone.
    const verdict = status < 300 ? "ok" : json === null ? expected : `${status} ${names[errorOf(json)]}`;
    expect([verdict, status]).toEqual([expected, expected === "ok" ? 200 : Number(expected.slice(0, 3))]);
    if (status === 401) expect(headers.get("WWW-Authenticate")).toBe("Bearer");
    expect(shop.failures).toEqual([]);
  });
});
