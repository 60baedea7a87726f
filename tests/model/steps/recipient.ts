// Who is meant by an assignment, as Polar's documentation tells it: https://polar.sh/docs/features/seat-based-pricing

import fc from "fast-check";
import { emails, externalIds } from "../cast.ts";
import {
  type Code,
  everyMember,
  type Model,
  type ModelCustomer,
  type ModelMember,
  type ModelOrganization,
  type ModelPool,
  present,
  roundOver,
  same,
} from "../model.ts";

/** Each way to name somebody. Numbers are counted round over everybody of both organizations, and nobody. */
export type Naming =
  | { readonly by: "email"; readonly email: string }
  | { readonly by: "customer"; readonly index: number }
  | { readonly by: "external customer"; readonly externalId: string }
  | { readonly by: "member"; readonly index: number }
  | { readonly by: "external member"; readonly externalId: string; readonly email: string | null };

const email = fc.constantFrom(...emails);
const externalId = fc.constantFrom(...externalIds);

export const naming: fc.Arbitrary<Naming> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ by: fc.constant("email" as const), email }) },
  { weight: 2, arbitrary: fc.record({ by: fc.constant("customer" as const), index: fc.nat({ max: 7 }) }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constant("external customer" as const), externalId }) },
  { weight: 3, arbitrary: fc.record({ by: fc.constant("member" as const), index: fc.nat({ max: 11 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      by: fc.constant("external member" as const),
      externalId,
      email: fc.option(email, { nil: null }),
    }),
  },
);

const nobody = "00000000-0000-4000-8000-00000000000f";

/** How a request says it. */
export function argsOf(named: Naming, organization: ModelOrganization, model: Model) {
  switch (named.by) {
    case "email":
      return { email: named.email };
    case "customer":
      return { customerId: roundOver(everyCustomer(organization, model), named.index)?.id ?? nobody };
    case "external customer":
      return { externalCustomerId: named.externalId };
    case "member":
      return { memberId: roundOver(everyPerson(organization, model), named.index)?.id ?? nobody };
    case "external member":
      return { externalMemberId: named.externalId, ...(named.email === null ? {} : { email: named.email }) };
  }
}

/** The own ones first, so that most numbers mean somebody. */
export function everyCustomer(organization: ModelOrganization, { organizations }: Model): readonly ModelCustomer[] {
  return [organization, ...organizations.filter((one) => one !== organization)].flatMap(({ customers }) => customers);
}

export function everyPerson(organization: ModelOrganization, { organizations }: Model): readonly ModelMember[] {
  return [organization, ...organizations.filter((one) => one !== organization)].flatMap(everyMember);
}

/** Who gets the seat; a member or customer that is null is made. */
export interface Meant {
  readonly byMembers: boolean;
  readonly email: string | null;
  readonly member: ModelMember | null;
  readonly newMember: { readonly email: string; readonly externalId: string | null } | null;
  /** A member who is known by e-mail gets this external id. */
  readonly link: string | null;
  /** With the member model off: who holds the seat, null where the e-mail makes a customer. */
  readonly customer: ModelCustomer | null;
}

export function meantBy(named: Naming, pool: ModelPool, organization: ModelOrganization, model: Model): Meant | Code {
  const namesMember = named.by === "member" || named.by === "external member";
  return organization.memberModel || namesMember
    ? memberMeant(named, pool, organization, model)
    : customerMeant(named, pool, organization, model);
}

function memberMeant(
  named: Naming,
  { customer }: ModelPool,
  organization: ModelOrganization,
  model: Model,
): Meant | Code {
  switch (named.by) {
    case "email":
      return memberOfEmail(named.email, null, customer);
    case "customer":
    case "external customer": {
      const found = customerNamed(named, organization, model);
      if (!found || found.email === null) return "InvalidSeatAssignmentRequest";
      return memberOfEmail(found.email, null, customer);
    }
    case "member": {
      const { memberId } = argsOf(named, organization, model) as { memberId: string };
      const member = present(customer.members).find(({ id }) => id === memberId);
      return member ? knownMember(member) : "MemberNotFound";
    }
    case "external member": {
      const member = present(customer.members).find(({ externalId }) => externalId === named.externalId);
      if (!member)
        return named.email === null ? "MemberNotFound" : memberOfEmail(named.email, named.externalId, customer);
      return named.email === null || same(member.email, named.email) ? knownMember(member) : "MemberEmailMismatch";
    }
  }
}

function memberOfEmail(address: string, external: string | null, { members }: ModelCustomer): Meant | Code {
  const member = present(members).find((one) => same(one.email, address));
  if (!member) return { ...asMember(address), member: null, newMember: { email: address, externalId: external } };
  if (external === null || member.externalId === external) return knownMember(member);
  return member.externalId === null ? { ...knownMember(member), link: external } : "MemberEmailMismatch";
}

function knownMember(member: ModelMember): Meant {
  return { ...asMember(member.email), member };
}

function asMember(address: string | null): Meant {
  return { byMembers: true, email: address, member: null, newMember: null, link: null, customer: null };
}

/** The holder is a customer; a member of the same e-mail stands for it under the buyer. */
function customerMeant(named: Naming, pool: ModelPool, organization: ModelOrganization, model: Model): Meant | Code {
  const customer = customerNamed(named, organization, model);
  if (!customer && named.by !== "email") return "CustomerNotFound";
  const address = customer ? customer.email : named.by === "email" ? named.email : null;
  const asked = named.by === "email" ? named.email : address;
  const member = asked === null ? null : (present(pool.customer.members).find((one) => same(one.email, asked)) ?? null);
  const newMember = asked === null || member ? null : { email: asked, externalId: null };
  return { byMembers: false, email: address, member, newMember, link: null, customer };
}

function customerNamed(named: Naming, organization: ModelOrganization, model: Model): ModelCustomer | null {
  const own = present(organization.customers);
  switch (named.by) {
    case "customer": {
      const { customerId } = argsOf(named, organization, model) as { customerId: string };
      return own.find(({ id }) => id === customerId) ?? null;
    }
    case "external customer":
      return own.find(({ externalId: known }) => known === named.externalId) ?? null;
    case "email":
      return own.find((one) => same(one.email, named.email)) ?? null;
    default:
      return null;
  }
}
