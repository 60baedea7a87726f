// What must be true after a pass of a replay: the ledger lists what Polar lists, another pass has nothing to add, and what
// the ledger says about the past is what happened, as far as it claims to know it.

import type { ReplayReport } from "@seat-ledger/polar";
import type { SandboxFact } from "@seat-ledger/polar-sandbox";
import type { HistoryEntry } from "seat-ledger";
import { expect } from "vitest";
import type { PolarWorld, PoolRef } from "./polar-world.ts";

export async function everythingAgrees(world: PolarWorld, report: ReplayReport): Promise<void> {
  expect(report).toMatchObject({ complete: true, failures: [], pools: world.pools.length });
  expect(report.drift.filter(({ kind }) => kind === "extra" || kind === "stale")).toEqual([]);
  for (const ref of world.pools) await listingsAgree(world, ref);
  for (const seatId of world.seatIds) await historyIsTrue(world, seatId);
  expect(await world.replay(), "another pass").toMatchObject({ appended: 0, drift: [], complete: true });
}

/** The fields that Polar shows of a seat, by which both sides are compared. */
function shownFields(seat: ShownFields) {
  const { id, status, customerId, memberId, email, claimedAt, revokedAt, createdAt } = seat;
  const { invitationTokenExpiresAt, seatMetadata } = seat;
  const times = { claimedAt, revokedAt, createdAt, invitationTokenExpiresAt };
  return { id, status, customerId, memberId, email, seatMetadata, ...times };
}

interface ShownFields {
  readonly id: string;
  readonly status: string;
  readonly customerId: string | null;
  readonly memberId: string | null;
  readonly email: string | null;
  readonly claimedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
  readonly invitationTokenExpiresAt: Date | null;
  readonly seatMetadata: object;
}

export async function listingsAgree(
  { sandbox, ledger }: Pick<PolarWorld, "sandbox" | "ledger">,
  ref: PoolRef,
): Promise<void> {
  const atPolar = sandbox.listSeats(ref);
  const mirrored = await ledger.listSeats(ref);
  const byId = (one: ShownFields, other: ShownFields) => one.id.localeCompare(other.id);
  expect(mirrored.seats.toSorted(byId).map(shownFields)).toEqual(atPolar.seats.toSorted(byId).map(shownFields));
  expect([mirrored.totalSeats, mirrored.availableSeats]).toEqual([atPolar.totalSeats, atPolar.availableSeats]);
  const live = atPolar.seats.filter(({ status }) => status !== "revoked").length;
  const overused = Math.max(0, atPolar.totalSeats - live) === 0 ? live - atPolar.totalSeats : 0;
  expect(await ledger.getPool(ref)).toMatchObject({ authority: "polar", overused });
}

/** Reading the history also proves that the machine admits every event of it, for it is folded on the way. */
async function historyIsTrue({ sandbox, ledger }: PolarWorld, seatId: string): Promise<void> {
  const { entries } = await ledger.history({ seatId });
  const facts = sandbox.record.filter((fact) => fact.seatId === seatId);
  for (const entry of entries) {
    const { type, occurredAt } = entry.event;
    const happened = facts.filter((fact) => meant[type]?.(fact) && isHolder(fact, entry));
    if (type === "HolderChanged") expect(emailsOf(happened), type).toContain(entry.holder?.email);
    else
      expect(
        happened.some((fact) => isWhen(fact, entry)),
        `${type} at ${occurredAt.toISOString()}`,
      ).toBe(true);
  }
}

/** Which of the sandbox's facts an event of the ledger stands for. */
const meant: Readonly<Record<string, (fact: SandboxFact) => boolean>> = {
  SeatAssigned: (fact) => fact.type === "assigned",
  SeatGranted: (fact) => fact.type === "claimed" && fact.immediate,
  SeatClaimed: (fact) => fact.type === "claimed" && !fact.immediate,
  HolderChanged: (fact) => fact.type === "email_changed",
  SeatRevoked: (fact) => fact.type === "revoked",
};

/** Where the ledger names nobody it claims nothing: Polar had forgotten the holder before the first pass saw the seat. */
function isHolder(fact: SandboxFact, { holder }: HistoryEntry): boolean {
  return holder === null || holder.memberId === fact.memberId;
}

/** An inferred step lies within its span; any other one is known to the millisecond. */
function isWhen(fact: SandboxFact, { event }: HistoryEntry): boolean {
  if (!event.inferred) return fact.at.getTime() === event.occurredAt.getTime();
  const { notBefore, notAfter } = event;
  return (notBefore === null || fact.at >= notBefore) && notAfter !== null && fact.at <= notAfter;
}

function emailsOf(facts: readonly SandboxFact[]): readonly (string | null)[] {
  return facts.map(({ email }) => email);
}
