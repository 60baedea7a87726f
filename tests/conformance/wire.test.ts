// The wire to the letter, without a server: order of checks, every rule of 422, every error's body, the ledger's own routes.

import { randomUUID } from "node:crypto";
import { createSeatApi, type SeatApiOptions } from "@seat-ledger/http";
import { errors, isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, errorOf, type Json, requestOf, ask as send } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop[Symbol.asyncDispose]());

const seats = "/v1/customer-seats";
const nobody = "00000000-0000-4000-8000-000000000000";
const versionSeven = "0190f5c8-7a4e-7b3c-8d2e-1f2a3b4c5d6e";

const ask = (method: string, path: string, given?: Asked) => send(shop, method, path, given);

const assign = (body: unknown, given: Asked = {}) => ask("POST", seats, { ...given, body });

async function assigned(email = "jane@example.com") {
  const { seat, invitation } = await shop.ledger.assignSeat({ subscriptionId: shop.acme.subscriptionId, email });
  return { seatId: seat.id, token: invitation?.token ?? "" };
}

describe("who may ask", () => {
  const merchantRoutes = [
    ["POST", seats],
    ["GET", seats],
    ["DELETE", `${seats}/not-a-uuid`],
    ["POST", `${seats}/not-a-uuid/resend`],
    ["GET", "/v1/seats/not-a-uuid/history"],
  ] as const;

  it.each(merchantRoutes)("%s %s is 401 before anything is validated", async (method, path) => {
    for (const token of [null, "undefined", "unknown", tokens.customer, tokens.member]) {
      const { status, json, headers } = await ask(method, path, { token });
      expect([status, errorOf(json), typeof json.detail]).toEqual([401, "Unauthorized", "string"]);
      expect(headers.get("WWW-Authenticate")).toBe("Bearer");
    }
  });

  it.each(merchantRoutes)("%s %s is 403 without the scope, before anything is validated", async (method, path) => {
    const { status, json } = await ask(method, path, { token: tokens.useless });
    expect([status, errorOf(json).replace("InsufficientScope", "insufficient_scope")]).toEqual([
      403,
      "insufficient_scope",
    ]);
  });

  it("lets the reading scope list and look back, and nothing more", async () => {
    const { seatId } = await assigned();
    const token = tokens.reader;
    expect((await ask("GET", `${seats}?subscription_id=${shop.acme.subscriptionId}`, { token })).status).toBe(200);
    expect((await ask("GET", `/v1/seats/${seatId}/history`, { token })).status).toBe(200);
    expect((await ask("POST", seats, { token, body: {} })).status).toBe(403);
    expect((await ask("DELETE", `${seats}/${seatId}`, { token })).status).toBe(403);
    expect((await ask("POST", `${seats}/${seatId}/resend`, { token })).status).toBe(403);
  });

  it("lets the writing scope list too", async () => {
    const path = `${seats}?subscription_id=${shop.acme.subscriptionId}`;
    expect((await ask("GET", path, { token: tokens.writer })).status).toBe(200);
  });

  it("answers another organization's things like things that don't exist", async () => {
    const { seatId } = await assigned();
    const token = tokens.other;
    const { subscriptionId: subscription_id, orderId: order_id } = shop.acme;
    const email = "joe@example.com";
    const answers = [
      await assign({ subscription_id, email }, { token }),
      await assign({ order_id, email }, { token }),
      await ask("GET", `${seats}?subscription_id=${subscription_id}`, { token }),
      await ask("GET", `${seats}?order_id=${order_id}`, { token }),
      await ask("DELETE", `${seats}/${seatId}`, { token }),
      await ask("POST", `${seats}/${seatId}/resend`, { token }),
      await ask("GET", `/v1/seats/${seatId}/history`, { token }),
    ];
    expect(answers.map(({ status, json }) => [status, errorOf(json), json.detail])).toEqual([
      [404, "ResourceNotFound", "Subscription not found"],
      [404, "ResourceNotFound", "Order not found"],
      [404, "ResourceNotFound", "Subscription not found"],
      [404, "ResourceNotFound", "Order not found"],
      [404, "ResourceNotFound", "Seat not found"],
      [404, "ResourceNotFound", "Seat not found"],
      [404, "SeatNotFound", "Seat not found"],
    ]);
    expect((await shop.ledger.getSeat({ seatId })).status).toBe("pending");
  });

  it("asks nobody who he is on the claim routes, whatever the Authorization header says", async () => {
    const { token } = await assigned();
    for (const authorization of [null, "undefined", tokens.other]) {
      const { status, json } = await ask("GET", `${seats}/claim/${token}`, { token: authorization });
      expect([status, json.customer_email]).toEqual([200, "jane@example.com"]);
    }
    const claim = await ask("POST", `${seats}/claim`, { token: "undefined", body: { invitation_token: token } });
    expect(claim.status).toBe(200);
  });
});

