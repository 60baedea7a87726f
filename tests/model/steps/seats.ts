// The seats: given to people, claimed, taken back, their invitations sent again.

import type { AssignedSeat, ClaimedSeat, Seat } from "seat-ledger";
import { expect } from "vitest";
import { checkoutId, poolRef } from "../cast.ts";
import {
  type Code,
  everySeat,
  isLive,
  liveSeats,
  type Model,
  type ModelCustomer,
  type ModelMember,
  type ModelOrganization,
  type ModelPool,
  type ModelSeat,
  roundOver,
  same,
  vacate,
} from "../model.ts";
import { type Circumstances, type Effect, type Step, step } from "../step.ts";
import { lapse } from "./lapse.ts";
import { nothing, poolIn } from "./pools.ts";
import { argsOf, type Meant, meantBy, type Naming } from "./recipient.ts";

const dayMs = 24 * 60 * 60 * 1_000;
const unknownSeat = "5ea70000-0000-4000-8000-00000000000f";

export interface Assignment {
  readonly pool: number;
  readonly named: Naming;
  readonly immediateClaim: boolean;
  readonly metadata: { readonly [key: string]: string };
  /** By the checkout of the pool, which the other organization's pool came from too. */
  readonly byCheckout: boolean;
}

export function assignSeat(given: Circumstances, assignment: Assignment): Step {
  const { pool: index, named, immediateClaim, metadata } = assignment;
  const label = `assignSeat(${index}, ${JSON.stringify(named)}${immediateClaim ? ", at once" : ""})`;
  return step<AssignedSeat>(label, given, (organization, model) => {
    const byCheckout = assignment.byCheckout && index === 0 && given.door === "own";
    const ref = byCheckout ? { checkoutId } : poolRef(organization, index);
    const args = { ...ref, ...argsOf(named, organization, model), immediateClaim, metadata };
    const pool = poolIn(organization, index);
    return {
      name: "assignSeat",
      args,
      ask: (ledger, context) => ledger.assignSeat(args, context),
      unseen: "PoolNotFound",
      isThere: () => poolIn(organization, index) !== null,
      pool,
      decide: () => (pool ? assigned(pool, assignment, organization, model) : "PoolNotFound"),
    };
  });
}

/** The order of the refusals is Polar's: feature, payment, capacity, recipient, uniqueness. */
function assigned(
  pool: ModelPool,
  { named, immediateClaim, metadata }: Assignment,
  organization: ModelOrganization,
  model: Model,
): Code | Effect<AssignedSeat> {
  if (!organization.seatsEnabled) return "SeatsNotEnabled";
  if (pool.status !== "active") return "PoolNotActive";
  const lapsed = lapse(model, pool);
  const live = liveSeats(pool).filter((seat) => !lapsed.includes(seat));
  if (live.length >= pool.bought) return "SeatNotAvailable";
  const meant = meantBy(named, pool, organization, model);
  if (typeof meant === "string") return meant;
  if (live.some((seat) => isHeldBy(seat, meant, pool))) return "SeatAlreadyAssigned";
  return {
    events: [
      ...(meant.byMembers || meant.customer ? [] : ["CustomerRegistered"]),
      ...(meant.newMember ? ["MemberRegistered"] : []),
      ...(meant.link === null ? [] : ["MemberChanged"]),
      ...lapsed.map(() => "InvitationLapsed"),
      immediateClaim ? "SeatGranted" : "SeatAssigned",
    ],
    answer: { seat: { ...pool.ref, email: meant.email, seatMetadata: metadata } },
    follow(answer) {
      for (const seat of lapsed) vacate(seat, model.now);
      const person = personOf(meant, answer.seat, pool, organization);
      const seat = seatFor(pool, answer.seat.id);
      Object.assign(seat, {
        status: immediateClaim ? "claimed" : "pending",
        occupancy: seat.occupancy + 1,
        ...person,
        lastPersonId: person.personId,
        email: meant.email,
        metadata,
        revokedAt: null,
      });
      expect(answer.seat).toMatchObject({ status: seat.status, occupancy: seat.occupancy, ...person });
      invite(seat, answer, pool, organization, model);
      expect(answer.invitation === null).toBe(immediateClaim);
    },
  };
}

/** By person, by e-mail, or, where customers hold seats, by customer: but the buyer's seats may be its members'. */
function isHeldBy(seat: ModelSeat, { member, customer, byMembers, email }: Meant, pool: ModelPool): boolean {
  const personId = member?.id ?? (byMembers ? null : (customer?.id ?? null));
  if (personId !== null && seat.personId === personId) return true;
  if (same(seat.email, email)) return true;
  return !byMembers && customer !== null && customer !== pool.customer && seat.customerId === customer.id;
}

function personOf(meant: Meant, { memberId, customerId }: Seat, pool: ModelPool, organization: ModelOrganization) {
  if (meant.link !== null && meant.member) meant.member.externalId = meant.link;
  const made = meant.newMember && newMember(meant.newMember, memberId);
  if (made) pool.customer.members.push(made);
  const member = meant.member ?? made;
  if (meant.byMembers) return { personId: member?.id, memberId: member?.id, customerId: pool.customer.id };
  const customer = meant.customer ?? newCustomer(meant.email, customerId);
  if (!meant.customer) organization.customers.push(customer);
  return { personId: member?.id ?? customer.id, memberId: member?.id ?? null, customerId: customer.id };
}

