// GET /v1/ledger/history: by pages as JSON, whole as CSV or NDJSON.

import { createSeatApi, type SeatApi } from "@seat-ledger/http";
import type { SeatLedger } from "seat-ledger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type Json, requestOf, ask as send } from "./ask.ts";
import { onPort, openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop[Symbol.asyncDispose]());

const path = "/v1/ledger/history";
const ask = (query: string, given?: Asked) => send(shop, "GET", `${path}?${query}`, given);
const typesOf = (json: Json): readonly string[] => json.entries.map(({ type }: Json) => type);

/** The answer as it is, which may be no JSON. */
function file(query: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return shop.api.fetch(requestOf("GET", `${path}?${query}`, { headers }));
}

interface Story {
  readonly seatId: string;
  readonly personId: string;
  readonly memberId: string;
}

const said = { reason: "left the team", ip: "203.0.113.7", userAgent: "Admin/1.0" };

/** Jane is assigned a seat, claims it and loses it, of which it is said why. */
async function story(email = "jane@acme.example"): Promise<Story> {
  const { subscriptionId } = shop.acme;
  const { seat, invitation } = await shop.ledger.assignSeat(
    { subscriptionId, email },
    { actor: { type: "user", id: "u-1" } },
  );
  shop.later(60_000);
  const { seat: claimed } = await shop.ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  shop.later(60_000);
  await shop.ledger.revokeSeat({ seatId: seat.id }, said);
  return { seatId: seat.id, personId: claimed.personId ?? "", memberId: claimed.memberId ?? "" };
}

type Telling = readonly [what: string, query: (told: Story) => string, types: readonly string[]];
type Refusing = readonly [what: string, query: () => string, status: number, named: string];

describe("as JSON", () => {
  it("tells what happened in the organization, and nothing of another", async () => {
    await story();
    const { json } = await ask("");
    expect(typesOf(json)).toEqual([
      ...["OrganizationRegistered", "CustomerRegistered", "MemberRegistered", "PoolOpened", "PoolOpened"],
      ...["MemberRegistered", "SeatAssigned", "SeatClaimed", "SeatRevoked"],
    ]);
    const others = await ask("", { token: tokens.other });
    expect(typesOf(others.json)).toHaveLength(5);
    const positions = (given: Json) => given.entries.map(({ position }: Json) => position);
    expect(positions(others.json).filter((one: number) => positions(json).includes(one))).toEqual([]);
  });

  it.each([
    [
      "a subscription",
      () => `subscription_id=${shop.acme.subscriptionId}`,
      ["PoolOpened", "Assigned", "Claimed", "Revoked"],
    ],
    ["an order", () => `order_id=${shop.acme.orderId}`, ["PoolOpened"]],
    ["a seat", ({ seatId }: Story) => `seat_id=${seatId}`, ["Assigned", "Claimed", "Revoked"]],
    [
      "a holder",
      ({ personId }: Story) => `person_id=${personId}`,
      ["MemberRegistered", "Assigned", "Claimed", "Revoked"],
    ],
    ["a member", ({ memberId }: Story) => `member_id=${memberId}&types=SeatClaimed`, ["Claimed"]],
    ["an actor", () => "actor_type=user&actor_id=u-1&types=SeatAssigned", ["Assigned"]],
    ["types", () => "types=SeatClaimed,SeatRevoked", ["Claimed", "Revoked"]],
    ["a span of time", () => "from=2026-03-01T09:01:00Z&until=2026-03-01T10:02:00%2B01:00", ["Claimed"]],
  ] satisfies readonly Telling[])("tells of %s", async (_what, query, expected) => {
    const { status, json } = await ask(query(await story()));
    expect(status).toBe(200);
    expect(typesOf(json).map((type) => type.replace("Seat", ""))).toEqual(expected);
  });

  it("tells of an event of a pool how many seats were bought", async () => {
    const { subscriptionId } = shop.acme;
    await shop.ledger.resizePool({ subscriptionId, seats: 7 });
    const { json } = await ask(`subscription_id=${subscriptionId}`);
    expect(json.entries.map(({ seats }: Json) => seats)).toEqual([3, 7]);
    expect(json.entries[1]).toMatchObject({ stream: { kind: "pool", id: subscriptionId }, version: 2, seat_id: null });
  });

  it("tells why, from where and with what it was asked for, where that was said and is not erased", async () => {
    const { seatId, personId } = await story();
    const requests = async () => (await ask(`seat_id=${seatId}`)).json.entries.map(({ request }: Json) => request);
    const told = { reason: "left the team", ip: "203.0.113.7", user_agent: "Admin/1.0" };
    expect(await requests()).toEqual([null, null, told]);
    await shop.ledger.forgetPerson({ personId });
    expect(await requests()).toEqual([null, null, null]);
  });

  it.each([
    ["somebody else's subscription", () => `subscription_id=${shop.other.subscriptionId}`, 404, "PoolNotFound"],
    ["somebody else's customer", () => `customer_id=${shop.other.customerId}`, 404, "CustomerNotFound"],
    [
      "a subscription and an order",
      () => `subscription_id=${shop.acme.subscriptionId}&order_id=${shop.acme.orderId}`,
      422,
      "",
    ],
    ["a type that is none", () => "types=SeatSold", 422, "types"],
    ["an actor without its kind", () => "actor_id=u-1", 422, "actor_id"],
    ["a day", () => "from=2026-03-01", 422, "from"],
    ["a time without an offset", () => "from=2026-03-01T09:00:00", 422, "from"],
    ["a span that ends before it begins", () => "from=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", 422, "from"],
    ["an address, which would be logged", () => "email=jane%40acme.example", 422, "email"],
    ["a format that is none", () => "format=xlsx", 422, "format"],
    ["part of a file", () => "format=csv&limit=10", 422, "limit"],
    ["a file from a page on", () => "format=ndjson&cursor=x", 422, "cursor"],
  ] satisfies readonly Refusing[])(
    "refuses %s, in each format before it begins",
    async (_what, query, status, what) => {
      for (const format of query().includes("format=") ? [""] : ["", "&format=csv", "&format=ndjson"]) {
        const answer = await ask(query() + format);
        expect([answer.status, answer.headers.get("Content-Type")]).toEqual([status, "application/problem+json"]);
        expect(answer.json.errors?.[0].parameter ?? (status === 404 ? answer.json.code : "")).toBe(what);
      }
    },
  );
});