describe("422", () => {
  const id = nobody;
  const email = "jane@example.com";
  const rules: readonly (readonly [string, (source: object) => unknown, readonly (string | number)[]])[] = [
    ["no source", () => ({ email }), ["body"]],
    ["two sources", (source) => ({ ...source, order_id: id, email }), ["body"]],
    ["a checkout as the only source", () => ({ checkout_id: id, email }), ["body"]],
    ["no recipient", (source) => source, ["body"]],
    ["a recipient of nothing but null", (source) => ({ ...source, email: null, member_id: null }), ["body"]],
    ["a customer with a member", (source) => ({ ...source, customer_id: id, member_id: id }), ["body"]],
    [
      "a customer with an external member",
      (source) => ({ ...source, customer_id: id, external_member_id: "m" }),
      ["body"],
    ],
    ["both member ids", (source) => ({ ...source, member_id: id, external_member_id: "m" }), ["body"]],
    ["both customer ids", (source) => ({ ...source, customer_id: id, external_customer_id: "c" }), ["body"]],
    ["a customer with an e-mail", (source) => ({ ...source, external_customer_id: "c", email }), ["body"]],
    ["a member with an e-mail", (source) => ({ ...source, member_id: id, email }), ["body"]],
    ["a malformed e-mail", (source) => ({ ...source, email: "jane" }), ["body", "email"]],
    ["an empty e-mail", (source) => ({ ...source, email: "" }), ["body", "email"]],
    ["a malformed id", (source) => ({ ...source, customer_id: "c" }), ["body", "customer_id"]],
    ["a malformed source", () => ({ subscription_id: 7, email }), ["body", "subscription_id"]],
    [
      "an external id that is too long",
      (source) => ({ ...source, external_customer_id: "x".repeat(1_001) }),
      ["body", "external_customer_id"],
    ],
    ["an empty external id", (source) => ({ ...source, external_member_id: "" }), ["body", "external_member_id"]],
    ["metadata that are no object", (source) => ({ ...source, email, metadata: [1] }), ["body", "metadata"]],
    [
      "eleven metadata keys",
      (source) => ({ ...source, email, metadata: Object.fromEntries([..."abcdefghijk"].map((key) => [key, 1])) }),
      ["body", "metadata"],
    ],
    // {"k": "…"}: 9 characters around the value.
    [
      "1,025 characters of metadata",
      (source) => ({ ...source, email, metadata: { k: "x".repeat(1_016) } }),
      ["body", "metadata"],
    ],
    [
      "metadata too long as Python writes it",
      (source) => ({ ...source, email, metadata: { k: "é".repeat(170) } }),
      ["body", "metadata"],
    ],
    [
      "immediate_claim that is no boolean",
      (source) => ({ ...source, email, immediate_claim: "soon" }),
      ["body", "immediate_claim"],
    ],
    ["a body that is no object", () => "[]", ["body"]],
    ["a body that is no JSON", () => "{", ["body", 0]],
    ["no body", () => "", ["body"]],
  ];

  it.each(rules)("refuses %s", async (_, body, loc) => {
    const { status, json } = await assign(body({ subscription_id: shop.acme.subscriptionId }));
    expect(status).toBe(422);
    expect(json).toEqual({
      error: "RequestValidationError",
      detail: [{ loc, msg: expect.any(String), type: expect.any(String) }],
    });
    expect((await shop.ledger.getPool({ subscriptionId: shop.acme.subscriptionId })).pending).toBe(0);
  });

  it("names every field that is wrong", async () => {
    const { json } = await assign({ subscription_id: "a", email: "b", member_id: "c" });
    expect(json.detail.map((one: Json) => [one.loc[1], one.type])).toEqual([
      ["subscription_id", "uuid_parsing"],
      ["email", "value_error"],
      ["member_id", "uuid_parsing"],
    ]);
  });

  it("takes ids of version 4 alone in paths and queries", async () => {
    for (const id of [versionSeven, "no-uuid"]) {
      expect((await ask("DELETE", `${seats}/${id}`)).json.detail[0].loc).toEqual(["path", "seat_id"]);
      expect((await ask("POST", `${seats}/${id}/resend`)).json.detail[0].loc).toEqual(["path", "seat_id"]);
      const [issue] = (await ask("GET", `/v1/seats/${id}/history`)).json.errors;
      expect(issue).toMatchObject({ in: "path", parameter: "seat_id" });
      const list = await ask("GET", `${seats}?subscription_id=${shop.acme.subscriptionId}&order_id=${id}`);
      expect([list.status, list.json.detail[0].loc]).toEqual([422, ["query", "order_id"]]);
    }
    expect((await assign({ subscription_id: versionSeven, email })).status).toBe(404);
  });

  it("comes before the pool is looked for", async () => {
    expect((await assign({ subscription_id: nobody, email: "jane" })).status).toBe(422);
  });

  it("refuses a claim without its token", async () => {
    for (const body of [{}, { invitation_token: null }, { invitation_token: 7 }]) {
      const { status, json } = await ask("POST", `${seats}/claim`, { token: null, body });
      expect([status, json.detail[0].loc]).toEqual([422, ["body", "invitation_token"]]);
    }
  });

  it("refuses metadata that are nested beyond measure, like any that are too long", async () => {
    const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
    const body = `{"subscription_id":"${shop.acme.subscriptionId}","email":"${email}","metadata":{"deep":${deep}}}`;
    expect((await assign(body)).status).toBe(422);
  });

  it("refuses an idempotency key that is too long", async () => {
    const headers = { "Idempotency-Key": "k".repeat(1_001) };
    const { status, json } = await assign({ subscription_id: shop.acme.subscriptionId, email }, { headers });
    expect([status, json.detail[0].loc]).toEqual([422, ["header", "Idempotency-Key"]]);
  });

  it("refuses an idempotency key of a claim that is too long", async () => {
    const { token } = await assigned();
    const headers = { "Idempotency-Key": "k".repeat(1_001) };
    const claim = { token: null, headers, body: { invitation_token: token } };
    const { status, json } = await ask("POST", `${seats}/claim`, claim);
    expect([status, json.detail[0].loc]).toEqual([422, ["header", "Idempotency-Key"]]);
  });
});