function newMember(facts: { email: string; externalId: string | null }, id: string | null): ModelMember {
  if (id === null) expect.fail("a seat of a new member names it");
  return { id, ...facts, role: "member", removed: false, forgotten: false };
}

function newCustomer(email: string | null, id: string | null): ModelCustomer {
  if (id === null) expect.fail("a seat of a new customer names it");
  return { id, email, externalId: null, members: [], removed: false, forgotten: false };
}

/** The seat that has been free for longest is taken again; only where none is free a new one is made. */
function seatFor(pool: ModelPool, id: string): ModelSeat {
  const free = pool.seats.filter((seat) => !isLive(seat));
  const longest = free.toSorted((one, other) => (one.revokedAt ?? 0) - (other.revokedAt ?? 0))[0];
  if (longest) {
    expect(id, "the seat that has been free for longest").toBe(longest.id);
    return longest;
  }
  expect(
    pool.seats.some((seat) => seat.id === id),
    "a seat that somebody holds was given away",
  ).toBe(false);
  const made: ModelSeat = {
    id,
    status: "revoked",
    occupancy: 0,
    personId: null,
    memberId: null,
    customerId: null,
    email: null,
    lastPersonId: null,
    metadata: {},
    token: null,
    expiresAt: null,
    revokedAt: null,
  };
  pool.seats.push(made);
  return made;
}

function invite(
  seat: ModelSeat,
  { invitation }: AssignedSeat,
  pool: ModelPool,
  organization: ModelOrganization,
  model: Model,
): void {
  seat.token = invitation?.token ?? null;
  seat.expiresAt = invitation?.expiresAt.getTime() ?? null;
  if (!invitation) return;
  expect(invitation.expiresAt.getTime()).toBe(model.now + dayMs);
  model.tokens.push({ token: invitation.token, organization, pool });
}

/** Any token that was ever given out in the organization, the last first; beyond the first one an unknown one. */
export function claimSeat(given: Circumstances, { token: index }: { readonly token: number }): Step {
  return step<ClaimedSeat>(`claimSeat(token ${index} before the last)`, given, (organization, model) => {
    const own = model.tokens.filter((one) => one.organization === organization);
    const { token, pool = null } = own.at(-1 - index) ?? {};
    const args = { invitationToken: token ?? "no-token-of-this-ledger" };
    const seat = pool?.seats.find((one) => one.token === token);
    return {
      name: "claimSeat",
      args,
      ask: (ledger, context) => ledger.claimSeat(args, context),
      unseen: "InvalidInvitationToken",
      isThere: () => token !== undefined,
      pool,
      decide: () => {
        if (seat?.status !== "pending" || (seat.expiresAt ?? 0) < model.now) return "InvalidInvitationToken";
        if (!organization.seatsEnabled) return "SeatsNotEnabled";
        return {
          events: ["SeatClaimed"],
          answer: { seat: { id: seat.id, status: "claimed", email: seat.email, personId: seat.personId } },
          follow() {
            seat.status = "claimed";
          },
        };
      },
    };
  });
}

export function revokeSeat(given: Circumstances, { seat: index }: { readonly seat: number }): Step {
  return step<Seat>(`revokeSeat(${index})`, given, (organization, model) => {
    const { seat, pool, args } = seatNamed(organization, index);
    return {
      name: "revokeSeat",
      args,
      ask: (ledger, context) => ledger.revokeSeat(args, context),
      unseen: "SeatNotFound",
      isThere: () => seat !== null,
      pool,
      decide: () => {
        if (!organization.seatsEnabled) return "SeatsNotEnabled";
        if (!seat || !isLive(seat)) return nothing({ status: "revoked" });
        const answer = {
          id: seat.id,
          status: "revoked",
          email: null,
          personId: null,
          memberId: null,
          customerId: null,
        };
        return { events: ["SeatRevoked"], answer, follow: () => vacate(seat, model.now) };
      },
    };
  });
}

export function resendInvitation(given: Circumstances, { seat: index }: { readonly seat: number }): Step {
  return step<AssignedSeat>(`resendInvitation(${index})`, given, (organization, model) => {
    const { seat, pool, args } = seatNamed(organization, index);
    return {
      name: "resendInvitation",
      args,
      ask: (ledger, context) => ledger.resendInvitation(args, context),
      unseen: "SeatNotFound",
      isThere: () => seat !== null,
      pool,
      decide: () => {
        if (!organization.seatsEnabled) return "SeatsNotEnabled";
        if (seat?.status !== "pending") return "SeatNotPending";
        return {
          events: ["InvitationResent"],
          answer: { seat: { id: seat.id, status: "pending" } },
          follow(answer) {
            expect(answer.invitation?.token, "a new token").not.toBe(seat.token);
            if (pool) invite(seat, answer, pool, organization, model);
          },
        };
      },
    };
  });
}

/** Counted round over the organization's seats and one that is not there. */
function seatNamed(organization: ModelOrganization, index: number) {
  const seats = everySeat(organization);
  const seat = roundOver(seats, index) ?? null;
  const pool = seat && (organization.pools.find((one) => one.seats.includes(seat)) ?? null);
  return { seat, pool, args: { seatId: seat?.id ?? unknownSeat } };
}
