// The facts that adapters record: what a source showed, never events. The transaction derives the events, so that it
// sees the state that it changes.

import { z } from "zod";
import { jsonObject } from "../../arguments/json.ts";
import { exactlyOneSource, idOf, instant, maybe, poolRefShape, seatCount, shownText, text } from "../../arguments.ts";
import type { CustomerId, MemberId, OrganizationId, SeatId } from "../../domain/ids.ts";

/** Names and e-mails come as the source has them: its own checks are not ours. */
const shown = maybe(shownText);
/** A source's own limits on metadata are not ours either; this one only ends what has no end. */
const maxMetadataValues = 100_000;

const organizationFact = z.strictObject({
  type: z.literal("organization"),
  id: idOf<OrganizationId>(),
  name: text,
  slug: text,
  memberModel: z.boolean(),
  seatsEnabled: z.boolean(),
});

const customerFact = z.strictObject({
  type: z.literal("customer"),
  id: idOf<CustomerId>(),
  organizationId: idOf<OrganizationId>(),
  email: shown,
  name: shown,
  externalId: shown,
  createdAt: maybe(instant),
});

const poolFact = z
  .strictObject({
    type: z.literal("pool"),
    ...poolRefShape,
    organizationId: idOf<OrganizationId>(),
    customerId: idOf<CustomerId>(),
    product: z.strictObject({ id: text, name: shownText }),
    seats: seatCount,
    status: z.enum(["unpaid", "active", "closed"]),
    checkoutId: maybe(text),
    openedAt: instant,
    closedAt: maybe(instant),
    /** The source's own time of what it shows: what changed did so then. Where it is left out: when it was observed. */
    shownAt: maybe(instant),
    /** The source no longer has it, which nobody showed: its close is inferred, with the cause `drift`. */
    vanished: z.boolean().default(false),
  })
  .superRefine(exactlyOneSource)
  .refine(({ vanished, status }) => !vanished || status === "closed", {
    path: ["vanished"],
    message: "must be told of a closed pool only",
  });

const shownMember = z.strictObject({
  id: idOf<MemberId>(),
  customerId: idOf<CustomerId>(),
  email: shown,
  name: shown,
  externalId: shown,
  role: z.enum(["owner", "billing_manager", "member"]),
  createdAt: instant,
});

const memberFact = shownMember.extend({ type: z.literal("member"), organizationId: idOf<OrganizationId>() });

const removalFact = z
  .strictObject({
    type: z.literal("removal"),
    organizationId: idOf<OrganizationId>(),
    customerId: maybe(idOf<CustomerId>()),
    memberId: maybe(idOf<MemberId>()),
    /** When the person left. */
    at: instant,
  })
  .superRefine(({ customerId, memberId }, context) => {
    if ((customerId === null) !== (memberId === null)) return;
    const message = "Exactly one of customerId or memberId must be given";
    context.addIssue({ code: "custom", path: [], message });
  });

const shownSeat = z.strictObject({
  id: idOf<SeatId>(),
  status: z.enum(["pending", "claimed", "revoked"]),
  customerId: maybe(idOf<CustomerId>()),
  memberId: maybe(idOf<MemberId>()),
  member: maybe(shownMember),
  email: shown,
  invitationTokenExpiresAt: maybe(instant),
  claimedAt: maybe(instant),
  revokedAt: maybe(instant),
  createdAt: instant,
  seatMetadata: jsonObject<Record<string, unknown>>(maxMetadataValues)
    .nullish()
    .transform((metadata) => metadata ?? {}),
});

const listingFact = z
  .strictObject({
    type: z.literal("listing"),
    ...poolRefShape,
    /** The pool's version that was read before the source was asked. */
    poolVersion: z.int().nonnegative(),
    seats: z.array(shownSeat),
    /** Of the live seats that the listing doesn't show, those that may end now; all of them where it is left out. */
    gone: maybe(z.array(idOf<SeatId>())),
  })
  .superRefine(exactlyOneSource)
  .refine(({ seats }) => new Set(seats.map(({ id }) => id)).size === seats.length, {
    path: ["seats"],
    message: "must name each seat once",
  });

const seatFact = z
  .strictObject({
    type: z.literal("seat"),
    ...poolRefShape,
    seat: shownSeat,
    /** The source's own time of what it showed: an old showing never changes the present. */
    shownAt: instant,
  })
  .superRefine(exactlyOneSource);

const quantityFact = z
  .strictObject({
    type: z.literal("quantity"),
    ...poolRefShape,
    seats: seatCount,
    /** How many there were before, where the source tells. */
    previous: maybe(seatCount),
    /** When it changed. */
    at: instant,
  })
  .superRefine(exactlyOneSource);

export const factSchema = z.discriminatedUnion("type", [
  organizationFact,
  customerFact,
  memberFact,
  removalFact,
  poolFact,
  listingFact,
  seatFact,
  quantityFact,
]);
export const factsSchema = z.array(factSchema);

/**
 * What a source showed: an organization, a customer, a member, that one of these was removed, a pool (a subscription or an
 * order), the whole listing of a pool's seats, one seat at some time, or a change of the number of bought seats. A listing
 * settles the present only while the pool is at `poolVersion`; a seat and a quantity change the present where they extend
 * the history, else the past that is known of it. An organization, a customer, a member and a pool change the present
 * whenever they are shown: say them in the order of the source.
 */
export type Fact = z.input<typeof factSchema>;

export type OrganizationFact = z.output<typeof organizationFact>;
export type CustomerFact = z.output<typeof customerFact>;
export type MemberFact = z.output<typeof memberFact>;
export type RemovalFact = z.output<typeof removalFact>;
export type PoolFact = z.output<typeof poolFact>;
export type ListingFact = z.output<typeof listingFact>;
export type SeatFact = z.output<typeof seatFact>;
export type QuantityFact = z.output<typeof quantityFact>;
export type ShownMember = z.output<typeof shownMember>;
export type ShownSeatFact = z.output<typeof shownSeat>;

/** A step of a seat that must have happened between two times, and that nobody showed. */
export interface Guess {
  readonly seatId: string;
  /** The type of its event. */
  readonly step: string;
  /** Null: at any time before. */
  readonly notBefore: Date | null;
  readonly notAfter: Date;
}

/** What came of the facts. */
export interface Recorded {
  /** Events that were appended. */
  readonly appended: number;
  /** Of these, the steps that nobody showed. */
  readonly inferred: number;
  /** The same steps, those of seats, one by one. */
  readonly guesses: readonly Guess[];
  /** Live seats that only the ledger had, and that ended. */
  readonly vanished: readonly string[];
  /** Live seats that a listing didn't show, and that were left as they are because they are not among its `gone`. */
  readonly missing: readonly string[];
  /** Pools that had moved on since the listing was asked for: ask again. */
  readonly stale: readonly string[];
}
