// The drift report: where Polar and the ledger differed, what each side says, what was done, and nothing personal.

import { formatReport, type ReplayReport } from "@seat-ledger/polar";
import { expect, test } from "vitest";
import { type Answering, claim, poolFact, smallWorld } from "./setting.ts";

/** Without Polar's own events nothing but the lists tells of a changed number of seats. */
const listsAlone: Answering = (request, next) =>
  request.url.includes("/v1/events") ? Response.json({ error: "insufficient_scope" }, { status: 403 }) : next();

const ofKind = ({ drift }: ReplayReport, kind: string) => drift.filter((entry) => entry.kind === kind);

test("the first import of a pool is no drift", async () => {
  const { sandbox, pool, replay, productId, customerId } = await smallWorld();
  const { id } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  sandbox.revokeSeat({ seatId: id });
  expect(await replay()).toMatchObject({ complete: true, drift: [] });
  const later = sandbox.createSubscription({ productId, customerId, seats: 2 }).id;
  sandbox.assignSeat({ subscriptionId: later, email: "bob@acme.example" });
  expect(await replay()).toMatchObject({ complete: true, drift: [], pools: 2 });
});

test("a seat that the ledger had not is missing, and is recorded", async () => {
  const { sandbox, pool, subscriptionId, replay } = await smallWorld();
  await replay();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const { drift } = await replay();
  const missing = { kind: "missing", subscriptionId, orderId: null, seatId, polar: { status: "pending" } };
  expect(drift).toEqual([{ ...missing, ledger: null, done: "recorded" }]);
});

