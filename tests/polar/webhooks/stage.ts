// One organization of the stand-in for Polar, a ledger, and the handler between them. Time moves only when it is told to.

import { createHmac } from "node:crypto";
import { createPolarWebhookHandler, type PolarWebhookHandler, type WebhookOptions } from "@seat-ledger/polar";
import { createPolarSandbox, type PolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger, type SeatLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { onTestFinished } from "vitest";

export const secret = "whsec_9h2Zs0vQ3mX1aB7cD5eF8gH6jK4lN2pR";
const url = "https://ledger.example/webhooks/polar";

export interface Stage {
  readonly sandbox: PolarSandbox;
  readonly ledger: SeatLedger;
  readonly handle: PolarWebhookHandler;
  readonly clock: ReturnType<typeof manualClock>;
  readonly organizationId: string;
  readonly customerId: string;
  readonly productId: string;
  /** Moves time on by so many hours, and answers the time that is then. */
  readonly pass: (hours: number) => Date;
  /** Delivers what is due, and waits until it is applied. */
  readonly deliver: () => Promise<void>;
  /** The webhooks that Polar made since the last call, as requests that were not sent. */
  readonly held: () => readonly Sent[];
  /** Sends webhooks in this order and waits until they are applied; answers the statuses. */
  readonly send: (...webhooks: readonly Sent[]) => Promise<readonly number[]>;
  readonly subscribe: (seats?: number) => { readonly subscriptionId: string };
}

/** A webhook that can be signed at any time. */
export interface Sent {
  readonly id: string;
  readonly body: string;
}

export interface StageOptions {
  readonly memberModel?: boolean;
  /** Whether the ledger knows the organization already. */
  readonly known?: boolean;
  readonly options?: (sandbox: PolarSandbox) => Promise<Partial<WebhookOptions>>;
}

export async function setStage({ memberModel = true, known = true, options }: StageOptions = {}): Promise<Stage> {
  const clock = manualClock("2026-10-05T09:00:00Z");
  const ledger = await openLedger({ file: ":memory:" });
  const sandbox = createPolarSandbox({ clock: clock.now, deliver: (request) => handle(request) });
  const organization = sandbox.createOrganization({ name: "Acme", slug: "acme", memberModel });
  const handle = createPolarWebhookHandler({
    ledger,
    secrets: [secret],
    clock: clock.now,
    ...(await options?.(sandbox)),
  });
  onTestFinished(async () => {
    await handle.close();
    await ledger.close();
  });
  const organizationId = organization.id;
  const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
  sandbox.webhooks.createEndpoint({ organizationId, url, secret });
  if (known) await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme", memberModel });
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example", name: "Acme" }).id;
  let told = 0;
  const pass = (hours: number) => {
    clock.advance({ hours });
    return clock.now();
  };
  return {
    ...{ sandbox, ledger, handle, clock, organizationId, customerId, productId, pass },
    async deliver() {
      await sandbox.webhooks.flush();
      await handle.idle();
    },
    held() {
      const events = sandbox.webhooks.events().slice(told);
      told += events.length;
      return events.map(({ id, payload }) => ({ id, body: payload }));
    },
    async send(...webhooks) {
      const answers = [];
      for (const webhook of webhooks) {
        answers.push((await handle(requestOf(webhook, { at: clock.now() }))).status);
        await handle.idle();
      }
      return answers;
    },
    subscribe: (seats = 3) => ({ subscriptionId: sandbox.createSubscription({ productId, customerId, seats }).id }),
  };
}

export interface Signing {
  readonly at: Date;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
}

/** As Polar signs: the key is the UTF-8 bytes of the whole secret. */
export function signatureOf({ id, body }: Sent, seconds: number | string, key: string | Buffer = secret): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
}

export function requestOf(webhook: Sent, { at, secret: key = secret, headers = {} }: Signing): Request {
  const seconds = Math.floor(at.getTime() / 1_000);
  const signed = {
    "content-type": "application/json",
    "webhook-id": webhook.id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": signatureOf(webhook, seconds, key),
  };
  return new Request(url, { method: "POST", body: webhook.body, headers: { ...signed, ...headers } });
}

/** What a ledger shows of a pool's seats, without what differs from ledger to ledger. */
export async function seatsOf(ledger: SeatLedger, pool: { readonly subscriptionId: string }) {
  const { seats } = await ledger.listSeats(pool);
  return seats
    .map(({ id, status, email, memberId, customerId }) => ({ id, status, email, memberId, customerId }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** The same of the stand-in. */
export function polarSeatsOf(sandbox: PolarSandbox, pool: { readonly subscriptionId: string }) {
  return sandbox
    .listSeats(pool)
    .seats.map(({ id, status, email, memberId, customerId }) => ({ id, status, email, memberId, customerId }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

export function claim(sandbox: PolarSandbox, seatId: string): void {
  sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(seatId) ?? "" });
}

/** Who held a seat, as the ledger knows it. */
export async function holdersOf(ledger: SeatLedger, seatId: string) {
  const holdings = await ledger.holders({ seatId });
  return holdings.map(({ email, from, claimedAt, until, inferred }) => ({ email, from, claimedAt, until, inferred }));
}
