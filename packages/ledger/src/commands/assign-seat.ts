// assignSeat: gives a free seat of a pool to a person. The rules are in domain/decide/assign-seat.ts and recipient.ts.

import { z } from "zod";
import { type Invitation, type Seat, seatAnswer } from "../answers/seat.ts";
import {
  countGiven,
  email,
  exactlyOneSourceOrCheckout,
  maybe,
  poolRefWithCheckoutShape,
  text,
  uuid,
} from "../arguments.ts";
import { decideAssignSeat } from "../domain/decide/assign-seat.ts";
import { type Recipient, type RecipientRequest, resolveRecipient } from "../domain/decide/recipient.ts";
import type { MemberState } from "../domain/directory.ts";
import type { CustomerId, HoldingId, MemberId, SeatId } from "../domain/ids.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import type { Rejection } from "../domain/rejections.ts";
import type { SeatState } from "../domain/seat.ts";
import { invariant } from "../invariant.ts";
import type { CustomerAppend, PoolAppend } from "../store/append.ts";
import { findCustomer } from "../store/customer-queries.ts";
import type { Reads } from "../store/port.ts";
import type { Call, Command } from "./shared/command.ts";
import { customerAppend } from "./shared/customer-append.ts";
import { customerEvent } from "./shared/customer-event.ts";
import { poolNamed } from "./shared/find-pool.ts";
import { findPeople } from "./shared/find-recipient.ts";
import { invitationOf, newInvitation } from "./shared/invitation.ts";
import { memberEvent } from "./shared/member-event.ts";
import { foldedPool, lastSeat, poolAnchor, poolAppend } from "./shared/pool-append.ts";
import { type ReadyPool, readyPool } from "./shared/preconditions.ts";
import { releasedPool } from "./shared/released-pool.ts";
import { memberOf, memberOfSeatThen } from "./shared/seat-command.ts";
import { metadataSchema } from "./shared/seat-metadata.ts";

export interface AssignedSeat {
  readonly seat: Seat;
  /** How the person claims the seat; null when it was claimed at once. */
  readonly invitation: Invitation | null;
}

/** Who gets the seat, and how. */
const recipientShape = {
  email: maybe(email),
  customerId: maybe(uuid),
  externalCustomerId: maybe(text),
  memberId: maybe(uuid),
  externalMemberId: maybe(text),
  metadata: metadataSchema,
  immediateClaim: z
    .boolean()
    .nullish()
    .transform((given) => given ?? false),
};

const schema = z
  .strictObject({ ...poolRefWithCheckoutShape, ...recipientShape })
  .superRefine(exactlyOneSourceOrCheckout)
  .superRefine(oneRecipient);

export const recipientSchema = z.strictObject(recipientShape).superRefine(oneRecipient);

/** What may not be said together: https://polar.sh/docs/api-reference/customer-seats/assign */
function oneRecipient(given: RecipientRequest, context: z.RefinementCtx): void {
  const refuse = (message: string) => context.addIssue({ code: "custom", path: [], message });
  const customers = countGiven(given.customerId, given.externalCustomerId);
  const members = countGiven(given.memberId, given.externalMemberId);
  const emails = countGiven(given.email);
  if (customers + members + emails === 0) {
    refuse("At least one of email, customerId, externalCustomerId, memberId or externalMemberId must be given");
  }
  if (customers > 0 && members > 0) refuse("A customer id and a member id cannot be combined");
  if (members > 1) refuse("Only one of memberId and externalMemberId can be given");
  if (customers + emails > 1 && customers > 0) {
    refuse("Exactly one of email, customerId or externalCustomerId can be given");
  }
  if (given.memberId !== null && emails > 0) refuse("memberId cannot be combined with email");
}

/** A pool by one of its ids, a person, and how: see `SeatLedger.assignSeat`. */
export type AssignSeatArgs = z.input<typeof schema>;

type Args = z.output<typeof schema>;

