// What must be true once the faults have stopped and two passes were made: the ledger lists what Polar lists, its holders are
// Polar's own in their order, whatever was delivered is observed, and nothing that it says to have observed is invented.

import type { ReplayReport } from "@seat-ledger/polar";
import type { SandboxFact, SandboxHolding } from "@seat-ledger/polar-sandbox";
import { type HistoryEntry, type Holding, isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { expect } from "vitest";
import { listingsAgree } from "./polar-laws.ts";
import type { PolarWorld, PoolRef } from "./polar-world.ts";

export type Witness = Pick<PolarWorld, "sandbox" | "ledger">;

export async function becomesTrue(world: Witness, pass: () => Promise<ReplayReport>): Promise<void> {
  await pass();
  const second = await pass();
  expect(second).toMatchObject({ complete: true, failures: [], leftOut: [] });
  const pools = poolsOf(world);
  expect(second.pools).toBe(pools.length);
  for (const ref of pools) await listingsAgree(world, ref);
  await holdersAreTrue(world);
  expect(await world.ledger.inbox.list({ state: "waiting" })).toMatchObject({ observations: [] });
  expect(await pass(), "the next pass").toMatchObject({ appended: 0, complete: true, drift: [] });
  expect(await world.ledger.verify()).toMatchObject({ ok: true });
}

/** Every subscription and order that was ever made, also those that appeared between two pages. */
function poolsOf({ sandbox }: Witness): readonly PoolRef[] {
  const refs = sandbox.purchases.flatMap(({ subscriptionId, orderId }): [string, PoolRef][] => {
    if (subscriptionId !== null) return [[subscriptionId, { subscriptionId }]];
    return orderId === null ? [] : [[orderId, { orderId }]];
  });
  return [...new Map(refs).values()];
}

async function holdersAreTrue({ sandbox, ledger }: Witness): Promise<void> {
  const seatIds = new Set(sandbox.record.map(({ seatId }) => seatId));
  const holdings = sandbox.holdings();
  const delivered = await deliveredSteps(ledger);
  for (const seatId of seatIds) {
    const facts = sandbox.record.filter((fact) => fact.seatId === seatId);
    const known = await ledger.holders({ seatId });
    isOneAfterTheOther(known);
    isSubsequence(
      known,
      holdings.filter((holding) => holding.seatId === seatId),
      facts,
    );
    const { entries } = await ledger.history({ seatId, limit: 1_000 });
    const superseded = new Set(entries.map(({ event }) => event.supersedes));
    const told = entries.flatMap((entry) =>
      stepsOf(entry).filter(({ inferred }) => !inferred || !superseded.has(entry.event.version)),
    );
    for (const step of told) expect(isTrue(step, facts), `${step.type} at ${step.at.toISOString()}`).toBe(true);
    const observed = told.filter(({ inferred }) => !inferred).map(({ type, at }) => `${type} ${at.toISOString()}`);
    const wanted = delivered.filter((step) => step.seatId === seatId).map(({ step }) => step);
    expect(observed, "what was delivered is observed").toEqual(expect.arrayContaining(wanted));
  }
}

/** A seat has one holder at a time, in what is known at any time. */
export async function oneHolderAtATime({ sandbox, ledger }: Witness): Promise<void> {
  for (const seatId of new Set(sandbox.record.map((fact) => fact.seatId))) {
    const known = await ledger.holders({ seatId }).catch((error) => {
      // It was not heard of yet.
      if (isSeatLedgerError(error, "SeatNotFound")) return [];
      throw error;
    });
    isOneAfterTheOther(known);
  }
}

function isOneAfterTheOther(known: readonly Holding[]): void {
  for (const [index, { until }] of known.entries()) {
    const next = known[index + 1];
    if (next) expect(until?.getTime(), "the end of a holding before the next").toBeLessThanOrEqual(+next.from);
  }
}

/** Each holder whom the ledger knows held the seat, one after the other as there. Where it names nobody it claims nothing. */
function isSubsequence(
  known: readonly Holding[],
  truth: readonly SandboxHolding[],
  facts: readonly SandboxFact[],
): void {
  let next = 0;
  for (const holding of known) {
    const found = truth.findIndex((one, index) => index >= next && isSameHolding(holding, one, facts));
    expect(found, `the holding from ${holding.from.toISOString()} among ${JSON.stringify(truth)}`).toBeGreaterThan(-1);
    next = found + 1;
  }
}

function isSameHolding(known: Holding, truth: SandboxHolding, facts: readonly SandboxFact[]): boolean {
  const own = facts.filter(({ occupancy }) => occupancy === truth.occupancy);
  // A switch to the member model changes by what a holder is known.
  const isSomebody = known.memberId !== null || known.customerId !== null;
  const isThem = (fact: SandboxFact) =>
    known.memberId === null ? fact.customerId === known.customerId : fact.memberId === known.memberId;
  if (isSomebody && !own.some(isThem)) return false;
  if (known.inferred) return true;
  const times = [known.from, known.claimedAt, known.until].map((time) => time?.getTime());
  const claimed = truth.immediate ? truth.from : truth.claimedAt;
  return times.every((time, index) => time === [truth.from, claimed, truth.to][index]?.getTime());
}

interface ToldStep {
  readonly type: string;
  readonly at: Date;
  readonly inferred: boolean;
  readonly notBefore: Date | null;
  readonly notAfter: Date | null;
  /** Where it names nobody it claims nothing. */
  readonly memberId: string | null;
}

const stepTypes: ReadonlySet<string> = new Set(["SeatAssigned", "SeatGranted", "SeatClaimed", "SeatRevoked"]);

/** The steps that an entry of the history tells: its own, or those of a holding that came to light. */
function stepsOf({ event, holder }: HistoryEntry): readonly ToldStep[] {
  if (event.type === "HoldingDiscovered") {
    const { memberId, steps } = event.data;
    return steps.map(({ type, at, certainty }) => ({
      ...{ type, at, inferred: certainty.inferred, memberId },
      notBefore: certainty.inferred ? certainty.notBefore : null,
      notAfter: certainty.inferred ? certainty.notAfter : null,
    }));
  }
  if (!stepTypes.has(event.type)) return [];
  const { type, occurredAt: at, inferred, notBefore, notAfter } = event;
  const memberId = holder?.memberId ?? null;
  return [{ type, at, inferred, notBefore, notAfter, memberId }];
}

const meant: Readonly<Record<string, (fact: SandboxFact) => boolean>> = {
  SeatAssigned: (fact) => fact.type === "assigned",
  SeatGranted: (fact) => fact.type === "claimed" && fact.immediate,
  SeatClaimed: (fact) => fact.type === "claimed" && !fact.immediate,
  SeatRevoked: (fact) => fact.type === "revoked",
};

/** It happened: to the millisecond where it is said to be observed, else within its span. */
function isTrue(step: ToldStep, facts: readonly SandboxFact[]): boolean {
  const { at, notBefore, notAfter } = step;
  return facts.some((fact) => {
    if (!meant[step.type]?.(fact) || !isHeldBy(step.memberId, fact, facts)) return false;
    if (!step.inferred) return fact.at.getTime() === at.getTime();
    return (notBefore === null || fact.at >= notBefore) && notAfter !== null && fact.at <= notAfter;
  });
}

/** A switch to the member model gives a holder a member, by whom the ledger may know them from the beginning on. */
function isHeldBy(memberId: string | null, { occupancy }: SandboxFact, facts: readonly SandboxFact[]): boolean {
  return memberId === null || facts.some((fact) => fact.occupancy === occupancy && fact.memberId === memberId);
}

/** What webhooks and the delivery log showed of seats: each the step that it is about. */
async function deliveredSteps(ledger: SeatLedger): Promise<readonly { seatId: string; step: string }[]> {
  const types = ["customer_seat.assigned", "customer_seat.claimed", "customer_seat.revoked"];
  const pages = await Promise.all(types.map((type) => ledger.inbox.list({ type, state: "applied", limit: 1_000 })));
  return pages.flatMap(({ observations }) =>
    observations.map(({ type, body }) => {
      const { data } = JSON.parse(body ?? "{}") as { data: WireSeat };
      return { seatId: data.id, step: stepOf(type, data) };
    }),
  );
}

interface WireSeat {
  readonly id: string;
  readonly invitation_token_expires_at: string | null;
  readonly claimed_at: string | null;
  readonly revoked_at: string | null;
}

const dayMs = 24 * 60 * 60 * 1_000;

function stepOf(type: string, { invitation_token_expires_at: expires, claimed_at, revoked_at }: WireSeat): string {
  const iso = (time: string | null, less = 0) => new Date(Date.parse(time ?? "") - less).toISOString();
  if (type === "customer_seat.assigned") return `SeatAssigned ${iso(expires, dayMs)}`;
  if (type === "customer_seat.revoked") return `SeatRevoked ${iso(revoked_at)}`;
  return `${expires === null ? "SeatGranted" : "SeatClaimed"} ${iso(claimed_at)}`;
}
