// People are registered, and what is known of them changes.

import fc from "fast-check";
import type { Customer, LedgerEvent, Member, Organization } from "seat-ledger";
import { emails, externalIds } from "../cast.ts";
import {
  isLive,
  type Model,
  type ModelCustomer,
  type ModelMember,
  type ModelOrganization,
  type ModelPool,
  type ModelSeat,
  present,
  roundOver,
  same,
} from "../model.ts";
import { type Circumstances, type Step, step } from "../step.ts";
import { nothing } from "./pools.ts";
import { everyCustomer, everyPerson } from "./recipient.ts";

/** `id` is counted round over everybody of both organizations, then over ids of nobody yet; null where none is said. */
export interface Facts {
  readonly id: number | null;
  readonly email: string | null;
  readonly externalId: string | null;
}

export const facts: fc.Arbitrary<Facts> = fc.record({
  id: sometimes(fc.nat({ max: 5 })),
  email: fc.oneof(sometimes(fc.constantFrom(...emails)), fc.constantFrom(...emails)),
  externalId: sometimes(fc.constantFrom(...externalIds)),
});

function sometimes<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

export function changeOrganization(given: Circumstances, seatsEnabled: boolean): Step {
  return step<Organization>(`seats ${seatsEnabled ? "on" : "off"}`, given, (organization) => {
    const args = { id: organization.id, name: organization.name, slug: organization.slug, seatsEnabled };
    return {
      name: "registerOrganization",
      args,
      ask: (ledger, context) => ledger.registerOrganization(args, context),
      unseen: "OrganizationNotFound",
      isThere: () => true,
      pool: null,
      decide: () => {
        if (organization.seatsEnabled === seatsEnabled) return nothing({ id: organization.id, seatsEnabled });
        return {
          events: ["OrganizationChanged"],
          answer: { id: organization.id, memberModel: organization.memberModel, seatsEnabled },
          follow() {
            organization.seatsEnabled = seatsEnabled;
          },
        };
      },
    };
  });
}

export function registerCustomer(given: Circumstances, told: Facts): Step {
  return step<Customer>(`registerCustomer(${JSON.stringify(told)})`, given, (organization, model) => {
    const id = idTold(told.id, everyCustomer(organization, model));
    const args = { organizationId: organization.id, ...saidOf(id, told) };
    const found = knownCustomer(id, told, organization, model);
    return {
      name: "registerCustomer",
      args,
      ask: (ledger, context) => ledger.registerCustomer(args, context),
      unseen: "OrganizationNotFound",
      isThere: () => true,
      pool: null,
      conflict: found === "conflict" ? "IdentityConflict" : null,
      decide: () => (found === "conflict" ? "IdentityConflict" : customerChange(found, told, organization)),
    };
  });
}

function customerChange(found: ModelCustomer | null, told: Facts, organization: ModelOrganization) {
  const email = told.email ?? found?.email ?? null;
  const externalId = told.externalId ?? found?.externalId ?? null;
  const isNew = found === null || found.removed;
  if (!isNew && found.email === email && found.externalId === externalId) return nothing({ id: found.id, email });
  const owner = ownerAfter(found, email, organization);
  const shown = found && found.email !== email ? seatsOf(found, owner?.member ?? null, organization) : [];
  const changed = shown.filter((seat) => seat.email !== email);
  const isTaken = present(found?.members ?? []).some(
    (member) => externalId !== null && member.externalId === externalId,
  );
  return {
    events: [
      isNew ? "CustomerRegistered" : "CustomerChanged",
      ...(owner ? [owner.event] : []),
      ...changed.map(() => "HolderChanged"),
    ],
    answer: { organizationId: organization.id, email, externalId, ...(found ? { id: found.id } : {}) },
    follow({ id }: Customer, appended: readonly LedgerEvent[]) {
      const customer = found ?? { id, email, externalId, members: [], removed: false, forgotten: false };
      if (!found) organization.customers.push(customer);
      Object.assign(customer, { email, externalId, removed: false });
      if (owner?.member) owner.member.email = email;
      else if (owner) customer.members.push({ ...newOwner(appended), email, externalId: isTaken ? null : externalId });
      for (const seat of changed) seat.email = email;
    },
  };
}

/** With the member model a customer with an e-mail has an owner member, who is the customer itself as a person. */
function ownerAfter(found: ModelCustomer | null, email: string | null, { memberModel }: ModelOrganization) {
  if (email === null) return null;
  const members = present(found?.members ?? []);
  const taken = members.find((member) => same(member.email, email)) ?? null;
  if (found && !found.removed && found.email !== null) {
    const itself = members.find(
      (member) => same(member.email, found.email) && (member.role === "owner" || !memberModel),
    );
    const follows = itself && itself.email !== email && (taken === null || taken === itself);
    return follows ? { event: "MemberChanged", member: itself } : null;
  }
  const hasOne = taken !== null || members.some(({ role }) => role === "owner");
  return memberModel && !hasOne ? { event: "MemberRegistered", member: null } : null;
}

function newOwner(appended: readonly LedgerEvent[]) {
  const made = appended.find(({ type }) => type === "MemberRegistered");
  return { id: made?.personId ?? "", role: "owner", removed: false, forgotten: false };
}

