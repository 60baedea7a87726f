// People leave: members and customers are removed, persons are forgotten. They take no seat of the ledger's pools along.

import {
  everyMember,
  everySeat,
  type Model,
  type ModelCustomer,
  type ModelMember,
  type ModelOrganization,
  roundOver,
  same,
  vacate,
} from "../model.ts";
import { type Circumstances, type Effect, type Step, step } from "../step.ts";
import { liveIn } from "./people.ts";
import { nothing } from "./pools.ts";
import { everyCustomer, everyPerson } from "./recipient.ts";

const nobody = "00000000-0000-4000-8000-00000000000f";

export function removeMember(given: Circumstances, index: number): Step {
  return step<void>(`removeMember(${index})`, given, (organization, model) => {
    const args = {
      memberId: roundOver(everyPerson(organization, seenFrom(given, model, organization)), index)?.id ?? nobody,
    };
    const member = everyMember(organization).find(({ id }) => id === args.memberId);
    return {
      name: "removeMember",
      args,
      ask: (ledger, context) => ledger.removeMember(args, context),
      unseen: "MemberNotFound",
      isThere: () => member !== undefined,
      pool: null,
      decide: () => {
        if (!member || member.removed) return nothing(null);
        const seats = liveIn(organization, (_, seat) => seat.personId === member.id);
        return {
          events: [...seats.map(() => "SeatRevoked"), "MemberRemoved"],
          answer: null,
          follow() {
            for (const seat of seats) vacate(seat, model.now);
            member.removed = true;
          },
        };
      },
    };
  });
}

export function removeCustomer(given: Circumstances, index: number): Step {
  return step<void>(`removeCustomer(${index})`, given, (organization, model) => {
    const args = {
      customerId: roundOver(everyCustomer(organization, seenFrom(given, model, organization)), index)?.id ?? nobody,
    };
    const customer = organization.customers.find(({ id }) => id === args.customerId);
    return {
      name: "removeCustomer",
      args,
      ask: (ledger, context) => ledger.removeCustomer(args, context),
      unseen: "CustomerNotFound",
      isThere: () => customer !== undefined,
      pool: null,
      decide: () => {
        if (!customer || customer.removed) return nothing(null);
        const members = customer.members.filter(({ removed }) => !removed);
        const people = new Set<string | null>([customer.id, ...members.map(({ id }) => id)]);
        const seats = liveIn(
          organization,
          (pool, seat) => people.has(seat.personId) || (seat.customerId === customer.id && pool.customer !== customer),
        );
        return {
          events: [...seats.map(() => "SeatRevoked"), ...members.map(() => "MemberRemoved"), "CustomerRemoved"],
          answer: null,
          follow() {
            for (const seat of seats) vacate(seat, model.now);
            for (const member of members) member.removed = true;
            customer.removed = true;
          },
        };
      },
    };
  });
}

/** Where members hold the seats: by the id of a member, which is perhaps the owner that the customer is. */
export function forgetPerson(given: Circumstances, index: number): Step {
  return step<void>(`forgetPerson(${index})`, given, (organization, model) => {
    const people = organization.memberModel ? everyPerson(organization, seenFrom(given, model, organization)) : [];
    const args = { personId: roundOver(people, index)?.id ?? nobody };
    const member = everyMember(organization).find(({ id }) => id === args.personId);
    return {
      name: "forgetPerson",
      args,
      ask: (ledger, context) => ledger.forgetPerson(args, context),
      unseen: "MemberNotFound",
      isThere: () => member !== undefined,
      pool: null,
      decide: () => (!member || member.forgotten ? nothing(null) : forgotten(member, organization, model)),
    };
  });
}

function forgotten(member: ModelMember, organization: ModelOrganization, model: Model): Effect<unknown> {
  const payer = organization.customers.find(({ members }) => members.includes(member));
  // Under the payer's e-mail a member is the payer as a person: both go, and whoever had it before.
  const isPayer = payer !== undefined && !payer.forgotten && same(payer.email, member.email);
  const members = isPayer ? namesakes(payer) : [member];
  const people = new Set<string | null>(members.map(({ id }) => id));
  const seats = liveIn(organization, (_, seat) => people.has(seat.personId));
  const leaving = members.filter(({ removed }) => !removed);
  return {
    events: [
      ...seats.map(() => "SeatRevoked"),
      ...leaving.map(() => "MemberRemoved"),
      ...members.map(() => "PersonForgotten"),
      ...(isPayer ? ["PersonForgotten"] : []),
    ],
    answer: null,
    follow() {
      for (const seat of seats) vacate(seat, model.now);
      for (const one of members) Object.assign(one, { ...nameless, removed: true });
      if (isPayer) Object.assign(payer, nameless);
      for (const seat of everySeat(organization)) if (people.has(seat.lastPersonId)) seat.metadata = {};
      organization.forgotten += 1;
    },
  };
}

const nameless = { email: null, externalId: null, forgotten: true };

/** Everybody who is or was the customer under its e-mail. */
function namesakes(customer: ModelCustomer) {
  return customer.members.filter(({ email, forgotten }) => !forgotten && same(email, customer.email));
}

/** Somebody of the other organization is foreign through one's own fence alone: else that is the other's own step. */
function seenFrom({ door }: Circumstances, model: Model, organization: ModelOrganization): Model {
  return door === "own" ? model : { ...model, organizations: [organization, organization] };
}
