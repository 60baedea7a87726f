// Whatever the order in which a seat's true history is shown, and however often, the same holdings are known in the end; and
// whenever the seat is missed in between, what is believed of it then is true.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { HoldingEvent, RecordedEvent, SeatEvent } from "../events.ts";
import { beginningOfHolding, foldHoldings, type Holding, inTime, stepOfType } from "../holdings.ts";
import type { CustomerId, HoldingId, MemberId, PersonId, SeatId } from "../ids.ts";
import { evolveSeat, type SeatState, withDiscovery } from "../seat.ts";
import { isLive } from "../seat-machine.ts";
import { settleListed, settleShown } from "./settle-past.ts";
import { unseenRevoke } from "./settle-seat.ts";
import type { ShownSeat } from "./shown.ts";

const start = Date.parse("2026-01-01T00:00:00.000Z");
const at = (hours: number) => new Date(start + hours * 3_600_000);

/** One true holding: when it began, how long until the claim and the revoke (null: never), and whether it was granted. */
interface TrueHolding {
  readonly from: number;
  readonly claimed: number | null;
  readonly revoked: number | null;
  readonly person: number;
  readonly granted: boolean;
}

interface Showing {
  readonly row: ShownSeat;
  readonly shownAt: Date;
}

const trueHistory: fc.Arbitrary<readonly TrueHolding[]> = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 1, max: 50 }),
      claim: fc.option(fc.integer({ min: 1, max: 20 })),
      length: fc.integer({ min: 21, max: 60 }),
      granted: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .chain((holdings) => fc.boolean().map((live) => ({ holdings, live })))
  .map(({ holdings, live }) => {
    let hour = 0;
    return holdings.map(({ pause, claim, length, granted }, index) => {
      const from = hour + pause;
      hour = from + length;
      const isLast = index === holdings.length - 1;
      const claimed = granted ? from : claim === null ? null : from + claim;
      return { from, claimed, revoked: isLast && live ? null : hour, person: index, granted };
    });
  });

function rowOf(holding: TrueHolding, status: ShownSeat["status"]): ShownSeat {
  const memberId = status === "revoked" ? null : (`member-${holding.person}` as MemberId);
  const isClaimed = status === "claimed" || (status === "revoked" && holding.claimed !== null);
  return {
    id: "seat" as SeatId,
    status,
    customerId: "customer" as CustomerId,
    memberId,
    personId: memberId as string | null as PersonId | null,
    email: null,
    metadata: {},
    createdAt: at(0),
    expiresAt: holding.granted ? null : at(holding.from + 24),
    claimedAt: isClaimed && holding.claimed !== null ? at(holding.claimed) : null,
    revokedAt: status === "revoked" && holding.revoked !== null ? at(holding.revoked) : null,
  };
}

/** What Polar sends of it: each change with the row as it was then. */
function showingsOf(holding: TrueHolding): readonly Showing[] {
  const { from, claimed, revoked, granted } = holding;
  return [
    ...(granted ? [] : [{ row: rowOf(holding, "pending"), shownAt: at(from) }]),
    ...(claimed === null ? [] : [{ row: rowOf(holding, "claimed"), shownAt: at(claimed) }]),
    ...(revoked === null ? [] : [{ row: rowOf(holding, "revoked"), shownAt: at(revoked) }]),
  ];
}

/** A seat that takes showings in, one after the other. */
function knownSeat() {
  let seat: SeatState | null = null;
  const events: RecordedEvent[] = [];
  let ids = 0;
  const newHoldingId = () => `holding-${ids++}` as HoldingId;

  function apply(event: SeatEvent | HoldingEvent): void {
    const version = events.length + 1;
    const isPast = event.type === "HoldingDiscovered" || event.type === "HoldingSuperseded";
    if (isPast) expect(seat).not.toBeNull();
    seat = isPast ? seat && withDiscovery(seat, event) : evolveSeat(seat, event, { version, ordinal: 1 });
    // Only what the folds look at: the envelope's other fields tell nothing of a seat.
    events.push({ ...event, version } as unknown as RecordedEvent);
  }

  return {
    take({ row, shownAt }: Showing): number {
      const known = seat && { seat, events };
      const news = settleShown(known, row, { observedAt: shownAt, shownAt, newHoldingId });
      for (const event of news) apply(event);
      return news.length;
    },
    list(row: ShownSeat, observedAt: Date): number {
      const news = settleListed(seat, events, row, { observedAt, newHoldingId });
      for (const event of news) apply(event);
      return news.length;
    },
    /** A listing did without it, and it is taken to be gone. */
    miss(at: Date): void {
      if (seat && isLive(seat.status)) apply(unseenRevoke(seat, at, "drift"));
    },
    present: () => seat,
    holdings: () => foldHoldings(events),
  };
}

const shuffled = trueHistory.chain((holdings) => {
  const showings = holdings.flatMap(showingsOf);
  const orders = fc.shuffledSubarray(showings, { minLength: showings.length });
  return fc.tuple(fc.constant(holdings), orders, fc.shuffledSubarray(showings));
});

