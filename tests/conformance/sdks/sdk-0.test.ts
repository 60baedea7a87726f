// Polar's SDK 0.49.0, unmodified, against this API on a real port: the six operations and the portal by its class and by its
// standalone functions, and its retries. Its errors are in sdk-0-errors.test.ts.

import { randomUUID } from "node:crypto";
import { createSeatApi, type SeatApi } from "@seat-ledger/http";
import { Polar } from "polar-sdk-0";
import { PolarCore } from "polar-sdk-0/core.js";
import { customerPortalSeatsAssignSeat } from "polar-sdk-0/funcs/customerPortalSeatsAssignSeat.js";
import { customerPortalSeatsListClaimedSubscriptions } from "polar-sdk-0/funcs/customerPortalSeatsListClaimedSubscriptions.js";
import { customerPortalSeatsListSeats } from "polar-sdk-0/funcs/customerPortalSeatsListSeats.js";
import { customerPortalSeatsResendInvitation } from "polar-sdk-0/funcs/customerPortalSeatsResendInvitation.js";
import { customerPortalSeatsRevokeSeat } from "polar-sdk-0/funcs/customerPortalSeatsRevokeSeat.js";
import { customerSeatsAssignSeat } from "polar-sdk-0/funcs/customerSeatsAssignSeat.js";
import { customerSeatsClaimSeat } from "polar-sdk-0/funcs/customerSeatsClaimSeat.js";
import { customerSeatsGetClaimInfo } from "polar-sdk-0/funcs/customerSeatsGetClaimInfo.js";
import { customerSeatsListSeats } from "polar-sdk-0/funcs/customerSeatsListSeats.js";
import { customerSeatsResendInvitation } from "polar-sdk-0/funcs/customerSeatsResendInvitation.js";
import { customerSeatsRevokeSeat } from "polar-sdk-0/funcs/customerSeatsRevokeSeat.js";
import { errors, type OrganizationLedger, type SeatLedger } from "seat-ledger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onPort, tokens } from "../shop.ts";
import { openStall, type Stall } from "./stall.ts";

let stall: Stall;

beforeEach(async () => {
  stall = await openStall();
});

afterEach(() => stall[Symbol.asyncDispose]());

describe("the merchant, by the class", () => {
  const client = (accessToken: string = tokens.acme) => new Polar({ accessToken, serverURL: stall.url });

  it("assigns, lists, shows and claims, and revokes a seat of a subscription", async () => {
    const { customerSeats } = client();
    const { subscriptionId, customerId } = stall.shop.acme;
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

    const { invitation } = await stall.shop.ledger.resendInvitation({ seatId: assigned.id });
    const invitationToken = invitation?.token ?? "";
    const info = await customerSeats.getClaimInfo({ invitationToken });
    expect(info).toMatchObject({ organizationSlug: "acme", customerEmail: "jane@example.com", canClaim: true });
    const { seat, customerSessionToken } = await customerSeats.claimSeat({ invitationToken });
    expect(seat).toMatchObject({ id: assigned.id, status: "claimed", claimedAt: new Date("2026-03-01T09:00:00Z") });
    expect((await stall.shop.ledger.getSession({ token: customerSessionToken }))?.memberId).toBe(assigned.memberId);

    const revoked = await customerSeats.revokeSeat({ seatId: assigned.id });
    expect(revoked).toMatchObject({ status: "revoked", email: null, member: null, customerId: null });
  });

  it("resends an invitation", async () => {
    const { seatId } = await stall.invited("jane@example.com");
    stall.shop.later(60_000);
    const seat = await client().customerSeats.resendInvitation({ seatId });
    expect(seat.invitationTokenExpiresAt).toEqual(new Date("2026-03-02T09:01:00Z"));
  });

  it("assigns a seat of an order by external ids, claimed at once", async () => {
    const { customerSeats } = client();
    const { orderId } = stall.shop.acme;
    const assignment = { orderId, externalMemberId: "usr_1", email: "jane@example.com", immediateClaim: true };
    const seat = await customerSeats.assignSeat(assignment);
    expect(seat).toMatchObject({ orderId, subscriptionId: null, status: "claimed", member: { externalId: "usr_1" } });
    expect(await customerSeats.listSeats({ orderId })).toEqual({ seats: [seat], availableSeats: 0, totalSeats: 1 });
  });

  it("claims without an access token", async () => {
    const { token: invitationToken } = await stall.invited("jane@example.com");
    const { customerSeats } = new Polar({ serverURL: stall.url });
    expect((await customerSeats.getClaimInfo({ invitationToken })).canClaim).toBe(true);
    expect((await customerSeats.claimSeat({ invitationToken })).seat.status).toBe("claimed");
  });
});

