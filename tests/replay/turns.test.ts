// Processes that share a ledger and pass over Polar: one at a time, and who waits says so. A turn whose holder has died or stands
// still goes to the next one.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ReplayProgress, replayPolar, startPolarSync } from "@seat-ledger/polar";
import { servePolarSandbox } from "@seat-ledger/polar-sandbox";
import { filter, firstValueFrom } from "rxjs";
import { openLedger, type SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test, vi } from "vitest";
import { clientOf, emptyLedger, smallSandbox } from "./setting.ts";

const turns = "turns/passes";
/** Another machine that passes over all organizations. */
const elsewhere = (until: number) => ({ scope: null, holder: "another", until, host: "elsewhere", pid: 1 });

/** A ledger in a file, opened as often as it is asked for. */
async function sharedLedger() {
  const folder = await mkdtemp(join(tmpdir(), "turns-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "seats.db");
  const open = async (): Promise<SeatLedger> => {
    const ledger = await openLedger({ file });
    onTestFinished(() => ledger.close());
    return ledger;
  };
  return { file, open };
}

/** A Polar whose answer to the first request can be held back. */
async function haltingPolar() {
  const { sandbox, organizationId } = smallSandbox();
  const [asked, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const polar = await clientOf(sandbox, async (_, next) => {
    asked.resolve();
    await goOn.promise;
    return await next();
  });
  return { sandbox, polar, organizationId, asked: asked.promise, goOn: goOn.resolve };
}

const phasesIn = (told: ReplayProgress[]) => ({ onProgress: (progress: ReplayProgress) => void told.push(progress) });

test.each([
  ["all organizations", false, false],
  ["one organization and all of them", true, false],
  ["one organization", true, true],
])(
  "two passes over %s through two handles of a ledger take turns, and the second says that it waits",
  async (...row) => {
    const [, isFirstOfOne, isSecondOfOne] = row;
    const { sandbox, polar, organizationId, asked, goOn } = await haltingPolar();
    const { open } = await sharedLedger();
    const only = (isOfOne: boolean) => (isOfOne ? { organizationId } : {});
    const told: ReplayProgress[] = [];
    const [first, second] = [await open(), await open()];
    const passing = replayPolar({ ledger: first, polar, ...only(isFirstOfOne) });
    await asked;
    const waiting = replayPolar({ ledger: second, polar, ...only(isSecondOfOne), ...phasesIn(told) });
    await vi.waitUntil(() => told.length > 0);
    expect(told).toEqual(told.map(() => ({ phase: "turn", done: 0, total: null })));
    expect(sandbox.requests()).toBe(0);
    goOn();
    expect(await passing).toMatchObject({ complete: true, pools: 1 });
    expect(await waiting).toMatchObject({ complete: true, pools: 1, appended: 0 });
    expect(await first.inbox.note(turns)).toBeNull();
  },
);

test("passes over two organizations don't wait for each other", async () => {
  const { sandbox, polar, asked, goOn, organizationId } = await haltingPolar();
  const { id: otherId } = sandbox.createOrganization({ name: "Globex", slug: "globex" });
  const { open } = await sharedLedger();
  const passing = replayPolar({ ledger: await open(), polar, organizationId });
  await asked;
  const beside = { ledger: await open(), polar: await clientOf(sandbox), organizationId: otherId };
  expect(await replayPolar(beside)).toMatchObject({ complete: true });
  goOn();
  expect(await passing).toMatchObject({ complete: true });
});

test("who waits for a turn can leave, and takes none", async () => {
  const ledger = await emptyLedger();
  const until = Date.now() + 20_000;
  await ledger.inbox.putNote(turns, [elsewhere(until)]);
  const leaving = new AbortController();
  const polar = await clientOf(smallSandbox().sandbox);
  const onProgress = () => leaving.abort("no more");
  await expect(replayPolar({ ledger, polar, signal: leaving.signal, onProgress })).rejects.toBe("no more");
  expect(await ledger.inbox.note(turns)).toEqual([elsewhere(until)]);
});

test("a turn whose holder doesn't renew it runs out", async () => {
  const ledger = await emptyLedger();
  const until = Date.now() + 700;
  await ledger.inbox.putNote(turns, [elsewhere(until)]);
  expect(await replayPolar({ ledger, polar: await clientOf(smallSandbox().sandbox) })).toMatchObject({
    complete: true,
  });
  expect(Date.now()).toBeGreaterThanOrEqual(until);
});

test("who waits says so once for each time that the turn is renewed, not whenever it looks", async () => {
  const ledger = await emptyLedger();
  await ledger.inbox.putNote(turns, [elsewhere(Date.now() + 1_700)]);
  const told: ReplayProgress[] = [];
  await replayPolar({ ledger, polar: await clientOf(smallSandbox().sandbox), ...phasesIn(told) });
  expect(told.filter(({ phase }) => phase === "turn")).toHaveLength(1);
});

test("a turn that no clock can have given, and a note that can't be read, keep nobody waiting", async () => {
  const ledger = await emptyLedger();
  const polar = await clientOf(smallSandbox().sandbox);
  for (const note of [[elsewhere(Date.now() + 3_600_000)], "what is this"]) {
    const told: ReplayProgress[] = [];
    await ledger.inbox.putNote(turns, note);
    expect(await replayPolar({ ledger, polar, ...phasesIn(told) })).toMatchObject({ complete: true });
    expect(told.map(({ phase }) => phase)).not.toContain("turn");
  }
});

test("a turn stays taken where the clock is set back a little", async () => {
  const ledger = await emptyLedger();
  // Given by a clock that has been set back by a second since.
  const until = Date.now() + 31_000;
  await ledger.inbox.putNote(turns, [elsewhere(until)]);
  const leaving = new AbortController();
  const polar = await clientOf(smallSandbox().sandbox);
  const onProgress = ({ phase }: ReplayProgress) => leaving.abort(phase);
  await expect(replayPolar({ ledger, polar, signal: leaving.signal, onProgress })).rejects.toBe("turn");
});

test("a pass whose turn was taken after the clock was set back writes nothing more", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-10-05T12:00:00Z") });
  onTestFinished(() => void vi.useRealTimers());
  const ledger = await emptyLedger();
  const polar = await clientOf(smallSandbox().sandbox, async (request, next) => {
    if (request.url.includes("/subscriptions")) {
      vi.setSystemTime(Date.now() - 3_600_000);
      await ledger.inbox.putNote(turns, [elsewhere(Date.now() + 20_000)]);
    }
    return await next();
  });
  await expect(replayPolar({ ledger, polar })).rejects.toMatchObject({ code: "TakenOver" });
  expect(await ledger.inbox.notes("pool/")).toEqual([]);
});

test("who waits for a pass of the same process can leave at once, and the others keep their turns", async () => {
  const { polar, asked, goOn } = await haltingPolar();
  const ledger = await emptyLedger();
  const passing = replayPolar({ ledger, polar });
  await asked;
  const leaving = new AbortController();
  const waiting = replayPolar({ ledger, polar, signal: leaving.signal });
  const sync = startPolarSync({ ledger, polar });
  const last = replayPolar({ ledger, polar });
  leaving.abort("no more");
  await expect(waiting).rejects.toBe("no more");
  await sync.stop();
  goOn();
  expect(await passing).toMatchObject({ complete: true, pools: 1 });
  expect(await last).toMatchObject({ complete: true, appended: 0 });
});

test("the turn of a process that got SIGKILL is free at once", async () => {
  const { sandbox } = smallSandbox();
  const { file } = await sharedLedger();
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<Response>();
  const fetch = () => {
    asked.resolve();
    return held.promise;
  };
  const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch }, deliverEveryMs: null });
  const script = fileURLToPath(new URL("../properties/polar/replay-in-another-process.ts", import.meta.url));
  const child = spawn(process.execPath, [script, file, served.url, String(Date.now())], { stdio: "inherit" });
  await asked.promise;
  const ledger = await openLedger({ file, secret: "a secret of the tests, long enough for every token" });
  onTestFinished(() => ledger.close());
  expect(await ledger.inbox.note(turns)).toMatchObject([{ scope: null, pid: child.pid }]);
  child.kill("SIGKILL");
  await once(child, "exit");
  held.resolve(new Response(null, { status: 503 }));
  await served.close();
  const told: ReplayProgress[] = [];
  const polar = await clientOf(sandbox);
  expect(await replayPolar({ ledger, polar, ...phasesIn(told) })).toMatchObject({ complete: true });
  expect(told.map(({ phase }) => phase)).not.toContain("turn");
});