test("every order of showings, some of them doubled, ends with the true holdings and with the true present", () => {
  fc.assert(
    fc.property(shuffled, ([holdings, order, doubled]) => {
      const seat = knownSeat();
      for (const showing of [...order, ...doubled]) seat.take(showing);
      const known = seat
        .holdings()
        .map((holding) => ({
          personId: holding.personId,
          steps: holding.steps.map(({ type, at: when }) => [type, when]),
        }))
        .toSorted((one, other) => Number(one.steps[0]?.[1]) - Number(other.steps[0]?.[1]));
      expect(known).toEqual(holdings.map((holding) => ({ personId: personOf(holding), steps: trueSteps(holding) })));
      const last = holdings.at(-1);
      expect(seat.present()?.status).toBe(
        last && last.revoked !== null ? "revoked" : last?.claimed !== null ? "claimed" : "pending",
      );
      expect(order.map((showing) => seat.take(showing))).toEqual(order.map(() => 0));
    }),
    { numRuns: 2_000 },
  );
});

function personOf({ person, granted, claimed, revoked }: TrueHolding): string | null {
  return granted && claimed === null && revoked !== null ? null : `member-${person}`;
}

function trueSteps({ from, claimed, revoked, granted }: TrueHolding): readonly (readonly [string, Date])[] {
  return [
    [granted ? "SeatGranted" : "SeatAssigned", at(from)],
    ...(claimed === null || granted ? [] : [["SeatClaimed", at(claimed)] as const]),
    ...(revoked === null ? [] : [["SeatRevoked", at(revoked)] as const]),
  ];
}

/** What a listing of an hour shows: the holding that began last. */
function listedAt(holdings: readonly TrueHolding[], hour: number): ShownSeat | null {
  const holding = holdings.findLast(({ from }) => from <= hour);
  if (!holding) return null;
  const { claimed, revoked } = holding;
  if (revoked !== null && revoked <= hour) return rowOf(holding, "revoked");
  return rowOf(holding, claimed !== null && claimed <= hour ? "claimed" : "pending");
}

const look = fc.record({
  // After every step of the history.
  hour: fc.integer({ min: 0, max: 700 }).map((hour) => hour + 0.5),
  how: fc.constantFrom("listed", "missed", "missed", "shown"),
  which: fc.nat({ max: 20 }),
});
const looks = fc.uniqueArray(look, { selector: ({ hour }) => hour, maxLength: 12 });

type Look = typeof look extends fc.Arbitrary<infer Value> ? Value : never;

function takeLook(seat: ReturnType<typeof knownSeat>, holdings: readonly TrueHolding[], { hour, how, which }: Look) {
  if (how === "missed") return seat.miss(at(hour));
  const row = listedAt(holdings, hour);
  if (how === "listed" && row) return void seat.list(row, at(hour));
  const past = holdings.flatMap(showingsOf).filter(({ shownAt }) => shownAt <= at(hour));
  const late = past[which % past.length];
  if (how === "shown" && late) seat.take(late);
}

test("whenever the seat is missed, and shown again or not, its holdings are true and one after the other", () => {
  fc.assert(
    fc.property(trueHistory, looks, (holdings, unordered) => {
      const seat = knownSeat();
      for (const one of unordered.toSorted((first, second) => first.hour - second.hour)) takeLook(seat, holdings, one);
      const row = listedAt(holdings, 1_000);
      if (!row) throw new Error("by then every history has begun");
      seat.list(row, at(1_000));
      expect(seat.list(row, at(1_001)), "listed once more").toBe(0);
      expect(seat.present()).toMatchObject({ status: row.status, claimedAt: row.claimedAt, revokedAt: row.revokedAt });
      const known = inTime(seat.holdings());
      areOneAfterTheOther(known);
      for (const holding of known) isTrue(holding, holdings);
    }),
    { numRuns: 2_000 },
  );
});

function areOneAfterTheOther(known: readonly Holding[]): void {
  for (const [index, next] of known.slice(1).entries()) {
    const end = known[index] && stepOfType(known[index], "SeatRevoked");
    expect(end?.at.getTime(), "the end before the next one").toBeLessThanOrEqual(+beginningOfHolding(next));
  }
}

/** Its steps are those of a true holding; what was guessed of them lies where it is said to lie. */
function isTrue(known: Holding, holdings: readonly TrueHolding[]): void {
  const truth = holdings.find(({ from }) => +at(from) === +beginningOfHolding(known));
  expect(truth, "the holding that began then").toBeDefined();
  if (!truth) return;
  const steps = new Map(trueSteps(truth).map(([type, when]) => [type, +when]));
  expect(new Set(known.steps.map(({ type }) => type)).size, "each step once").toBe(known.steps.length);
  for (const { type, at: when, certainty } of known.steps) {
    const happened = steps.get(type);
    if (!certainty.inferred) expect(+when, type).toBe(happened);
    else {
      expect(happened, type).toBeGreaterThanOrEqual(+(certainty.notBefore ?? 0));
      expect(happened, type).toBeLessThanOrEqual(+certainty.notAfter);
    }
  }
}
