// The part of the SDK's client that this package uses, and the check that something is such a client. Answers are checked
// as they come, so their types don't matter here.

import { z } from "zod";

/** Any client made by `createPolar` of a dated entry of `@polar-sh/sdk` 1.x. */
export interface PolarApi {
  readonly organizations: {
    readonly get: (id: string) => Promise<unknown>;
    readonly list: (query: PageQuery) => Promise<unknown>;
  };
  readonly subscriptions: {
    readonly get: (id: string) => Promise<unknown>;
    readonly list: (query: OwnedQuery & { readonly sorting: "started_at"[] }) => Promise<unknown>;
  };
  readonly orders: {
    readonly get: (id: string) => Promise<unknown>;
    readonly list: (
      query: OwnedQuery & { readonly sorting: "created_at"[]; readonly product_billing_type: "one_time" },
    ) => Promise<unknown>;
  };
  readonly customers: {
    readonly get: (id: string) => Promise<unknown>;
    readonly getExternal: (externalId: string) => Promise<unknown>;
    readonly members: {
      readonly list: (customerId: string, query: PageQuery) => Promise<unknown>;
    };
  };
  readonly customerSeats: {
    readonly listSeats: (query: SourceIds) => Promise<unknown>;
    readonly assignSeat: (body: AssignBody) => Promise<unknown>;
    readonly revokeSeat: (seatId: string) => Promise<unknown>;
    readonly resendInvitation: (seatId: string) => Promise<unknown>;
    readonly getClaimInfo: (invitationToken: string) => Promise<unknown>;
    readonly claimSeat: (body: { readonly invitation_token: string }) => Promise<unknown>;
  };
  readonly webhooks: {
    readonly listWebhookEndpoints: (query: OwnedQuery) => Promise<unknown>;
    readonly listWebhookDeliveries: (query: SpanQuery & { readonly endpoint_id: string[] | null }) => Promise<unknown>;
  };
  readonly events: {
    readonly list: (
      query: SpanQuery & OwnedQuery & { readonly name: string; readonly sorting: "-timestamp"[] },
    ) => Promise<unknown>;
  };
}

/** What Polar is told of a new assignment. */
export interface AssignBody extends SourceIds {
  readonly email?: string | null;
  readonly customer_id?: string | null;
  readonly external_customer_id?: string | null;
  readonly member_id?: string | null;
  readonly external_member_id?: string | null;
  readonly metadata?: Record<string, unknown> | null;
  readonly immediate_claim?: boolean;
}

interface SourceIds {
  readonly subscription_id?: string | null;
  readonly order_id?: string | null;
}

interface PageQuery {
  readonly page: number;
  readonly limit: number;
}

interface OwnedQuery extends PageQuery {
  readonly organization_id: string | null;
}

/** Both times are outside of the span: Polar compares by "after" and "before". */
interface SpanQuery extends PageQuery {
  readonly start_timestamp: string | null;
  readonly end_timestamp: string | null;
}

/** A few methods of each part stand for the whole: no other client has them by these names. */
const signs: { readonly [Part in keyof PolarApi]: readonly (keyof PolarApi[Part] & string)[] } = {
  organizations: ["get", "list"],
  subscriptions: ["get", "list"],
  orders: ["get", "list"],
  customers: ["get"],
  customerSeats: ["listSeats", "assignSeat"],
  webhooks: ["listWebhookDeliveries"],
  events: ["list"],
};

const isObject = (given: unknown): given is Record<string, unknown> => typeof given === "object" && given !== null;

function isPolarApi(given: unknown): boolean {
  return Object.entries(signs).every(([part, methods]) => {
    const found = isObject(given) ? given[part] : null;
    return isObject(found) && methods.every((method) => typeof found[method] === "function");
  });
}

export const polarApiSchema = z.custom<PolarApi>(
  isPolarApi,
  "must be a client from createPolar of @polar-sh/sdk 1.x, such as @polar-sh/sdk/2026-10",
);