describe("what is taken", () => {
  it("ignores unknown fields, a checkout beside a source among them", async () => {
    const { subscriptionId: subscription_id } = shop.acme;
    const body = { subscription_id, checkout_id: nobody, email: "jane@example.com", colour: "red" };
    expect((await assign(body)).status).toBe(200);
  });

  it("takes 1,024 characters of metadata", async () => {
    const metadata = { k: "x".repeat(1_015) };
    const { status, json } = await assign({
      subscription_id: shop.acme.subscriptionId,
      email: "a@example.com",
      metadata,
    });
    expect([status, json.seat_metadata]).toEqual([200, metadata]);
  });

  it("tolerates a slash at the end", async () => {
    const { subscriptionId: subscription_id } = shop.acme;
    const body = { subscription_id, email: "jane@example.com" };
    const { status, json } = await ask("POST", `${seats}/`, { body });
    expect(status).toBe(200);
    expect((await ask("GET", `${seats}/?subscription_id=${subscription_id}`)).json.seats).toEqual([json]);
    expect((await ask("DELETE", `${seats}/${json.id}/`)).status).toBe(200);
  });

  it("lists the subscription where an order is named too, and the last of two", async () => {
    const { subscriptionId, orderId } = shop.acme;
    const both = await ask("GET", `${seats}?order_id=${orderId}&subscription_id=${subscriptionId}`);
    expect(both.json.total_seats).toBe(3);
    const twice = await ask(
      "GET",
      `${seats}?subscription_id=${nobody}&subscription_id=${subscriptionId.toUpperCase()}`,
    );
    expect(twice.json.total_seats).toBe(3);
  });

  it("answers a repeated idempotency key with the first answer, and another request under it with 409", async () => {
    const headers = { "Idempotency-Key": "once" };
    const body = { subscription_id: shop.acme.subscriptionId, email: "jane@example.com" };
    const first = await assign(body, { headers });
    expect((await assign(body, { headers })).json).toEqual(first.json);
    const conflict = await assign({ ...body, email: "joe@example.com" }, { headers });
    expect([conflict.status, conflict.json.error]).toEqual([409, "IdempotencyConflict"]);
  });

  it("keeps the keys of claims apart from the merchant's", async () => {
    const { token } = await assigned();
    const headers = { "Idempotency-Key": "once" };
    const claim = { token: null, headers, body: { invitation_token: token } };
    const first = await ask("POST", `${seats}/claim`, claim);
    expect(first.status).toBe(200);
    expect((await ask("POST", `${seats}/claim`, claim)).json).toEqual(first.json);
    const body = { subscription_id: shop.acme.subscriptionId, email: "joe@example.com" };
    expect((await assign(body, { headers })).status).toBe(200);
  });
});

