// The few calls that a replay makes, each with its retries and with the time when its answer arrived. Answers come back
// unread: wire/ knows their shapes.

import type { PoolRef } from "./pool-ref.ts";
import type { Tally } from "./report.ts";
import { withRetries } from "./retry.ts";

/**
 * The part of the SDK's client that is used. Any client made by `createPolar` of a dated entry of `@polar-sh/sdk` 1.x
 * has it; answers are checked as they come, so their types don't matter here.
 */
export interface PolarApi {
  readonly organizations: {
    readonly get: (id: string) => Promise<unknown>;
    readonly list: (query: PageQuery) => Promise<unknown>;
  };
  readonly subscriptions: {
    readonly list: (query: PoolsQuery & { readonly sorting: "started_at"[] }) => Promise<unknown>;
  };
  readonly orders: {
    readonly list: (
      query: PoolsQuery & { readonly sorting: "created_at"[]; readonly product_billing_type: "one_time" },
    ) => Promise<unknown>;
  };
  readonly customerSeats: {
    readonly listSeats: (query: {
      readonly subscription_id?: string | null;
      readonly order_id?: string | null;
    }) => Promise<unknown>;
  };
}

interface PageQuery {
  readonly page: number;
  readonly limit: number;
}

interface PoolsQuery extends PageQuery {
  readonly organization_id: string | null;
}

export interface Answer {
  readonly body: unknown;
  readonly observedAt: Date;
}

export interface PolarClient {
  readonly organization: (id: string) => Promise<Answer>;
  readonly organizations: (page: number) => Promise<Answer>;
  readonly subscriptions: (page: number) => Promise<Answer>;
  readonly orders: (page: number) => Promise<Answer>;
  readonly seats: (ref: PoolRef) => Promise<Answer>;
}

/** The largest page that Polar gives. */
const limit = 100;

export function polarClient(
  polar: PolarApi,
  organizationId: string | null,
  tally: Tally,
  signal: AbortSignal,
): PolarClient {
  const attempts = { signal, onAttempt: tally.asked, onWait: tally.waited };
  const ask = async (request: () => Promise<unknown>): Promise<Answer> => {
    const body = await withRetries(request, attempts);
    return { body, observedAt: new Date() };
  };
  const organization_id = organizationId;
  return {
    organization: (id) => ask(() => polar.organizations.get(id)),
    organizations: (page) => ask(() => polar.organizations.list({ page, limit })),
    // Oldest first: pages are offsets, and what is new then comes last instead of shifting them.
    subscriptions: (page) =>
      ask(() => polar.subscriptions.list({ organization_id, page, limit, sorting: ["started_at"] })),
    orders: (page) =>
      ask(() =>
        polar.orders.list({
          organization_id,
          product_billing_type: "one_time",
          page,
          limit,
          sorting: ["created_at"],
        }),
      ),
    seats: ({ subscriptionId, orderId }) =>
      ask(() => polar.customerSeats.listSeats({ subscription_id: subscriptionId, order_id: orderId })),
  };
}
