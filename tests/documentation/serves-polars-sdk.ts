// What each page promises: Polar's own SDK works against its program, unmodified, beside a route of the app's own that reads bodies.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { expect } from "vitest";
import type { Program } from "./program.ts";

/** The subscription with five seats that the program on each page opens. */
export const subscriptionId = "1b0e6d9c-9d0e-4b8e-8f0a-1c2d3e4f5a6b";

/** Asks a page's program at an address by Polar's SDK, and its own `/echo`. One seat is claimed afterwards. */
export async function servesPolarsSdk(url: string, { printed }: Program): Promise<void> {
  const polar = createPolar({ accessToken: "change-me", baseUrl: url, timeout: 30 });
  const assign = (email: string) => polar.customerSeats.assignSeat({ subscription_id: subscriptionId, email });
  const seat = await assign("jane@customer.example");
  const invitationToken = await printed(new RegExp(`invited ${seat.id} (\\S+)`));
  const info = await polar.customerSeats.getClaimInfo(invitationToken);
  expect(info).toMatchObject({ can_claim: true, product_name: "Team" });
  const claimed = await polar.customerSeats.claimSeat({ invitation_token: invitationToken });
  expect(claimed.seat).toMatchObject({ id: seat.id, status: "claimed" });
  const other = await assign("joe@customer.example");
  await polar.customerSeats.resendInvitation(other.id);
  expect(await polar.customerSeats.revokeSeat(other.id)).toMatchObject({ status: "revoked" });
  const list = await polar.customerSeats.listSeats({ subscription_id: subscriptionId });
  expect(list).toMatchObject({ total_seats: 5, available_seats: 4 });

  const head = await fetch(`${url}/v1/customer-seats?subscription_id=${subscriptionId}`, { method: "HEAD" });
  expect(head.status).toBe(401);
  const headers = { "Content-Type": "application/json" };
  const echoed = await fetch(`${url}/echo`, { method: "POST", headers, body: '{"mine":1}' });
  expect(await echoed.json()).toEqual({ mine: 1 });
}