describe("what is answered", () => {
  it("shows a seat with every field of Polar's and the ledger's own, and no token", async () => {
    const { subscriptionId: subscription_id, customerId: customer_id } = shop.acme;
    const { json: seat } = await assign({ subscription_id, email: "jane@example.com" });
    expect(seat).toEqual({
      created_at: "2026-03-01T09:00:00.000Z",
      modified_at: null,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      subscription_id,
      order_id: null,
      status: "pending",
      customer_id,
      member_id: seat.member.id,
      member: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        created_at: "2026-03-01T09:00:00.000Z",
        modified_at: null,
        customer_id,
        email: "jane@example.com",
        name: null,
        external_id: null,
        role: "member",
      },
      email: "jane@example.com",
      customer_email: "jane@example.com",
      invitation_token_expires_at: "2026-03-02T09:00:00.000Z",
      claimed_at: null,
      revoked_at: null,
      seat_metadata: {},
      person_id: seat.member.id,
      holding_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      occupancy: 1,
      version: 2,
    });
  });

  it("shows who held a seat when, also after it was revoked and taken again", async () => {
    const { seatId, token } = await assigned();
    shop.later(1_000);
    await ask("POST", `${seats}/claim`, { token: null, body: { invitation_token: token } });
    await ask("DELETE", `${seats}/${seatId}`, { headers: { "User-Agent": "x".repeat(2_000) } });
    await assigned("joe@example.com");
    const { json } = await ask("GET", `/v1/seats/${seatId}/history`);
    expect(json.next).toBeNull();
    expect(
      json.entries.map((entry: Json) => [entry.type, entry.status_before, entry.status_after, entry.occupancy]),
    ).toEqual([
      ["SeatAssigned", "vacant", "pending", 1],
      ["SeatClaimed", "pending", "claimed", 1],
      ["SeatRevoked", "claimed", "revoked", 1],
      ["SeatAssigned", "revoked", "pending", 2],
    ]);
    expect(json.entries.map((entry: Json) => entry.holder.email)).toEqual([
      ...Array(3).fill("jane@example.com"),
      "joe@example.com",
    ]);
    expect(json.entries[2]).toEqual({
      position: expect.any(Number),
      type: "SeatRevoked",
      stream: { kind: "pool", id: shop.acme.subscriptionId },
      version: expect.any(Number),
      seat_id: seatId,
      occupancy: 1,
      status_before: "claimed",
      status_after: "revoked",
      seats: null,
      holder: {
        person_id: expect.any(String),
        email: "jane@example.com",
        member_id: expect.any(String),
        customer_id: shop.acme.customerId,
      },
      inferred: false,
      occurred_at: "2026-03-01T09:00:01.000Z",
      recorded_at: "2026-03-01T09:00:01.000Z",
      actor: { type: "system", id: null },
      cause: null,
    });
  });

  it("pages through a history with a cursor that belongs to it", async () => {
    const { seatId } = await assigned();
    await ask("DELETE", `${seats}/${seatId}`);
    const path = `/v1/seats/${seatId}/history`;
    const first = await ask("GET", `${path}?limit=1`);
    expect(first.json.entries.map((entry: Json) => entry.type)).toEqual(["SeatAssigned"]);
    const second = await ask("GET", `${path}?limit=1&cursor=${first.json.next}`);
    expect(second.json.entries.map((entry: Json) => entry.type)).toEqual(["SeatRevoked"]);
    expect(second.json.next).toBeNull();
    const foreign = await ask("GET", `${path}?cursor=elsewhere`);
    expect([foreign.status, foreign.json.errors[0].parameter]).toEqual([422, "cursor"]);
    for (const limit of ["0", "1001", "1.5", "many", ""]) {
      const refused = await ask("GET", `${path}?limit=${limit}`);
      expect([refused.status, refused.json.errors[0].parameter]).toEqual([422, "limit"]);
    }
  });

  it("tells that it is alive", async () => {
    expect((await ask("GET", "/healthz", { token: null })).json).toEqual({ status: "ok" });
  });

  it("forbids storing answers about people", async () => {
    expect((await ask("GET", seats)).headers.get("Cache-Control")).toBe("no-store");
  });
});

