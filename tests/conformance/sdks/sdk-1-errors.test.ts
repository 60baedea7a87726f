// The errors of Polar's SDK 1.0.1: each class that it has for an operation on seats is thrown where this API refuses alike.

import { PolarClientError, PolarServerError } from "@polar-sh/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tokens } from "../shop.ts";
import { malformed, refusals, type Scene } from "./refusals.ts";
import { openStall, type SeatError, type Stall, thrownBy, versions } from "./stall.ts";

let stall: Stall;

beforeEach(async () => {
  stall = await openStall();
});

afterEach(() => stall[Symbol.asyncDispose]());

describe.each(Object.entries(versions))("the entry %s", (_, { createPolar, errors }) => {
  const client = (accessToken: string) => createPolar({ accessToken, baseUrl: stall.url });
  const scene = (): Scene => ({
    stall,
    merchant: (token = tokens.acme) => client(token).customerSeats,
    portal: (token = "buyer") => client(token).customerPortal.seats,
  });
  const cases = Object.entries(refusals).flatMap(([name, refused]) => (refused ? [[name, ...refused] as const] : []));

  it.each(cases)("throws %s for %s", async (name, error, call) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(errors[name as SeatError]);
    expect(thrown).toMatchObject({ error: { error, detail: expect.any(String) } });
  });

  it.each(Object.entries(malformed))("throws its validation error for %s", async (_, [loc, call]) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(errors.HTTPValidationError);
    expect(thrown).toMatchObject({ error: { detail: [{ loc: loc.split("."), type: expect.any(String) }] } });
  });

  it("throws what it has for any other refusal and for a failure", async () => {
    const { merchant } = scene();
    const mirrored = await thrownBy(
      merchant().assignSeat({ subscription_id: await stall.mirrored(), email: "jane@example.com" }),
    );
    expect(mirrored).toBeInstanceOf(PolarClientError);
    expect(mirrored).toMatchObject({ statusCode: 409 });
    await stall.shop.ledger.close();
    const closed = await thrownBy(merchant().listSeats({ order_id: stall.shop.acme.orderId }));
    expect(closed).toBeInstanceOf(PolarServerError);
    expect(String(closed)).toContain("503");
  });
});
