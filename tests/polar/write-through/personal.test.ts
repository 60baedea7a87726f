// What writing through leaves behind: tokens nowhere, and of a person who is forgotten nothing.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { setStage } from "./stage.ts";

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
