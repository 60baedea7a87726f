// What a handler with a client of Polar does after a webhook: it asks for the pool that it heard of, and the ledger agrees
// with Polar although webhooks were lost.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { type PolarSandbox, servePolarSandbox } from "@seat-ledger/polar-sandbox";
import { errors } from "seat-ledger";
import { expect, onTestFinished, test, vi } from "vitest";
import { claim, polarSeatsOf, requestOf, seatsOf, setStage } from "./stage.ts";

type Answering = (request: Request, next: () => Promise<Response>) => Promise<Response> | Response;

/** A stage whose handler asks Polar; `answering` stands between the two, and `asked` names what was asked for. */
async function stageWithClient({ known = true, answering }: { known?: boolean; answering?: Answering } = {}) {
  const asked: string[] = [];
  const lines: string[] = [];
  const tell = (facts: object, message: string) => lines.push(`${message} ${JSON.stringify(facts)}`);
  const options = async (sandbox: PolarSandbox) => {
    const fetch = async (request: Request) => {
      asked.push(new URL(request.url).pathname.replace(/[0-9a-f-]{36}/, "{id}"));
      const next = () => sandbox.fetch(request);
      return answering ? await answering(request, next) : await next();
    };
    const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch }, deliverEveryMs: null });
    onTestFinished(() => served.close());
    const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl: served.url });
    return { polar, logger: { warn: tell, error: tell } };
  };
  return { ...(await setStage({ known, options })), asked, lines };
}

test("a seat of a pool and an organization that nobody knows brings both into the ledger", async () => {
  const { sandbox, ledger, subscribe, held, send, asked } = await stageWithClient({ known: false });
  const pool = subscribe();
  held();
  const { id } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const seatWebhooks = held().filter(({ body }) => body.includes('"customer_seat.'));
  expect(await send(...seatWebhooks)).toEqual([202]);
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
  expect(asked).toEqual(["/v1/subscriptions/{id}", "/v1/organizations/{id}", "/v1/customer-seats"]);
  const { entries } = await ledger.history({ seatId: id });
  expect(entries.map(({ event }) => event.origin)).toEqual(["webhook"]);
});

test("a webhook that a trouble of the ledger held up asks for its pool when it is tried again", async () => {
  const stage = await stageWithClient();
  const { sandbox, ledger, handle, clock, held, asked } = stage;
  const [late, next] = [stage.subscribe(), stage.subscribe()];
  const [, other = { id: "", body: "" }] = held().filter(({ body }) => body.includes('"subscription.created"'));
  sandbox.assignSeat({ ...late, email: "ada@acme.example" });
  const seat = held().find(({ body }) => body.includes('"customer_seat.assigned"')) ?? other;
  const record = vi.spyOn(ledger, "record").mockRejectedValue(new errors.LedgerBusy({ waitedMs: 5_000 }));
  await handle(requestOf(seat, { at: clock.now() }));
  await handle.idle();
  expect(asked).toEqual([]);
  record.mockRestore();
  await handle(requestOf(other, { at: clock.now() }));
  await handle.idle();
  expect(await seatsOf(ledger, late)).toEqual(polarSeatsOf(sandbox, late));
  expect(await ledger.getPool(next)).toMatchObject({ status: "active" });
});

test("an order is fetched like a subscription", async () => {
  const { sandbox, ledger, organizationId, customerId, held, send, asked } = await stageWithClient();
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const { id: orderId } = sandbox.createOrder({ productId, customerId, seats: 2 });
  held();
  sandbox.assignSeat({ orderId, email: "ada@acme.example" });
  await send(...held());
  expect(await ledger.getPool({ orderId })).toMatchObject({ seats: 2, pending: 1 });
  expect(asked).toEqual(["/v1/orders/{id}", "/v1/customer-seats"]);
});

test("one seat's webhook brings what the lost ones would have told", async () => {
  const { sandbox, ledger, subscribe, deliver, held, send, pass } = await stageWithClient();
  const pool = subscribe(2);
  const seat = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  held();
  pass(1);
  claim(sandbox, seat.id);
  sandbox.updateSubscriptionSeats(pool.subscriptionId, 5);
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  held();
  sandbox.assignSeat({ ...pool, email: "cyd@acme.example" });
  await send(...held());
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 5, pending: 2, claimed: 1 });
});

