// Polar's own SDKs, unmodified, against this API on a real port: all six operations and the refusals, as their users meet
// them. What the SDKs don't look at (order of checks, bodies to the letter) is in wire.test.ts.

import { createPolar, errors } from "@polar-sh/sdk/2026-10";
import { Polar } from "polar-sdk-0";
import { HTTPValidationError } from "polar-sdk-0/models/errors/httpvalidationerror.js";
import { SDKError } from "polar-sdk-0/models/errors/sdkerror.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onPort, openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;
let served: Awaited<ReturnType<typeof onPort>>;

beforeEach(async () => {
  shop = await openShop();
  served = await onPort(shop.api);
});

afterEach(async () => {
  await served[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

const nobody = "00000000-0000-4000-8000-000000000000";

/** An invitation as the person gets it: HTTP never shows one. */
async function invited(email: string): Promise<{ token: string; seatId: string }> {
  const { seat, invitation } = await shop.ledger.assignSeat({ subscriptionId: shop.acme.subscriptionId, email });
  if (!invitation) throw new Error("an assignment without immediateClaim has an invitation");
  return { token: invitation.token, seatId: seat.id };
}

function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable("the call was answered"),
    (error: unknown) => error,
  );
}

describe("SDK 1.0.1 (2026-10)", () => {
  const client = (accessToken: string = tokens.acme) => createPolar({ accessToken, baseUrl: served.url });

  it("assigns, lists, shows and claims, and revokes a seat of a subscription", async () => {
    const { customerSeats } = client();
    const { subscriptionId: subscription_id, customerId: customer_id } = shop.acme;
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
    });

    const { invitation } = await shop.ledger.resendInvitation({ seatId: assigned.id });
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
    const session = await shop.ledger.getSession({ token: claimed.customer_session_token });
    expect(session?.memberId).toBe(assigned.member_id);

    const revoked = await customerSeats.revokeSeat(assigned.id);
    expect(revoked).toMatchObject({ status: "revoked", email: null, member_id: null, member: null, customer_id: null });
    expect(await customerSeats.revokeSeat(assigned.id)).toEqual(revoked);
    expect((await customerSeats.listSeats({ subscription_id })).available_seats).toBe(3);
  });

  it("resends an invitation, whose first token is dead then", async () => {
    const { token, seatId } = await invited("jane@example.com");
    shop.later(60_000);
    const resent = await client().customerSeats.resendInvitation(seatId);
    expect(resent).toMatchObject({ status: "pending", invitation_token_expires_at: "2026-03-02T09:01:00.000Z" });
    const error = await thrownBy(client().customerSeats.claimSeat({ invitation_token: token }));
    expect(error).toBeInstanceOf(errors.CustomerSeatsClaimSeat400Error);
  });

  it("assigns a seat of an order, claimed at once", async () => {
    const { customerSeats } = client();
    const { orderId: order_id, customerId: customer_id } = shop.acme;
    const seat = await customerSeats.assignSeat({ order_id, customer_id, immediate_claim: true });
    expect(seat).toMatchObject({ order_id, subscription_id: null, status: "claimed", email: "buyer@acme.example" });
    expect(seat.invitation_token_expires_at).toBeNull();
    expect(await customerSeats.listSeats({ order_id })).toEqual({ seats: [seat], available_seats: 0, total_seats: 1 });
  });

  it("claims without an access token, although it sends `Bearer undefined`", async () => {
    const { token } = await invited("jane@example.com");
    // As JavaScript allows, and as claim pages do.
    const { customerSeats } = createPolar({ baseUrl: served.url } as Parameters<typeof createPolar>[0]);
    expect((await customerSeats.getClaimInfo(token)).can_claim).toBe(true);
    expect((await customerSeats.claimSeat({ invitation_token: token })).seat.status).toBe("claimed");
  });

  it("throws its own class for 400, with Polar's body", async () => {
    const { customerSeats } = client();
    const { orderId: order_id, subscriptionId: subscription_id } = shop.acme;
    await customerSeats.assignSeat({ order_id, email: "first@example.com" });
    const full = await thrownBy(customerSeats.assignSeat({ order_id, email: "second@example.com" }));
    expect(full).toBeInstanceOf(errors.CustomerSeatsAssignSeat400Error);
    expect(full).toMatchObject({ error: { error: "SeatNotAvailable", detail: `No available seats for ${order_id}` } });

    await customerSeats.assignSeat({ subscription_id, email: "jane@example.com" });
    const twice = await thrownBy(customerSeats.assignSeat({ subscription_id, email: "JANE@example.com" }));
    expect(twice).toBeInstanceOf(errors.CustomerSeatsAssignSeat400Error);
    expect(twice).toMatchObject({ error: { error: "SeatAlreadyAssigned" } });

    const { token, seatId } = await invited("joe@example.com");
    await customerSeats.claimSeat({ invitation_token: token });
    const resend = await thrownBy(customerSeats.resendInvitation(seatId));
    expect(resend).toBeInstanceOf(errors.CustomerSeatsResendInvitation400Error);
    expect(resend).toMatchObject({ error: { error: "SeatNotPending", detail: "Seat is not in pending status" } });
    const claim = await thrownBy(customerSeats.claimSeat({ invitation_token: token }));
    expect(claim).toBeInstanceOf(errors.CustomerSeatsClaimSeat400Error);
    expect(claim).toMatchObject({ error: { error: "InvalidInvitationToken" } });
  });

  it("throws its own classes for 401 and 403", async () => {
    const { subscriptionId: subscription_id } = shop.acme;
    const unknown = client("nobody's token").customerSeats;
    expect(await thrownBy(unknown.listSeats({ subscription_id }))).toBeInstanceOf(
      errors.CustomerSeatsListSeats401Error,
    );
    expect(await thrownBy(unknown.revokeSeat(nobody))).toBeInstanceOf(errors.CustomerSeatsRevokeSeat401Error);
    const reader = client(tokens.reader).customerSeats;
    const refused = await thrownBy(reader.assignSeat({ subscription_id, email: "jane@example.com" }));
    expect(refused).toBeInstanceOf(errors.CustomerSeatsAssignSeat403Error);
    expect(refused).toMatchObject({ error: { error: "insufficient_scope" } });
    await shop.ledger.registerOrganization({
      id: shop.acme.organizationId,
      name: "The acme",
      slug: "acme",
      seatsEnabled: false,
    });
    const disabled = await thrownBy(client().customerSeats.listSeats({ subscription_id }));
    expect(disabled).toBeInstanceOf(errors.CustomerSeatsListSeats403Error);
    expect(disabled).toMatchObject({ error: { error: "FeatureNotEnabled" } });
  });

  it("throws its own class for 404", async () => {
    const { customerSeats } = client();
    const foreign = { subscription_id: shop.other.subscriptionId };
    expect(await thrownBy(customerSeats.listSeats(foreign))).toBeInstanceOf(errors.CustomerSeatsListSeats404Error);
    const assign = await thrownBy(customerSeats.assignSeat({ ...foreign, email: "jane@example.com" }));
    expect(assign).toBeInstanceOf(errors.CustomerSeatsAssignSeat404Error);
    expect(assign).toMatchObject({ error: { error: "ResourceNotFound", detail: "Subscription not found" } });
    expect(await thrownBy(customerSeats.revokeSeat(nobody))).toBeInstanceOf(errors.CustomerSeatsRevokeSeat404Error);
    expect(await thrownBy(customerSeats.resendInvitation(nobody))).toBeInstanceOf(
      errors.CustomerSeatsResendInvitation404Error,
    );
    expect(await thrownBy(customerSeats.getClaimInfo("dead"))).toBeInstanceOf(errors.CustomerSeatsGetClaimInfo404Error);
  });

  it("throws its validation error for 422", async () => {
    const { customerSeats } = client();
    const { subscriptionId: subscription_id } = shop.acme;
    const error = await thrownBy(customerSeats.assignSeat({ subscription_id, email: "jane" }));
    expect(error).toBeInstanceOf(errors.HTTPValidationError);
    expect(error).toMatchObject({ error: { detail: [{ loc: ["body", "email"], type: "value_error" }] } });
    expect(await thrownBy(customerSeats.revokeSeat("no-uuid"))).toBeInstanceOf(errors.HTTPValidationError);
  });
});