test("what differs is told field by field with what each side says, and an e-mail only by its name", async () => {
  const { sandbox, pool, subscriptionId, pass, replay } = await smallWorld({}, listsAlone);
  const { id: seatId, memberId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  const claimedAt = pass(2).toISOString();
  claim(sandbox, seatId);
  sandbox.changeMemberEmail(memberId ?? "", "lovelace@acme.example");
  sandbox.updateSubscriptionSeats(subscriptionId, 7);
  const report = await replay();
  const about = { kind: "different", subscriptionId, orderId: null, done: "recorded" };
  expect(ofKind(report, "different")).toEqual([
    { ...about, seatId: null, fields: [{ field: "seats", polar: 7, ledger: 3 }] },
    {
      ...about,
      seatId,
      fields: [
        { field: "status", polar: "claimed", ledger: "pending" },
        { field: "claimedAt", polar: claimedAt, ledger: null },
        { field: "email", polar: "(not told)", ledger: "(not told)" },
      ],
    },
  ]);
  expect(JSON.stringify(report)).not.toContain("@");
});

test("a step that nobody showed is told with the span in which it lies", async () => {
  const { sandbox, pool, subscriptionId, pass, replay } = await smallWorld({ seats: 1 });
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const notBefore = pass(2).toISOString();
  claim(sandbox, seatId);
  await replay();
  pass(1);
  sandbox.revokeSeat({ seatId });
  const notAfter = pass(1).toISOString();
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  expect(ofKind(await replay(), "inferred")).toEqual([
    {
      kind: "inferred",
      subscriptionId,
      orderId: null,
      seatId,
      step: "SeatRevoked",
      notBefore,
      notAfter,
      done: "recorded",
    },
  ]);
});

test("where webhooks come, a change that only the listing shows is a lost webhook", async () => {
  const world = await smallWorld({}, listsAlone);
  const { sandbox, pool, organizationId, subscriptionId, pass, ledger, replay } = world;
  const { id: early } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  claim(sandbox, early);
  expect(ofKind(await replay(), "lost-webhook"), "before any webhook came").toEqual([]);
  const first = { origin: "webhook", originId: "w-1", type: "subscription.updated", apiVersion: null } as const;
  const shown = { subject: null, sourceAt: pass(1), observedAt: new Date(), body: "{}", people: [] };
  await ledger.inbox.keep([{ ...first, ...shown, organizationId, state: "applied" }]);
  const at = pass(1).toISOString();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  pass(1);
  sandbox.updateSubscriptionSeats(subscriptionId, 8);
  const lost = { kind: "lost-webhook", subscriptionId, orderId: null, done: "recorded" };
  const report = await replay();
  expect(ofKind(report, "lost-webhook")).toEqual([
    { ...lost, seatId: null, type: "subscription.updated", at: "2026-10-05T12:00:00.000Z" },
    { ...lost, seatId, type: "customer_seat.assigned", at },
  ]);
  await ledger.record([poolFact(world, 8)], { origin: "webhook", originId: "w-2", observedAt: new Date() });
  expect(await replay()).toMatchObject({ drift: [], appended: 0 });
});

test("a pool that could not be listed is stale since its last listing", async () => {
  let isOut = false;
  const away: Answering = (request, next) =>
    isOut && request.url.includes("/customer-seats")
      ? Response.json({ error: "insufficient_scope" }, { status: 403 })
      : next();
  const { subscriptionId, ledger, replay } = await smallWorld({}, away);
  await replay();
  const [listing] = (await ledger.inbox.list({ subject: `subscriptions/${subscriptionId}/seats` })).observations;
  isOut = true;
  const stale = { kind: "stale", subscriptionId, orderId: null, seatId: null, done: "left" };
  expect((await replay()).drift).toEqual([{ ...stale, listedAt: listing?.observedAt.toISOString() }]);
});

test("what can't be read of a list is a failure, and is kept as it came, once for each content", async () => {
  const odd: Answering = async (_, next) => {
    const text = await (await next()).text();
    return new Response(text.replace('"status":"pending"', '"status":"asleep"'));
  };
  const { sandbox, pool, subscriptionId, ledger, replay } = await smallWorld({}, odd);
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const message = expect.stringContaining("seats.0.status");
  for (const _ of [1, 2]) {
    expect(await replay()).toMatchObject({ complete: false, failures: [{ subscriptionId, message }], unread: [] });
  }
  const { observations } = await ledger.inbox.list({ state: "unread" });
  expect(observations).toMatchObject([{ subject: `subscriptions/${subscriptionId}/seats`, problem: message }]);
  expect(observations[0]?.body).toContain('"asleep"');
});

test("what was heard of and can't be read stands in each report until it is settled", async () => {
  const { organizationId, ledger, replay } = await smallWorld();
  const shown = { subject: null, apiVersion: null, sourceAt: null, observedAt: new Date(), body: "{}", people: [] };
  const unread = { origin: "webhook", originId: "w-1", type: "planet.moved", problem: "Not known here." } as const;
  await ledger.inbox.keep([{ ...unread, ...shown, organizationId, state: "unread" }]);
  const report = await replay();
  expect(report).toMatchObject({ complete: true, unread: [{ ...unread, subject: null }] });
  expect(formatReport(report)).toContain("Kept but not read (1):\n  w-1: Not known here.");
  await ledger.inbox.settle([{ originId: "w-1", state: "applied" }]);
  expect((await replay()).unread).toEqual([]);
});

test("a source that the access token may not read is left out, and the pass is complete without it", async () => {
  const { replay } = await smallWorld({}, (request, next) => {
    const isHeard = request.url.includes("/v1/events") || request.url.includes("/v1/webhooks");
    return isHeard ? Response.json({ error: "insufficient_scope" }, { status: 403 }) : next();
  });
  const report = await replay();
  expect(report).toMatchObject({ complete: true, failures: [], pools: 1 });
  expect(report.leftOut).toEqual([
    { source: "delivery-log", message: expect.stringContaining("webhooks:read") },
    { source: "polar-events", message: expect.stringContaining("events:read") },
  ]);
  expect(formatReport(report)).toContain("Left out (2):");
});

test("answers are kept as they came, once for each content, and events name them", async () => {
  const { sandbox, pool, subscriptionId, ledger, replay, pass } = await smallWorld();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await replay();
  await replay();
  const subject = `subscriptions/${subscriptionId}/seats`;
  const kept = async () => (await ledger.inbox.list({ subject })).observations;
  expect(await kept()).toHaveLength(1);
  const { entries } = await ledger.history({ seatId });
  const [first] = await kept();
  expect(entries[0]?.event).toMatchObject({ origin: "listing", originId: first?.originId });
  expect(JSON.parse(first?.body ?? "")).toMatchObject({ seats: [{ id: seatId, email: "ada@acme.example" }] });
  pass(1);
  claim(sandbox, seatId);
  await replay();
  expect(await kept()).toHaveLength(2);
  expect(await ledger.inbox.list({ state: "waiting" })).toMatchObject({ observations: [] });
});

test("a report is plain JSON, and text for people", async () => {
  const { sandbox, pool, subscriptionId, replay } = await smallWorld();
  await replay();
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const report = await replay();
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(formatReport(report)).toBe(
    [
      "1 pool, 1 seat: 2 events appended.",
      "6 requests; complete.",
      "",
      "Polar has it, the ledger had not (1):",
      `  subscription ${subscriptionId}: seat ${seatId}: pending at Polar; recorded`,
    ].join("\n"),
  );
});

/** From it on each change has a webhook to be lost. */
function webhookOf(organizationId: string, observedAt: Date) {
  const about = { type: "product.updated", subject: null, apiVersion: null, people: [], body: "{}" };
  return { origin: "webhook", originId: "w-1", organizationId, sourceAt: observedAt, observedAt, ...about } as const;
}

test("a pool with Polar's most seats, each of them handed on, is told seat by seat and holds up nothing", async () => {
  const { sandbox, ledger, replay, pass, organizationId, subscriptionId } = await smallWorld({ seats: 1_000 });
  const places = Array.from({ length: 1_000 }, (_, place) => place);
  const assign = (name: string) => sandbox.assignSeat({ subscriptionId, email: `${name}@acme.example` }).id;
  const seatIds = places.map((place) => assign(`first${place}`));
  await replay();
  await ledger.inbox.keep([webhookOf(organizationId, pass(0))]);
  pass(1);
  for (const seatId of seatIds) sandbox.revokeSeat({ seatId });
  pass(1);
  for (const place of places) claim(sandbox, assign(`next${place}`));
  const { complete, failures, drift } = await replay();
  expect({ complete, failures }).toEqual({ complete: true, failures: [] });
  expect(new Set(drift.map(({ seatId }) => seatId))).toEqual(new Set(seatIds));
  expect(drift.length).toBeGreaterThan(1_000);
});
