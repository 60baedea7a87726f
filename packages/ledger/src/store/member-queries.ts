// Finding members in the current view, and writing them there.

import { sql } from "kysely";
import type { MemberState, ShownMember } from "../domain/directory.ts";
import type { MemberRole } from "../domain/events.ts";
import { type CustomerId, emailKey, type MemberId } from "../domain/ids.ts";
import { dateOrNull } from "./event-codec.ts";
import { placesFor } from "./places.ts";
import type { PoolRefs } from "./pool-queries.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Arguments, type Bound, idOfStream, query, upsert } from "./query.ts";
import type { MembersTable } from "./tables.ts";

export interface FoundMember {
  readonly member: MemberState;
  readonly customerStream: number;
}

type MemberRow = MembersTable & { customer_id: string };

const memberById = query((db, args: { id: string }) => memberRows(db).where("members.id", "=", args.id));
const memberByEmail = query((db, args: { customer: number; emailKey: string }) =>
  memberRows(db)
    .where("members.customer", "=", args.customer)
    .where("members.email_key", "=", args.emailKey)
    .where("members.removed_at", "is", null),
);
const memberByExternalId = query((db, args: { customer: number; externalId: string }) =>
  memberRows(db)
    .where("members.customer", "=", args.customer)
    .where("members.external_id", "=", args.externalId)
    .where("members.removed_at", "is", null),
);
const membersOfCustomer = query((db, args: { customer: number }) =>
  memberRows(db).where("members.customer", "=", args.customer).orderBy("members.id"),
);
// The sign keeps SQLite from the index of the customer, in which it would look each of them up once more.
const shownMembers = (db: Parameters<Parameters<typeof query>[0]>[0], customer: number) =>
  db
    .selectFrom("members")
    .select(["id", "email", "name", "external_id", "role", "created_at", "modified_at"])
    .where(sql<number>`+members.customer`, "=", customer);

const membersInPool = query((db, args: { pool: number; customer: number }) =>
  shownMembers(db, args.customer).where("members.id", "in", (ids) =>
    ids
      .selectFrom("seats")
      .where("seats.pool", "=", args.pool)
      .where("seats.member_id", "is not", null)
      .select((seat) => seat.ref("seats.member_id").$notNull().as("id")),
  ),
);

// As many at once as most pools have seats: a statement for each member would cost more than the members.
const people = placesFor<string>(32, "");
const membersById = query((db, args: Arguments & { readonly customer: number }) =>
  shownMembers(db, args.customer).where("members.id", "in", people.among(args)),
);

/** A customer by its stream and its id. */
export interface CustomerRef {
  readonly customer: number;
  readonly customerId: CustomerId;
}

/** What is shown of members of a customer, those included who were removed; ids of other customers' members find nobody. */
export function* readShownMembers(
  { customer, customerId }: CustomerRef,
  ids: readonly MemberId[],
): Reads<Map<MemberId, ShownMember>> {
  const members = new Map<MemberId, ShownMember>();
  for (const part of people.parts(ids)) {
    for (const row of yield* ask(membersById({ ...part, customer }))) {
      members.set(row.id as MemberId, shownMember(row, customerId));
    }
  }
  return members;
}

/** By its id also one that was removed: seats and history name it. */
export function* findMember(id: string): Reads<FoundMember | null> {
  const row = yield* askOne(memberById({ id }));
  return row && foundMember(row);
}

/** The member who sits in a seat of a pool that this customer pays for. */
export function* findMemberOf(customer: number, id: MemberId | null): Reads<MemberState | null> {
  const found = id === null ? null : yield* findMember(id);
  return found?.customerStream === customer ? found.member : null;
}

/** By its facts nobody is found who was removed. `customer` is the customer's stream. */
export function* findMemberByEmail(customer: number, email: string): Reads<FoundMember | null> {
  const row = yield* askOne(memberByEmail({ customer, emailKey: emailKey(email) }));
  return row && foundMember(row);
}

export function* findMemberByExternalId(customer: number, externalId: string): Reads<FoundMember | null> {
  const row = yield* askOne(memberByExternalId({ customer, externalId }));
  return row && foundMember(row);
}

/** Every member of a customer, those included who were removed. */
export function* readMembers(customer: number): Reads<readonly MemberState[]> {
  return (yield* ask(membersOfCustomer({ customer }))).map((row) => foundMember(row).member);
}

/** Everybody who sits in a pool now, by member id: members of the billing customer, never of anybody else. */
export function* readMembersInPool(
  { stream: pool, customer }: Pick<PoolRefs, "stream" | "customer">,
  customerId: CustomerId,
): Reads<ReadonlyMap<MemberId, ShownMember>> {
  const members = new Map<MemberId, ShownMember>();
  for (const row of yield* ask(membersInPool({ pool, customer }))) {
    members.set(row.id as MemberId, shownMember(row, customerId));
  }
  return members;
}

function shownMember(
  row: Omit<MembersTable, "customer" | "email_key" | "removed_at">,
  customerId: CustomerId,
): ShownMember {
  return {
    id: row.id as MemberId,
    customerId,
    email: row.email,
    name: row.name,
    externalId: row.external_id,
    role: row.role as MemberRole,
    createdAt: new Date(row.created_at),
    modifiedAt: dateOrNull(row.modified_at),
  };
}

function memberRows(db: Parameters<Parameters<typeof query>[0]>[0]) {
  return db
    .selectFrom("members")
    .selectAll("members")
    .select(idOfStream(db, "members.customer").as("customer_id"))
    .$castTo<MemberRow>();
}

function foundMember(row: MemberRow): FoundMember {
  return {
    customerStream: row.customer,
    member: { ...shownMember(row, row.customer_id as CustomerId), removedAt: dateOrNull(row.removed_at) },
  };
}

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
  removed_at: true,
});

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
    removed_at: member.removedAt?.getTime() ?? null,
  });
}