describe("SDK 0.49.0", () => {
  const client = (accessToken: string = tokens.acme) => new Polar({ accessToken, serverURL: served.url });

  it("assigns, lists, shows and claims, and revokes a seat of a subscription", async () => {
    const { customerSeats } = client();
    const { subscriptionId, customerId } = shop.acme;
    const assigned = await customerSeats.assignSeat({ subscriptionId, email: "jane@example.com", metadata: { a: 1 } });
    expect(assigned).toMatchObject({
      subscriptionId,
      orderId: null,
      status: "pending",
      customerId,
      email: "jane@example.com",
      member: { customerId, email: "jane@example.com", externalId: null, role: "member" },
      invitationTokenExpiresAt: new Date("2026-03-02T09:00:00Z"),
      seatMetadata: { a: 1 },
    });
    const list = await customerSeats.listSeats({ subscriptionId });
    expect(list).toEqual({ seats: [assigned], availableSeats: 2, totalSeats: 3 });

    const { invitation } = await shop.ledger.resendInvitation({ seatId: assigned.id });
    const invitationToken = invitation?.token ?? "";
    const info = await customerSeats.getClaimInfo({ invitationToken });
    expect(info).toMatchObject({ organizationSlug: "acme", customerEmail: "jane@example.com", canClaim: true });
    const { seat, customerSessionToken } = await customerSeats.claimSeat({ invitationToken });
    expect(seat).toMatchObject({ id: assigned.id, status: "claimed", claimedAt: new Date("2026-03-01T09:00:00Z") });
    expect((await shop.ledger.getSession({ token: customerSessionToken }))?.memberId).toBe(assigned.memberId);

    const revoked = await customerSeats.revokeSeat({ seatId: assigned.id });
    expect(revoked).toMatchObject({ status: "revoked", email: null, member: null, customerId: null });
  });

  it("resends an invitation", async () => {
    const { seatId } = await invited("jane@example.com");
    shop.later(60_000);
    const seat = await client().customerSeats.resendInvitation({ seatId });
    expect(seat.invitationTokenExpiresAt).toEqual(new Date("2026-03-02T09:01:00Z"));
  });

  it("assigns a seat of an order by external ids, claimed at once", async () => {
    const { customerSeats } = client();
    const { orderId } = shop.acme;
    const assignment = { orderId, externalMemberId: "usr_1", email: "jane@example.com", immediateClaim: true };
    const seat = await customerSeats.assignSeat(assignment);
    expect(seat).toMatchObject({ orderId, subscriptionId: null, status: "claimed", member: { externalId: "usr_1" } });
    expect(await customerSeats.listSeats({ orderId })).toEqual({ seats: [seat], availableSeats: 0, totalSeats: 1 });
  });

  it("claims without an access token", async () => {
    const { token: invitationToken } = await invited("jane@example.com");
    const { customerSeats } = new Polar({ serverURL: served.url });
    expect((await customerSeats.getClaimInfo({ invitationToken })).canClaim).toBe(true);
    expect((await customerSeats.claimSeat({ invitationToken })).seat.status).toBe("claimed");
  });

  it("throws its own error with the status and Polar's body for 400, 401, 403 and 404", async () => {
    const { customerSeats } = client();
    const { subscriptionId, orderId } = shop.acme;
    const email = "jane@example.com";
    await customerSeats.assignSeat({ orderId, email });
    const refusals = [
      [() => customerSeats.assignSeat({ orderId, email: "joe@example.com" }), 400, "SeatNotAvailable"],
      [() => customerSeats.claimSeat({ invitationToken: "dead" }), 400, "InvalidInvitationToken"],
      [() => customerSeats.listSeats({}), 400, "BadRequest"],
      [() => client("nobody's token").customerSeats.listSeats({ subscriptionId }), 401, "Unauthorized"],
      [() => client(tokens.reader).customerSeats.assignSeat({ subscriptionId, email }), 403, "insufficient_scope"],
      [() => customerSeats.listSeats({ subscriptionId: shop.other.subscriptionId }), 404, "ResourceNotFound"],
      [() => customerSeats.revokeSeat({ seatId: nobody }), 404, "ResourceNotFound"],
      [() => customerSeats.resendInvitation({ seatId: nobody }), 404, "ResourceNotFound"],
      [() => customerSeats.getClaimInfo({ invitationToken: "dead" }), 404, "ResourceNotFound"],
    ] as const;
    for (const [call, statusCode, name] of refusals) {
      const error = await thrownBy(call());
      expect(error).toBeInstanceOf(SDKError);
      expect(error).toMatchObject({ statusCode });
      expect(JSON.parse((error as SDKError).body)).toMatchObject({ error: name, detail: expect.any(String) });
    }
  });

  it("throws its validation error for 422", async () => {
    const { subscriptionId } = shop.acme;
    const error = await thrownBy(client().customerSeats.assignSeat({ subscriptionId, email: "jane" }));
    expect(error).toBeInstanceOf(HTTPValidationError);
    expect(error).toMatchObject({ statusCode: 422, detail: [{ loc: ["body", "email"] }] });
  });
});