describe("the portal, by the class", () => {
  const security = { customerSession: "buyer" };
  const seats = () => new Polar({ serverURL: stall.url }).customerPortal.seats;

  it("assigns, lists, resends and revokes seats of the buyer", async () => {
    const { subscriptionId, customerId } = stall.shop.acme;
    const assigned = await seats().assignSeat(security, { subscriptionId, email: "jane@example.com" });
    expect(assigned).toMatchObject({ subscriptionId, customerId, status: "pending" });
    expect(await seats().listSeats(security, { subscriptionId })).toEqual({
      seats: [assigned],
      availableSeats: 2,
      totalSeats: 3,
    });
    stall.shop.later(60_000);
    const resent = await seats().resendInvitation(security, { seatId: assigned.id });
    expect(resent.invitationTokenExpiresAt).toEqual(new Date("2026-03-02T09:01:00Z"));
    expect(await seats().revokeSeat(security, { seatId: assigned.id })).toMatchObject({ status: "revoked" });
  });

  it("assigns by a checkout", async () => {
    const { subscriptionId, checkoutId } = await stall.checkedOut();
    const seat = await seats().assignSeat(security, { checkoutId, email: "jane@example.com" });
    expect(seat).toMatchObject({ subscriptionId, status: "pending" });
  });

  it("shows a member what it has claimed in", async () => {
    const { token: memberSession } = await stall.claimed("jane@example.com");
    const pages = await seats().listClaimedSubscriptions({ memberSession }, { limit: 1 });
    const all = [];
    for await (const page of pages) all.push(...page.result.items);
    expect(all).toMatchObject([{ id: stall.shop.acme.subscriptionId, amount: 0, product: { name: "Team plan" } }]);
  });
});

describe("the standalone functions", () => {
  it("do the six operations", async () => {
    const core = new PolarCore({ accessToken: tokens.acme, serverURL: stall.url });
    const { subscriptionId } = stall.shop.acme;
    const assigned = await customerSeatsAssignSeat(core, { subscriptionId, email: "jane@example.com" });
    const seatId = assigned.value?.id ?? "";
    expect((await customerSeatsListSeats(core, { subscriptionId })).value?.seats).toEqual([assigned.value]);
    expect((await customerSeatsResendInvitation(core, { seatId })).value?.status).toBe("pending");
    const { token: invitationToken } = await stall.invited("joe@example.com");
    expect((await customerSeatsGetClaimInfo(core, { invitationToken })).value?.canClaim).toBe(true);
    expect((await customerSeatsClaimSeat(core, { invitationToken })).value?.seat.status).toBe("claimed");
    expect((await customerSeatsRevokeSeat(core, { seatId })).value?.status).toBe("revoked");
  });

  it("do the portal", async () => {
    const core = new PolarCore({ serverURL: stall.url });
    const security = { customerSession: "buyer" };
    const { subscriptionId } = stall.shop.acme;
    const assigned = await customerPortalSeatsAssignSeat(core, security, { subscriptionId, email: "jane@example.com" });
    const seatId = assigned.value?.id ?? "";
    expect((await customerPortalSeatsListSeats(core, security, { subscriptionId })).value?.totalSeats).toBe(3);
    expect((await customerPortalSeatsResendInvitation(core, security, { seatId })).value?.status).toBe("pending");
    expect((await customerPortalSeatsRevokeSeat(core, security, { seatId })).value?.status).toBe("revoked");
    const page = await customerPortalSeatsListClaimedSubscriptions(core, security, {});
    expect(page.value?.result.pagination).toEqual({ totalCount: 0, maxPage: 0 });
  });
});

describe("its retries", () => {
  const backoff = { initialInterval: 1, maxInterval: 5, exponent: 1, maxElapsedTime: 60_000 };
  const patient = (serverURL: string) =>
    new Polar({ accessToken: tokens.acme, serverURL, retryConfig: { strategy: "backoff", backoff } });

  it("come through where the ledger was busy", async () => {
    let busy = 2;
    const { ledger, acme } = stall.shop;
    const listSeats: OrganizationLedger["listSeats"] = async (args) => {
      if (busy-- > 0) throw new errors.LedgerBusy({ waitedMs: 5_000 });
      return ledger.listSeats(args);
    };
    const authenticate = async () =>
      ({ type: "organization", organizationId: acme.organizationId, scopes: ["customer_seats:read"] }) as const;
    const busyLedger = { forOrganization: () => ({ listSeats }) } as unknown as SeatLedger;
    await using served = await onPort(createSeatApi({ ledger: busyLedger, authenticate, onError: () => {} }));
    const { totalSeats } = await patient(served.url).customerSeats.listSeats({ subscriptionId: acme.subscriptionId });
    expect([totalSeats, busy]).toEqual([3, -1]);
  });

  it("assign one seat, with an idempotency key, though the first answer was lost", async () => {
    const { api, ledger, acme } = stall.shop;
    let lost = 1;
    const losing: SeatApi = {
      ...api,
      async fetch(request) {
        const response = await api.fetch(request);
        return lost-- > 0 ? new Response(null, { status: 502 }) : response;
      },
    };
    await using served = await onPort(losing);
    const { subscriptionId } = acme;
    const headers = { "Idempotency-Key": randomUUID() };
    const seat = await patient(served.url).customerSeats.assignSeat(
      { subscriptionId, email: "jane@example.com" },
      { fetchOptions: { headers } },
    );
    expect(lost).toBe(-1);
    expect((await ledger.listSeats({ subscriptionId })).seats.map(({ id }) => id)).toEqual([seat.id]);
  });
});