export const assignSeat: Command<Args, AssignedSeat> = {
  name: "assignSeat",
  args: schema,

  *plan(args, call) {
    const ready = yield* readyPool(yield* poolNamed(args, call), poolNotFound(args), call);
    if (ready.kind !== "ready") return ready;
    const recipient = yield* recipientOf(args, ready, call);
    const invitation = args.immediateClaim ? null : newInvitation(call);
    const { lapses, pool } = releasedPool(ready, call);
    const decision = decideAssignSeat(pool, {
      recipient,
      seatsEnabled: ready.organization.seatsEnabled,
      metadata: args.metadata,
      invitation: invitation && { token: invitation.record, expiresAt: invitation.expiresAt },
      newSeatId: call.newId() as SeatId,
      holdingId: call.newId() as HoldingId,
      at: ready.at,
    });
    if (decision.kind === "rejected") return decision;
    invariant(recipient.kind === "recipient", "a seat is given to somebody");
    const append = poolAppend(ready, [...lapses, ...decision.events]);
    const people = yield* peopleAppends(recipient, ready, call);
    const seat = assignedSeat(append);
    return {
      kind: "planned",
      organization: ready.refs.organization,
      appends: [...people, append],
      anchor: poolAnchor(ready.refs, append.after),
      answer: {
        seat: seatAnswer(append.after, seat, yield* memberAfter(seat, people, ready, call)),
        invitation: invitation && { token: invitation.token, expiresAt: invitation.expiresAt },
      },
    };
  },

  isAboutOneSeat: true,

  *again(events, call) {
    const pool = foldedPool(events);
    const seat = lastSeat(pool, events);
    const member = yield* memberOfSeatThen(pool, seat, events);
    return { seat: seatAnswer(pool, seat, member), invitation: invitationOf(seat, call) };
  },
};

function* recipientOf(args: Args, ready: ReadyPool, call: Call): Reads<Recipient | Rejection> {
  const people = yield* findPeople(args, ready.refs, ready.organization.memberModel, (id) => memberOf(ready, id, call));
  return resolveRecipient(args, people, {
    memberModel: ready.organization.memberModel,
    billingCustomerId: ready.pool.customerId,
    newCustomerId: call.newId() as CustomerId,
    newMemberId: call.newId() as MemberId,
  });
}

/** The people whom the assignment makes or links: https://polar.sh/docs/features/seat-based-pricing */
function* peopleAppends(recipient: Recipient, ready: ReadyPool, call: Call): Reads<readonly CustomerAppend[]> {
  const { newCustomer, newMember, linkExternalId } = recipient;
  const appends: CustomerAppend[] = [];
  if (newCustomer) {
    const { id, email: address } = newCustomer;
    const { organization } = ready.refs;
    const of = {
      stream: call.newStream(),
      organization,
      id,
      organizationId: ready.pool.organizationId,
      customer: null,
    };
    const personal = { email: address, name: null, externalId: null };
    appends.push(customerAppend(of, [customerEvent("CustomerRegistered", id, personal, ready.at)]));
  }
  const event = newMember
    ? memberEvent("MemberRegistered", { ...newMember, name: null, role: "member" }, ready.at)
    : linkExternalId
      ? memberEvent("MemberChanged", { ...linkExternalId.member, externalId: linkExternalId.externalId }, ready.at)
      : null;
  if (!event) return appends;
  const billing = yield* findCustomer(ready.pool.customerId);
  invariant(billing, `the customer of pool ${ready.pool.id} is known`);
  const of = { ...billing, id: billing.customer.id, organizationId: billing.customer.organizationId };
  return [...appends, customerAppend(of, [event], linkExternalId ? [linkExternalId.member] : [])];
}

function assignedSeat(append: PoolAppend): SeatState {
  const seatId = append.events.at(-1)?.seatId;
  const seat = seatId ? append.after.seats.get(seatId) : undefined;
  invariant(seat, "an assignment changes a seat");
  return seat;
}

function* memberAfter(
  { memberId }: SeatState,
  people: readonly CustomerAppend[],
  ready: ReadyPool,
  call: Call,
): Reads<MemberState | null> {
  if (memberId === null) return null;
  const changed = people.flatMap((append) => append.members).find((member) => member.id === memberId);
  return changed ?? (yield* memberOf(ready, memberId, call));
}
