// Sends an invitation to its person by the caller's function, unless it is dead by then. When, how often and in which
// process is for the subscription (stream/durable-subscription.ts); the token is derived here and kept nowhere.

import { organizationAnswer } from "../answers/directory.ts";
import type { LedgerEvent } from "../answers/event.ts";
import type { InvitationToDeliver } from "../answers/invitation-to-deliver.ts";
import { poolAnswer } from "../answers/pool.ts";
import { seatAnswer } from "../answers/seat.ts";
import { isClaimable } from "../domain/decide/claim-seat.ts";
import type { TokenRecord } from "../domain/events.ts";
import { invariant } from "../invariant.ts";
import { findMemberOf } from "../store/member-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { findPoolOfSeat } from "../store/pool-queries.ts";
import type { Reads, Store } from "../store/port.ts";
import { findSeat } from "../store/seat-queries.ts";
import type { Tokens } from "../tokens/tokens.ts";

/** What deliveries need of the ledger. */
export interface DeliverySetting {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly clock: () => Date;
}

export type Deliver = (invitation: InvitationToDeliver) => Promise<void>;

/** A mailer that hangs must not hold up the others for ever, nor the closing of the ledger. */
const patienceMs = 60_000;

class DeliveryTookTooLong extends Error {
  override readonly name = "DeliveryTookTooLong";
}

/** Whether an event invites somebody. Polar sends its own invitations: those events hold none. */
export function isInvitation(event: LedgerEvent): boolean {
  return invitationIn(event) !== null;
}

export async function deliverInvitation(
  { store, tokens, clock }: DeliverySetting,
  deliver: Deliver,
  event: LedgerEvent,
  waitMs: number = patienceMs,
): Promise<void> {
  const record = invitationIn(event);
  invariant(record && event.seatId !== null, `${event.type} invites nobody to a seat`);
  const { seatId } = event;
  const found = await store.read(() => readClaimable(seatId, record.hash, clock()));
  if (found) await inTime(deliver({ ...found, token: tokens.derive("invitation", record) }), waitMs);
}

function invitationIn(event: LedgerEvent): TokenRecord | null {
  return event.type === "SeatAssigned" || event.type === "InvitationResent" ? event.data.invitation : null;
}

/** The seat as it is now; null where this invitation opens it no more. */
function* readClaimable(seatId: string, hash: string, now: Date): Reads<Omit<InvitationToDeliver, "token"> | null> {
  const seat = yield* findSeat(seatId);
  const found = yield* findPoolOfSeat(seatId, null);
  invariant(seat && found, `seat ${seatId} was assigned`);
  if (!isClaimable(seat, hash, now)) return null;
  invariant(seat.expiresAt, "the ledger's invitations expire");
  const organization = (yield* findOrganization(found.pool.organizationId))?.organization;
  invariant(organization, "a pool belongs to an organization");
  const member = yield* findMemberOf(found.refs.customer, seat.memberId);
  return {
    seat: seatAnswer(found.pool, seat, member),
    expiresAt: seat.expiresAt,
    pool: poolAnswer(found.pool),
    organization: organizationAnswer(organization),
  };
}

async function inTime(delivery: Promise<void>, waitMs: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new DeliveryTookTooLong("deliver did not answer in time")), waitMs);
  try {
    await Promise.race([delivery, late]);
  } finally {
    clearTimeout(timer);
  }
}
