// Many people at once: in order, each with a seat or a refusal of their own, and all or nothing where the pool refuses.

import { randomUUID } from "node:crypto";
import { isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { eventCount, product, refusal, setting } from "./setting.ts";

const people = (...names: readonly string[]) => names.map((name) => ({ email: `${name}@example.com` }));

function told(results: Awaited<ReturnType<SeatLedger["assignSeats"]>>): readonly unknown[] {
  return results.map((result) => ("error" in result ? result.error.code : result.seat.email));
}

test("gives seats in order until none is free, and says so to everybody else", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 2 });
  const results = await ledger.assignSeats({ subscriptionId, recipients: people("ann", "bob", "cyd", "dan") });
  expect(told(results)).toEqual(["ann@example.com", "bob@example.com", "SeatNotAvailable", "SeatNotAvailable"]);
  expect(await ledger.getPool({ subscriptionId })).toMatchObject({ pending: 2, available: 0 });
});

test("each person has the answer that assignSeat would give", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 9 });
  const results = await ledger.assignSeats({
    subscriptionId,
    recipients: [
      { email: "ann@example.com", metadata: { team: "blue" } },
      { email: "ANN@example.com" },
      { memberId: randomUUID() },
      { email: "bob@example.com", immediateClaim: true },
    ],
  });
  expect(told(results)).toEqual(["ann@example.com", "SeatAlreadyAssigned", "MemberNotFound", "bob@example.com"]);
  expect(results[0]).toMatchObject({ seat: { status: "pending", seatMetadata: { team: "blue" } } });
  expect(results[3]).toMatchObject({ seat: { status: "claimed" }, invitation: null });
  const [first] = results;
  const invitationToken = (first && "seat" in first && first.invitation?.token) || "";
  expect((await ledger.claimSeat({ invitationToken })).seat.status).toBe("claimed");
});

test("nobody is no mistake, in a pool that is there", async () => {
  const { ledger, subscriptionId } = await setting();
  expect(await ledger.assignSeats({ subscriptionId, recipients: [] })).toEqual([]);
  expect(await refusal(ledger.assignSeats({ subscriptionId: randomUUID(), recipients: [] }))).toBe("PoolNotFound");
});

test("a pool that mirrors Polar takes nobody, and says so even where nobody is named", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const mirrored = { subscriptionId: randomUUID() };
  await ledger.openPool({ ...mirrored, organizationId, customerId, product, seats: 2, authority: "polar" });
  expect(await refusal(ledger.assignSeats({ ...mirrored, recipients: [] }))).toBe("PoolMirrored");
  expect(await refusal(ledger.assignSeats({ ...mirrored, recipients: people("ann") }))).toBe("PoolMirrored");
});

test("what is wrong with the pool is thrown once", async () => {
  const { ledger, subscriptionId } = await setting();
  const recipients = people("ann", "bob");
  expect(await refusal(ledger.assignSeats({ subscriptionId: randomUUID(), recipients }))).toBe("PoolNotFound");
  const stale = ledger.assignSeats({ subscriptionId, recipients }, { expectedVersion: 7 });
  expect(await refusal(stale)).toBe("VersionConflict");
  await ledger.closePool({ subscriptionId });
  expect(await refusal(ledger.assignSeats({ subscriptionId, recipients }))).toBe("PoolNotActive");
});

test("the expected version is the pool's before the first of them", async () => {
  const { ledger, subscriptionId } = await setting();
  const { version } = await ledger.getPool({ subscriptionId });
  const results = await ledger.assignSeats(
    { subscriptionId, recipients: people("ann", "bob") },
    { expectedVersion: version },
  );
  expect(told(results)).toEqual(["ann@example.com", "bob@example.com"]);
});

test("a malformed recipient is named by its place, and nobody gets a seat", async () => {
  const { ledger, subscriptionId } = await setting();
  const before = await eventCount(ledger);
  const call = ledger.assignSeats({ subscriptionId, recipients: [...people("ann"), { email: "no address" }] });
  const error = await call.catch((thrown: unknown) => thrown);
  expect(isSeatLedgerError(error, "InvalidRequest") && error.issues.map(({ path }) => path)).toEqual([
    "recipients.1.email",
  ]);
  expect(await eventCount(ledger)).toBe(before);
});

