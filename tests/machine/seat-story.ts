// One seat of one pool, brought into a status by public commands alone, and what can be done to it then.

import {
  type HistoryEntry,
  isSeatLedgerError,
  type LedgerEvent,
  openLedger,
  type SeatLedger,
  type SeatLedgerErrorCode,
} from "seat-ledger";
import { manualClock } from "seat-ledger/testing";

/** Polar's statuses, and that of a seat which nobody held yet. */
export type Status = NonNullable<HistoryEntry["statusBefore"]>;

/**
 * What a seat is found in: a status, or pending with an invitation whose time is over, which no event has recorded; in a
 * ledger that releases lapsed invitations, too.
 */
export type Situation = Status | "expired" | "expired and released";

export const commands = [
  "assign",
  "grant",
  "claim",
  "resend",
  "changeEmail",
  "revoke",
  "resizePool",
  "closePool",
  "reopenPool",
  "removeMember",
  "forgetPerson",
] as const;
export type Command = (typeof commands)[number];

const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
const customerId = "c0570000-0000-4000-8000-000000000001";
const memberId = "3e3be200-0000-4000-8000-000000000001";
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
const unknownSeatId = "5ea70000-0000-4000-8000-00000000000f";
const unknownToken = "no-token-of-this-ledger";

export interface SeatStory {
  readonly ledger: SeatLedger;
  readonly seatId: string;
  /** The last token that the seat had, dead or alive. */
  readonly token: string;
}

/** A ledger with two bought seats, of which one is in the situation; the other one is free, so that capacity refuses nothing. */
export async function seatIn(situation: Situation): Promise<SeatStory> {
  const clock = manualClock();
  const lapsedInvitations = situation === "expired and released" ? "release" : "hold";
  const ledger = await openLedger({ file: ":memory:", clock: clock.now, lapsedInvitations });
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId });
  await ledger.registerMember({ id: memberId, customerId, email: "ada@example.com" });
  await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "team", name: "Team" }, seats: 2 });
  if (situation === "vacant") return { ledger, seatId: unknownSeatId, token: unknownToken };
  const { seat, invitation } = await ledger.assignSeat({ ...pool, memberId });
  const token = invitation?.token ?? unknownToken;
  if (situation === "claimed") await ledger.claimSeat({ invitationToken: token });
  if (situation === "revoked") await ledger.revokeSeat({ seatId: seat.id });
  if (situation === "expired" || situation === "expired and released") clock.advance({ days: 2 });
  return { ledger, seatId: seat.id, token };
}

type Doing = (story: SeatStory) => Promise<unknown>;

/** Every command that concerns a seat; the assignments are for the person who is there, or was. */
const doings: Readonly<Record<Command, Doing>> = {
  assign: ({ ledger }) => ledger.assignSeat({ ...pool, memberId }),
  grant: ({ ledger }) => ledger.assignSeat({ ...pool, memberId, immediateClaim: true }),
  claim: ({ ledger, token }) => ledger.claimSeat({ invitationToken: token }),
  resend: ({ ledger, seatId }) => ledger.resendInvitation({ seatId }),
  changeEmail: ({ ledger }) => ledger.registerMember({ id: memberId, customerId, email: "ada@acme.example" }),
  revoke: ({ ledger, seatId }) => ledger.revokeSeat({ seatId }),
  resizePool: ({ ledger }) => ledger.resizePool({ ...pool, seats: 3 }),
  closePool: ({ ledger }) => ledger.closePool(pool),
  reopenPool: ({ ledger }) => ledger.reopenPool(pool),
  removeMember: ({ ledger }) => ledger.removeMember({ memberId }),
  forgetPerson: ({ ledger }) => ledger.forgetPerson({ personId: memberId }),
};

/** The types of the events that a command appended, or the code of its refusal. */
export async function eventsOf(story: SeatStory, command: Command): Promise<readonly string[] | SeatLedgerErrorCode> {
  const before = (await everyEvent(story.ledger)).length;
  try {
    await doings[command](story);
  } catch (error) {
    if (!isSeatLedgerError(error)) throw error;
    return error.code;
  }
  return (await everyEvent(story.ledger)).slice(before).map(({ type }) => type);
}

/** The status of the only seat there is; `vacant` where nobody ever held one. */
export async function statusOf({ ledger }: SeatStory): Promise<Status> {
  const { seats } = await ledger.listSeats(pool);
  return seats[0]?.status ?? "vacant";
}

export async function everyEvent(ledger: SeatLedger): Promise<readonly LedgerEvent[]> {
  const stop = new AbortController();
  const events: LedgerEvent[] = [];
  const listening = ledger.events({ signal: stop.signal, onCaughtUp: () => stop.abort() });
  for await (const event of listening) events.push(event);
  return events;
}