test("a member's changed e-mail, of which no seat tells, shows on the seat", async () => {
  const { sandbox, ledger, subscribe, deliver, pass } = await stageWithClient();
  const pool = subscribe();
  const { id: seatId, memberId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  pass(1);
  sandbox.changeMemberEmail(memberId ?? "", "lovelace@acme.example");
  await deliver();
  expect(await ledger.getSeat({ seatId })).toMatchObject({ email: "lovelace@acme.example" });
});

test("however many webhooks come of a pool, it is asked for once at a time, and once more at the end", async () => {
  let running = 0;
  let most = 0;
  const answering: Answering = async (request, next) => {
    if (!request.url.includes("/customer-seats")) return await next();
    running += 1;
    most = Math.max(most, running);
    const response = await next();
    running -= 1;
    return response;
  };
  const { sandbox, ledger, handle, clock, subscribe, deliver, held, asked } = await stageWithClient({ answering });
  const pool = subscribe(60);
  await deliver();
  held();
  for (let made = 0; made < 50; made += 1) sandbox.assignSeat({ ...pool, email: `m${made}@acme.example` });
  asked.length = 0;
  const requests = held().map((webhook) => requestOf(webhook, { at: clock.now() }));
  await Promise.all(requests.map((request) => handle(request)));
  await handle.idle();
  expect(most).toBe(1);
  expect(asked.length).toBeLessThan(10);
  expect(await seatsOf(ledger, pool)).toEqual(polarSeatsOf(sandbox, pool));
});

test("of equal times with different content Polar's answer decides", async () => {
  const { sandbox, ledger, subscribe, deliver, asked, held } = await stageWithClient();
  const pool = subscribe(3);
  await deliver();
  const created = held().find(({ body }) => body.includes('"subscription.created"'));
  const { data } = JSON.parse(created?.body ?? "{}") as { data: object };
  asked.length = 0;
  sandbox.emit("subscription.updated", { ...data, seats: 7 });
  await deliver();
  expect(asked).toEqual(["/v1/subscriptions/{id}", "/v1/customer-seats"]);
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 3 });
});

test("a live seat that Polar doesn't list stays: only passes tell whether it is gone", async () => {
  let hidden = "";
  const answering: Answering = async (request, next) => {
    const response = await next();
    if (!request.url.includes("/customer-seats")) return response;
    const list = (await response.json()) as { seats: { id: string }[]; available_seats: number };
    const seats = list.seats.filter(({ id }) => id !== hidden);
    return Response.json({ ...list, seats, available_seats: list.available_seats + list.seats.length - seats.length });
  };
  const { sandbox, ledger, subscribe, deliver } = await stageWithClient({ answering });
  const pool = subscribe();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  hidden = seatId;
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  await deliver();
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "pending" });
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 2 });
});

test("where Polar refuses, the webhook itself is applied all the same, and the failure is told without names", async () => {
  const refuse: Answering = () =>
    Response.json({ error: "insufficient_scope", detail: "ada@acme.example" }, { status: 403 });
  const { sandbox, ledger, subscribe, deliver, lines } = await stageWithClient({ answering: refuse });
  const pool = subscribe();
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 1 });
  expect(lines.join()).toContain("Polar answered 403 (insufficient_scope).");
  expect(lines.join()).not.toContain("@");
});

test("a listing that disagrees with itself is not applied", async () => {
  const answering: Answering = async (request, next) => {
    const response = await next();
    if (!request.url.includes("/customer-seats")) return response;
    return Response.json({ ...((await response.json()) as object), seats: [] });
  };
  const { sandbox, ledger, subscribe, deliver, lines } = await stageWithClient({ answering });
  const pool = subscribe();
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  expect(await ledger.getPool(pool)).toMatchObject({ pending: 1 });
  expect(lines.join()).toContain("0 live seats, but counts");
});

test("what Polar answered is kept, once for each content, and its facts point to it", async () => {
  const { sandbox, ledger, subscribe, deliver, held, send, pass } = await stageWithClient();
  const pool = subscribe();
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const webhooks = held();
  await deliver();
  pass(1);
  const listings = async () => (await ledger.inbox.list({ origin: "listing", type: "listing" })).observations;
  const before = await listings();
  await send(...webhooks);
  expect(await listings()).toEqual(before);
  expect(before.every(({ subject }) => subject === `subscriptions/${pool.subscriptionId}/seats`)).toBe(true);
});

test("closing waits for nothing that Polar doesn't answer", async () => {
  const asking = Promise.withResolvers<void>();
  const answering: Answering = (request, next) => {
    if (!request.url.includes("/customer-seats")) return next();
    asking.resolve();
    return new Promise<Response>(() => undefined);
  };
  const { sandbox, handle, subscribe, held, clock } = await stageWithClient({ answering });
  const pool = subscribe();
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  for (const webhook of held()) await handle(requestOf(webhook, { at: clock.now() }));
  await asking.promise;
  await handle.close();
});

test("a late word of a member or a customer, older than what Polar answered of them, changes nothing", async () => {
  const { sandbox, ledger, subscribe, deliver, held, send, pass, customerId } = await stageWithClient();
  const pool = subscribe();
  const { memberId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  held();
  pass(1);
  sandbox.changeMemberEmail(memberId ?? "", "ada.l@acme.example");
  sandbox.updateCustomer(customerId, { name: "Acme Ltd" });
  const late = held();
  pass(1);
  sandbox.changeMemberEmail(memberId ?? "", "lovelace@acme.example");
  sandbox.updateCustomer(customerId, { name: "Acme Inc" });
  held();
  sandbox.updateSubscriptionSeats(pool.subscriptionId, 4);
  await send(...held());
  const people = async () => {
    const { entries } = await ledger.history({ customerId, types: ["MemberChanged", "CustomerChanged"] });
    return entries.map(({ event }) => event.type);
  };
  expect((await people()).toSorted()).toEqual(["CustomerChanged", "MemberChanged"]);
  await send(...late);
  expect((await people()).toSorted()).toEqual(["CustomerChanged", "MemberChanged"]);
});
