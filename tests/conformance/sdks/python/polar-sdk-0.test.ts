// Polar's Python SDK 0.32.0, the last of its line 0, unmodified, against this API on a real port: the six operations and the
// portal, both ways that it has for each, and its errors.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tellsWhatIsLeftOut, virtualEnvironment } from "../../../python/virtual-environment.ts";
import type { Json } from "../../ask.ts";
import { tokens } from "../../shop.ts";
import { type MerchantCalls, malformed, type PortalCalls, refusals, type Scene } from "../refusals.ts";
import { openStall, type Stall, thrownBy } from "../stall.ts";
import { PythonError, type PythonSdk, startPythonSdk } from "./python-sdk.ts";

const environment = await virtualEnvironment(new URL("polar-sdk-0.txt", import.meta.url));

tellsWhatIsLeftOut(environment, "Tests of Polar's Python SDK 0.32.0");

let sdk: PythonSdk;
let stall: Stall;

const ways = [
  ["methods that wait", ""],
  ["asynchronous methods", "_async"],
] as const;

describe.skipIf(environment.python === null).each(ways)("by its %s", (_, suffix) => {
  beforeAll(() => {
    sdk = startPythonSdk(environment.python ?? "");
  });

  afterAll(() => sdk[Symbol.asyncDispose]());

  beforeEach(async () => {
    stall = await openStall();
  });

  afterEach(() => stall[Symbol.asyncDispose]());

  type Call = (method: string, kwargs?: object) => Promise<Json>;

  const caller = (service: string, token: string | null, given: object): Call => {
    const options = { server_url: stall.url, ...(token === null ? {} : { access_token: token }) };
    return (method, kwargs = {}) => {
      const named = `${service}.${method}${suffix}`;
      return sdk.call({
        module: "polar_sdk",
        client: "Polar",
        options,
        method: named,
        kwargs: { ...given, ...kwargs },
      });
    };
  };
  const merchant = (token: string | null = tokens.acme) => caller("customer_seats", token, {});
  const portal = (security: object) => caller("customer_portal.seats", null, { security });
  const buyer = () => portal({ customer_session: "buyer" });

  it("assigns, lists, shows and claims, and revokes a seat of a subscription", async () => {
    const { subscriptionId: subscription_id, customerId: customer_id } = stall.shop.acme;
    const request = { subscription_id, email: "jane@example.com", metadata: { team: "Zürich" } };
    const assigned = await merchant()("assign_seat", { request });
    expect(assigned).toMatchObject({
      subscription_id,
      order_id: null,
      status: "pending",
      customer_id,
      email: "jane@example.com",
      member: { customer_id, email: "jane@example.com", external_id: null, role: "member" },
      invitation_token_expires_at: "2026-03-02T09:00:00Z",
      seat_metadata: { team: "Zürich" },
    });
    const list = await merchant()("list_seats", { subscription_id });
    expect(list).toEqual({ seats: [assigned], available_seats: 2, total_seats: 3 });

    const { invitation } = await stall.shop.ledger.resendInvitation({ seatId: assigned.id });
    const invitation_token = invitation?.token ?? "";
    const info = await merchant()("get_claim_info", { invitation_token });
    expect(info).toMatchObject({ organization_slug: "acme", customer_email: "jane@example.com", can_claim: true });
    const claimed = await merchant()("claim_seat", { request: { invitation_token } });
    expect(claimed.seat).toMatchObject({ id: assigned.id, status: "claimed", claimed_at: "2026-03-01T09:00:00Z" });
    const session = await stall.shop.ledger.getSession({ token: claimed.customer_session_token });
    expect(session?.memberId).toBe(assigned.member_id);

    const revoked = await merchant()("revoke_seat", { seat_id: assigned.id });
    expect(revoked).toMatchObject({ status: "revoked", email: null, member: null, customer_id: null });
  });

  it("resends an invitation", async () => {
    const { seatId: seat_id } = await stall.invited("jane@example.com");
    stall.shop.later(60_000);
    const seat = await merchant()("resend_invitation", { seat_id });
    expect(seat.invitation_token_expires_at).toBe("2026-03-02T09:01:00Z");
  });

  it("assigns a seat of an order by external ids, claimed at once", async () => {
    const { orderId: order_id } = stall.shop.acme;
    const request = { order_id, external_member_id: "usr_1", email: "jane@example.com", immediate_claim: true };
    const seat = await merchant()("assign_seat", { request });
    expect(seat).toMatchObject({
      order_id,
      subscription_id: null,
      status: "claimed",
      member: { external_id: "usr_1" },
    });
  });

  it("claims without an access token", async () => {
    const { token: invitation_token } = await stall.invited("jane@example.com");
    expect((await merchant(null)("get_claim_info", { invitation_token })).can_claim).toBe(true);
    const claimed = await merchant(null)("claim_seat", { request: { invitation_token } });
    expect(claimed.seat.status).toBe("claimed");
  });

  it("assigns, lists, resends and revokes seats of the buyer in the portal", async () => {
    const { subscriptionId: subscription_id, customerId: customer_id } = stall.shop.acme;
    const assigned = await buyer()("assign_seat", { request: { subscription_id, email: "jane@example.com" } });
    expect(assigned).toMatchObject({ subscription_id, customer_id, status: "pending" });
    const list = await buyer()("list_seats", { subscription_id });
    expect(list).toEqual({ seats: [assigned], available_seats: 2, total_seats: 3 });
    stall.shop.later(60_000);
    const resent = await buyer()("resend_invitation", { seat_id: assigned.id });
    expect(resent.invitation_token_expires_at).toBe("2026-03-02T09:01:00Z");
    expect(await buyer()("revoke_seat", { seat_id: assigned.id })).toMatchObject({ status: "revoked" });
  });

  it("assigns by a checkout in the portal", async () => {
    const { subscriptionId: subscription_id, checkoutId: checkout_id } = await stall.checkedOut();
    const seat = await buyer()("assign_seat", { request: { checkout_id, email: "jane@example.com" } });
    expect(seat).toMatchObject({ subscription_id, status: "pending" });
  });

  it("shows a member what it has claimed in, to the last page", async () => {
    const { token: member_session } = await stall.claimed("jane@example.com");
    const pages = await portal({ member_session })("list_claimed_subscriptions", { limit: 1 });
    const items = pages.flatMap((page: Json) => page.items);
    expect(items).toMatchObject([{ id: stall.shop.acme.subscriptionId, amount: 0, product: { name: "Team plan" } }]);
  });

  const scene = (): Scene => ({
    stall,
    merchant: (token) => merchantCalls(merchant(token)),
    portal: (token = "buyer") => portalCalls(portal({ customer_session: token })),
  });
  const cases = Object.entries(refusals).flatMap(([name, refused]) => {
    return refused ? [[name.replace("Error", ""), ...refused] as const] : [];
  });

  it.each(cases)("raises its own error with the status and Polar's body: %s, %s", async (name, error, call) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(PythonError);
    const { raised } = thrown as PythonError;
    expect(raised.classes.slice(0, 2)).toEqual(["polar_sdk.models.sdkerror.SDKError", polarError]);
    expect(raised.status_code).toBe(Number(/\d{3}/.exec(name)?.[0]));
    expect(JSON.parse(raised.body ?? "")).toMatchObject({ error, detail: expect.any(String) });
  });

  it.each(Object.entries(malformed))("raises its validation error for %s", async (_, [loc, call]) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(PythonError);
    const { raised } = thrown as PythonError;
    const own = "polar_sdk.models.httpvalidationerror.HTTPValidationError";
    expect(raised.classes.slice(0, 2)).toEqual([own, polarError]);
    expect(raised.data).toMatchObject({ detail: [{ loc: loc.split("."), type: expect.any(String) }] });
  });

  it("raises its own error for any other refusal and for a failure", async () => {
    const request = { subscription_id: await stall.mirrored(), email: "jane@example.com" };
    const refused = await thrownBy(merchant()("assign_seat", { request }));
    expect(refused).toMatchObject({ raised: { name: "SDKError", status_code: 409 } });
    await stall.shop.ledger.close();
    const closed = await thrownBy(merchant()("list_seats", { order_id: stall.shop.acme.orderId }));
    expect(closed).toMatchObject({ raised: { name: "SDKError", status_code: 503 } });
  });

  const polarError = "polar_sdk.models.polarerror.PolarError";

  function merchantCalls(call: Call): MerchantCalls {
    return {
      assignSeat: (request) => call("assign_seat", { request }),
      listSeats: (query) => call("list_seats", query),
      revokeSeat: (seat_id) => call("revoke_seat", { seat_id }),
      resendInvitation: (seat_id) => call("resend_invitation", { seat_id }),
      getClaimInfo: (invitation_token) => call("get_claim_info", { invitation_token }),
      claimSeat: (request) => call("claim_seat", { request }),
    };
  }

  function portalCalls(call: Call): PortalCalls {
    const { assignSeat, listSeats, revokeSeat, resendInvitation } = merchantCalls(call);
    const listClaimedSubscriptions: PortalCalls["listClaimedSubscriptions"] = (query = {}) =>
      call("list_claimed_subscriptions", query);
    return { assignSeat, listSeats, revokeSeat, resendInvitation, listClaimedSubscriptions };
  }
});