test("a pass that stood still while another one took its turn writes nothing more, and says why", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-10-05T12:00:00Z") });
  onTestFinished(() => void vi.useRealTimers());
  const { sandbox } = smallSandbox();
  const ledger = await emptyLedger();
  const polar = await clientOf(sandbox, async (request, next) => {
    if (request.url.includes("/subscriptions")) {
      vi.setSystemTime(Date.now() + 31_000);
      await ledger.inbox.putNote(turns, [elsewhere(Date.now() + 20_000)]);
    }
    return await next();
  });
  await expect(replayPolar({ ledger, polar })).rejects.toMatchObject({ name: "PolarReplayError", code: "TakenOver" });
  expect((await ledger.inbox.notes("pool/")).length).toBe(0);
  expect(await ledger.inbox.note(turns)).toEqual([elsewhere(Date.now() + 20_000)]);
});

test("a pass that lost its turn while it ended seats ends no more of them", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-10-05T12:00:00Z") });
  onTestFinished(() => void vi.useRealTimers());
  const { sandbox, productId, customerId, subscriptionId } = smallSandbox();
  const pools = [subscriptionId, sandbox.createSubscription({ productId, customerId, seats: 3 }).id];
  for (const id of pools) sandbox.assignSeat({ subscriptionId: id, email: "ada@acme.example" });
  let isHidden = false;
  const polar = await clientOf(sandbox, async (request, next) => {
    const answer = await next();
    if (!isHidden || !request.url.includes("/customer-seats")) return answer;
    return Response.json({ seats: [], available_seats: 3, total_seats: 3 });
  });
  const ledger = await emptyLedger();
  await replayPolar({ ledger, polar });
  isHidden = true;
  await replayPolar({ ledger, polar });
  const record = ledger.record.bind(ledger);
  vi.spyOn(ledger, "record").mockImplementation(async (facts, context) => {
    const recorded = await record(facts, context);
    const isEnding = facts.some((fact) => fact.type === "listing" && (fact.gone ?? []).length > 0);
    if (isEnding) {
      vi.setSystemTime(Date.now() + 31_000);
      await ledger.inbox.putNote(turns, [elsewhere(Date.now() + 20_000)]);
    }
    return recorded;
  });
  await expect(replayPolar({ ledger, polar })).rejects.toMatchObject({ code: "TakenOver" });
  const listed = await Promise.all(pools.map((id) => ledger.listSeats({ subscriptionId: id })));
  expect(listed.flatMap(({ seats }) => seats.map(({ status }) => status)).toSorted()).toEqual(["pending", "revoked"]);
});

test("a pass that stood still goes on where nobody took its turn", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-10-05T12:00:00Z") });
  onTestFinished(() => void vi.useRealTimers());
  const polar = await clientOf(smallSandbox().sandbox, (request, next) => {
    if (request.url.includes("/subscriptions")) vi.setSystemTime(Date.now() + 31_000);
    return next();
  });
  expect(await replayPolar({ ledger: await emptyLedger(), polar })).toMatchObject({ complete: true });
});

test("a sync shows that it waits for its turn, and goes on by itself", async () => {
  const ledger = await emptyLedger();
  const until = Date.now() + 1_000;
  await ledger.inbox.putNote(turns, [elsewhere(until)]);
  const sync = startPolarSync({ ledger, polar: await clientOf(smallSandbox().sandbox) });
  onTestFinished(() => sync.stop());
  const waits = await firstValueFrom(sync.state$.pipe(filter(({ wait }) => wait !== null)));
  expect(waits).toMatchObject({ status: "passing", wait: { for: "turn", until: new Date(until) } });
  await sync.caughtUp();
  expect(sync.state).toMatchObject({ status: "waiting", wait: { for: "interval" }, lastPass: { complete: true } });
});
