// The service with something in it: seats of its own and of Polar's, and whom they belong to. It asserts nothing.

import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, startService } from "@seat-ledger/server";
import { z } from "zod";
import { type CertainRequest, certainRequests } from "./certain-requests.ts";

export interface StagedService extends AsyncDisposable {
  readonly url: string;
  readonly subscriptionId: string;
  /** The pools, seats and customers without which nothing more could be asked. */
  readonly kept: readonly string[];
  /** By method and path. */
  readonly certain: Readonly<Record<string, CertainRequest>>;
  /** What schemathesis.toml names. */
  readonly names: Readonly<Record<string, string | readonly string[]>>;
}

const seats = 1_000;
/** So many that some are left when others were claimed and revoked. */
const invited = 60;

export async function stageService(): Promise<StagedService> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-schemathesis-"));
  const accessToken = "staged_token";
  const database = join(folder, "seats.db");
  // It asks more often than the limits allow, and all from one address.
  const settings = readSettings({ SEAT_LEDGER_RATE_LIMITS: "off" });
  const service = await startService({ ...settings, port: 0, database, accessToken });
  const { ledger, organizationId } = service;
  const { pools } = await ledger.listPools({ organizationId });
  const mirrored = pools.find((pool) => pool.subscriptionId !== null && pool.claimed > 0);
  const mirroredSeats = await ledger.listSeats({ subscriptionId: mirrored?.subscriptionId ?? "" });

  const { id: customerId } = await ledger.registerCustomer({ organizationId, email: "buyer@staged.example" });
  const otherCustomer = await ledger.registerCustomer({ organizationId, email: "other@staged.example" });
  const [subscriptionId, orderId, product] = [randomUUID(), randomUUID(), { id: randomUUID(), name: "Staged" }];
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats });
  await ledger.openPool({ orderId, organizationId, customerId, product, seats });
  // A session ends with the seat that it came from: that seat stands apart, where nobody is told to revoke it.
  const apart = randomUUID();
  await ledger.openPool({ subscriptionId: apart, organizationId, customerId, product, seats: 1 });
  const { invitation } = await ledger.assignSeat({ subscriptionId: apart, email: "buyer@staged.example" });
  const { seat: own, customerSessionToken } = await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  const others = [randomUUID(), randomUUID(), randomUUID()];
  for (const other of others) {
    await ledger.openPool({ orderId: other, organizationId, customerId, product, seats: 10, status: "unpaid" });
  }
  const recipients = Array.from({ length: invited }, (_, number) => ({ email: `guest${number}@staged.example` }));
  const assigned = (await ledger.assignSeats({ subscriptionId, recipients })).filter((one) => "seat" in one);
  const tokenIds = await Promise.all([1, 2, 3, 4].map(() => makeToken(service.url, accessToken)));
  const [tokenId = "", ...otherTokens] = tokenIds;
  const certain = await certainRequests({ ledger, organizationId, customerId, subscriptionId, product, tokenId });
  return {
    url: service.url,
    subscriptionId,
    kept: [subscriptionId, orderId, apart, own.id, customerId, tokenId, ...certain.ids],
    certain: certain.requests,
    names: {
      ORGANIZATION_TOKEN: accessToken,
      PORTAL_SESSION: customerSessionToken,
      SUBSCRIPTIONS: [subscriptionId, mirrored?.subscriptionId ?? ""],
      ORDERS: [orderId],
      POOLS: [subscriptionId, orderId, ...others],
      CUSTOMERS: [customerId, otherCustomer.id],
      TOKENS: otherTokens,
      TIMES_TO_COME: ["2999-12-31T23:59:59Z", "2500-06-01T00:00:00+02:00"],
      SEATS: [...assigned.map(({ seat }) => seat.id), ...mirroredSeats.seats.map(({ id }) => id)],
      INVITATIONS: assigned.map(({ invitation }) => invitation?.token ?? ""),
    },
    async [Symbol.asyncDispose]() {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The id of a new token. */
async function makeToken(url: string, accessToken: string): Promise<string> {
  const response = await fetch(`${url}/v1/ledger/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Staged", scopes: ["tokens:read"] }),
  });
  const { token } = z.object({ token: z.object({ id: z.string() }) }).parse(await response.json());
  return token.id;
}
