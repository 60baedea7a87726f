// The calls that this package makes, one method a request, each with its place in the budget, its retries and the time when
// its answer arrived. Answers come back unread: wire/ knows their shapes.

import type { PoolRef } from "../pool-ref.ts";
import type { Budget, Span, Urgency } from "./budget.ts";
import type { AssignBody, PolarApi } from "./polar-api.ts";
import { type Attempts, withRetries } from "./retry.ts";

export interface Answer {
  readonly body: unknown;
  readonly observedAt: Date;
}

/** A page of what happened between two times; neither of them belongs to it, and null is no bound. */
export interface PageOfTime {
  readonly after: Date | null;
  readonly before: Date | null;
  readonly page: number;
}

export interface PolarClient {
  readonly organization: (id: string) => Promise<Answer>;
  readonly organizations: (page: number) => Promise<Answer>;
  readonly subscription: (id: string) => Promise<Answer>;
  readonly subscriptions: (page: number) => Promise<Answer>;
  readonly order: (id: string) => Promise<Answer>;
  readonly orders: (page: number) => Promise<Answer>;
  readonly customer: (id: string) => Promise<Answer>;
  readonly customerByExternalId: (externalId: string) => Promise<Answer>;
  readonly members: (customerId: string, page: number) => Promise<Answer>;
  readonly seats: (ref: PoolRef) => Promise<Answer>;
  /** Of one organization; there are never more than a page of them. */
  readonly webhookEndpoints: (organizationId: string) => Promise<Answer>;
  /** Attempts to deliver webhooks to these endpoints, or to any, the newest first. */
  readonly deliveries: (endpointIds: readonly string[] | null) => (page: PageOfTime) => Promise<Answer>;
  /** Polar events of this name, the newest first. */
  readonly polarEvents: (name: string) => (page: PageOfTime) => Promise<Answer>;
  /** Asked once unless Polar turned it away: who meets a failure looks first at what came of it. */
  readonly assignSeat: (body: AssignBody) => Promise<Answer>;
  /** Asked once, as `assignSeat`: the seat may have been given to somebody else. */
  readonly revokeSeat: (seatId: string) => Promise<Answer>;
  /** Asked once, as `assignSeat`: each time somebody gets a mail. */
  readonly resendInvitation: (seatId: string) => Promise<Answer>;
  readonly claimInfo: (invitationToken: string) => Promise<Answer>;
  /** Asked once, as `assignSeat`: a token is good for one claim. */
  readonly claimSeat: (invitationToken: string) => Promise<Answer>;
}

export interface ClientSettings {
  /** The one that the SDK's client is narrowed to; null for every one that the access token shows. */
  readonly organizationId: string | null;
  readonly budget: Budget;
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
  readonly meter: Meter;
}

/** Who counts what it takes. */
export interface Meter {
  readonly asked: () => void;
  readonly waited: (ms: number) => void;
}

/** The largest page that Polar gives. */
export const pageLimit = 100;

export function polarClient(polar: PolarApi, settings: ClientSettings): PolarClient {
  const organization_id = settings.organizationId;
  const limit = pageLimit;
  const onWait = timesTold(settings.meter.waited);
  const ask = asking(settings, { repeatable: true, onWait });
  const askOnce = asking(settings, { repeatable: false, onWait });
  return {
    organization: (id) => ask(() => polar.organizations.get(id)),
    organizations: (page) => ask(() => polar.organizations.list({ page, limit })),
    subscription: (id) => ask(() => polar.subscriptions.get(id)),
    // Oldest first: pages are offsets, and what is new then comes last instead of shifting them.
    subscriptions: (page) =>
      ask(() => polar.subscriptions.list({ organization_id, page, limit, sorting: ["started_at"] })),
    order: (id) => ask(() => polar.orders.get(id)),
    orders: (page) =>
      ask(() =>
        polar.orders.list({
          organization_id,
          product_billing_type: "one_time",
          page,
          limit,
          sorting: ["created_at"],
        }),
      ),
    customer: (id) => ask(() => polar.customers.get(id)),
    customerByExternalId: (externalId) => ask(() => polar.customers.getExternal(externalId)),
    members: (customerId, page) => ask(() => polar.customers.members.list(customerId, { page, limit })),
    seats: ({ subscriptionId, orderId }) =>
      ask(() => polar.customerSeats.listSeats({ subscription_id: subscriptionId, order_id: orderId })),
    webhookEndpoints: (organization_id) =>
      ask(() => polar.webhooks.listWebhookEndpoints({ organization_id, page: 1, limit })),
    deliveries: (endpointIds) => (page) =>
      ask(() =>
        polar.webhooks.listWebhookDeliveries({
          endpoint_id: endpointIds && [...endpointIds],
          ...spanQuery(page),
          limit,
        }),
      ),
    polarEvents: (name) => (page) =>
      ask(() => polar.events.list({ organization_id, name, ...spanQuery(page), limit, sorting: ["-timestamp"] })),
    assignSeat: (body) => askOnce(() => polar.customerSeats.assignSeat(body)),
    revokeSeat: (seatId) => askOnce(() => polar.customerSeats.revokeSeat(seatId)),
    resendInvitation: (seatId) => askOnce(() => polar.customerSeats.resendInvitation(seatId)),
    claimInfo: (invitationToken) => ask(() => polar.customerSeats.getClaimInfo(invitationToken)),
    claimSeat: (invitationToken) => askOnce(() => polar.customerSeats.claimSeat({ invitation_token: invitationToken })),
  };
}

function asking(
  { budget, urgency, signal, meter }: ClientSettings,
  { repeatable, onWait }: Pick<Attempts, "repeatable" | "onWait">,
) {
  const attempts: Attempts = { budget, urgency, repeatable, signal, onAttempt: meter.asked, onWait };
  return async (request: () => Promise<unknown>): Promise<Answer> => {
    const body = await withRetries(request, attempts);
    return { body, observedAt: new Date() };
  };
}

/** Requests that are held back side by side wait one time, not several. */
function timesTold(tell: (ms: number) => void): (span: Span) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (span) => {
    const from = Math.max(span.from, told);
    if (span.until <= from) return;
    told = span.until;
    tell(Math.round(span.until - from));
  };
}

function spanQuery({ after, before, page }: PageOfTime) {
  return { start_timestamp: after?.toISOString() ?? null, end_timestamp: before?.toISOString() ?? null, page };
}