/** The live seats that a customer, as it was before, holds: by its member, or by itself where customers hold seats. */
function seatsOf(
  customer: ModelCustomer,
  member: ModelMember | null,
  organization: ModelOrganization,
): readonly ModelSeat[] {
  const isItself = (pool: ModelPool, seat: ModelSeat) => {
    if (member !== null && seat.memberId === member.id) return true;
    if (organization.memberModel) return false;
    if (seat.personId === customer.id) return true;
    return seat.customerId === customer.id && (pool.customer !== customer || same(seat.email, customer.email));
  };
  return liveIn(organization, isItself);
}

/** A live seat of a pool of the ledger's own. */
export function liveIn(
  { pools }: ModelOrganization,
  isMeant: (pool: ModelPool, seat: ModelSeat) => boolean,
): readonly ModelSeat[] {
  const ours = pools.filter(({ authority }) => authority === "ledger");
  return ours.flatMap((pool) => pool.seats.filter((seat) => isLive(seat) && isMeant(pool, seat)));
}

function knownCustomer(id: string | null, told: Facts, organization: ModelOrganization, model: Model) {
  const { customers } = organization;
  const byId = customers.find((one) => one.id === id) ?? null;
  const isForeign = byId === null && everyCustomer(organization, model).some((one) => one.id === id);
  if (isForeign || byId?.forgotten) return "conflict";
  return oneOf(id, byId, told, customers);
}

export function registerMember(
  given: Circumstances,
  { customer: index, ...told }: Facts & { readonly customer: number; readonly email: string },
): Step {
  return step<Member>(`registerMember(customer ${index}, ${JSON.stringify(told)})`, given, (organization, model) => {
    const named = roundOver(everyCustomer(organization, model), index);
    const isOwn = organization.customers.some((one) => one === named);
    // A customer of the other organization is foreign through one's own fence alone: else that is the other's own step.
    const customer = isOwn || given.door === "own" ? named : organization.customers[0];
    const id = idTold(told.id, everyPerson(organization, model));
    const args = { customerId: customer?.id ?? unknownCustomer, ...saidOf(id, told), email: told.email };
    const found = knownMember(id, told, customer, organization, model);
    const mine = customer && organization.customers.includes(customer) ? customer : null;
    return {
      name: "registerMember",
      args,
      ask: (ledger, context) => ledger.registerMember(args, context),
      unseen: "CustomerNotFound",
      isThere: () => mine !== null && !mine.removed,
      pool: null,
      conflict: found === "conflict" ? "IdentityConflict" : null,
      decide: () => {
        if (found === "conflict" || !mine) return "IdentityConflict";
        return memberChange(found, told, mine, organization);
      },
    };
  });
}

const unknownCustomer = "c0570000-0000-4000-8000-00000000000f";

function memberChange(
  found: ModelMember | null,
  told: Facts & { readonly email: string },
  customer: ModelCustomer,
  organization: ModelOrganization,
) {
  const { email } = told;
  const externalId = told.externalId ?? found?.externalId ?? null;
  const answer = { customerId: customer.id, email, externalId };
  const isNew = found === null || found.removed;
  if (!isNew && found.email === email && found.externalId === externalId) return nothing(answer);
  const held = isNew
    ? []
    : liveIn(organization, (pool, seat) => pool.customer === customer && seat.memberId === found.id);
  const changed = isNew || found.email === email ? [] : held.filter((seat) => seat.email !== email);
  return {
    events: [isNew ? "MemberRegistered" : "MemberChanged", ...changed.map(() => "HolderChanged")],
    answer,
    follow({ id, role }: Member) {
      if (found) Object.assign(found, { email, externalId, removed: false });
      else customer.members.push({ id, email, externalId, role, removed: false, forgotten: false });
      for (const seat of changed) seat.email = email;
    },
  };
}

function knownMember(
  id: string | null,
  told: Facts,
  customer: ModelCustomer | undefined,
  organization: ModelOrganization,
  model: Model,
) {
  const members = customer?.members ?? [];
  const byId = members.find((one) => one.id === id) ?? null;
  const isElsewhere = byId === null && everyPerson(organization, model).some((one) => one.id === id);
  if (isElsewhere || byId?.forgotten) return "conflict";
  return oneOf(id, byId, told, members);
}

interface Known {
  readonly email: string | null;
  readonly externalId: string | null;
  readonly removed: boolean;
}

/** By id, else by external id, else by e-mail; facts that name two are a conflict. Who comes back brings the old facts. */
function oneOf<One extends Known>(
  id: string | null,
  byId: One | null,
  told: Facts,
  all: readonly One[],
): One | null | "conflict" {
  const back = byId?.removed ? byId : null;
  const externalId = told.externalId ?? back?.externalId ?? null;
  const email = told.email ?? back?.email ?? null;
  const byExternalId = present(all).find((one) => externalId !== null && one.externalId === externalId) ?? null;
  const byEmail = present(all).find((one) => same(one.email, email)) ?? null;
  const known = byId ?? (id === null ? (byExternalId ?? byEmail) : null);
  return [byExternalId, byEmail].every((one) => one === null || one === known) ? known : "conflict";
}

function saidOf(id: string | null, { email, externalId }: Facts) {
  return {
    ...(id === null ? {} : { id }),
    ...(email === null ? {} : { email }),
    ...(externalId === null ? {} : { externalId }),
  };
}

function idTold(index: number | null, all: readonly { readonly id: string }[]): string | null {
  if (index === null) return null;
  return roundOver(all, index)?.id ?? crypto.randomUUID();
}
