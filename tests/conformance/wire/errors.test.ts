// Every error's body, to the letter.

import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { errorOf } from "../ask.ts";
import { nobody, seats, shopForEachTest } from "./asking.ts";

const wire = shopForEachTest();
const { ask, assign, assigned } = wire;

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
    const { organizationId, customerId, subscriptionId, orderId } = wire.shop.acme;
    const unpaid = randomUUID();
    const product = { id: randomUUID(), name: "Once" };
    await wire.shop.ledger.openPool({
      orderId: unpaid,
      organizationId,
      customerId,
      product,
      seats: 1,
      status: "unpaid",
    });
    await wire.shop.ledger.closePool({ subscriptionId });
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
    const { subscriptionId: subscription_id, customerId } = wire.shop.acme;
    await wire.shop.ledger.registerMember({ customerId, email: "m@example.com", externalId: "m" });
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
    const { organizationId: id, subscriptionId: subscription_id } = wire.shop.acme;
    await wire.shop.ledger.registerOrganization({ id, name: "The acme", slug: "acme", memberModel: false });
    const { status, json } = await assign({ subscription_id, customer_id: nobody });
    expect([status, json]).toEqual([404, { error: "CustomerNotFound", detail: `Customer not found: ${nobody}` }]);
  });

  it("are 403 on all of the six where the organization has no seats", async () => {
    const { seatId, token } = await assigned();
    const { organizationId: id, subscriptionId: subscription_id } = wire.shop.acme;
    await wire.shop.ledger.registerOrganization({ id, name: "The acme", slug: "acme", seatsEnabled: false });
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
    await wire.shop.ledger.claimSeat({ invitationToken: used.token });
    const revoked = await assigned("revoked@example.com");
    await wire.shop.ledger.revokeSeat({ seatId: revoked.seatId });
    const expired = await assigned("expired@example.com");
    wire.shop.later(25 * 60 * 60 * 1_000);
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
    const { organizationId, customerId } = wire.shop.acme;
    const subscriptionId = randomUUID();
    const product = { id: randomUUID(), name: "Mirrored" };
    await wire.shop.ledger.openPool({
      subscriptionId,
      organizationId,
      customerId,
      product,
      seats: 1,
      authority: "polar",
    });
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
