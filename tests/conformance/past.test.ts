// The past over the wire: a pool as it was, what changed, how it was used, who held a seat.

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type Json, ask as send } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;
let pool: string;

beforeEach(async () => {
  shop = await openShop();
  pool = `/v1/ledger/pools/${shop.acme.subscriptionId}`;
});

afterEach(async () => {
  expect(shop.failures).toEqual([]);
  await shop[Symbol.asyncDispose]();
});

const ask = (path: string, given?: Asked) => send(shop, "GET", path, given);
const hour = 60 * 60 * 1_000;
const opened = "2026-03-01T09:00:00Z";

/** At ten Jane is given a seat, at eleven she claims it, at twelve it goes to Joe; the clock stands at one. */
async function day(): Promise<{ readonly seatId: string; readonly position: number }> {
  const { subscriptionId } = shop.acme;
  shop.later(hour);
  const { seat, invitation } = await shop.ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
  const { entries } = await shop.ledger.history({ subscriptionId, types: ["SeatAssigned"] });
  shop.later(hour);
  await shop.ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  shop.later(hour);
  await shop.ledger.revokeSeat({ seatId: seat.id });
  await shop.ledger.assignSeat({ subscriptionId, email: "joe@acme.example" });
  shop.later(hour);
  return { seatId: seat.id, position: entries[0]?.position ?? 0 };
}

describe("a pool as it was", () => {
  it("is told at a time", async () => {
    await day();
    const at = async (time: string) => (await ask(`${pool}/as-of?at=2026-03-01T${time}Z`)).json;
    expect(await at("09:30:00")).toMatchObject({ pool: { pending: 0, version: 1 }, seats: [] });
    expect(await at("10:30:00")).toMatchObject({
      pool: { pending: 1 },
      seats: [{ status: "pending", claimed_at: null }],
    });
    expect(await at("11:30:00")).toMatchObject({ pool: { claimed: 1 }, seats: [{ email: "jane@acme.example" }] });
    expect(await at("12:30:00")).toMatchObject({ seats: [{ email: "joe@acme.example", occupancy: 2 }] });
  });

  it("is told after a position, and by when it occurred", async () => {
    const { position } = await day();
    expect((await ask(`${pool}/as-of?at=${position}`)).json).toMatchObject({ pool: { pending: 1 } });
    expect((await ask(`${pool}/as-of?at=${position - 1}`)).json).toMatchObject({ pool: { pending: 0 } });
    const occurred = await ask(`${pool}/as-of?at=2026-03-01T11:30:00Z&by=occurred`);
    expect(occurred.json).toMatchObject({ pool: { claimed: 1 } });
    const both = await ask(`${pool}/as-of?at=${position}&by=occurred`);
    expect([both.status, both.json.errors[0].parameter]).toEqual([422, "by"]);
  });

  it("is not there before it was opened, and not told for the future", async () => {
    const early = await ask(`${pool}/as-of?at=2026-02-01T00:00:00Z`);
    expect([early.status, early.json.code]).toEqual([404, "PoolNotFound"]);
    const late = await ask(`${pool}/as-of?at=2027-01-01T00:00:00Z`);
    expect([late.status, late.json.errors[0]]).toMatchObject([422, { in: "query", parameter: "at" }]);
  });

  it.each(["", "at=", "at=yesterday", "at=2026-03-01", "at=-1", "at=1.5", "at=2026-02-30T00:00:00Z"])(
    "is refused for %j",
    async (query) => {
      const { status, json } = await ask(`${pool}/as-of?${query}`);
      expect([status, json.errors[0].parameter]).toEqual([422, "at"]);
    },
  );
});

