// Switching an organization to the member model, and what Polar then makes of the customers and seats that it has. Before,
// a seat's customer is its holder; after, it is the buyer, and a member holds it.

import { removeCustomer } from "./customer-changes.ts";
import { addMember, memberByEmail, membersOf } from "./members.ts";
import { organizationOf } from "./organizations.ts";
import { poolOfSeat } from "./pools.ts";
import { remember } from "./record/remember.ts";
import type { CustomerRecord, OrganizationRecord, SeatRecord } from "./records.ts";
import { type SandboxState, seesEverything } from "./state.ts";
import { becomeTeam } from "./subscriptions.ts";
import { announce } from "./webhooks/announce.ts";
import { organizationToWire } from "./wire/organization.ts";

/**
 * Switches the member model on or off. Switched on, every customer gets an owner, live seats without a member get one
 * under the buyer, and customers who were nothing but the holders of such seats are deleted. Seats that have a member
 * already stay as they are, their customer too. No seat event tells of it. Switched off, nothing else changes.
 */
export function setMemberModel(state: SandboxState, organizationId: string, enabled: boolean): OrganizationRecord {
  const organization = organizationOf(state, organizationId);
  if (organization.memberModel === enabled) return organization;
  const switched: OrganizationRecord = { ...organization, memberModel: enabled, modifiedAt: state.now() };
  state.organizations.set(switched.id, switched);
  announce(state, switched.id, "organization.updated", organizationToWire(switched));
  if (enabled) moveToMembers(state, switched.id);
  return switched;
}

function moveToMembers(state: SandboxState, organizationId: string): void {
  const customers = [...state.customers.values()].filter(
    (customer) => customer.organizationId === organizationId && customer.deletedAt === null,
  );
  for (const customer of customers) giveOwner(state, customer);
  const former = new Set<string>();
  for (const seat of [...state.seats.values()]) {
    const pool = poolOfSeat(state, seat, seesEverything);
    if (pool.organizationId !== organizationId || seat.status === "revoked" || seat.memberId !== null) continue;
    if (!moveSeat(state, seat, pool.customerId)) continue;
    if (seat.customerId !== null && seat.customerId !== pool.customerId) former.add(seat.customerId);
  }
  for (const customer of customers) if (former.has(customer.id)) removeIfBare(state, customer);
}

/** Polar dates such an owner back to the customer, and tells nobody. */
function giveOwner(state: SandboxState, { id, email, name, externalId, createdAt }: CustomerRecord): void {
  if (email === null || membersOf(state, id).some(({ role }) => role === "owner")) return;
  const owner = addMember(state, { customerId: id, email: email.trim(), name, externalId, role: "owner" });
  state.members.set(owner.id, { ...owner, createdAt });
}

/** Gives a seat to a member under the buyer. Answers false where nobody can be named. */
function moveSeat(state: SandboxState, seat: SeatRecord, buyerId: string): boolean {
  const holder = seat.customerId === null ? undefined : state.customers.get(seat.customerId);
  const member =
    seat.customerId === buyerId
      ? membersOf(state, buyerId).find(({ role }) => role === "owner")
      : memberFor(state, buyerId, holder?.email ?? seat.email);
  if (member === undefined) return false;
  const at = state.now();
  const moved: SeatRecord = { ...seat, customerId: buyerId, memberId: member.id, email: member.email, modifiedAt: at };
  state.seats.set(seat.id, moved);
  remember(state, moved, { at, type: "identity_changed", cause: "member_model_switched" });
  const buyer = state.customers.get(buyerId);
  if (buyer !== undefined) becomeTeam(state, buyer);
  return true;
}

function memberFor(state: SandboxState, customerId: string, email: string | null) {
  if (!email) return undefined;
  return memberByEmail(state, customerId, email) ?? addMember(state, { customerId, email: email.trim() });
}

/** Deletes a customer who bought nothing. The members go without a word, the customer is told of. */
function removeIfBare(state: SandboxState, customer: CustomerRecord): void {
  const bought = [...state.subscriptions.values(), ...state.orders.values()];
  if (bought.some(({ customerId }) => customerId === customer.id)) return;
  const at = state.now();
  for (const member of membersOf(state, customer.id)) {
    state.members.set(member.id, { ...member, modifiedAt: at, deletedAt: at });
  }
  removeCustomer(state, customer);
}