describe("errors", () => {
  const email = "jane@example.com";

  it("are 400 for a list of nothing", async () => {
    const { status, json } = await ask("GET", seats);
    expect([status, json]).toEqual([
      400,
      { error: "BadRequest", detail: "Either subscription_id or order_id must be provided" },
    ]);
  });

  it("are Polar's for an order that is unpaid, a subscription that ended, and one that is full", async () => {
    const { organizationId, customerId, subscriptionId, orderId } = shop.acme;
    const unpaid = randomUUID();
    const product = { id: randomUUID(), name: "Once" };
    await shop.ledger.openPool({ orderId: unpaid, organizationId, customerId, product, seats: 1, status: "unpaid" });
    await shop.ledger.closePool({ subscriptionId });
    await assign({ order_id: orderId, email });
    const answers = [
      await assign({ order_id: unpaid, email }),
      await assign({ subscription_id: subscriptionId, email }),
      await assign({ order_id: orderId, email: "joe@example.com" }),
    ];
    expect(answers.map(({ status, json }) => [status, json])).toEqual([
      [400, { error: "SeatNotAvailable", detail: "Order must be paid before assigning seats" }],
      [400, { error: "SeatNotAvailable", detail: "The subscription is no longer active" }],
      [400, { error: "SeatNotAvailable", detail: `No available seats for ${orderId}` }],
    ]);
  });

  it("are Polar's for a recipient who can't be one", async () => {
    const { subscriptionId: subscription_id, customerId } = shop.acme;
    await shop.ledger.registerMember({ customerId, email: "m@example.com", externalId: "m" });
    await assign({ subscription_id, email });
    const answers = [
      await assign({ subscription_id, email: email.toUpperCase() }),
      await assign({ subscription_id, customer_id: nobody }),
      await assign({ subscription_id, member_id: nobody }),
      await assign({ subscription_id, external_member_id: "unknown" }),
      await assign({ subscription_id, external_member_id: "m", email: "n@example.com" }),
    ];
    expect(answers.map(({ status, json }) => [status, json.error])).toEqual([
      [400, "SeatAlreadyAssigned"],
      [400, "InvalidSeatAssignmentRequest"],
      [404, "MemberNotFound"],
      [404, "MemberNotFound"],
      [400, "MemberEmailMismatch"],
    ]);
    for (const { json } of answers) expect(JSON.stringify(json)).not.toContain("@");
  });

  it("are 404 for an unknown customer without the member model", async () => {
    const { organizationId: id, subscriptionId: subscription_id } = shop.acme;
    await shop.ledger.registerOrganization({ id, name: "The acme", slug: "acme", memberModel: false });
    const { status, json } = await assign({ subscription_id, customer_id: nobody });
    expect([status, json]).toEqual([404, { error: "CustomerNotFound", detail: `Customer not found: ${nobody}` }]);
  });

  it("are 403 on all of the six where the organization has no seats", async () => {
    const { seatId, token } = await assigned();
    const { organizationId: id, subscriptionId: subscription_id } = shop.acme;
    await shop.ledger.registerOrganization({ id, name: "The acme", slug: "acme", seatsEnabled: false });
    const answers = [
      await assign({ subscription_id, email: "joe@example.com" }),
      await ask("GET", `${seats}?subscription_id=${subscription_id}`),
      await ask("DELETE", `${seats}/${seatId}`),
      await ask("POST", `${seats}/${seatId}/resend`),
      await ask("GET", `${seats}/claim/${token}`),
      await ask("POST", `${seats}/claim`, { body: { invitation_token: token } }),
    ];
    for (const { status, json } of answers) {
      expect([status, json]).toEqual([
        403,
        { error: "FeatureNotEnabled", detail: "Seat-based pricing is not enabled for this organization" },
      ]);
    }
  });

  it("are one for every dead token: 400 on the claim, 404 on its page", async () => {
    const used = await assigned("used@example.com");
    await shop.ledger.claimSeat({ invitationToken: used.token });
    const revoked = await assigned("revoked@example.com");
    await shop.ledger.revokeSeat({ seatId: revoked.seatId });
    const expired = await assigned("expired@example.com");
    shop.later(25 * 60 * 60 * 1_000);
    for (const token of ["unknown", used.token, revoked.token, expired.token]) {
      const claim = await ask("POST", `${seats}/claim`, { body: { invitation_token: token } });
      expect([claim.status, claim.json]).toEqual([
        400,
        { error: "InvalidInvitationToken", detail: "Invalid or expired invitation token" },
      ]);
      const page = await ask("GET", `${seats}/claim/${token}`);
      expect([page.status, page.json]).toEqual([
        404,
        { error: "ResourceNotFound", detail: "Invalid or expired invitation token" },
      ]);
    }
  });

  it("are 400 for resending what is not pending", async () => {
    const { seatId } = await assigned();
    await ask("DELETE", `${seats}/${seatId}`);
    const { status, json } = await ask("POST", `${seats}/${seatId}/resend`);
    expect([status, json]).toEqual([400, { error: "SeatNotPending", detail: "Seat is not in pending status" }]);
  });

  it("are 409 where Polar decides", async () => {
    const { organizationId, customerId } = shop.acme;
    const subscriptionId = randomUUID();
    const product = { id: randomUUID(), name: "Mirrored" };
    await shop.ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 1, authority: "polar" });
    const { status, json } = await assign({ subscription_id: subscriptionId, email });
    expect([status, json.error]).toEqual([409, "PoolMirrored"]);
  });

  it("are 404 for a path and 405 for a method that isn't there", async () => {
    const unknown = await ask("GET", `${seats}/claim/token/elsewhere`);
    expect([unknown.status, unknown.json]).toEqual([404, { error: "ResourceNotFound", detail: "Not Found" }]);
    const allowed = [
      ["PUT", seats, "GET, HEAD, POST, OPTIONS"],
      ["GET", `${seats}/${nobody}`, "DELETE, OPTIONS"],
      ["DELETE", `${seats}/${nobody}/resend`, "POST, OPTIONS"],
      ["GET", `${seats}/claim`, "POST, OPTIONS"],
      ["POST", `${seats}/claim/token`, "GET, HEAD, OPTIONS"],
      ["POST", `/v1/seats/${nobody}/history`, "GET, HEAD, OPTIONS"],
      ["POST", "/healthz", "GET, HEAD, OPTIONS"],
    ] as const;
    for (const [method, path, allow] of allowed) {
      const { status, json, headers } = await ask(method, path, { token: null });
      expect([status, errorOf(json), headers.get("Allow")]).toEqual([405, "MethodNotAllowed", allow]);
    }
  });

  it("are 413 for a body of more than 64 KiB", async () => {
    const body = { subscription_id: nobody, email, padding: "x".repeat(64 * 1024) };
    for (const path of [seats, `${seats}/claim`]) {
      const { status, json } = await ask("POST", path, { body });
      expect([status, json.error]).toEqual([413, "RequestTooLarge"]);
    }
  });
});

