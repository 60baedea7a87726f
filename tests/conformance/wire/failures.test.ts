// What the caller is told of failures that are not his: nothing.

import { createSeatApi, type SeatApiOptions } from "@seat-ledger/http";
import { errors, isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { describe, expect, it } from "vitest";
import { requestOf } from "../ask.ts";
import { nobody, seats, shopForEachTest } from "./asking.ts";

const wire = shopForEachTest();
const { ask } = wire;

describe("failures", () => {
  const authenticate: SeatApiOptions["authenticate"] = async () => ({
    type: "organization",
    organizationId: wire.shop.acme.organizationId,
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
    const actors = [
      ...[null, "u-1", {}, { type: "system" }, { id: "u-1" }, { type: "user", id: "u-1", email: "jane@example.com" }],
      ...["customer", "member", "polar", "token"].map((type) => ({ type, id: "u-1" })),
      ...["", "x".repeat(1_001), "a\0b", "\ud800", 7].map((id) => ({ type: "user", id })),
    ];
    const wrong = [
      () => Promise.reject(new Error("jane@example.com")),
      async () => ({ type: "organization", organizationId: "acme", scopes: [] }),
      async () => undefined,
      ...actors.map((actor) => async () => ({ type: "organization", organizationId: nobody, scopes: [], actor })),
    ] as unknown as readonly SeatApiOptions["authenticate"][];
    for (const authenticate of wrong) {
      const reported: unknown[] = [];
      const api = createSeatApi({
        ledger: wire.shop.ledger,
        authenticate,
        onError: (failure) => reported.push(failure),
      });
      const response = await api.fetch(requestOf("GET", seats));
      expect([response.status, (await response.json()) as unknown]).toEqual([
        500,
        { error: "InternalServerError", detail: "Internal Server Error" },
      ]);
      expect(reported).toHaveLength(1);
    }
  });

  it("are found at the door where an option is wrong or unknown", () => {
    const { ledger } = wire.shop;
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
    await ask("GET", `${seats}?subscription_id=${wire.shop.acme.subscriptionId}`);
    expect(wire.shop.failures).toEqual([]);
  });
});
