// Finding organizations, customers and members in the current views, and writing them there.

import type { CustomerState, MemberState, OrganizationState } from "../domain/directory.ts";
import type { MemberRole } from "../domain/events.ts";
import { type CustomerId, emailKey, type MemberId, type OrganizationId } from "../domain/ids.ts";
import { dateOrNull } from "./event-codec.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, query, upsert } from "./query.ts";
import type { CustomersTable, MembersTable, OrganizationsTable } from "./tables.ts";

export interface FoundOrganization {
  readonly organization: OrganizationState;
  readonly stream: number;
}

export interface FoundCustomer {
  readonly customer: CustomerState;
  readonly stream: number;
  /** The organization's stream. */
  readonly organization: number;
}

export interface FoundMember {
  readonly member: MemberState;
  readonly customerStream: number;
}

const organizationById = query((db, args: { id: string }) =>
  db.selectFrom("organizations").selectAll().where("id", "=", args.id),
);
const organizationBySlug = query((db, args: { slug: string }) =>
  db.selectFrom("organizations").selectAll().where("slug", "=", args.slug),
);

export function* findOrganization(id: string): Reads<FoundOrganization | null> {
  const row = yield* askOne(organizationById({ id }));
  return row && foundOrganization(row);
}

export function* findOrganizationBySlug(slug: string): Reads<FoundOrganization | null> {
  const row = yield* askOne(organizationBySlug({ slug }));
  return row && foundOrganization(row);
}

function foundOrganization(row: OrganizationsTable): FoundOrganization {
  return {
    stream: row.stream,
    organization: {
      id: row.id as OrganizationId,
      name: row.name,
      slug: row.slug,
      memberModel: row.member_model === 1,
      seatsEnabled: row.seats_enabled === 1,
      createdAt: new Date(row.created_at),
      version: row.version,
    },
  };
}

type CustomerRow = CustomersTable & { organization_id: string };

const customerById = query((db, args: { id: string }) => customerRows(db).where("customers.id", "=", args.id));
const customerByEmail = query((db, args: { organization: number; emailKey: string }) =>
  customerRows(db)
    .where("customers.organization", "=", args.organization)
    .where("customers.email_key", "=", args.emailKey),
);
const customerByExternalId = query((db, args: { organization: number; externalId: string }) =>
  customerRows(db)
    .where("customers.organization", "=", args.organization)
    .where("customers.external_id", "=", args.externalId),
);

export function* findCustomer(id: string): Reads<FoundCustomer | null> {
  const row = yield* askOne(customerById({ id }));
  return row && foundCustomer(row);
}

export function* findCustomerByEmail(organization: number, email: string): Reads<FoundCustomer | null> {
  const row = yield* askOne(customerByEmail({ organization, emailKey: emailKey(email) }));
  return row && foundCustomer(row);
}

export function* findCustomerByExternalId(organization: number, externalId: string): Reads<FoundCustomer | null> {
  const row = yield* askOne(customerByExternalId({ organization, externalId }));
  return row && foundCustomer(row);
}

function customerRows(db: Parameters<Parameters<typeof query>[0]>[0]) {
  return db
    .selectFrom("customers")
    .innerJoin("streams as organizations", "organizations.stream", "customers.organization")
    .selectAll("customers")
    .select("organizations.id as organization_id")
    .$castTo<CustomerRow>();
}

function foundCustomer(row: CustomerRow): FoundCustomer {
  return {
    stream: row.stream,
    organization: row.organization,
    customer: {
      id: row.id as CustomerId,
      organizationId: row.organization_id as OrganizationId,
      email: row.email,
      name: row.name,
      externalId: row.external_id,
      createdAt: new Date(row.created_at),
      version: row.version,
    },
  };
}

type MemberRow = MembersTable & { customer_id: string };

