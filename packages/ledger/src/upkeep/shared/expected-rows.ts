// What the views of a stream must hold, as rows: what would be written there now. The personal rows are filled in where the
// fold holds references to them.

import type { Personal } from "../../domain/events.ts";
import type { CustomerId, OrganizationId, PoolId } from "../../domain/ids.ts";
import { invariant } from "../../invariant.ts";
import { writeCustomer } from "../../store/customer-queries.ts";
import { writeMember } from "../../store/member-queries.ts";
import { writeOrganization } from "../../store/organization-queries.ts";
import { writePool } from "../../store/pool-queries.ts";
import type { Bound } from "../../store/query.ts";
import { writeSeat } from "../../store/seat-queries.ts";
import type { ViewName } from "../../store/upkeep-queries.ts";
import { poolOf } from "./fold.ts";
import type { Folded, FoldedCustomer, FoldedPool } from "./folded.ts";
import { versionReferred } from "./read-event.ts";

/** A row that must be there: its values are those of the statement that writes it. */
export interface ExpectedRow {
  readonly table: ViewName;
  readonly write: Bound;
  /** The version of the stream at which it became so. */
  readonly version: number;
}

/** What a stream's views need besides its events. */
export interface Surroundings {
  readonly id: string;
  /** The personal rows of the stream, by version. */
  readonly personal: (version: number) => Personal | null;
  /** The number of a customer's stream; null where there is none. */
  readonly customerNumber: (id: CustomerId) => number | null;
}

/** Every row of a stream whose events could be folded; null where what it refers to is not there. */
export function expectedRows(folded: Folded, around: Surroundings): readonly ExpectedRow[] | null {
  const { stream, version } = folded;
  switch (folded.kind) {
    case "organization": {
      invariant(folded.state, "a folded organization has a state");
      const write = writeOrganization(stream, { ...folded.state, id: around.id as OrganizationId });
      return [{ table: "organizations", write, version }];
    }
    case "customer":
      return customerRows(folded, around);
    case "pool":
      return poolRows(folded, around);
  }
}

function customerRows(folded: FoldedCustomer, around: Surroundings): readonly ExpectedRow[] {
  const { stream, organization, version, state } = folded;
  invariant(state, "a folded customer has a state");
  const id = around.id as CustomerId;
  const customer = { ...state, id, ...namesOf(state, around) };
  const members = [...folded.members.values()].map(({ member, version: changed }) => ({
    table: "members" as const,
    write: writeMember(stream, { ...member, ...namesOf(member, around) }),
    version: changed,
  }));
  return [{ table: "customers", write: writeCustomer(stream, organization, customer), version }, ...members];
}

interface Names {
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
}

/** Who somebody is, as the personal row says to which the fold refers; nothing where that was erased. */
function namesOf({ email: reference }: Names, { personal }: Surroundings): Names {
  const version = versionReferred(reference);
  const { email = null, name = null, externalId = null } = (version === null ? null : personal(version)) ?? {};
  return { email, name, externalId };
}

function poolRows(folded: FoldedPool, around: Surroundings): readonly ExpectedRow[] | null {
  const { stream, organization, version } = folded;
  const state = poolOf(folded);
  const customer = around.customerNumber(state.customerId);
  if (customer === null) return null;
  const pool = writePool({ ...state, id: around.id as PoolId }, { stream, organization, customer });
  const seats = folded.seats.map((seat) => {
    const told = versionReferred(seat.metadata);
    const metadata = (told === null ? null : around.personal(told)?.metadata) ?? {};
    const write = writeSeat(stream, {
      ...seat,
      email: namesOf({ ...nobody, email: seat.email }, around).email,
      metadata,
    });
    return { table: "seats" as const, write, version: seat.version };
  });
  return [{ table: "pools", write: pool, version }, ...seats];
}

const nobody: Names = { email: null, name: null, externalId: null };
