// A ledger with two organizations behind the API, for the tests of this folder. It asserts nothing.

import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import {
  createSeatApi,
  type Principal,
  type SeatApi,
  type SeatApiOptions,
  type SeatOperations,
} from "@seat-ledger/http";
import { openTokenStore, type TokenStore } from "@seat-ledger/server";
import { openLedger, type SeatLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { withCheckedAnswers } from "./checked-answers.ts";

export interface Shop extends AsyncDisposable {
  readonly ledger: SeatLedger;
  readonly api: SeatApi;
  /** Tokens that are made by routes, in a file of their own. */
  readonly tokens: TokenStore;
  readonly acme: Merchant;
  /** Somebody else's organization. */
  readonly other: Merchant;
  /** What the API reported as failures. */
  readonly failures: unknown[];
  /** Moves the ledger's clock. */
  later(ms: number): void;
  /** Lets `authenticate` know one more. */
  admit(token: string, principal: Principal): void;
  /** Lets `authenticate` know one less. */
  dismiss(token: string): void;
}

export interface Merchant {
  readonly organizationId: string;
  readonly customerId: string;
  /** A subscription with three seats. */
  readonly subscriptionId: string;
  /** An order with one seat. */
  readonly orderId: string;
}

/** Access tokens: of acme with every scope, with one of the seats' two, with none; of other; of somebody who is no organization. */
export const tokens = {
  acme: "acme-token",
  reader: "acme-reader",
  writer: "acme-writer",
  useless: "acme-useless",
  other: "other-token",
  customer: "customer-token",
  member: "member-token",
} as const;

const product = { id: "7d0c4a5e-3f0e-4d0c-9f83-7a3a7e1f2b10", name: "Team plan" };

export interface ShopOptions {
  readonly memberModel?: boolean;
  /** Whether the API has the routes of access tokens. */
  readonly withTokens?: boolean;
  /** Further options of the API. */
  readonly options?: Pick<SeatApiOptions, "ready" | "sync" | "heartbeatMs">;
  /** Done before each `authenticate`, which fails as it does. */
  readonly beforeAuthenticate?: () => Promise<void>;
  /** Makes what the API writes through to. */
  readonly seats?: (ledger: SeatLedger) => SeatOperations;
}

export async function openShop({
  memberModel = true,
  withTokens = false,
  options,
  beforeAuthenticate,
  seats,
}: ShopOptions = {}): Promise<Shop> {
  const clock = manualClock("2026-03-01T09:00:00.000Z");
  const ledger = await openLedger({ file: ":memory:", secret: "s".repeat(32), clock: clock.now });
  const acme = await merchant(ledger, "acme", memberModel);
  const other = await merchant(ledger, "other", memberModel);
  const failures: unknown[] = [];
  const principals = new Map(Object.entries(principalsOf(acme, other)));
  const serviceTokens = openTokenStore(":memory:");
  const authenticate = async (request: Request): Promise<Principal | null> => {
    await beforeAuthenticate?.();
    const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    const rights = await serviceTokens.findRights(token);
    return rights ? { type: "organization", ...rights } : (principals.get(token) ?? null);
  };
  const onError = (error: unknown) => failures.push(error);
  return {
    ledger,
    api: withCheckedAnswers(
      createSeatApi({
        ...{ ledger, authenticate, seats: seats?.(ledger), onError },
        ...options,
        ...(withTokens && { tokens: serviceTokens }),
      }),
    ),
    tokens: serviceTokens,
    acme,
    other,
    failures,
    later: (milliseconds) => clock.advance({ milliseconds }),
    admit: (token, principal) => principals.set(token, principal),
    dismiss: (token) => principals.delete(token),
    async [Symbol.asyncDispose]() {
      await serviceTokens.close();
      await ledger.close();
    },
  };
}

/** The API on a port of this machine, for clients that know nothing but an address. */
export async function onPort(api: SeatApi): Promise<AsyncDisposable & { readonly url: string }> {
  const listening = Promise.withResolvers<AddressInfo>();
  // The clients run in this process and must meet the platform's own Request and Response.
  const options = { fetch: api.fetch, hostname: "127.0.0.1", port: 0, overrideGlobalObjects: false };
  const server = serve(options, listening.resolve) as Server;
  const { port } = await listening.promise;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function merchant(ledger: SeatLedger, slug: string, memberModel: boolean): Promise<Merchant> {
  const { id: organizationId } = await ledger.registerOrganization({ name: `The ${slug}`, slug, memberModel });
  const buyer = { organizationId, email: `buyer@${slug}.example`, externalId: `buyer-of-${slug}` };
  const { id: customerId } = await ledger.registerCustomer(buyer);
  const subscriptionId = randomUUID();
  const orderId = randomUUID();
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 3 });
  await ledger.openPool({ orderId, organizationId, customerId, product, seats: 1 });
  return { organizationId, customerId, subscriptionId, orderId };
}

function principalsOf(acme: Merchant, other: Merchant): Readonly<Record<string, Principal>> {
  const [read, write] = ["customer_seats:read", "customer_seats:write"];
  const type = "organization";
  return {
    [tokens.acme]: { type, organizationId: acme.organizationId, scopes: [read, write, "ledger:write"] },
    [tokens.reader]: { type, organizationId: acme.organizationId, scopes: [read] },
    [tokens.writer]: { type, organizationId: acme.organizationId, scopes: [write] },
    [tokens.useless]: { type, organizationId: acme.organizationId, scopes: ["products:read"] },
    [tokens.other]: { type, organizationId: other.organizationId, scopes: [read, write, "ledger:write"] },
    [tokens.customer]: { type: "customer", customerId: acme.customerId, scopes: [read, write] },
    [tokens.member]: { type: "member", memberId: acme.customerId, scopes: [read, write] },
  };
}
