// People who were forgotten, and the webhooks that name them: those that are kept, and those that come later.

import { expect, test } from "vitest";
import { claim, setStage } from "./stage.ts";

async function forgotten(memberModel: boolean) {
  const stage = await setStage({ memberModel });
  const pool = stage.subscribe();
  const seat = stage.sandbox.assignSeat({ ...pool, email: "ada@acme.example", metadata: { desk: "countess" } });
  await stage.deliver();
  stage.pass(1);
  const { personId } = await stage.ledger.getSeat({ seatId: seat.id });
  stage.held();
  return { ...stage, pool, seat, personId: personId ?? "" };
}

const allOf = async ({ inbox }: Awaited<ReturnType<typeof forgotten>>["ledger"]) =>
  (await inbox.list({ limit: 1_000 })).observations;

test.each([true, false])("the bodies that name a forgotten person are gone (member model: %s)", async (memberModel) => {
  const { ledger, seat, personId } = await forgotten(memberModel);
  expect(JSON.stringify(await allOf(ledger))).toContain("ada@acme.example");
  await ledger.forgetPerson({ personId });
  expect(JSON.stringify(await allOf(ledger))).not.toMatch(/ada@|countess/);
  expect(await ledger.inbox.newest(`seats/${seat.id}`)).toMatchObject({ body: null, state: "applied" });
});

test.each([true, false])("a late webhook restores nobody who was forgotten (member model: %s)", async (memberModel) => {
  const { ledger, sandbox, seat, personId, held, send, pool } = await forgotten(memberModel);
  await ledger.forgetPerson({ personId });
  claim(sandbox, seat.id);
  expect(await send(...held())).toContain(202);
  const { observations } = await ledger.inbox.list({ state: "waiting" });
  expect(observations).toEqual([]);
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ email: null, seatMetadata: {} });
  expect(JSON.stringify(await allOf(ledger))).not.toContain("ada@");
  const { entries } = await ledger.history({ ...pool });
  expect(JSON.stringify(entries)).not.toContain("ada@");
});

test("the revoke of a seat that a forgotten person held names nobody, and is applied", async () => {
  const { ledger, sandbox, seat, personId, deliver } = await forgotten(true);
  await ledger.forgetPerson({ personId });
  sandbox.revokeSeat({ seatId: seat.id });
  await deliver();
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "revoked", email: null });
  expect(JSON.stringify(await allOf(ledger))).not.toContain("countess");
});

test("forgetting the holder of one seat leaves the webhooks of others as they are", async () => {
  const { ledger, sandbox, pool, personId, deliver } = await forgotten(true);
  const { id } = sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  await deliver();
  await ledger.forgetPerson({ personId });
  expect((await ledger.inbox.newest(`seats/${id}`))?.body).toContain("bob@acme.example");
});

test("the revoke of a seat is erased with its holder, whom it does not name", async () => {
  const { ledger, sandbox, seat, personId, deliver } = await forgotten(true);
  sandbox.revokeSeat({ seatId: seat.id });
  await deliver();
  expect((await ledger.inbox.newest(`seats/${seat.id}`))?.body).toContain("countess");
  await ledger.forgetPerson({ personId });
  expect(JSON.stringify(await allOf(ledger))).not.toContain("countess");
});
