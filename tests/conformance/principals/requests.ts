// One request to each route of the API, which is answered 200 to whoever may ask, and what it is about.

import { randomUUID } from "node:crypto";
import type { Shop } from "../shop.ts";

/** What they are asked about: things of acme's buyer. */
export interface Scene {
  readonly subscription: string;
  readonly customer: string;
  readonly seat: string;
  readonly invitation: string;
}

/** One request to each route, which is answered 200 to whoever may. The names are those of the OpenAPI document. */
export const requests = {
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

export type Operation = keyof typeof requests;

function assignment(subscription_id: string) {
  return { subscription_id, email: "guest@acme.example" };
}

export async function sceneIn({ ledger, acme }: Shop): Promise<Scene> {
  const { subscriptionId } = acme;
  const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
  return {
    subscription: subscriptionId,
    customer: acme.customerId,
    seat: seat.id,
    invitation: invitation?.token ?? "",
  };
}
