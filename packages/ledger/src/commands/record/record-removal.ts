// Records that a source removed a member or a customer: as `removeMember` and `removeCustomer`, it takes back the seats that
// they hold in the ledger's pools. Who is not known here has nothing to lose.

import { reject } from "../../domain/rejections.ts";
import { invariant } from "../../invariant.ts";
import { type FoundCustomer, findCustomer } from "../../store/customer-queries.ts";
import { type FoundMember, findMember } from "../../store/member-queries.ts";
import { findOrganization } from "../../store/organization-queries.ts";
import type { Reads } from "../../store/port.ts";
import { type Call, type Plan, planned } from "../shared/command.ts";
import { insideFence } from "../shared/inside-fence.ts";
import { customerLeaves, memberLeaves } from "../shared/leaving.ts";
import type { Recorded, RemovalFact } from "./facts.ts";
import { nothingRecorded, recordedOf } from "./recorded.ts";

export function* recordRemoval(fact: RemovalFact, call: Call): Plan<Recorded> {
  const { organizationId } = fact;
  const found = yield* findOrganization(organizationId);
  if (!found || !insideFence(organizationId, call)) return reject("OrganizationNotFound", { organizationId });
  const who = yield* findLeaving(fact);
  if (who && who.customer.organization !== found.stream) {
    return reject("IdentityConflict", { what: who.member ? "member" : "customer", ids: [] });
  }
  if (!who || (who.member?.member ?? who.customer.customer).removedAt) {
    const anchor = { stream: found.stream, version: found.organization.version };
    return planned(found.stream, null, anchor, nothingRecorded);
  }
  // Nothing in a pool of the ledger occurs later than it is recorded, whatever a source says.
  const at = new Date(Math.min(fact.at.getTime(), call.now.getTime()));
  const { customer, member } = who;
  const { appends, append } = yield* member ? memberLeaves(member, customer, at) : customerLeaves(customer, at);
  return {
    kind: "planned",
    organization: found.stream,
    appends,
    anchor: { stream: append.stream, version: append.after.version },
    answer: recordedOf(appends.flatMap(({ events }) => [...events])),
  };
}

interface WhoLeaves {
  readonly customer: FoundCustomer;
  /** Null where the customer itself leaves. */
  readonly member: FoundMember | null;
}

function* findLeaving({ customerId, memberId }: RemovalFact): Reads<WhoLeaves | null> {
  const member = memberId === null ? null : yield* findMember(memberId);
  const id = member?.member.customerId ?? customerId;
  if (id === null) return null;
  const customer = yield* findCustomer(id);
  invariant(customer || !member, "a member has a customer");
  return customer && { customer, member };
}
