// The option `seats`: what is about mirrored subscriptions is done by it, everything else by the ledger, and nothing before the
// ledger has said whose it is.

import { randomUUID } from "node:crypto";
import type { SeatOperations } from "@seat-ledger/http";
import { errors, type Seat } from "seat-ledger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mirrorIn, shownSeat } from "../ledger/mirror.ts";
import { type Asked, ask as send } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;
/** What the stand-in was asked, in order. */
let asked: [operation: string, args: unknown][];
let mirror: { readonly subscription: string; readonly seat: string };

const polarToken = "p".repeat(43);

const seat: Seat = {
  id: randomUUID(),
  subscriptionId: randomUUID(),
  orderId: null,
  status: "pending",
  customerId: null,
  memberId: null,
  member: null,
  email: "jane@acme.example",
  customerEmail: "jane@acme.example",
  invitationTokenExpiresAt: null,
  claimedAt: null,
  revokedAt: null,
  seatMetadata: {},
  createdAt: new Date("2026-03-01T09:00:00Z"),
  modifiedAt: null,
  personId: null,
  holdingId: randomUUID(),
  occupancy: 1,
  version: 1,
};

const claimInfo = {
  productName: "At Polar",
  productId: randomUUID(),
  organizationName: "Acme",
  organizationSlug: "acme",
  customerEmail: "jane@acme.example",
  canClaim: true,
};

/** Stands for Polar: it keeps what it was asked, and knows one invitation. */
function standIn(): SeatOperations {
  const answering =
    <Answer>(operation: string, answer: Answer) =>
    async (args: object): Promise<Answer> => {
      asked.push([operation, args]);
      if ("invitationToken" in args && args.invitationToken !== polarToken) throw new errors.InvalidInvitationToken({});
      return answer;
    };
  return {
    assignSeat: answering("assignSeat", { seat, invitation: null }),
    listSeats: answering("listSeats", { seats: [seat], availableSeats: 0, totalSeats: 1, version: 1 }),
    revokeSeat: answering("revokeSeat", seat),
    resendInvitation: answering("resendInvitation", { seat, invitation: null }),
    getClaimInfo: answering("getClaimInfo", claimInfo),
    claimSeat: answering("claimSeat", { seat, customerSessionToken: "polar_mst_x" }),
  };
}

beforeEach(async () => {
  asked = [];
  shop = await openShop({ seats: standIn });
  const { organizationId, customerId } = shop.acme;
  const { subscriptionId, show } = await mirrorIn({ ledger: shop.ledger, organizationId, customerId });
  const shown = shownSeat({ customerId }, randomUUID(), "jane@acme.example");
  await show([shown]);
  mirror = { subscription: subscriptionId, seat: shown.id };
  shop.admit("buyer", { type: "customer", customerId, scopes: ["customer_portal:write"] });
});

afterEach(() => shop[Symbol.asyncDispose]());

const ask = (method: string, path: string, given?: Asked) => send(shop, method, path, given);
const email = "new@acme.example";

describe.each([
  ["the merchant", "/v1/customer-seats", tokens.acme],
  ["the buyer", "/v1/customer-portal/seats", "buyer"],
])("%s, on a mirrored subscription", (_, path, token) => {
  it("assigns, lists, resends and revokes through it", async () => {
    const { subscription, seat: seatId } = mirror;
    const answers = [
      await ask("POST", path, { token, body: { subscription_id: subscription, email } }),
      await ask("POST", `${path}/${seatId}/resend`, { token }),
      await ask("DELETE", `${path}/${seatId}`, { token }),
    ];
    expect(answers.map(({ status, json }) => [status, json.id])).toEqual(Array(3).fill([200, seat.id]));
    // What Polar has may change unseen, so that nothing is remembered of it.
    for (const _ of [1, 2]) {
      const list = await ask("GET", `${path}?subscription_id=${subscription}`, { token });
      expect([list.status, list.json.total_seats]).toEqual([200, 1]);
    }
    expect(asked.map(([operation]) => operation)).toEqual([
      "assignSeat",
      "resendInvitation",
      "revokeSeat",
      "listSeats",
      "listSeats",
    ]);
    expect(asked[0]?.[1]).toMatchObject({ subscriptionId: subscription, email });
    expect(asked[1]?.[1]).toEqual({ seatId });
  });

  it("does the ledger's own without it", async () => {
    const { subscriptionId: subscription_id } = shop.acme;
    const { json } = await ask("POST", path, { token, body: { subscription_id, email } });
    await ask("POST", `${path}/${json.id}/resend`, { token });
    await ask("DELETE", `${path}/${json.id}`, { token });
    await ask("GET", `${path}?subscription_id=${subscription_id}`, { token });
    expect(asked).toEqual([]);
  });
});

