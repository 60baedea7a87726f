// A log that is longer than the batch in which its index is written: questions find what is in the index and what is not yet,
// each event once and in the order of the log, and nothing of anybody else.

import { type HistoryEntry, type LedgerEvent, openLedger, type SeatLedger } from "seat-ledger";
import { beforeAll, describe, expect, test } from "vitest";

const [acme, other] = ["5b1f0c1e-0000-4000-8000-000000000001", "5b1f0c1e-0000-4000-8000-000000000002"] as const;
// The same last eight characters: who is found by a part of an id must not be taken for another.
const [ada, bob] = ["ada00000-0000-4000-8000-000000000001", "b0b00000-0000-4000-8000-000000000001"] as const;
const [first, second] = ["user-one-shared-end", "user-two-shared-end"] as const;
const product = { id: "team", name: "Team" };

let ledger: SeatLedger;
let log: readonly LedgerEvent[];

async function buyer(organizationId: string, name: string): Promise<{ customerId: string; subscriptionId: string }> {
  const { id: customerId } = await ledger.registerCustomer({ organizationId, email: `${name}@example.com` });
  const subscriptionId = crypto.randomUUID();
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 2_000 });
  return { customerId, subscriptionId };
}

function recipients(name: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({ email: `${name}-${index}@example.com` }));
}

beforeAll(async () => {
  ledger = await openLedger({ file: ":memory:" });
  await ledger.registerOrganization({ id: acme, name: "Acme", slug: "acme" });
  await ledger.registerOrganization({ id: other, name: "Other", slug: "other" });
  const ours = await buyer(acme, "ours");
  const theirs = await buyer(other, "theirs");
  for (const id of [ada, bob]) {
    await ledger.registerMember({ id, customerId: ours.customerId, email: `${id}@example.com` });
  }
  const { subscriptionId } = ours;
  for (const round of [1, 2, 3]) {
    for (const memberId of [ada, bob]) {
      const actor = { type: "user" as const, id: memberId === ada ? first : second };
      const { seat } = await ledger.assignSeat({ subscriptionId, memberId }, { actor });
      await ledger.revokeSeat({ seatId: seat.id }, { actor });
    }
    // More than a batch between the rounds, by a kind of actor that nobody else is.
    const actor = { type: "customer" as const };
    await ledger.assignSeats({ subscriptionId, recipients: recipients(`ours-${round}`, 300) }, { actor });
    await ledger.assignSeats({ subscriptionId: theirs.subscriptionId, recipients: recipients(`theirs-${round}`, 300) });
  }
  await ledger.revokeSeat({ seatId: (await ledger.listSeats({ subscriptionId })).seats[5]?.id ?? "" });
  const everything: LedgerEvent[] = [];
  for await (const event of ledger.events({ onCaughtUp: () => stop.abort(), signal: stop.signal }))
    everything.push(event);
  log = everything;
});
const stop = new AbortController();

async function exported(from: SeatLedger | ReturnType<SeatLedger["forOrganization"]>, query: object) {
  const entries: HistoryEntry[] = [];
  for await (const entry of from.export(query)) entries.push(entry);
  return entries.map(({ position }) => position);
}

const byAda = ({ personId }: LedgerEvent) => personId === ada;
const questions: readonly (readonly [string, object, (event: LedgerEvent) => boolean])[] = [
  ["a person", { personId: ada }, byAda],
  ["a member", { memberId: ada }, byAda],
  ["an actor", { actor: { type: "user", id: first } }, ({ actor }) => actor.id === first],
  ["a kind of actor", { actor: { type: "customer" } }, ({ actor }) => actor.type === "customer"],
  ["a type", { types: ["SeatRevoked"] }, ({ type }) => type === "SeatRevoked"],
  ["types", { types: ["PoolOpened", "SeatRevoked"] }, ({ type }) => ["PoolOpened", "SeatRevoked"].includes(type)],
  ["an organization", { organizationId: acme }, ({ organizationId }) => organizationId === acme],
  [
    "a person's type in an organization",
    { personId: ada, types: ["SeatAssigned"], organizationId: acme },
    (event) => byAda(event) && event.type === "SeatAssigned",
  ],
  ["nothing", {}, () => true],
];

describe("history of a long log", () => {
  test("the log is longer than two batches, and its end is in none", () => {
    expect(log.length).toBeGreaterThan(2_500);
    expect(log.length % 16).not.toBe(0);
  });

  test.each(questions)("by %s is what the log says", async (_, query, matches) => {
    const expected = log.filter(matches).map(({ position }) => position);
    expect(expected.length).toBeGreaterThan(2);
    expect(await exported(ledger, query)).toEqual(expected);
  });

  test.each(questions.filter(([, query]) => !("organizationId" in query)))(
    "by %s is fenced",
    async (_, query, matches) => {
      const ours = log
        .filter((event) => matches(event) && event.organizationId === acme)
        .map(({ position }) => position);
      expect(await exported(ledger.forOrganization(acme), query)).toEqual(ours);
    },
  );

  test("fills a page also where organizations wrote the same type side by side", async () => {
    const { entries } = await ledger.history({ types: ["MemberRegistered", "PoolOpened"], limit: 6 });
    const first = log.filter(({ type }) => ["MemberRegistered", "PoolOpened"].includes(type)).slice(0, 6);
    expect(entries.map(({ position }) => position)).toEqual(first.map(({ position }) => position));
  });

  test("comes page by page across the end of the index", async () => {
    const positions: number[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: Awaited<ReturnType<SeatLedger["history"]>> = await ledger.history({
        organizationId: other,
        cursor,
        limit: 700,
      });
      positions.push(...page.entries.map(({ position }) => position));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(positions).toEqual(log.filter((event) => event.organizationId === other).map(({ position }) => position));
  });
});

test("an export lets others have their turn, so that it can be given up from outside", async () => {
  const enough = new AbortController();
  const told: number[] = [];
  const exporting = (async () => {
    for await (const { position } of ledger.export({}, { signal: enough.signal })) told.push(position);
  })();
  setImmediate(() => enough.abort(new Error("enough")));
  await expect(exporting).rejects.toThrow("enough");
  expect(told.length).toBeLessThan(log.length);
});