describe("failures", () => {
  const authenticate: SeatApiOptions["authenticate"] = async () => ({
    type: "organization",
    organizationId: shop.acme.organizationId,
    scopes: ["customer_seats:write"],
  });

  /** The API over a ledger whose every list fails. */
  async function listing(error: unknown) {
    const reported: unknown[] = [];
    const listSeats = () => Promise.reject(error);
    const ledger = { forOrganization: () => ({ listSeats }) } as unknown as SeatLedger;
    const api = createSeatApi({ ledger, authenticate, onError: (failure) => reported.push(failure) });
    const response = await api.fetch(requestOf("GET", `${seats}?subscription_id=${nobody}`));
    return { status: response.status, text: await response.text(), headers: response.headers, reported };
  }

  it.each([
    new Error("the secret of jane@example.com"),
    "jane@example.com",
    new errors.LedgerCorrupt({ file: "/secret/seats.db" }),
    new errors.LedgerTooNew({ file: "/secret/seats.db", found: 9, supported: 1 }),
    new errors.NotALedger({ file: "/secret/seats.db" }),
    new errors.InvalidRequest({ issues: [{ path: "secret", message: "the secret of key id 0a1b2c3d is not here" }] }),
    new errors.InvalidRequest({ issues: [{ path: "clock", message: "must be a Date" }] }),
  ])("are 500, reported to the operator and unexplained to the caller", async (error) => {
    const { status, text, reported } = await listing(error);
    expect([status, JSON.parse(text)]).toEqual([
      500,
      { error: "InternalServerError", detail: "Internal Server Error" },
    ]);
    expect(reported).toEqual([error]);
  });

  it("are 503 where the store can't work now, with Retry-After where it is busy", async () => {
    const busy = await listing(new errors.LedgerBusy({ waitedMs: 5_000 }));
    expect([busy.status, JSON.parse(busy.text).error, busy.headers.get("Retry-After")]).toEqual([
      503,
      "LedgerBusy",
      "1",
    ]);
    const file = "/secret/seats.db";
    for (const error of [
      new errors.LedgerReadOnly({ file }),
      new errors.StorageFull({ file }),
      new errors.CommitInDoubt({}),
      new errors.LedgerClosed({}),
    ]) {
      const { status, text } = await listing(error);
      expect([status, JSON.parse(text).error]).toEqual([503, error.code]);
      expect(text).not.toContain("secret");
    }
  });

  it("are 500 where authenticate fails or answers no principal", async () => {
    const wrong = [
      () => Promise.reject(new Error("jane@example.com")),
      async () => ({ type: "organization", organizationId: "acme", scopes: [] }),
      async () => undefined,
    ] as unknown as readonly SeatApiOptions["authenticate"][];
    for (const authenticate of wrong) {
      const reported: unknown[] = [];
      const api = createSeatApi({ ledger: shop.ledger, authenticate, onError: (failure) => reported.push(failure) });
      const response = await api.fetch(requestOf("GET", seats));
      expect([response.status, (await response.json()) as unknown]).toEqual([
        500,
        { error: "InternalServerError", detail: "Internal Server Error" },
      ]);
      expect(reported).toHaveLength(1);
    }
  });

  it("are found at the door where an option is wrong or unknown", () => {
    const { ledger } = shop;
    const wrong = [{ ledger, authenticate, authentication: 1 }, { ledger }, { ledger: {}, authenticate }, undefined];
    const paths = wrong.map((options) => {
      try {
        createSeatApi(options as unknown as SeatApiOptions);
      } catch (error) {
        return isSeatLedgerError(error, "InvalidRequest") ? error.issues[0]?.path : error;
      }
      return null;
    });
    expect(paths).toEqual(["authentication", "authenticate", "ledger", ""]);
  });

  it("never happened in what the other tests asked", async () => {
    await ask("GET", `${seats}?subscription_id=${shop.acme.subscriptionId}`);
    expect(shop.failures).toEqual([]);
  });
});
