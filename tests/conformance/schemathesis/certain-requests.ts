// A request of each operation that asks for something that must be there, and that can't but be accepted: made at random, such
// requests are accepted or not, as luck will have it. It asserts nothing.

import { randomUUID } from "node:crypto";
import type { SeatLedger } from "seat-ledger";

export interface CertainRequest {
  readonly path_parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface CertainRequests {
  /** By method and path. */
  readonly requests: Readonly<Record<string, CertainRequest>>;
  /** The seats and pools which they are about: what is asked at random is kept from them. */
  readonly ids: readonly string[];
}

interface Given {
  readonly ledger: SeatLedger;
  readonly organizationId: string;
  readonly customerId: string;
  /** Of that customer, with seats that are free. */
  readonly subscriptionId: string;
  /** In which pools are opened. */
  readonly product: { readonly id: string; readonly name: string };
  /** Of a token that may be revoked. */
  readonly tokenId: string;
}

export async function certainRequests(given: Given): Promise<CertainRequests> {
  const { ledger, organizationId, customerId, subscriptionId, product, tokenId } = given;
  const ids: string[] = [];

  async function invite(): Promise<{ readonly seat: { seat_id: string }; readonly token: string }> {
    const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email: `${randomUUID()}@certain.example` });
    ids.push(seat.id);
    return { seat: { seat_id: seat.id }, token: invitation?.token ?? "" };
  }

  async function open(status: "active" | "unpaid" = "active"): Promise<{ pool_id: string }> {
    const orderId = randomUUID();
    await ledger.openPool({ orderId, organizationId, customerId, product, seats: 10, status });
    ids.push(orderId);
    return { pool_id: orderId };
  }

  const seat = async () => ({ path_parameters: (await invite()).seat });
  const pool = async (status?: "unpaid") => ({ path_parameters: await open(status) });
  const closed = await pool();
  await ledger.closePool({ orderId: closed.path_parameters.pool_id });
  const ofSubscription = { query: { subscription_id: subscriptionId } };
  const stranger = () => ({ email: `${randomUUID()}@certain.example` });
  const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString();
  const hour = 3_600_000;
  const now = fromNow(0);
  const past = (query: Readonly<Record<string, string>>) => ({ path_parameters: { pool_id: subscriptionId }, query });

  const requests = {
    "GET /v1/customer-seats": ofSubscription,
    "POST /v1/customer-seats": { body: { subscription_id: subscriptionId, ...stranger() } },
    "DELETE /v1/customer-seats/{seat_id}": await seat(),
    "POST /v1/customer-seats/{seat_id}/resend": await seat(),
    "GET /v1/customer-seats/claim/{invitation_token}": {
      path_parameters: { invitation_token: (await invite()).token },
    },
    "POST /v1/customer-seats/claim": { body: { invitation_token: (await invite()).token } },
    "GET /v1/customer-portal/seats": ofSubscription,
    "POST /v1/customer-portal/seats": { body: { subscription_id: subscriptionId, ...stranger() } },
    "DELETE /v1/customer-portal/seats/{seat_id}": await seat(),
    "POST /v1/customer-portal/seats/{seat_id}/resend": await seat(),
    "GET /v1/seats/{seat_id}/history": await seat(),
    "GET /v1/ledger/seats/{seat_id}/holders": await seat(),
    "GET /v1/ledger/pools/{pool_id}": past({}),
    "GET /v1/ledger/pools/{pool_id}/as-of": past({ at: now }),
    "GET /v1/ledger/pools/{pool_id}/changes": past({ from: now, until: now }),
    "GET /v1/ledger/pools/{pool_id}/usage": past({ from: fromNow(-hour), until: now }),
    "POST /v1/ledger/pools": {
      body: { order_id: randomUUID(), customer_id: customerId, product, seats: 3, status: "unpaid" },
    },
    "POST /v1/ledger/pools/{pool_id}/activate": await pool("unpaid"),
    "POST /v1/ledger/pools/{pool_id}/close": await pool(),
    "POST /v1/ledger/pools/{pool_id}/reopen": closed,
    "POST /v1/ledger/pools/{pool_id}/resize": { ...(await pool()), body: { seats: 5 } },
    "POST /v1/ledger/customers": { body: stranger() },
    "POST /v1/ledger/customers/{customer_id}/members": {
      path_parameters: { customer_id: customerId },
      body: stranger(),
    },
    "POST /v1/ledger/tokens": { body: { name: "Certain", scopes: ["tokens:read"], expires_at: fromNow(hour) } },
    "DELETE /v1/ledger/tokens/{token_id}": { path_parameters: { token_id: tokenId } },
  };
  return { requests, ids };
}