describe("what changed", () => {
  it("is told between two times: who was given a seat, claimed it, lost it, took it over", async () => {
    const { position } = await day();
    const between = async (from: string, until: string) => {
      const query = `from=2026-03-01T${from}:00Z&until=2026-03-01T${until}:00Z`;
      const { json } = await ask(`${pool}/changes?${query}`);
      return [json.assigned, json.claimed, json.revoked, json.handed_on].map((list: Json) => list.length);
    };
    expect(await between("09:30", "10:30")).toEqual([1, 0, 0, 0]);
    expect(await between("10:30", "11:30")).toEqual([0, 1, 0, 0]);
    expect(await between("11:30", "12:30")).toEqual([0, 0, 0, 1]);
    const { json } = await ask(`${pool}/changes?from=${position}&until=${position + 1}`);
    expect(json.pool).toMatchObject({ before: { pending: 1 }, after: { claimed: 1 } });
  });

  it("is refused between a time and a position, and backwards", async () => {
    const mixed = await ask(`${pool}/changes?from=1&until=${opened}`);
    expect([mixed.status, mixed.json.errors.map((one: Json) => one.parameter)]).toEqual([422, ["from", "until"]]);
    const backwards = await ask(`${pool}/changes?from=9&until=8`);
    expect([backwards.status, backwards.json.errors[0].parameter]).toEqual([422, "from"]);
  });
});

describe("the usage", () => {
  it("is told over a span, and again the same with its until and up_to", async () => {
    await day();
    const query = `from=${opened}&until=2026-03-01T13:00:00Z`;
    const { json } = await ask(`${pool}/usage?${query}`);
    expect(json).toMatchObject({ peak: 1, mean: 0.75, overused_ms: 0, until: "2026-03-01T13:00:00.000Z" });
    expect(json.steps[0]).toEqual({ at: "2026-03-01T09:00:00.000Z", seats: 3, pending: 0, claimed: 0 });
    await shop.ledger.resizePool({ subscriptionId: shop.acme.subscriptionId, seats: 9 });
    expect((await ask(`${pool}/usage?${query}&up_to=${json.up_to}`)).json).toEqual(json);
  });

  it.each([
    ["from=2026-03-01T09:00:00Z", "until"],
    ["from=2026-03-01T09:00:00Z&until=2026-02-01T00:00:00Z", "from"],
    ["from=2026-03-01T09:00:00Z&until=2026-03-01T09:00:00Z&up_to=1000000", "up_to"],
    ["from=2026-03-01T09:00:00Z&until=2026-03-01T09:00:00Z&up_to=x", "up_to"],
  ])("is refused for %s", async (query, parameter) => {
    const { status, json } = await ask(`${pool}/usage?${query}`);
    expect([status, json.errors[0]]).toMatchObject([422, { in: "query", parameter }]);
  });
});

describe("the holders of a seat", () => {
  it("are told one after the other, from when to when", async () => {
    const { seatId } = await day();
    const { json } = await ask(`/v1/ledger/seats/${seatId}/holders`);
    expect(json.holders).toMatchObject([
      { email: "jane@acme.example", occupancy: 1, until: "2026-03-01T12:00:00.000Z", ended: "revoked" },
      { email: "joe@acme.example", occupancy: 2, claimed_at: null, until: null, ended: null },
    ]);
  });

  it("have no name once they were forgotten", async () => {
    const { seatId } = await day();
    await shop.ledger.forgetPerson({ organizationId: shop.acme.organizationId, email: "jane@acme.example" });
    const { json } = await ask(`/v1/ledger/seats/${seatId}/holders`);
    expect(json.holders[0]).toMatchObject({ email: null, occupancy: 1 });
  });
});

it("another organization's past is answered like one that isn't there", async () => {
  const { seatId } = await day();
  const [from, until] = [opened, "2026-03-01T10:00:00Z"];
  const about = (id: string, seat: string) => [
    `/v1/ledger/pools/${id}`,
    `/v1/ledger/pools/${id}/as-of?at=${from}`,
    `/v1/ledger/pools/${id}/changes?from=${from}&until=${until}`,
    `/v1/ledger/pools/${id}/usage?from=${from}&until=${until}`,
    `/v1/ledger/seats/${seat}/holders`,
    `/v1/ledger/history?seat_id=${seat}`,
  ];
  const unknown = about(randomUUID(), randomUUID());
  for (const [index, path] of about(shop.acme.subscriptionId, seatId).entries()) {
    const foreign = await ask(path, { token: tokens.other });
    expect(foreign.status).toBe(404);
    expect(foreign.json).toEqual((await ask(unknown[index] ?? "")).json);
  }
});