const memberById = query((db, args: { id: string }) => memberRows(db).where("members.id", "=", args.id));
const memberByEmail = query((db, args: { customer: number; emailKey: string }) =>
  memberRows(db).where("members.customer", "=", args.customer).where("members.email_key", "=", args.emailKey),
);
const memberByExternalId = query((db, args: { customer: number; externalId: string }) =>
  memberRows(db).where("members.customer", "=", args.customer).where("members.external_id", "=", args.externalId),
);
const membersInPool = query((db, args: { pool: number }) =>
  memberRows(db).where("members.id", "in", (ids) =>
    ids
      .selectFrom("seats")
      .where("seats.pool", "=", args.pool)
      .where("seats.member_id", "is not", null)
      .select((seat) => seat.ref("seats.member_id").$notNull().as("id")),
  ),
);

export function* findMember(id: string): Reads<FoundMember | null> {
  const row = yield* askOne(memberById({ id }));
  return row && foundMember(row);
}

/** `customer` is the customer's stream. */
export function* findMemberByEmail(customer: number, email: string): Reads<FoundMember | null> {
  const row = yield* askOne(memberByEmail({ customer, emailKey: emailKey(email) }));
  return row && foundMember(row);
}

export function* findMemberByExternalId(customer: number, externalId: string): Reads<FoundMember | null> {
  const row = yield* askOne(memberByExternalId({ customer, externalId }));
  return row && foundMember(row);
}

/** Everybody who sits in a pool now, by member id. */
export function* readMembersInPool(pool: number): Reads<ReadonlyMap<MemberId, MemberState>> {
  const found = (yield* ask(membersInPool({ pool }))).map(foundMember);
  return new Map(found.map(({ member }) => [member.id, member]));
}

function memberRows(db: Parameters<Parameters<typeof query>[0]>[0]) {
  return db
    .selectFrom("members")
    .innerJoin("streams as customers", "customers.stream", "members.customer")
    .selectAll("members")
    .select("customers.id as customer_id")
    .$castTo<MemberRow>();
}

function foundMember(row: MemberRow): FoundMember {
  return {
    customerStream: row.customer,
    member: {
      id: row.id as MemberId,
      customerId: row.customer_id as CustomerId,
      email: row.email,
      name: row.name,
      externalId: row.external_id,
      role: row.role as MemberRole,
      createdAt: new Date(row.created_at),
      modifiedAt: dateOrNull(row.modified_at),
    },
  };
}

const upsertOrganization = upsert("organizations", ["stream"], {
  stream: true,
  id: true,
  name: true,
  slug: true,
  member_model: true,
  seats_enabled: true,
  created_at: true,
  version: true,
});

const upsertCustomer = upsert("customers", ["stream"], {
  stream: true,
  id: true,
  organization: true,
  email: true,
  email_key: true,
  name: true,
  external_id: true,
  created_at: true,
  version: true,
});

const upsertMember = upsert("members", ["id"], {
  id: true,
  customer: true,
  email: true,
  email_key: true,
  name: true,
  external_id: true,
  role: true,
  created_at: true,
  modified_at: true,
});

export function writeOrganization(stream: number, organization: OrganizationState): Bound {
  return upsertOrganization({
    stream,
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    member_model: organization.memberModel ? 1 : 0,
    seats_enabled: organization.seatsEnabled ? 1 : 0,
    created_at: organization.createdAt.getTime(),
    version: organization.version,
  });
}

export function writeCustomer(stream: number, organization: number, customer: CustomerState): Bound {
  return upsertCustomer({
    stream,
    organization,
    id: customer.id,
    email: customer.email,
    email_key: customer.email === null ? null : emailKey(customer.email),
    name: customer.name,
    external_id: customer.externalId,
    created_at: customer.createdAt.getTime(),
    version: customer.version,
  });
}

export function writeMember(customerStream: number, member: MemberState): Bound {
  return upsertMember({
    id: member.id,
    customer: customerStream,
    email: member.email,
    email_key: member.email === null ? null : emailKey(member.email),
    name: member.name,
    external_id: member.externalId,
    role: member.role,
    created_at: member.createdAt.getTime(),
    modified_at: member.modifiedAt?.getTime() ?? null,
  });
}
