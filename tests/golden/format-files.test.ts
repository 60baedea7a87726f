// Ledgers that earlier versions wrote: today's code must read every event of them, and say of each what it says in the
// file beside. A new format adds a file here and changes none; so does a new type of event.

import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerEvent, openLedger, type SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { goldenSecret, told } from "./told.ts";

const files = join(import.meta.dirname, "files");
const formats = (await readdir(files)).filter((name) => name.endsWith(".db"));

/** Today's schema version of each event. Complete by type: a new event that is not named here does not compile. */
const schemaVersions = {
  OrganizationRegistered: 1,
  OrganizationChanged: 1,
  PersonForgotten: 1,
  CustomerRegistered: 2,
  CustomerChanged: 2,
  CustomerRemoved: 1,
  MemberRegistered: 2,
  MemberChanged: 1,
  MemberRemoved: 1,
  PoolOpened: 1,
  PoolActivated: 1,
  PoolResized: 1,
  PoolProductChanged: 1,
  PoolClosed: 1,
  PoolReopened: 1,
  QuantityDiscovered: 1,
  SeatAssigned: 2,
  SeatGranted: 2,
  InvitationResent: 2,
  SeatClaimed: 2,
  HolderChanged: 1,
  SeatRevoked: 1,
  InvitationLapsed: 1,
  InvitationResumed: 1,
  SeatResumed: 1,
  HoldingDiscovered: 1,
  HoldingSuperseded: 1,
} as const satisfies Record<LedgerEvent["type"], number>;

async function opened(name: string): Promise<SeatLedger> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-golden-"));
  const file = join(folder, name);
  await cp(join(files, name), file);
  const ledger = await openLedger({ file, secret: goldenSecret });
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });
  return ledger;
}

/** Those of the newest format: the first, and one for types that came since. */
const newest = ["format-6.db", "format-6-returns.db"];

test("there is a golden file for each format that was released", () => {
  expect(formats.toSorted()).toEqual(["format-1.db", "format-4.db", "format-5.db", ...newest].toSorted());
});

test("the newest golden files hold an event of each type, and docs/event-format.md names them all", async () => {
  const all = await Promise.all(newest.map(async (name) => told(await opened(name))));
  const events = all.flatMap((one) => one.events);
  const types = [...new Set(events.map(({ type }) => type))].toSorted();
  const document = await readFile(join(import.meta.dirname, "../../docs/event-format.md"), "utf8");
  const tables = document.slice(document.indexOf("## The events"));
  const named = [...tables.matchAll(/`([A-Z]\w+)`/g)].map(([, type]) => type);
  expect([...new Set(named)].toSorted()).toEqual(types);
  expect(Object.keys(schemaVersions).toSorted()).toEqual(types);
  for (const { type, schemaVersion } of events) expect([type, schemaVersion]).toEqual([type, schemaVersions[type]]);
});

test.each(formats)("%s is read as it was written", async (name) => {
  const expected = JSON.parse(await readFile(join(files, name.replace(".db", ".json")), "utf8"));
  expect(JSON.parse(JSON.stringify(await told(await opened(name))))).toEqual(expected);
});

/** What every command said of itself with which the files were made that hold more than what a source showed. */
const said = { reason: "golden", ip: "192.0.2.7", userAgent: "golden/1" };
const saying = formats.filter((name) => name !== "format-6-returns.db");

test.each(saying)("%s says of its commands why they were asked for, but where somebody was forgotten", async (name) => {
  const { entries } = await (await opened(name)).history({ limit: 1_000 });
  const asked = entries.filter(({ event }) => event.origin === "command");
  expect(asked.flatMap(({ request }) => request ?? [])).not.toEqual([]);
  for (const { request } of asked) if (request !== null) expect(request).toEqual(said);
  for (const { event, request } of entries) if (event.actor.type === "polar") expect(request).toBeNull();
});

test.each(formats)("%s is whole, whatever stood in it before", async (name) => {
  const ledger = await opened(name);
  expect(await ledger.verify()).toMatchObject({ ok: true });
  expect(await ledger.rebuild()).toMatchObject({ changed: 0 });
});

test.each(formats)("%s takes new events", async (name) => {
  const ledger = await opened(name);
  const { pools } = await ledger.listPools();
  const pool = pools.find(({ authority, status }) => authority === "ledger" && status === "active");
  const subscriptionId = pool?.subscriptionId ?? "";
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "new@example.com" });
  expect((await ledger.getSeat({ seatId: seat.id })).version).toBe((pool?.version ?? 0) + 1);
});
