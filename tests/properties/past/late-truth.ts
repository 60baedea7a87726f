// What truly happened in a pool of Polar, and the rows by which a source shows it, one for each state of each holding.

import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Fact } from "seat-ledger";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
export const opening = new Date("2026-01-01T00:00:00.000Z");
export const at = (hour: number) => new Date(opening.getTime() + hour * hourMs);
export const lastHour = 200;

/** Hours of the pool's life; null where it never came to that. */
export interface TrueHolding {
  readonly memberId: string;
  readonly from: number;
  readonly claimed: number | null;
  readonly until: number | null;
}

export interface Truth {
  readonly seats: readonly { readonly id: string; readonly holdings: readonly TrueHolding[] }[];
  /** How many were bought from an hour on, in no order. */
  readonly quantities: readonly { readonly hour: number; readonly seats: number }[];
}

const stay = fc.record({
  gap: fc.integer({ min: 1, max: 5 }),
  wait: fc.integer({ min: 1, max: 5 }),
  claims: fc.boolean(),
  stays: fc.integer({ min: 1, max: 9 }),
  leaves: fc.boolean(),
});

type Stay = typeof stay extends fc.Arbitrary<infer Value> ? Value : never;

/** Only the last one may still be there. */
function holdingsOf(stays: readonly Stay[]): readonly TrueHolding[] {
  let hour = 0;
  return stays.map(({ gap, wait, claims, stays: length, leaves }, index) => {
    const from = hour + gap;
    const claimed = claims ? from + wait : null;
    hour = from + wait + length;
    const until = leaves || index < stays.length - 1 ? hour : null;
    return { memberId: randomUUID(), from, claimed, until };
  });
}

export const truths: fc.Arbitrary<Truth> = fc
  .record({
    seats: fc.array(fc.array(stay, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
    // Each number but once: of a change that leaves the number as it is, no source tells.
    quantities: fc
      .shuffledSubarray([0, 1, 3, 4, 5, 6])
      .chain((numbers) =>
        fc
          .uniqueArray(fc.integer({ min: 1, max: 90 }), { minLength: numbers.length, maxLength: numbers.length })
          .map((hours) => numbers.map((count, index) => ({ hour: hours[index] ?? 0, seats: count }))),
      ),
  })
  .map(({ seats, quantities }) => ({
    seats: seats.map((stays) => ({ id: randomUUID(), holdings: holdingsOf(stays) })),
    quantities,
  }));

/** What no pool can have lived through: holdings of one seat that overlap. */
export const contradictions: fc.Arbitrary<Truth> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 40 }), stay), {
    selector: ([from]) => from,
    minLength: 2,
    maxLength: 5,
  })
  .map((stays) => {
    const holdings = stays.map(([from, { wait, stays: length }]) => ({
      ...{ memberId: randomUUID(), from, claimed: from + wait, until: from + wait + length },
    }));
    return { seats: [{ id: randomUUID(), holdings }], quantities: [] };
  });

/** Every row that Polar ever had, each as a webhook showed it. Rows forget their holder when they are revoked. */
export function rowsOf(subscriptionId: string, { seats }: Truth): readonly Fact[] {
  return seats.flatMap(({ id, holdings }) =>
    holdings.flatMap(({ memberId, from, claimed, until }) => {
      const row = { id, createdAt: opening, invitationTokenExpiresAt: new Date(at(from).getTime() + dayMs) };
      const show = (seat: object, hour: number): Fact =>
        ({ type: "seat", subscriptionId, seat: { ...row, ...seat }, shownAt: at(hour) }) as Fact;
      const claimedAt = claimed === null ? null : at(claimed);
      return [
        show({ status: "pending", memberId, email: `${from}@example.com` }, from),
        ...(claimed === null ? [] : [show({ status: "claimed", memberId, claimedAt }, claimed)]),
        ...(until === null ? [] : [show({ status: "revoked", claimedAt, revokedAt: at(until) }, until)]),
      ];
    }),
  );
}

/** How many were bought at an hour; two when the pool was opened. */
export function boughtAt({ quantities }: Truth, hour: number): number {
  const before = quantities.filter((change) => change.hour <= hour);
  return before.toSorted((one, other) => one.hour - other.hour).at(-1)?.seats ?? 2;
}

/** The status and the holder of a seat at an hour. */
export function seatAt(holdings: readonly TrueHolding[], hour: number) {
  const last = holdings.findLast(({ from }) => from <= hour);
  if (!last) return null;
  if (last.until !== null && last.until <= hour) return { status: "revoked", memberId: null };
  const status = last.claimed !== null && last.claimed <= hour ? "claimed" : "pending";
  return { status, memberId: last.memberId };
}
