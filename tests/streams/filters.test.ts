// Streams of some events: the same events as in the whole log, in its order, by whatever they are asked for.

import { firstValueFrom, take, toArray } from "rxjs";
import type { LedgerEvent, SeatLedger } from "seat-ledger";
import { beforeAll, describe, expect, test } from "vitest";
import { eventsAfter } from "../ledger/setting.ts";
import { caughtUp, emails, ledgerWithPools, organizationId, otherPool, pool } from "./stage.ts";

type Filter = Parameters<SeatLedger["events"]>[0];

/** More events than a page holds, of two pools in one organization, and of another organization. */
async function longLedger() {
  const ledger = await ledgerWithPools(1_000);
  const [some, others] = [emails(700), emails(300)];
  const other = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const { id: customerId } = await ledger.registerCustomer({ organizationId: other.id });
  const foreign = { subscriptionId: "900d0000-0000-4000-8000-000000000003" };
  const product = { id: "team", name: "Team" };
  await ledger.openPool({ ...foreign, organizationId: other.id, customerId, product, seats: 700 });
  const [invited] = await Promise.all([
    Promise.all(some.map((email) => ledger.assignSeat({ ...pool, email }))),
    ...others.map((email) => ledger.assignSeat({ ...otherPool, email, immediateClaim: true })),
    ...others.map((email) => ledger.assignSeat({ ...foreign, email })),
  ]);
  for (const { seat } of invited.slice(3, 6)) await ledger.resendInvitation({ seatId: seat.id });
  for (const { invitation } of invited.slice(6, 9))
    await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  for (const { id } of (await ledger.listSeats(pool)).seats.slice(0, 3)) await ledger.revokeSeat({ seatId: id });
  return { ledger, log: await eventsAfter(ledger, 0) };
}

let long: Awaited<ReturnType<typeof longLedger>>;
beforeAll(async () => {
  long = await longLedger();
  return () => long.ledger.close();
});

describe.each<readonly [string, Filter, (event: LedgerEvent) => boolean]>([
  ["nothing", {}, () => true],
  ["a pool", pool, ({ stream }) => stream.id === pool.subscriptionId],
  [
    "a pool and types",
    { ...pool, types: ["SeatRevoked", "PoolOpened"] },
    ({ stream, type }) => stream.id === pool.subscriptionId && ["SeatRevoked", "PoolOpened"].includes(type),
  ],
  ["types", { types: ["SeatGranted", "SeatRevoked"] }, ({ type }) => ["SeatGranted", "SeatRevoked"].includes(type)],
  ["a type named twice", { types: ["SeatGranted", "SeatGranted"] }, ({ type }) => type === "SeatGranted"],
  ["a type that nothing had", { types: ["InvitationLapsed"] }, () => false],
])("events by %s", (_, filter, belongs) => {
  test.each([0, 1, 777])("are those of the log after position %i", async (after) => {
    const expected = long.log.filter((event) => event.position > after && belongs(event));
    expect(await caughtUp(long.ledger, { ...filter, after })).toEqual(expected);
  });

  test("are those of its own organization behind a fence", async () => {
    const fenced = long.ledger.forOrganization(organizationId);
    const expected = long.log.filter((event) => event.organizationId === organizationId && belongs(event));
    expect(await caughtUp(fenced, filter ?? {})).toEqual(expected);
  });
});

test("a listener hears of what it asked for, and of nothing else, while it happens", async () => {
  await using ledger = await ledgerWithPools();
  const claims = firstValueFrom(ledger.events$({ ...pool, types: ["SeatClaimed"] }).pipe(take(1), toArray()));
  const changes = firstValueFrom(ledger.events$({ after: 4, types: ["PoolResized"] }).pipe(take(2), toArray()));
  const { invitation } = await ledger.assignSeat({ ...pool, email: "ada@example.com" });
  await ledger.resizePool({ ...otherPool, seats: 7 });
  const other = await ledger.assignSeat({ ...otherPool, email: "ada@example.com" });
  await ledger.claimSeat({ invitationToken: other.invitation?.token ?? "" });
  await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  await ledger.resizePool({ ...pool, seats: 9 });
  expect(await claims).toMatchObject([{ type: "SeatClaimed", stream: { id: pool.subscriptionId } }]);
  expect(await changes).toMatchObject([{ data: { seats: 7 } }, { data: { seats: 9 } }]);
});
