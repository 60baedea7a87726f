// What the two feeds bring into the inbox: each thing once, as it came, and only of whom was asked for.

import { PolarClientError } from "@polar-sh/sdk";
import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import type { Answer, PolarClient } from "../client/polar-client.ts";
import { readDeliveryLog } from "./delivery-log.ts";
import { readPolarEvents } from "./polar-events.ts";

const acme = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const globex = "4c90c3cc-0d44-4b50-8888-8dd25736052b";
const subscriptionId = "5c90c3cc-0d44-4b50-8888-8dd25736052c";
const timestamp = "2026-11-02T10:00:00.123456Z";

const observedAt = new Date("2026-11-03T08:00:00Z");
const pageOf = (...items: readonly unknown[]): Answer => ({
  body: { items, pagination: { total_count: items.length, max_page: 1 } },
  observedAt,
});

async function emptyInbox() {
  const ledger = await openLedger({ file: ":memory:" });
  onTestFinished(() => ledger.close());
  return ledger.inbox;
}

/** An attempt to deliver a webhook about a product, which is read and says nothing about seats. */
function attempt(id: string, about: object = {}) {
  const payload = JSON.stringify({ type: "product.updated", timestamp, data: {} });
  return {
    created_at: timestamp,
    id: `attempt of ${id}`,
    webhook_event: { id, payload, api_version: "2026-10", ...about },
  };
}

/** A delivery log with these attempts; `asked` are the endpoints that it was asked for. */
function logOf(attempts: readonly unknown[], endpoints: () => Promise<Answer> = async () => pageOf({ id: "one" })) {
  const asked: (readonly string[] | null)[] = [];
  const client: Pick<PolarClient, "webhookEndpoints" | "deliveries"> = {
    webhookEndpoints: endpoints,
    deliveries: (endpointIds) => async () => {
      asked.push(endpointIds);
      return pageOf(...attempts);
    },
  };
  return { client, asked };
}

test("several attempts of one webhook are one observation, with the webhook's own id, text and version", async () => {
  const inbox = await emptyInbox();
  const { client } = logOf([attempt("w-1"), attempt("w-2"), attempt("w-1")]);
  expect(await readDeliveryLog({ client, inbox, organizationId: null })).toMatchObject({ kept: 2, isRead: true });
  expect(await inbox.get("w-1")).toMatchObject({
    ...{ origin: "delivery-log", type: "product.updated", apiVersion: "2026-10", organizationId: null, observedAt },
    sourceAt: new Date("2026-11-02T10:00:00.123Z"),
    body: attempt("w-1").webhook_event.payload,
  });
});

test("a webhook that was heard before stays as it was kept", async () => {
  const inbox = await emptyInbox();
  const heard = { organizationId: null, type: "t", subject: null, apiVersion: null, sourceAt: null, people: [] };
  await inbox.keep([{ ...heard, origin: "webhook", originId: "w-1", observedAt, body: "{}" }]);
  const { client } = logOf([attempt("w-1")]);
  expect(await readDeliveryLog({ client, inbox, organizationId: null })).toMatchObject({ kept: 0 });
  expect(await inbox.get("w-1")).toMatchObject({ origin: "webhook", body: "{}" });
});

test("one organization's log is asked for by its endpoints, and what tells another's is passed over", async () => {
  const inbox = await emptyInbox();
  const ofGlobex = { type: "organization.updated", timestamp, data: { id: globex, name: "Globex", slug: "globex" } };
  const { client, asked } = logOf([attempt("w-1"), attempt("w-2", { payload: JSON.stringify(ofGlobex) })]);
  expect(await readDeliveryLog({ client, inbox, organizationId: acme })).toMatchObject({ kept: 1, archived: 0 });
  expect(asked).toEqual([["one"]]);
  expect(await inbox.get("w-1")).toMatchObject({ organizationId: acme });
});

test("an organization without endpoints has no log", async () => {
  const { client, asked } = logOf([], async () => pageOf());
  const reading = await readDeliveryLog({ client, inbox: await emptyInbox(), organizationId: acme });
  expect(reading).toEqual({ kept: 0, archived: 0, elsewhere: 0, isRead: true, leftOut: null });
  expect(asked).toEqual([]);
});

test("where endpoints may not be listed the log is left out, for nobody could tell whose entries they are", async () => {
  const refusal = new PolarClientError(403, { error: "insufficient_scope" });
  const { client, asked } = logOf([attempt("w-1")], () => Promise.reject(refusal));
  const reading = await readDeliveryLog({ client, inbox: await emptyInbox(), organizationId: acme });
  expect(reading).toMatchObject({ kept: 0, leftOut: "Forbidden" });
  expect(asked).toEqual([]);
});

test("where no endpoints are listed at all the log is asked for as it is", async () => {
  const refusal = new PolarClientError(404, { error: "ResourceNotFound" });
  const { client, asked } = logOf([attempt("w-1")], () => Promise.reject(refusal));
  const reading = await readDeliveryLog({ client, inbox: await emptyInbox(), organizationId: acme });
  expect(reading).toMatchObject({ kept: 1 });
  expect(asked).toEqual([null]);
});

test("what has no content any more is counted, and what can't be read is kept as unread", async () => {
  const inbox = await emptyInbox();
  const { client } = logOf([
    { webhook_event: "?" },
    attempt("w-1", { payload: null }),
    attempt("w-2", { payload: "{" }),
  ]);
  expect(await readDeliveryLog({ client, inbox, organizationId: null })).toMatchObject({ kept: 2, archived: 1 });
  const { observations } = await inbox.list({ state: "unread" });
  expect(observations.map(({ body }) => body).toSorted()).toEqual(["{", '{"webhook_event":"?"}']);
  expect(await readDeliveryLog({ client, inbox, organizationId: null })).toMatchObject({ kept: 0 });
});

test("changes of bought seats are kept with their organization and their time", async () => {
  const inbox = await emptyInbox();
  const metadata = { subscription_id: subscriptionId, old_seats: 2, new_seats: 5, proration_behavior: "prorate" };
  const event = { id: "e-1", name: "subscription.seats_updated", timestamp, organization_id: acme, metadata };
  const asked: string[] = [];
  const client: Pick<PolarClient, "polarEvents"> = {
    polarEvents: (name) => async () => {
      asked.push(name);
      return pageOf(event, { ...event, id: "e-2", organization_id: globex }, "nonsense");
    },
  };
  expect(await readPolarEvents({ client, inbox, organizationId: acme })).toMatchObject({ kept: 2, isRead: true });
  expect(asked).toEqual(["subscription.seats_updated"]);
  expect(await inbox.get("e-1")).toMatchObject({
    ...{ origin: "polar-events", organizationId: acme, state: "waiting", body: JSON.stringify(event) },
    subject: `subscriptions/${subscriptionId}/quantity`,
  });
  expect(await inbox.get("e-2")).toBeNull();
  expect((await inbox.list({ state: "unread" })).observations).toHaveLength(1);
});
