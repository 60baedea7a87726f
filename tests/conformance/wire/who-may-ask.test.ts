// Who may ask, and in which order that is checked.

import { describe, expect, it } from "vitest";
import { errorOf } from "../ask.ts";
import { tokens } from "../shop.ts";
import { seats, shopForEachTest } from "./asking.ts";

const wire = shopForEachTest();
const { ask, assign, assigned } = wire;

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
    expect((await ask("GET", `${seats}?subscription_id=${wire.shop.acme.subscriptionId}`, { token })).status).toBe(200);
    expect((await ask("GET", `/v1/seats/${seatId}/history`, { token })).status).toBe(200);
    expect((await ask("POST", seats, { token, body: {} })).status).toBe(403);
    expect((await ask("DELETE", `${seats}/${seatId}`, { token })).status).toBe(403);
    expect((await ask("POST", `${seats}/${seatId}/resend`, { token })).status).toBe(403);
  });

  it("lets the writing scope list too", async () => {
    const path = `${seats}?subscription_id=${wire.shop.acme.subscriptionId}`;
    expect((await ask("GET", path, { token: tokens.writer })).status).toBe(200);
  });

  it("answers another organization's things like things that don't exist", async () => {
    const { seatId } = await assigned();
    const token = tokens.other;
    const { subscriptionId: subscription_id, orderId: order_id } = wire.shop.acme;
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
    expect((await wire.shop.ledger.getSeat({ seatId })).status).toBe("pending");
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
