// Finding customers in the current view, and writing them there.

import type { CustomerState } from "../domain/directory.ts";
import { type CustomerId, emailKey, type OrganizationId } from "../domain/ids.ts";
import { dateOrNull } from "./event-codec.ts";
import { askOne, type Reads } from "./port.ts";
import { type Bound, idOfStream, query, upsert } from "./query.ts";
import type { CustomersTable } from "./tables.ts";

export interface FoundCustomer {
  readonly customer: CustomerState;
  readonly stream: number;
  /** The organization's stream. */
  readonly organization: number;
}

type CustomerRow = CustomersTable & { organization_id: string };

const customerById = query((db, args: { id: string }) => customerRows(db).where("customers.id", "=", args.id));
const customerByEmail = query((db, args: { organization: number; emailKey: string }) =>
  customerRows(db)
    .where("customers.organization", "=", args.organization)
    .where("customers.email_key", "=", args.emailKey)
    .where("customers.removed_at", "is", null),
);
const customerByExternalId = query((db, args: { organization: number; externalId: string }) =>
  customerRows(db)
    .where("customers.organization", "=", args.organization)
    .where("customers.external_id", "=", args.externalId)
    .where("customers.removed_at", "is", null),
);

/** By its id also one that was removed: seats, pools and history name it. */
export function* findCustomer(id: string): Reads<FoundCustomer | null> {
  const row = yield* askOne(customerById({ id }));
  return row && foundCustomer(row);
}

/** By its facts nobody is found who was removed. */
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
    .selectAll("customers")
    .select(idOfStream(db, "customers.organization").as("organization_id"))
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
      removedAt: dateOrNull(row.removed_at),
      version: row.version,
    },
  };
}

const upsertCustomer = upsert("customers", ["stream"], {
  stream: true,
  id: "fixed",
  organization: true,
  email: true,
  email_key: true,
  name: true,
  external_id: true,
  created_at: true,
  removed_at: true,
  version: true,
});

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
    removed_at: customer.removedAt?.getTime() ?? null,
    version: customer.version,
  });
}
