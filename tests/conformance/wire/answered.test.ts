// What is answered, to the letter.

import { describe, expect, it } from "vitest";
import type { Json } from "../ask.ts";
import { seats, shopForEachTest } from "./asking.ts";

const wire = shopForEachTest();
const { ask, assign, assigned } = wire;

describe("what is answered", () => {
  it("shows a seat with every field of Polar's and the ledger's own, and no token", async () => {
    const { subscriptionId: subscription_id, customerId: customer_id } = wire.shop.acme;
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
    wire.shop.later(1_000);
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
      stream: { kind: "pool", id: wire.shop.acme.subscriptionId },
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
        customer_id: wire.shop.acme.customerId,
      },
      inferred: false,
      occurred_at: "2026-03-01T09:00:01.000Z",
      recorded_at: "2026-03-01T09:00:01.000Z",
      actor: { type: "system", id: null },
      cause: null,
      request: { reason: null, ip: null, user_agent: "x".repeat(1_000) },
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
