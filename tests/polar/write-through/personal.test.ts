// What writing through leaves behind: tokens nowhere, and of a person who is forgotten nothing.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cutOff, setStage, stepsOf, waitingIntents } from "./stage.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "write-through-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function bytesIn(path: string): Promise<string> {
  const files = await readdir(path);
  return (await Promise.all(files.map((file) => readFile(join(path, file), "latin1")))).join("");
}

test("neither an invitation's token nor a session's is written anywhere", async () => {
  const path = await folder();
  const { sandbox, ledger, seats, pool } = await setStage({ file: join(path, "seats.db") });
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  const invitationToken = sandbox.invitationTokenOf(seat.id) ?? "";
  await seats.getClaimInfo({ invitationToken });
  const { customerSessionToken } = await seats.claimSeat({ invitationToken });
  await ledger.close();
  const bytes = await bytesIn(path);
  expect(bytes).toContain("ada@acme.example");
  expect(bytes).not.toContain(invitationToken);
  expect(bytes).not.toContain(customerSessionToken);
});

test("intents and results that name somebody are erased with them", async () => {
  const { sandbox, ledger, seats, pool, organizationId } = await setStage();
  const email = "ada@acme.example";
  const context = { reason: "asked by phone", idempotencyKey: `welcome ${email}` };
  const { seat } = await seats.assignSeat({ ...pool, email }, context);
  await seats.claimSeat({ invitationToken: sandbox.invitationTokenOf(seat.id) ?? "" });
  await ledger.forgetPerson({ organizationId, email });
  const { observations } = await ledger.inbox.list({ origin: "write-through" });
  expect(observations.length).toBeGreaterThan(3);
  for (const { body } of observations) expect(body ?? "").not.toContain("ada");
  expect(JSON.stringify(await ledger.inbox.notes(""))).not.toContain("ada");
  expect(await seats.assignSeat({ ...pool, email }, context)).toMatchObject({ seat: { id: seat.id, email: null } });
});

test("from where and with what a forgotten person asked is left nowhere, whether or not anybody saw the end of it", async () => {
  const path = await folder();
  const stage = await setStage({ file: join(path, "seats.db"), now: new Date() });
  const { ledger, seats, pool, organizationId, replay } = stage;
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  const actor = { type: "member", id: seat.memberId ?? "" } as const;
  const said = { actor, reason: "joined the team", ip: "203.0.113.7", userAgent: "Analytical-Engine/1.0" };
  await seats.assignSeat({ ...pool, email: "bob@acme.example" }, said);
  await cutOff(stage, ({ signal }) => seats.assignSeat({ ...pool, email: "cyd@acme.example" }, { ...said, signal }));
  expect(await bytesIn(path)).toContain(said.ip);
  await ledger.forgetPerson({ organizationId, email: "ada@acme.example" });
  const left = await bytesIn(path);
  for (const text of [said.ip, said.userAgent]) expect(left, text).not.toContain(text);
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
  await replay();
  const cyd = (await ledger.listSeats(pool)).seats.find(({ email }) => email === "cyd@acme.example");
  expect(await stepsOf(ledger, cyd?.id ?? "")).toMatchObject([
    { type: "SeatAssigned", origin: "write-through", actor },
  ]);
  const { entries } = await ledger.history({ seatId: cyd?.id ?? "" });
  expect(entries[0]?.request).toEqual({ reason: said.reason, ip: null, userAgent: null });
});