describe("as a file", () => {
  it.each([
    ["", "application/json"],
    ["*/*", "application/json"],
    ["image/png", "application/json"],
    ["text/csv", "text/csv; charset=utf-8; header=present"],
    ["application/x-ndjson", "application/x-ndjson"],
    ["text/csv;q=0.5, application/x-ndjson", "application/x-ndjson"],
    ["text/csv;q=0, */*", "application/json"],
    ["Text/CSV", "text/csv; charset=utf-8; header=present"],
  ])("is in the format that is accepted rather: %j", async (accept, type) => {
    const response = await file("", accept === "" ? {} : { Accept: accept });
    expect(response.headers.get("Content-Type")).toBe(type);
    await response.text();
  });

  it("has a name, and the format that the query asks for before any that is accepted", async () => {
    const response = await file("format=csv", { Accept: "application/json" });
    expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="seat-ledger-history.csv"');
    await response.text();
  });

  it("is one line of JSON for each entry, the same as by pages", async () => {
    await story();
    const lines = (await (await file("format=ndjson")).text()).split("\n").slice(0, -1);
    expect(lines.map((line) => JSON.parse(line))).toEqual((await ask("")).json.entries);
  });

  it("is CSV by RFC 4180: a head, one record for each entry, each ended by CRLF", async () => {
    const { seatId } = await story();
    const text = await (await file(`format=csv&seat_id=${seatId}`)).text();
    const [head = "", ...records] = text.split("\r\n");
    expect(records.pop()).toBe("");
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const cells = records.map((record) =>
      Object.fromEntries(head.split(",").map((name, at) => [name, record.split(",")[at]])),
    );
    expect(cells).toMatchObject([
      { type: "SeatAssigned", seat_id: seatId, status_before: "vacant", email: "jane@acme.example", actor_id: "u-1" },
      { type: "SeatClaimed", status_after: "claimed", inferred: "false", occurred_at: "2026-03-01T09:01:00.000Z" },
      { type: "SeatRevoked", status_before: "claimed", cause: "", reason: "left the team", ip: "203.0.113.7" },
    ]);
    expect(head).toMatch(/,cause,reason,ip,user_agent$/);
    expect(cells.map(({ user_agent }) => user_agent)).toEqual(["", "", "Admin/1.0"]);
  });

  it.each(["=1+1", "+1", "-1", "@sum", "\tx", "\rx", '=HYPERLINK("http://x","y")', "＝1"])(
    "has no formula: a cell of %j begins with an apostrophe",
    async (id) => {
      const { subscriptionId } = shop.acme;
      await shop.ledger.assignSeat({ subscriptionId, email: "x@y.example" }, { actor: { type: "user", id } });
      const text = await (await file("format=csv&actor_type=user&types=SeatAssigned")).text();
      const [, record = ""] = text.split("\r\n");
      const quoted = `'${id}`.replaceAll('"', '""');
      expect(record).toMatch(new RegExp(`,user,"?${quoted.replaceAll(/[?+*(){}[\]\\^$.|]/g, "\\$&")}"?,false,`));
    },
  );

  it("has no formula in what a request said of itself either", async () => {
    const { subscriptionId } = shop.acme;
    await shop.ledger.resizePool({ subscriptionId, seats: 7 }, { reason: "=1+1", ip: "@ip", userAgent: "+agent" });
    const text = await (await file("format=csv&types=PoolResized")).text();
    expect(text).toMatch(/,'=1\+1,'@ip,'\+agent\r\n$/);
  });

  it("quotes what would break a record", async () => {
    const { subscriptionId } = shop.acme;
    await shop.ledger.assignSeat(
      { subscriptionId, email: "x@y.example" },
      { actor: { type: "user", id: 'a,"b"\r\nc' } },
    );
    const text = await (await file("format=csv&actor_type=user&types=SeatAssigned")).text();
    expect(text).toContain(',"a,""b""\r\nc",');
  });

  it("is a head alone where nothing matches", async () => {
    const text = await (await file("format=csv&types=SeatRevoked")).text();
    expect(text).toMatch(/^position,type,[^\r\n]*\r\n$/);
    expect(await (await file("format=ndjson&types=SeatRevoked")).text()).toBe("");
  });
});

describe("a long file", () => {
  const much = 2_000;

  /** A ledger whose export never ends by itself, and tells how much of it was read and whether it was given up. */
  function endless(ledger: SeatLedger) {
    const seen = { read: 0, gaveUp: Promise.withResolvers<void>() };
    const failures: unknown[] = [];
    const exporting: SeatLedger["export"] = async function* (_query, options) {
      options?.signal?.addEventListener("abort", () => seen.gaveUp.resolve());
      const { entries } = await ledger.history({ limit: 1 });
      const [entry] = entries;
      if (entry === undefined) throw new Error("nothing to tell");
      for (;;) {
        options?.signal?.throwIfAborted();
        seen.read++;
        if (seen.read === failAt) throw new Error("the disk is gone");
        yield entry;
      }
    };
    let failAt = Number.POSITIVE_INFINITY;
    const stand = new Proxy(ledger, {
      get: (target, name) =>
        name === "export" ? exporting : name === "forOrganization" ? () => stand : Reflect.get(target, name, target),
    });
    const { organizationId } = shop.acme;
    const authenticate = async () => ({ type: "organization", organizationId, scopes: ["ledger:read"] }) as const;
    const api: SeatApi = createSeatApi({ ledger: stand, authenticate, onError: (error) => failures.push(error) });
    return {
      ...{ api, seen, failures },
      failAfter: (entries: number) => {
        failAt = entries;
      },
    };
  }

  it("is read no faster than it is taken", async () => {
    const { api, seen } = endless(shop.ledger);
    const response = await api.fetch(requestOf("GET", `${path}?format=ndjson`));
    const reader = response.body?.getReader();
    for (let chunk = 1; chunk <= 5; chunk++) {
      await reader?.read();
      expect(seen.read).toBeLessThan(chunk * 500);
    }
    await reader?.cancel();
  });

  it("is given up when the client goes, also over a socket", async () => {
    const { api, seen, failures } = endless(shop.ledger);
    await using served = await onPort(api);
    const leaving = new AbortController();
    const response = await fetch(`${served.url}${path}?format=csv`, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    await seen.gaveUp.promise;
    expect(failures).toEqual([]);
  });

  it("is broken off where it goes wrong, so that a part is no whole", async () => {
    const { api, failures, failAfter } = endless(shop.ledger);
    failAfter(much);
    await using served = await onPort(api);
    const response = await fetch(`${served.url}${path}?format=csv`);
    await expect(response.text()).rejects.toThrow();
    expect(failures).toMatchObject([{ message: "the disk is gone" }]);
  });

  it("is not read for a HEAD", async () => {
    const { api, seen } = endless(shop.ledger);
    const response = await api.fetch(requestOf("HEAD", `${path}?format=csv`));
    expect([response.status, await response.text(), seen.read]).toEqual([200, "", 1]);
  });
});
