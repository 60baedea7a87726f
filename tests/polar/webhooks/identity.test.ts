// Who holds a seat, in Polar's two models of identity and across the switch from one to the other. Before it the seat's
// customer is the holder; after it that customer is the buyer, and a member holds the seat.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { replayPolar } from "@seat-ledger/polar";
import { servePolarSandbox } from "@seat-ledger/polar-sandbox";
import type { SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { claim, polarSeatsOf, type Sent, type Stage, seatsOf, setStage } from "./stage.ts";

async function clientOf({ sandbox }: Stage) {
  const served = await servePolarSandbox({ sandbox, deliverEveryMs: null });
  onTestFinished(() => served.close());
  return createPolar({ accessToken: "polar_oat_sandbox", baseUrl: served.url });
}

async function holdingsOf(ledger: SeatLedger, seatId: string) {
  const holdings = await ledger.holders({ seatId });
  return holdings.map(({ occupancy, email, until, inferred }) => ({ occupancy, email, until, inferred }));
}

/**
 * One seat, assigned before the switch and claimed after it, as Polar shows seats that it made before there were members:
 * first its holder is a customer, then a member of the buyer. Answers the webhooks of both times.
 */
async function switched(stage: Stage): Promise<{ seatId: string; before: readonly Sent[]; after: readonly Sent[] }> {
  const { sandbox, subscribe, held, pass, organizationId, customerId } = stage;
  const pool = subscribe(1);
  const seatId = sandbox.assignSeat({ ...pool, email: "ada@acme.example" }).id;
  pass(1);
  const before = held();
  sandbox.setMemberModel(organizationId, true);
  pass(1);
  claim(sandbox, seatId);
  const withoutMember = { member_id: null, member: null, email: null };
  return {
    seatId,
    before: before.map((webhook) => withSeat(webhook, withoutMember)),
    after: held().map((webhook) => withSeat(webhook, { customer_id: customerId, email: "ada@acme.example" })),
  };
}

function withSeat({ id, body }: Sent, change: object): Sent {
  const webhook = JSON.parse(body) as { type: string; data: object };
  if (!webhook.type.startsWith("customer_seat.")) return { id, body };
  return { id, body: JSON.stringify({ ...webhook, data: { ...webhook.data, ...change } }) };
}

test.each([true, false])("webhooks alone show the same holders as Polar (member model: %s)", async (memberModel) => {
  const { sandbox, ledger, subscribe, deliver, pass } = await setStage({ memberModel });
  const pool = subscribe();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  pass(1);
  claim(sandbox, seatId);
  const at = pass(1);
  sandbox.revokeSeat({ seatId });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  await deliver();
  expect(await holdingsOf(ledger, seatId)).toMatchObject([
    { occupancy: 1, until: at, inferred: false },
    { occupancy: 2, until: null, inferred: false },
  ]);
  const [seat] = await seatsOf(ledger, pool);
  const [shown] = polarSeatsOf(sandbox, pool);
  expect(seat).toMatchObject({ memberId: shown?.memberId, customerId: shown?.customerId, status: "pending" });
});

test("the switch to the member model hands no seat on: one holding of one holder", async () => {
  const stage = await setStage({ memberModel: false });
  const { seatId, before, after } = await switched(stage);
  await stage.send(...before, ...after);
  expect(await holdingsOf(stage.ledger, seatId)).toMatchObject([{ occupancy: 1, until: null, inferred: false }]);
  expect(await stage.ledger.getSeat({ seatId })).toMatchObject({
    status: "claimed",
    customerId: stage.customerId,
    email: "ada@acme.example",
  });
  const { entries } = await stage.ledger.history({ seatId });
  expect(entries.map(({ event }) => event.type)).not.toContain("SeatRevoked");
});

test("webhooks of before the switch that come after it change nothing of it", async () => {
  const [straight, late] = [await setStage({ memberModel: false }), await setStage({ memberModel: false })];
  const { seatId, before, after } = await switched(straight);
  await switched(late);
  await straight.send(...before, ...after);
  const pools = before.filter(({ body }) => !body.includes('"customer_seat.'));
  const seats = before.filter(({ body }) => body.includes('"customer_seat.'));
  await late.send(...pools, ...after, ...seats);
  const seatOf = async ({ ledger }: Stage) => {
    const { status, customerId, memberId, personId, email, occupancy } = await ledger.getSeat({ seatId });
    return { status, customerId, memberId, personId, email, occupancy };
  };
  expect(await seatOf(late)).toEqual(await seatOf(straight));
  expect(await holdingsOf(late.ledger, seatId)).toEqual(await holdingsOf(straight.ledger, seatId));
});

test("a pass after the webhooks of before the switch invents no hand-over", async () => {
  const stage = await setStage({ memberModel: false });
  const { ledger, sandbox, subscribe, held, send, pass, organizationId } = stage;
  const polar = await clientOf(stage);
  const pool = subscribe(1);
  const seatId = sandbox.assignSeat({ ...pool, email: "ada@acme.example" }).id;
  const before = held().map((webhook) => withSeat(webhook, { member_id: null, member: null, email: null }));
  await send(...before);
  pass(1);
  sandbox.setMemberModel(organizationId, true);
  expect(await replayPolar({ ledger, polar })).toMatchObject({ complete: true, inferred: 0 });
  claim(sandbox, seatId);
  await send(...held(), ...before);
  expect(await holdingsOf(ledger, seatId)).toMatchObject([{ occupancy: 1, until: null, inferred: false }]);
  expect(await replayPolar({ ledger, polar })).toMatchObject({ complete: true, inferred: 0 });
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
  expect(await replayPolar({ ledger, polar })).toMatchObject({ appended: 0, inferred: 0 });
});
