// Applies what shows a customer or a member, or that they were deleted. The ledger takes only people whom it has to know:
// a member of a customer who is unknown to it comes with the seats, if ever.

import { type Fact, isSeatLedgerError, type RecordContext } from "seat-ledger";
import type { ShownMember } from "../translate/facts.ts";
import type { Says } from "../translate/reading.ts";
import { subjectOfCustomer } from "../translate/subjects.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import type { Newness } from "./newness.ts";
import type { KeptObservation } from "./observation-of.ts";
import { applied, nothingToDo, type Outcome, type Refetch } from "./outcome.ts";
import { isCustomerShownLater, isMemberShownLater } from "./shown-within.ts";

export type SaysOfPerson = Extract<Says, { kind: "customer" | "member" | "customer-removed" | "member-removed" }>;

export async function applyPerson(
  ledger: InboxLedger,
  {
    says,
    kept,
    context,
  }: { readonly says: SaysOfPerson; readonly kept: KeptObservation; readonly context: RecordContext },
  newness: Newness,
): Promise<Outcome> {
  const customerId = customerOf(says);
  switch (newness) {
    case "older":
    case "same":
      return nothingToDo;
    case "conflict":
      return { ...nothingToDo, refetch: await poolsOf(ledger, customerId, says.kind === "customer") };
    case "newer": {
      if (await isShownLater(ledger, says, kept)) return nothingToDo;
      const organizationId = kept.organizationId ?? (await organizationOf(ledger, customerId));
      if (organizationId === null) return nothingToDo;
      const outcome = applied(await ledger.record([factOf(says, organizationId)], context));
      // Polar copies a member's new e-mail to the seats, and tells of no seat.
      const isHeard = kept.origin === "webhook" && says.kind === "member";
      return isHeard ? { ...outcome, refetch: await poolsWith(ledger, says.member) } : outcome;
    }
  }
}

/** Nothing but a webhook comes late: a list shows what is true now. */
async function isShownLater(ledger: InboxLedger, says: SaysOfPerson, { sourceAt }: KeptObservation): Promise<boolean> {
  if (sourceAt === null || (says.kind !== "customer" && says.kind !== "member")) return false;
  const pools = await listPoolsOf(ledger, customerOf(says));
  const since = { pools, time: sourceAt };
  return says.kind === "customer"
    ? await isCustomerShownLater(ledger, says.fact.id, since)
    : await isMemberShownLater(ledger, says.member.id, since);
}

function customerOf(says: SaysOfPerson): string {
  switch (says.kind) {
    case "customer":
      return says.fact.id;
    case "member":
      return says.member.customerId;
    case "customer-removed":
    case "member-removed":
      return says.customerId;
  }
}

function factOf(says: SaysOfPerson, organizationId: string): Fact {
  switch (says.kind) {
    case "customer":
      return says.fact;
    case "member":
      return { type: "member", organizationId, ...says.member };
    case "customer-removed":
      return { type: "removal", organizationId, customerId: says.customerId, at: says.at };
    case "member-removed":
      return { type: "removal", organizationId, memberId: says.memberId, at: says.at };
  }
}

/** Neither a seat's nor a member's webhook tells whose it is. */
async function organizationOf(ledger: InboxLedger, customerId: string): Promise<string | null> {
  const newest = await ledger.inbox.newest(subjectOfCustomer(customerId));
  if (newest?.organizationId) return newest.organizationId;
  const [pool] = await listPoolsOf(ledger, customerId);
  return pool?.organizationId ?? null;
}

/** The pools in whose answers Polar shows them again. */
async function poolsOf(ledger: InboxLedger, customerId: string, whole: boolean): Promise<readonly Refetch[]> {
  const pools = await listPoolsOf(ledger, customerId);
  return pools.map(({ subscriptionId, orderId }) => ({ ref: { subscriptionId, orderId }, whole }));
}

async function poolsWith(ledger: InboxLedger, { id, customerId }: ShownMember): Promise<readonly Refetch[]> {
  const pools = await poolsOf(ledger, customerId, false);
  const sits = await Promise.all(
    pools.map(async ({ ref }) => {
      const { seats } = await ledger.listSeats(ref);
      return seats.some(({ memberId, status }) => memberId === id && status !== "revoked");
    }),
  );
  return pools.filter((_, index) => sits[index]);
}

async function listPoolsOf(ledger: InboxLedger, customerId: string) {
  try {
    return (await ledger.listPools({ customerId })).pools;
  } catch (error) {
    if (isSeatLedgerError(error, "CustomerNotFound")) return [];
    throw error;
  }
}
