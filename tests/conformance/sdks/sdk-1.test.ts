// Polar's SDK 1.0.1, unmodified, against this API on a real port: the six operations and the portal by each of its dated
// entries. Its errors are in sdk-1-errors.test.ts; what it doesn't look at (order of checks, bodies to the letter) is in
// ../wire.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tokens } from "../shop.ts";
import { openStall, type Stall, thrownBy, versions } from "./stall.ts";

let stall: Stall;

beforeEach(async () => {
  stall = await openStall();
});

afterEach(() => stall[Symbol.asyncDispose]());

describe.each(Object.entries(versions))("the merchant, by the entry %s", (_, { createPolar, errors }) => {
  const client = (accessToken: string = tokens.acme) => createPolar({ accessToken, baseUrl: stall.url });

  it("assigns, lists, shows and claims, and revokes a seat of a subscription", async () => {
    const { customerSeats } = client();
    const { subscriptionId: subscription_id, customerId: customer_id } = stall.shop.acme;
    const metadata = { team: "Zürich", level: 3 };
    const assigned = await customerSeats.assignSeat({ subscription_id, email: "Jane@example.com", metadata });
    expect(assigned).toMatchObject({
      subscription_id,
      order_id: null,
      status: "pending",
      customer_id,
      email: "Jane@example.com",
      customer_email: "Jane@example.com",
      member: { customer_id, email: "Jane@example.com", role: "member" },
      invitation_token_expires_at: "2026-03-02T09:00:00.000Z",
      claimed_at: null,
      revoked_at: null,
      seat_metadata: metadata,
      created_at: "2026-03-01T09:00:00.000Z",
      modified_at: null,
    });
    expect(await customerSeats.listSeats({ subscription_id })).toEqual({
      seats: [assigned],
      available_seats: 2,
      total_seats: 3,
      version: 2,
    });

    const { invitation } = await stall.shop.ledger.resendInvitation({ seatId: assigned.id });
    const invitation_token = invitation?.token ?? "";
    expect(await customerSeats.getClaimInfo(invitation_token)).toEqual({
      product_name: "Team plan",
      product_id: expect.any(String),
      organization_name: "The acme",
      organization_slug: "acme",
      customer_email: "Jane@example.com",
      can_claim: true,
    });
    const claimed = await customerSeats.claimSeat({ invitation_token });
    expect(claimed.seat).toMatchObject({ id: assigned.id, status: "claimed", claimed_at: "2026-03-01T09:00:00.000Z" });
    const session = await stall.shop.ledger.getSession({ token: claimed.customer_session_token });
    expect(session?.memberId).toBe(assigned.member_id);

    const revoked = await customerSeats.revokeSeat(assigned.id);
    expect(revoked).toMatchObject({ status: "revoked", email: null, member_id: null, member: null, customer_id: null });
    expect(await customerSeats.revokeSeat(assigned.id)).toEqual(revoked);
    expect((await customerSeats.listSeats({ subscription_id })).available_seats).toBe(3);
  });

  it("resends an invitation, whose first token is dead then", async () => {
    const { token, seatId } = await stall.invited("jane@example.com");
    stall.shop.later(60_000);
    const resent = await client().customerSeats.resendInvitation(seatId);
    expect(resent).toMatchObject({ status: "pending", invitation_token_expires_at: "2026-03-02T09:01:00.000Z" });
    const error = await thrownBy(client().customerSeats.claimSeat({ invitation_token: token }));
    expect(error).toBeInstanceOf(errors.CustomerSeatsClaimSeat400Error);
  });

  it("assigns a seat of an order, claimed at once", async () => {
    const { customerSeats } = client();
    const { orderId: order_id, customerId: customer_id } = stall.shop.acme;
    const seat = await customerSeats.assignSeat({ order_id, customer_id, immediate_claim: true });
    expect(seat).toMatchObject({ order_id, subscription_id: null, status: "claimed", email: "buyer@acme.example" });
    expect(seat.invitation_token_expires_at).toBeNull();
    expect(await customerSeats.listSeats({ order_id })).toEqual({
      seats: [seat],
      available_seats: 0,
      total_seats: 1,
      version: 2,
    });
  });

  it("claims without an access token, although it sends `Bearer undefined`", async () => {
    const { token } = await stall.invited("jane@example.com");
    // As JavaScript allows, and as claim pages do.
    const { customerSeats } = createPolar({ baseUrl: stall.url } as Parameters<typeof createPolar>[0]);
    expect((await customerSeats.getClaimInfo(token)).can_claim).toBe(true);
    expect((await customerSeats.claimSeat({ invitation_token: token })).seat.status).toBe("claimed");
  });
});

describe.each(Object.entries(versions))("the portal, by the entry %s", (_, { createPolar }) => {
  const portal = (accessToken: string) => createPolar({ accessToken, baseUrl: stall.url }).customerPortal.seats;

  it("assigns, lists, resends and revokes seats of the buyer", async () => {
    const seats = portal("buyer");
    const { subscriptionId: subscription_id, customerId: customer_id } = stall.shop.acme;
    const assigned = await seats.assignSeat({ subscription_id, email: "jane@example.com" });
    expect(assigned).toMatchObject({ subscription_id, customer_id, status: "pending", email: "jane@example.com" });
    expect(await seats.listSeats({ subscription_id })).toEqual({
      seats: [assigned],
      available_seats: 2,
      total_seats: 3,
      version: 2,
    });
    stall.shop.later(60_000);
    const resent = await seats.resendInvitation(assigned.id);
    expect(resent).toMatchObject({ status: "pending", invitation_token_expires_at: "2026-03-02T09:01:00.000Z" });
    expect(await seats.revokeSeat(assigned.id)).toMatchObject({ status: "revoked", email: null });
  });

  it("assigns by a checkout", async () => {
    const { subscriptionId, checkoutId: checkout_id } = await stall.checkedOut();
    const seat = await portal("buyer").assignSeat({ checkout_id, email: "jane@example.com", immediate_claim: true });
    expect(seat).toMatchObject({ subscription_id: subscriptionId, status: "claimed" });
  });

  it("shows whoever has claimed a seat what it is of, page by page", async () => {
    const { token } = await stall.claimed("jane@example.com");
    const page = await portal(token).listClaimedSubscriptions({ page: 1, limit: 10 });
    expect(page.pagination).toEqual({ total_count: 1, max_page: 1 });
    expect(page.items[0]).toMatchObject({
      id: stall.shop.acme.subscriptionId,
      amount: 0,
      product: { name: "Team plan" },
    });
    const all = [];
    for await (const one of portal("buyer").iterListClaimedSubscriptions({ limit: 1 })) all.push(one.id);
    expect(all).toEqual([stall.shop.acme.subscriptionId]);
  });
});
