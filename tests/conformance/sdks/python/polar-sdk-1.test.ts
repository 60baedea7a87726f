// Polar's Python SDK 1.0.2, unmodified, against this API on a real port: the six operations and the portal by each of its
// dated entries and by both of its clients, and each class of error that it has for an operation on seats.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tellsWhatIsLeftOut, virtualEnvironment } from "../../../python/virtual-environment.ts";
import type { Json } from "../../ask.ts";
import { tokens } from "../../shop.ts";
import { type MerchantCalls, malformed, type PortalCalls, refusals, type Scene } from "../refusals.ts";
import { openStall, type Stall, thrownBy } from "../stall.ts";
import { PythonError, type PythonSdk, startPythonSdk } from "./python-sdk.ts";

const environment = await virtualEnvironment(new URL("polar-sdk-1.txt", import.meta.url));

tellsWhatIsLeftOut(environment, "Tests of Polar's Python SDK 1.0.2");

const entries = ["polar.v2026_04", "polar.v2026_10", "polar.v2027_01"].flatMap((module) => [
  [module, "Polar"] as const,
  [module, "PolarAsync"] as const,
]);

let sdk: PythonSdk;
let stall: Stall;

describe.skipIf(environment.python === null).each(entries)("the entry %s, by %s", (module, client) => {
  beforeAll(() => {
    sdk = startPythonSdk(environment.python ?? "");
  });

  afterAll(() => sdk[Symbol.asyncDispose]());

  beforeEach(async () => {
    stall = await openStall();
  });

  afterEach(() => stall[Symbol.asyncDispose]());

  const caller = (service: string, token: string) => {
    const options = { access_token: token, base_url: stall.url };
    const call = (method: string, kwargs: object = {}, args: readonly unknown[] = []): Promise<Json> =>
      sdk.call({ module, client, options, method: `${service}.${method}`, args, kwargs: { ...kwargs } });
    return call;
  };
  const merchant = (token: string = tokens.acme) => caller("customer_seats", token);
  const portal = (token = "buyer") => caller("customer_portal.seats", token);

  it("assigns, lists, shows and claims, and revokes a seat of a subscription", async () => {
    const { subscriptionId: subscription_id, customerId: customer_id } = stall.shop.acme;
    const metadata = { team: "Zürich", level: 3 };
    const assigned = await merchant()("assign_seat", { subscription_id, email: "Jane@example.com", metadata });
    expect(assigned).toMatchObject({
      subscription_id,
      order_id: null,
      status: "pending",
      customer_id,
      email: "Jane@example.com",
      member: { customer_id, email: "Jane@example.com", role: "member" },
      invitation_token_expires_at: "2026-03-02T09:00:00.000Z",
      seat_metadata: metadata,
    });
    const list = await merchant()("list_seats", { subscription_id });
    expect(list).toEqual({ seats: [assigned], available_seats: 2, total_seats: 3 });

    const { invitation } = await stall.shop.ledger.resendInvitation({ seatId: assigned.id });
    const invitation_token = invitation?.token ?? "";
    const info = await merchant()("get_claim_info", {}, [invitation_token]);
    expect(info).toMatchObject({ organization_slug: "acme", customer_email: "Jane@example.com", can_claim: true });
    const claimed = await merchant()("claim_seat", { invitation_token });
    expect(claimed.seat).toMatchObject({ id: assigned.id, status: "claimed", claimed_at: "2026-03-01T09:00:00.000Z" });
    const session = await stall.shop.ledger.getSession({ token: claimed.customer_session_token });
    expect(session?.memberId).toBe(assigned.member_id);

    const revoked = await merchant()("revoke_seat", {}, [assigned.id]);
    expect(revoked).toMatchObject({ status: "revoked", email: null, member_id: null, member: null, customer_id: null });
    expect(await merchant()("revoke_seat", {}, [assigned.id])).toEqual(revoked);
  });

  it("resends an invitation", async () => {
    const { seatId } = await stall.invited("jane@example.com");
    stall.shop.later(60_000);
    const resent = await merchant()("resend_invitation", {}, [seatId]);
    expect(resent).toMatchObject({ status: "pending", invitation_token_expires_at: "2026-03-02T09:01:00.000Z" });
  });

  it("assigns a seat of an order, claimed at once", async () => {
    const { orderId: order_id, customerId: customer_id } = stall.shop.acme;
    const seat = await merchant()("assign_seat", { order_id, customer_id, immediate_claim: true });
    expect(seat).toMatchObject({ order_id, subscription_id: null, status: "claimed", email: "buyer@acme.example" });
    const list = await merchant()("list_seats", { order_id });
    expect(list).toEqual({ seats: [seat], available_seats: 0, total_seats: 1 });
  });

  it("claims with a token that means nothing", async () => {
    const { token: invitation_token } = await stall.invited("jane@example.com");
    const claimed = await merchant("undefined")("claim_seat", { invitation_token });
    expect(claimed.seat.status).toBe("claimed");
  });

  it("assigns, lists, resends and revokes seats of the buyer in the portal", async () => {
    const { subscriptionId: subscription_id, customerId: customer_id } = stall.shop.acme;
    const assigned = await portal()("assign_seat", { subscription_id, email: "jane@example.com" });
    expect(assigned).toMatchObject({ subscription_id, customer_id, status: "pending", email: "jane@example.com" });
    const list = await portal()("list_seats", { subscription_id });
    expect(list).toEqual({ seats: [assigned], available_seats: 2, total_seats: 3 });
    stall.shop.later(60_000);
    const resent = await portal()("resend_invitation", {}, [assigned.id]);
    expect(resent).toMatchObject({ status: "pending", invitation_token_expires_at: "2026-03-02T09:01:00.000Z" });
    const revoked = await portal()("revoke_seat", {}, [assigned.id]);
    expect(revoked).toMatchObject({ status: "revoked", email: null });
  });

  it("assigns by a checkout in the portal", async () => {
    const { subscriptionId: subscription_id, checkoutId: checkout_id } = await stall.checkedOut();
    const seat = await portal()("assign_seat", { checkout_id, email: "jane@example.com", immediate_claim: true });
    expect(seat).toMatchObject({ subscription_id, status: "claimed" });
  });

  it("shows whoever has claimed a seat what it is of, page by page", async () => {
    const { token } = await stall.claimed("jane@example.com");
    const page = await portal(token)("list_claimed_subscriptions", { page: 1, limit: 10 });
    expect(page.pagination).toEqual({ total_count: 1, max_page: 1 });
    expect(page.items[0]).toMatchObject({ id: stall.shop.acme.subscriptionId, product: { name: "Team plan" } });
    const all = await portal(token)("iter_list_claimed_subscriptions", { limit: 1 });
    expect(all).toEqual(page.items);
  });

  const scene = (): Scene => ({
    stall,
    merchant: (token) => merchantCalls(merchant(token)),
    portal: (token) => portalCalls(portal(token)),
  });
  const cases = Object.entries(refusals).flatMap(([name, refused]) => (refused ? [[name, ...refused] as const] : []));

  it.each(cases)("raises %s for %s", async (name, error, call) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(PythonError);
    const { raised } = thrown as PythonError;
    expect(raised.classes.slice(0, 2)).toEqual([`${module}.errors.${name}`, "polar.base.PolarClientError"]);
    expect(raised.status_code).toBe(Number(/\d{3}/.exec(name)?.[0]));
    // It reads the body of some errors alone.
    if (raised.error !== null) expect(raised.error).toMatchObject({ error, detail: expect.any(String) });
  });

  it.each(Object.entries(malformed))("raises its validation error for %s", async (_, [loc, call]) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(PythonError);
    const { raised } = thrown as PythonError;
    expect(raised.classes[0]).toBe(`${module}.errors.HTTPValidationError`);
    expect(raised.error).toMatchObject({ detail: [{ loc: loc.split("."), type: expect.any(String) }] });
  });

  it("raises what it has for any other refusal and for a failure", async () => {
    const mirrored = { subscription_id: await stall.mirrored(), email: "jane@example.com" };
    const refused = await thrownBy(merchant()("assign_seat", mirrored));
    expect(refused).toMatchObject({ raised: { name: "PolarClientError", status_code: 409 } });
    await stall.shop.ledger.close();
    const closed = await thrownBy(merchant()("list_seats", { order_id: stall.shop.acme.orderId }));
    expect(closed).toMatchObject({ raised: { name: "PolarServerError", status_code: 503 } });
  });
});

type Call = (method: string, kwargs?: object, args?: readonly unknown[]) => Promise<Json>;

function merchantCalls(call: Call): MerchantCalls {
  return {
    assignSeat: (body) => call("assign_seat", body),
    listSeats: (query) => call("list_seats", query),
    revokeSeat: (seatId) => call("revoke_seat", {}, [seatId]),
    resendInvitation: (seatId) => call("resend_invitation", {}, [seatId]),
    getClaimInfo: (token) => call("get_claim_info", {}, [token]),
    claimSeat: (body) => call("claim_seat", body),
  };
}

function portalCalls(call: Call): PortalCalls {
  return {
    ...merchantCalls(call),
    listClaimedSubscriptions: (query = {}) => call("list_claimed_subscriptions", query),
  };
}
