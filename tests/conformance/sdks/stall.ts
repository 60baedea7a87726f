// The shop on a port, as the SDKs meet it. It asserts nothing but that a call was refused.

import { randomUUID } from "node:crypto";
import * as v2026_04 from "@polar-sh/sdk/2026-04";
import * as v2026_10 from "@polar-sh/sdk/2026-10";
import * as v2027_01 from "@polar-sh/sdk/2027-01";
import { expect } from "vitest";
import { onPort, openShop, type Shop } from "../shop.ts";

/** Each class of error that the SDK has for an operation on seats. */
export type SeatError = Extract<keyof typeof v2026_10.errors, `Customer${"" | "Portal"}Seats${string}Error`>;

type Client = ReturnType<typeof v2026_10.createPolar>;

/** What the dated entries have in common. */
export interface Version {
  createPolar(options: { readonly accessToken: string; readonly baseUrl: string }): {
    readonly customerSeats: Client["customerSeats"];
    readonly customerPortal: Pick<Client["customerPortal"], "seats">;
  };
  readonly errors: Pick<typeof v2026_10.errors, SeatError | "HTTPValidationError">;
}

/** Every dated entry of the SDK 1.0.1. */
export const versions: Readonly<Record<string, Version>> = {
  "2026-04": v2026_04,
  "2026-10": v2026_10,
  "2027-01": v2027_01,
};

export const nobody = "00000000-0000-4000-8000-000000000000";

/** Beside the shop's own tokens, `buyer` is the session of acme's customer. */
export interface Stall extends AsyncDisposable {
  readonly shop: Shop;
  readonly url: string;
  /** An invitation as the person gets it: HTTP never shows one. */
  invited(email: string): Promise<{ readonly token: string; readonly seatId: string }>;
  /** The session of somebody who has claimed a seat of the subscription. */
  claimed(email: string): Promise<{ readonly token: string; readonly seatId: string }>;
  /** A subscription that came from a checkout. */
  checkedOut(): Promise<{ readonly subscriptionId: string; readonly checkoutId: string }>;
  /** A subscription of which Polar decides. */
  mirrored(): Promise<string>;
  /** The organization has no seats any more. */
  seatsOff(): Promise<void>;
}

export async function openStall(): Promise<Stall> {
  const shop = await openShop();
  const served = await onPort(shop.api);
  const { ledger } = shop;
  const { subscriptionId, customerId, organizationId } = shop.acme;
  const scopes = ["customer_portal:read", "customer_portal:write"];
  shop.admit("buyer", { type: "customer", customerId, scopes });
  const invited: Stall["invited"] = async (email) => {
    const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email });
    return { token: invitation?.token ?? "", seatId: seat.id };
  };
  return {
    shop,
    url: served.url,
    invited,
    async claimed(email) {
      const { token: invitationToken, seatId } = await invited(email);
      const { customerSessionToken } = await ledger.claimSeat({ invitationToken });
      return { token: customerSessionToken, seatId };
    },
    async checkedOut() {
      const opening = { subscriptionId: randomUUID(), checkoutId: randomUUID() };
      const product = { id: randomUUID(), name: "Checked out" };
      await ledger.openPool({ ...opening, organizationId, customerId, product, seats: 1 });
      return opening;
    },
    async mirrored() {
      const mirrored = randomUUID();
      const product = { id: randomUUID(), name: "Mirrored" };
      const facts = { subscriptionId: mirrored, organizationId, customerId, product, seats: 1 };
      await ledger.openPool({ ...facts, authority: "polar" });
      return mirrored;
    },
    async seatsOff() {
      await ledger.registerOrganization({ id: organizationId, name: "The acme", slug: "acme", seatsEnabled: false });
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await shop[Symbol.asyncDispose]();
    },
  };
}

export function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable("the call was answered"),
    (error: unknown) => error,
  );
}