test("a retry with the same key answers the same, and tries again whom it had refused", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 1 });
  const call = () =>
    ledger.assignSeats({ subscriptionId, recipients: people("ann", "bob") }, { idempotencyKey: "team" });
  const first = await call();
  expect(told(first)).toEqual(["ann@example.com", "SeatNotAvailable"]);
  expect((await call())[0]).toEqual(first[0]);
  await ledger.resizePool({ subscriptionId, seats: 2 });
  const again = await call();
  expect(again[0]).toEqual(first[0]);
  expect(told(again)).toEqual(["ann@example.com", "bob@example.com"]);
});

test("a key that was used for other people is a conflict before anybody gets a seat", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 9 });
  await ledger.assignSeats({ subscriptionId, recipients: people("ann", "bob") }, { idempotencyKey: "team" });
  const before = await eventCount(ledger);
  const other = ledger.assignSeats({ subscriptionId, recipients: people("cyd", "dan") }, { idempotencyKey: "team" });
  await expect(other).rejects.toMatchObject({ code: "IdempotencyConflict", idempotencyKey: "team" });
  expect(await eventCount(ledger)).toBe(before);
});

test("a key that another request used is a conflict, and the other way round", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 9 });
  const recipients = people("ann");
  const key = (idempotencyKey: string) => ({ idempotencyKey });
  await ledger.assignSeat({ subscriptionId, email: "bob@example.com" }, key("one"));
  expect(await refusal(ledger.assignSeats({ subscriptionId, recipients }, key("one")))).toBe("IdempotencyConflict");
  await ledger.assignSeats({ subscriptionId, recipients }, key("many"));
  const other = ledger.assignSeat({ subscriptionId, email: "cyd@example.com" }, key("many"));
  expect(await refusal(other)).toBe("IdempotencyConflict");
  const fewer = ledger.assignSeats({ subscriptionId, recipients: [] }, key("many"));
  expect(await refusal(fewer)).toBe("IdempotencyConflict");
});

test("a call in which nobody got a seat keeps no key", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 0 });
  await ledger.assignSeats({ subscriptionId, recipients: people("ann") }, { idempotencyKey: "team" });
  await ledger.resizePool({ subscriptionId, seats: 1 });
  const other = await ledger.assignSeats({ subscriptionId, recipients: people("bob") }, { idempotencyKey: "team" });
  expect(told(other)).toEqual(["bob@example.com"]);
});

test("a retry expects the version from before its first try, and is not refused for what happened since", async () => {
  const { ledger, clock, subscriptionId } = await setting();
  const { version } = await ledger.getPool({ subscriptionId });
  const recipients = [{ memberId: "00000000-0000-4000-8000-000000000000" }, ...people("ann")];
  clock.advance({ seconds: 1 });
  const context = { idempotencyKey: "team", expectedVersion: version, occurredAt: clock.now() };
  const first = await ledger.assignSeats({ subscriptionId, recipients }, context);
  expect(told(first)).toEqual(["MemberNotFound", "ann@example.com"]);
  expect(told(await ledger.assignSeats({ subscriptionId, recipients }, context))).toEqual(told(first));
  await ledger.closePool({ subscriptionId });
  const closed = await ledger.assignSeats({ subscriptionId, recipients }, context);
  expect(told(closed)).toEqual(["PoolNotActive", "ann@example.com"]);
  expect(closed[1]).toEqual(first[1]);
});

test("a call that was given up before its turn assigns nobody", async () => {
  const { ledger, subscriptionId } = await setting();
  const stop = new AbortController();
  const call = ledger.assignSeats({ subscriptionId, recipients: people("ann") }, { signal: stop.signal });
  stop.abort(new Error("no longer wanted"));
  await expect(call).rejects.toThrow("no longer wanted");
  expect(await ledger.getPool({ subscriptionId })).toMatchObject({ pending: 0 });
});

test("a retry for very many people answers each of them the same again", async () => {
  const { ledger, subscriptionId } = await setting({ seats: 400 });
  const recipients = Array.from({ length: 400 }, (_, index) => ({ email: `person-${index}@example.com` }));
  const call = () => ledger.assignSeats({ subscriptionId, recipients }, { idempotencyKey: "all" });
  const first = await call();
  expect(await call()).toEqual(first);
  expect(told(first)).toEqual(recipients.map(({ email }) => email));
});
