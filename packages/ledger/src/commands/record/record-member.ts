// Records a member of a customer as a source shows it.

import { personOf } from "../../domain/ids.ts";
import { reject } from "../../domain/rejections.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { isForgotten } from "../../store/forgotten-queries.ts";
import { findMember } from "../../store/member-queries.ts";
import { findOrganization } from "../../store/organization-queries.ts";
import { type Call, type Plan, planned } from "../shared/command.ts";
import { insideFence } from "../shared/inside-fence.ts";
import type { MemberFact, Recorded } from "./facts.ts";
import { nothingRecorded, recordedOf } from "./recorded.ts";
import { memberAppends, memberChange } from "./shown-members.ts";

export function* recordMember(fact: MemberFact, call: Call): Plan<Recorded> {
  const { id, organizationId, customerId } = fact;
  const organization = yield* findOrganization(organizationId);
  if (!organization || !insideFence(organizationId, call)) return reject("OrganizationNotFound", { organizationId });
  const customer = yield* findCustomer(customerId);
  if (customer?.organization !== organization.stream) return reject("CustomerNotFound", { customerId });
  const found = yield* findMember(id);
  if (found && found.customerStream !== customer.stream) {
    return reject("IdentityConflict", { what: "member", ids: [] });
  }
  // Who was removed here comes back by being registered, and who was forgotten never does: not by being shown.
  const hasLeft = found?.member.removedAt || customer.customer.removedAt || (yield* isForgotten(personOf(id)));
  const event = hasLeft ? null : memberChange(found?.member ?? null, fact, call);
  if (!event) {
    const anchor = { stream: customer.stream, version: customer.customer.version };
    return planned(organization.stream, null, anchor, nothingRecorded);
  }
  const appends = yield* memberAppends(customer, [event], found ? [found.member] : [], call);
  const [{ stream, after }] = appends;
  return {
    kind: "planned",
    organization: organization.stream,
    appends,
    anchor: { stream, version: after.version },
    answer: recordedOf(appends.flatMap(({ events }) => [...events])),
  };
}
