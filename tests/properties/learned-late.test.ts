// What is learned late, in any order: once every row of the past was shown, the ledger believes what truly happened, at
// every hour of it; and until then its questions agree with each other, and what it knew before stays what it knew.

import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Fact, SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import {
  at,
  boughtAt,
  contradictions,
  lastHour,
  opening,
  rowsOf,
  seatAt,
  type Truth,
  truths,
} from "./past/late-truth.ts";
import { naiveChanges } from "./past/naive-changes.ts";
import { partOf, sumsOf } from "./past/naive-usage.ts";
import { poolIn } from "./past/snapshots.ts";
import { fewer, propertyRuns, propertyTimeoutMs } from "./property-runs.ts";

/** Of the cases of other properties. */
const part = 0.15;

const now = at(lastHour);
const context = { origin: "delivery-log", originId: "1", observedAt: now } as const;

async function mirroredPool(ledger: SeatLedger): Promise<{ readonly subscriptionId: string }> {
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await ledger.registerCustomer({ organizationId });
  const ref = { subscriptionId: randomUUID() };
  const product = { id: "team", name: "Team" };
  const pool = { type: "pool", ...ref, organizationId, customerId, product, seats: 2, status: "active" } as const;
  await ledger.record([{ ...pool, openedAt: opening }], context);
  return ref;
}

/** A span of time, in hours since the opening. */
interface Hours {
  readonly from: number;
  readonly lasts: number;
}

const anyHours = fc.record({ from: fc.integer({ min: 0, max: 60 }), lasts: fc.integer({ min: 0, max: 60 }) });

/** The steps of usage are what is believed of their times. */
async function questionsAgree(ledger: SeatLedger, ref: { readonly subscriptionId: string }): Promise<void> {
  const { steps } = await ledger.usage({ ...ref, from: opening, until: now });
  for (const { at: time, ...numbers } of steps) {
    expect(await ledger.asOf(time, { by: "occurred" }).getPool(ref)).toMatchObject(numbers);
  }
}

/** What is believed of a span is a part of what is believed of the whole time, and two lists differ by what changed. */
async function spansAgree(ledger: SeatLedger, ref: { readonly subscriptionId: string }, hours: Hours): Promise<void> {
  const [from, until] = [at(hours.from), at(hours.from + hours.lasts)];
  const whole = await ledger.usage({ ...ref, from: opening, until: now });
  const steps = partOf(whole.steps, from, until);
  expect(await ledger.usage({ ...ref, from, until })).toMatchObject({ steps, ...sumsOf(steps, until) });
  const then = (moment: Date) => poolIn(ledger.asOf(moment, { by: "occurred" }), ref);
  const expected = naiveChanges(await then(from), await then(until));
  expect(await ledger.changes({ ...ref, from, until, by: "occurred" })).toEqual(expected);
}

async function endsWithThePresent(ledger: SeatLedger, ref: { readonly subscriptionId: string }): Promise<void> {
  const { steps } = await ledger.usage({ ...ref, from: opening, until: now });
  const { seats, pending, claimed } = await ledger.getPool(ref);
  expect(steps.at(-1)).toMatchObject({ seats, pending, claimed });
}

async function believesTheTruth(ledger: SeatLedger, ref: { readonly subscriptionId: string }, truth: Truth) {
  for (const { id, holdings } of truth.seats) {
    const told = await ledger.holders({ seatId: id });
    expect(told.map(({ memberId, from, claimedAt, until }) => ({ memberId, from, claimedAt, until }))).toEqual(
      holdings.map(({ memberId, from, claimed, until }) => ({
        memberId,
        from: at(from),
        claimedAt: claimed === null ? null : at(claimed),
        until: until === null ? null : at(until),
      })),
    );
    expect(told.map(({ inferred }) => inferred)).not.toContain(true);
    const { entries } = await ledger.history({ seatId: id });
    expect(entries.map(({ holder }) => holder?.memberId ?? null)).not.toContain(null);
  }
  for (let hour = 0; hour < 110; hour += 1) {
    const { seats, totalSeats } = await ledger.asOf(at(hour), { by: "occurred" }).listSeats(ref);
    expect(totalSeats, `hour ${hour}`).toBe(boughtAt(truth, hour));
    const told = new Map(seats.map(({ id, status, memberId }) => [id, { status, memberId }]));
    for (const { id, holdings } of truth.seats)
      expect(told.get(id) ?? null, `hour ${hour}`).toEqual(seatAt(holdings, hour));
  }
}

describe.each(engines)("on $name", (engine) => {
  test("what was shown in any order is believed as it happened", { timeout: propertyTimeoutMs }, async () => {
    const shuffled = truths.chain((truth) => {
      const rows = rowsOf("", truth);
      return fc.tuple(fc.constant(truth), fc.shuffledSubarray([...rows.keys()], { minLength: rows.length }));
    });
    const property = fc.asyncProperty(shuffled, anyHours, async ([truth, order], hours) => {
      await using opened = await engine.open({ clock: () => now });
      const { ledger } = opened;
      const ref = await mirroredPool(ledger);
      const rows = rowsOf(ref.subscriptionId, truth);
      const quantities = truth.quantities.map(
        ({ hour, seats }): Fact => ({ type: "quantity", ...ref, seats, at: at(hour) }),
      );
      const kept = [];
      for (const fact of [...quantities, ...order.flatMap((index) => rows[index] ?? [])]) {
        await ledger.record([fact], context);
        const usage = await ledger.usage({ ...ref, from: at(hours.from), until: at(hours.from + hours.lasts) });
        kept.push({ usage, ...(await poolIn(ledger, ref)) });
        await questionsAgree(ledger, ref);
        await spansAgree(ledger, ref, hours);
        await endsWithThePresent(ledger, ref);
      }
      await believesTheTruth(ledger, ref, truth);
      for (const [index, { usage, ...then }] of kept.entries()) {
        const { upTo, until } = usage;
        expect(await poolIn(ledger.asOf(upTo), ref)).toEqual(then);
        expect(await ledger.usage({ ...ref, from: at(hours.from), until, upTo })).toEqual(usage);
        const { usage: earlier, ...before } = kept[index >> 1] ?? { usage };
        const changes = await ledger.changes({ ...ref, from: earlier.upTo, until: upTo });
        expect(changes).toEqual(naiveChanges({ ...then, ...before }, then));
      }
    });
    await fc.assert(property, propertyRuns("learned late", fewer(engine, part)));
  });

  test("of rows that contradict each other every question believes the same", {
    timeout: propertyTimeoutMs,
  }, async () => {
    const property = fc.asyncProperty(contradictions, anyHours, async (truth, hours) => {
      await using opened = await engine.open({ clock: () => now });
      const { ledger } = opened;
      const ref = await mirroredPool(ledger);
      for (const fact of rowsOf(ref.subscriptionId, truth)) {
        await ledger.record([fact], context);
        await questionsAgree(ledger, ref);
        await spansAgree(ledger, ref, hours);
      }
    });
    await fc.assert(property, propertyRuns("contradictions", fewer(engine, part)));
  });
});