it("is never asked about what is another organization's or another customer's", async () => {
  const { organizationId } = shop.acme;
  const { id: customerId } = await shop.ledger.registerCustomer({ organizationId, email: "other@acme.example" });
  shop.admit("other customer", { type: "customer", customerId, scopes: ["customer_portal:write"] });
  for (const [path, token] of [
    ["/v1/customer-seats", tokens.other],
    ["/v1/customer-portal/seats", "other customer"],
  ] as const) {
    const answers = [
      await ask("POST", path, { token, body: { subscription_id: mirror.subscription, email } }),
      await ask("POST", `${path}/${mirror.seat}/resend`, { token }),
      await ask("DELETE", `${path}/${mirror.seat}`, { token }),
      await ask("GET", `${path}?subscription_id=${mirror.subscription}`, { token }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  }
  expect(asked).toEqual([]);
});

describe("an invitation", () => {
  const claim = "/v1/customer-seats/claim";

  it("of Polar's is shown and claimed through it", async () => {
    expect((await ask("GET", `${claim}/${polarToken}`, { token: null })).json).toMatchObject({
      product_name: "At Polar",
    });
    const { json } = await ask("POST", claim, { token: null, body: { invitation_token: polarToken } });
    expect(json).toMatchObject({ seat: { id: seat.id }, customer_session_token: "polar_mst_x" });
  });

  it("of the ledger's never leaves the house, dead or alive", async () => {
    const { subscriptionId } = shop.acme;
    const { seat: own, invitation } = await shop.ledger.assignSeat({ subscriptionId, email });
    const token = invitation?.token ?? "";
    expect((await ask("GET", `${claim}/${token}`, { token: null })).status).toBe(200);
    await shop.ledger.revokeSeat({ seatId: own.id });
    expect((await ask("GET", `${claim}/${token}`, { token: null })).status).toBe(404);
    expect((await ask("POST", claim, { token: null, body: { invitation_token: token } })).status).toBe(400);
    expect(asked).toEqual([]);
  });

  it("that can be nobody's is not asked of Polar either, and one that is dead there is answered as always", async () => {
    expect((await ask("GET", `${claim}/unknown`, { token: null })).status).toBe(404);
    expect(asked).toEqual([]);
    const dead = "d".repeat(43);
    expect((await ask("GET", `${claim}/${dead}`, { token: null })).status).toBe(404);
    const { status, json } = await ask("POST", claim, { token: null, body: { invitation_token: dead } });
    expect([status, json.error]).toEqual([400, "InvalidInvitationToken"]);
    expect(asked).toHaveLength(2);
  });
});

it("without it a mirrored subscription is listed from the ledger, and its commands are 409", async () => {
  await using without = await openShop();
  const { organizationId, customerId } = without.acme;
  const { subscriptionId } = await mirrorIn({ ledger: without.ledger, organizationId, customerId });
  expect((await send(without, "GET", `/v1/customer-seats?subscription_id=${subscriptionId}`)).status).toBe(200);
  const body = { subscription_id: subscriptionId, email };
  const { status, json } = await send(without, "POST", "/v1/customer-seats", { body });
  expect([status, json.error]).toEqual([409, "PoolMirrored"]);
});

it.each([
  ["PolarUnavailable", 503, "PolarUnavailable"],
  ["RateLimited", 503, "PolarUnavailable"],
  ["Forbidden", 502, "BadGateway"],
  ["OutcomeUnknown", 504, "OutcomeUnknown"],
])("answers %s with %i, and nothing of what was sent", async (code, status, error) => {
  const trouble = Object.assign(new Error(`${email} was sent`), { name: "PolarSeatsError", code });
  await using failing = await openShop({ seats: () => ({ ...standIn(), assignSeat: () => Promise.reject(trouble) }) });
  const { organizationId, customerId } = failing.acme;
  const { subscriptionId } = await mirrorIn({ ledger: failing.ledger, organizationId, customerId });
  const body = { subscription_id: subscriptionId, email };
  const answer = await send(failing, "POST", "/v1/customer-seats", { token: tokens.acme, body });
  expect([answer.status, answer.json.error]).toEqual([status, error]);
  expect(JSON.stringify(answer.json)).not.toContain(email);
});
