// What whoever runs the service asks it: whether it lives, whether it is ready, what it counts, how far the sync is.

import { randomUUID } from "node:crypto";
import type { SyncState } from "@seat-ledger/http";
import { createSeatApi } from "@seat-ledger/http";
import { describe, expect, it } from "vitest";
import { ask, requestOf } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

const drifted: SyncState = {
  lagMs: 1_500,
  lastCompletePass: new Date("2026-03-01T08:00:00.000Z"),
  lastPass: { complete: true, drift: [] },
};

/** What a Prometheus with the right scope reads. */
async function metricsOf(shop: Shop): Promise<string> {
  const { organizationId } = shop.acme;
  shop.admit("prometheus", { type: "organization", organizationId, scopes: ["metrics:read"] });
  const response = await shop.api.fetch(requestOf("GET", "/metrics", { token: "prometheus" }));
  expect([response.status, response.headers.get("Content-Type")?.split(";")[0]]).toEqual([200, "text/plain"]);
  return await response.text();
}

describe("readiness", () => {
  it("is 503 until there is something to serve, and so is every route but the service's own", async () => {
    let ready = false;
    await using shop = await openShop({ options: { ready: () => ready } });
    const own = await ask(shop, "GET", "/readyz", { token: null });
    expect([own.status, own.json.code, own.headers.get("Retry-After")]).toEqual([503, "NotReady", "5"]);
    const seats = await ask(shop, "GET", `/v1/customer-seats?subscription_id=${shop.acme.subscriptionId}`);
    expect([seats.status, seats.json.error, seats.headers.get("Retry-After")]).toEqual([503, "NotReady", "5"]);
    expect((await ask(shop, "GET", "/v1/ledger/pools")).json.code).toBe("NotReady");
    for (const path of ["/healthz", "/openapi.json"]) expect((await ask(shop, "GET", path)).status).toBe(200);
    expect(await metricsOf(shop)).toContain("seat_ledger_http_requests_total");
    ready = true;
    expect((await ask(shop, "GET", "/readyz", { token: null })).json).toEqual({ status: "ready" });
    expect((await ask(shop, "GET", "/v1/ledger/pools")).status).toBe(200);
    expect(shop.failures, "waiting is no failure").toEqual([]);
  });

  it("is 503 once the API was closed, while all else is answered", async () => {
    await using shop = await openShop();
    shop.api.close();
    const { status, json, headers } = await ask(shop, "GET", "/readyz", { token: null });
    expect([status, json.code, headers.get("Retry-After")]).toEqual([503, "Stopping", "2"]);
    for (const path of ["/healthz", "/v1/ledger/pools"]) expect((await ask(shop, "GET", path)).status).toBe(200);
  });

  it("is 503 where the ledger does not answer, and health is 200 all the same", async () => {
    await using shop = await openShop();
    await shop.ledger.close();
    const { status, json } = await ask(shop, "GET", "/readyz");
    expect([status, json.code]).toEqual([503, "LedgerClosed"]);
    expect((await ask(shop, "GET", "/healthz")).status).toBe(200);
  });
});

