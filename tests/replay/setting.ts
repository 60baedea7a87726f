// What the tests of a replay begin with: a small Polar on a real port, an empty ledger, and both sides' listings in one shape.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { replayPolar } from "@seat-ledger/polar";
import {
  createPolarSandbox,
  type PolarSandbox,
  type PolarSandboxOptions,
  servePolarSandbox,
} from "@seat-ledger/polar-sandbox";
import { type Fact, openLedger, type SeatLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { onTestFinished } from "vitest";

export type Answering = (request: Request, next: () => Promise<Response>) => Promise<Response> | Response;

/** A client of this sandbox; `answering` stands between the two. */
export async function clientOf(sandbox: PolarSandbox, answering: Answering = (_, next) => next()) {
  const fetch = async (request: Request) => answering(request, () => sandbox.fetch(request));
  // Webhooks go out when a test says so.
  const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch }, deliverEveryMs: null });
  onTestFinished(() => served.close());
  return createPolar({ accessToken: "polar_oat_sandbox", baseUrl: served.url });
}

export async function emptyLedger(): Promise<SeatLedger> {
  const ledger = await openLedger({ file: ":memory:" });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** One organization with one buyer and one subscription, at a time that only moves when it is told to. */
export function smallSandbox({
  seats = 3,
  ...settings
}: {
  seats?: number;
  memberModel?: boolean;
  seatsEnabled?: boolean;
} = {}) {
  const clock = manualClock("2026-10-05T09:00:00Z");
  const sandbox = createPolarSandbox({ clock: clock.now } satisfies PolarSandboxOptions);
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme", ...settings }).id;
  const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example", name: "Acme" }).id;
  const subscriptionId = sandbox.createSubscription({ productId, customerId, seats }).id;
  const pass = (hours: number) => {
    clock.advance({ hours });
    return clock.now();
  };
  return { sandbox, organizationId, productId, customerId, subscriptionId, pool: { subscriptionId }, pass };
}

export async function smallWorld(settings: Parameters<typeof smallSandbox>[0] = {}, answering?: Answering) {
  const small = smallSandbox(settings);
  const polar = await clientOf(small.sandbox, answering);
  const ledger = await emptyLedger();
  return { ...small, polar, ledger, replay: () => replayPolar({ ledger, polar }) };
}

export function claim(sandbox: PolarSandbox, seatId: string) {
  sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(seatId) ?? "" });
}

const isoOf = (time: Date | string | null) => (time === null ? null : new Date(time).toISOString());

/** Every pool of Polar with its listing, in the shape that both sides are compared in. */
export async function polarListings(polar: Awaited<ReturnType<typeof clientOf>>) {
  const subscriptions = await polar.subscriptions.list({ limit: 100 });
  const orders = await polar.orders.list({ limit: 100, product_billing_type: "one_time" });
  const refs = [
    ...subscriptions.items.filter(({ seats }) => seats !== null).map(({ id }) => ({ subscription_id: id })),
    ...orders.items.map(({ id }) => ({ order_id: id })),
  ];
  const listings = refs.map(async (ref) => {
    const { seats, available_seats, total_seats } = await polar.customerSeats.listSeats(ref);
    const rows = seats.map((seat) => ({
      id: seat.id,
      status: seat.status,
      customerId: seat.customer_id,
      memberId: seat.member_id,
      memberEmail: seat.member?.email ?? null,
      memberName: seat.member?.name ?? null,
      role: seat.member?.role ?? null,
      email: seat.email,
      expires: isoOf(seat.invitation_token_expires_at),
      claimed: isoOf(seat.claimed_at),
      revoked: isoOf(seat.revoked_at),
      created: isoOf(seat.created_at),
      metadata: seat.seat_metadata,
    }));
    return {
      id: Object.values(ref)[0] ?? "",
      available: available_seats,
      total: total_seats,
      rows: rows.toSorted(byId),
    };
  });
  return (await Promise.all(listings)).toSorted(byId);
}

export async function ledgerListings(ledger: SeatLedger) {
  const { pools } = await ledger.listPools();
  const listings = pools.map(async ({ subscriptionId, orderId }) => {
    const { seats, availableSeats, totalSeats } = await ledger.listSeats({ subscriptionId, orderId });
    const rows = seats.map((seat) => ({
      id: seat.id,
      status: seat.status,
      customerId: seat.customerId,
      memberId: seat.memberId,
      memberEmail: seat.member?.email ?? null,
      memberName: seat.member?.name ?? null,
      role: seat.member?.role ?? null,
      email: seat.email,
      expires: isoOf(seat.invitationTokenExpiresAt),
      claimed: isoOf(seat.claimedAt),
      revoked: isoOf(seat.revokedAt),
      created: isoOf(seat.createdAt),
      metadata: seat.seatMetadata,
    }));
    return {
      id: subscriptionId ?? orderId ?? "",
      available: availableSeats,
      total: totalSeats,
      rows: rows.toSorted(byId),
    };
  });
  return (await Promise.all(listings)).toSorted(byId);
}

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

export async function stepsOf(ledger: SeatLedger, seatId: string) {
  const { entries } = await ledger.history({ seatId });
  return entries.map(({ event, occupancy, holder, inferred }) => ({
    type: event.type,
    at: event.occurredAt.toISOString(),
    occupancy,
    email: holder?.email ?? null,
    inferred,
  }));
}

/** What another source would say of the small world's subscription. */
export function poolFact({ subscriptionId, organizationId, customerId, productId }: SmallSandbox, seats: number): Fact {
  return {
    type: "pool",
    subscriptionId,
    organizationId,
    customerId,
    product: { id: productId, name: "Maps" },
    seats,
    status: "active",
    openedAt: new Date("2026-10-05T09:00:00Z"),
  };
}

type SmallSandbox = Pick<
  ReturnType<typeof smallSandbox>,
  "subscriptionId" | "organizationId" | "customerId" | "productId"
>;
