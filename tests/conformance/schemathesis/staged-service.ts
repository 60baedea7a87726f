// The service with something in it: seats of its own and of Polar's, and whom they belong to. It asserts nothing.

import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, startService } from "@seat-ledger/server";

export interface StagedService extends AsyncDisposable {
  readonly url: string;
  readonly subscriptionId: string;
  /** The pools and seats without which nothing more could be asked. */
  readonly kept: readonly string[];
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
  const [subscriptionId, orderId, product] = [randomUUID(), randomUUID(), { id: randomUUID(), name: "Staged" }];
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats });
  await ledger.openPool({ orderId, organizationId, customerId, product, seats });
  // A session ends with the seat that it came from: that seat stands apart, where nobody is told to revoke it.
  const apart = randomUUID();
  await ledger.openPool({ subscriptionId: apart, organizationId, customerId, product, seats: 1 });
  const { invitation } = await ledger.assignSeat({ subscriptionId: apart, email: "buyer@staged.example" });
  const { seat: own, customerSessionToken } = await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  const recipients = Array.from({ length: invited }, (_, number) => ({ email: `guest${number}@staged.example` }));
  const assigned = (await ledger.assignSeats({ subscriptionId, recipients })).filter((one) => "seat" in one);
  return {
    url: service.url,
    subscriptionId,
    kept: [subscriptionId, orderId, apart, own.id],
    names: {
      ORGANIZATION_TOKEN: accessToken,
      PORTAL_SESSION: customerSessionToken,
      SUBSCRIPTIONS: [subscriptionId, mirrored?.subscriptionId ?? ""],
      ORDERS: [orderId],
      SEATS: [...assigned.map(({ seat }) => seat.id), ...mirroredSeats.seats.map(({ id }) => id)],
      INVITATIONS: assigned.map(({ invitation }) => invitation?.token ?? ""),
    },
    async [Symbol.asyncDispose]() {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