describe("metrics", () => {
  it("count requests by route, method and status, and name nobody", async () => {
    await using shop = await openShop();
    const { subscriptionId } = shop.acme;
    const { seat } = await shop.ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
    await ask(shop, "GET", `/v1/seats/${seat.id}/history`);
    await ask(shop, "GET", `/v1/seats/${seat.id}/history`, { token: tokens.other });
    await ask(shop, "DELETE", `/v1/customer-seats/${seat.id}`);
    await ask(shop, "POST", "/v1/customer-seats/claim", { body: {} });
    await ask(shop, "PUT", "/healthz");
    await ask(shop, "PROPFIND", "/jane@acme.example");
    const text = await metricsOf(shop);
    const counted = [...text.matchAll(/^seat_ledger_http_requests_total\{(.*)\} (\d+)$/gm)].map(([, labels, n]) => [
      labels,
      n,
    ]);
    expect(counted.sort()).toEqual(
      [
        ['method="GET",route="/v1/seats/{seat_id}/history",status="200"', "1"],
        ['method="GET",route="/v1/seats/{seat_id}/history",status="404"', "1"],
        ['method="DELETE",route="/v1/customer-seats/{seat_id}",status="200"', "1"],
        ['method="POST",route="/v1/customer-seats/claim",status="422"', "1"],
        ['method="PUT",route="/healthz",status="405"', "1"],
        ['method="other",route="none",status="404"', "1"],
      ].sort(),
    );
    expect(text).toMatch(/^seat_ledger_http_request_duration_seconds_count\{.*healthz.*\} 1$/m);
    for (const secret of ["jane", seat.id, subscriptionId, shop.acme.organizationId])
      expect(text).not.toContain(secret);
  });

  it("tell where the log ends", async () => {
    await using shop = await openShop();
    const { entries } = await shop.ledger.history();
    const last = entries.at(-1)?.position;
    expect(await metricsOf(shop)).toContain(`\nseat_ledger_position ${last}\n`);
  });

  it("tell how far the sync is, where there is one", async () => {
    await using without = await openShop();
    expect(await metricsOf(without)).not.toContain("seat_ledger_sync");
    const about = { subscriptionId: randomUUID(), orderId: null, seatId: null, done: "recorded" };
    const drift = [
      { ...about, kind: "missing" },
      { ...about, kind: "missing" },
      { ...about, kind: "stale" },
    ];
    let state: SyncState | null = null;
    await using shop = await openShop({ options: { sync: () => state } });
    expect(await metricsOf(shop)).not.toMatch(/^seat_ledger_sync/m);
    state = { ...drifted, lastPass: { complete: true, drift } };
    const text = await metricsOf(shop);
    expect(text).toMatch(/^seat_ledger_sync_lag_seconds 1.5$/m);
    expect(text).toMatch(/^seat_ledger_sync_last_complete_pass_timestamp_seconds 1772352000$/m);
    expect(text).toMatch(/^seat_ledger_sync_drift\{kind="missing"\} 2$/m);
    expect(text).toMatch(/^seat_ledger_sync_drift\{kind="stale"\} 1$/m);
    // What there is none of is told too, for an alarm can't be set on what is missing.
    expect(text.match(/^seat_ledger_sync_drift\{kind="\S+"\} 0$/gm)).toHaveLength(4);
    state = { ...drifted, lastPass: { complete: true, drift: [] } };
    expect((await metricsOf(shop)).match(/^seat_ledger_sync_drift\{.*\} 0$/gm)).toHaveLength(6);
  });

  it("of two APIs in one program are each one's own", async () => {
    await using one = await openShop();
    await using other = await openShop();
    await ask(one, "GET", "/healthz");
    expect(await metricsOf(one)).toContain("/healthz");
    expect(await metricsOf(other)).not.toContain("/healthz");
  });
});

describe("drift", () => {
  it("is told of the organization's own subscriptions and orders alone", async () => {
    const state: { now: SyncState | null } = { now: null };
    await using shop = await openShop({ options: { sync: () => state.now } });
    const nothing = { lag_ms: null, last_complete_pass: null, last_pass: null };
    expect((await ask(shop, "GET", "/v1/ledger/drift")).json).toEqual(nothing);
    const { subscriptionId, orderId } = shop.acme;
    const seatId = randomUUID();
    const fields = [{ field: "status", polar: "claimed", ledger: "pending" }];
    const drift = [
      {
        kind: "missing",
        subscriptionId,
        orderId: null,
        seatId,
        polar: { status: "claimed" },
        ledger: null,
        done: "recorded",
      },
      { kind: "different", subscriptionId: null, orderId, seatId, fields, done: "recorded" },
      {
        kind: "stale",
        subscriptionId: shop.other.subscriptionId,
        orderId: null,
        seatId: null,
        listedAt: null,
        done: "left",
      },
      { kind: "stale", subscriptionId: randomUUID(), orderId: null, seatId: null, listedAt: null, done: "left" },
    ];
    state.now = { ...drifted, lastPass: { complete: false, drift } };
    const { json } = await ask(shop, "GET", "/v1/ledger/drift");
    expect(json).toMatchObject({ lag_ms: 1_500, last_complete_pass: "2026-03-01T08:00:00.000Z" });
    expect(json.last_pass).toMatchObject({
      complete: false,
      drift: [
        {
          kind: "missing",
          subscription_id: subscriptionId,
          seat_id: seatId,
          polar: { status: "claimed" },
          ledger: null,
        },
        { kind: "different", order_id: orderId, fields },
      ],
    });
    expect(json.last_pass.drift).toHaveLength(2);
    const other = await ask(shop, "GET", "/v1/ledger/drift", { token: tokens.other });
    expect(other.json.last_pass.drift).toMatchObject([{ kind: "stale", subscription_id: shop.other.subscriptionId }]);
  });
});

it("options that are none are refused", async () => {
  await using shop = await openShop();
  const options = { ledger: shop.ledger, authenticate: async () => null };
  for (const [wrong, remedy] of [
    [{ ready: true }, "ready: must be a function () => boolean"],
    [{ sync: {} }, "sync: must be a function () => SyncState | null"],
    [{ responseClass: "Response" }, "responseClass: must be a class such as Response"],
  ] as const) {
    // biome-ignore lint/suspicious/noExplicitAny: wrong on purpose.
    expect(() => createSeatApi({ ...options, ...wrong } as any)).toThrow(remedy);
  }
});
