// Records organizations and customers as a source shows them. Unlike a registration, a shown customer gets no owner
// member made: the source shows its own.

import { personOf } from "../../domain/ids.ts";
import { reject } from "../../domain/rejections.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { isForgotten } from "../../store/forgotten-queries.ts";
import { findOrganization, findOrganizationBySlug } from "../../store/organization-queries.ts";
import { type Call, type Plan, planned } from "../shared/command.ts";
import { customerAppend } from "../shared/customer-append.ts";
import { customerEvent } from "../shared/customer-event.ts";
import { insideFence } from "../shared/inside-fence.ts";
import { organizationChange } from "../shared/organization-append.ts";
import type { CustomerFact, OrganizationFact, Recorded } from "./facts.ts";
import { nothingRecorded, recordedOf } from "./recorded.ts";

export function* recordOrganization(fact: OrganizationFact, call: Call): Plan<Recorded> {
  if (!insideFence(fact.id, call)) return reject("OrganizationNotFound", { organizationId: fact.id });
  const { type: _, id, ...data } = fact;
  const found = yield* findOrganization(id);
  const bySlug = yield* findOrganizationBySlug(data.slug);
  if (bySlug && bySlug.organization.id !== id) return reject("IdentityConflict", { what: "organization", ids: [id] });
  const { append, anchor } = organizationChange(found, id, data, call.now, call);
  return planned(0, append, anchor, recordedOf(append?.events ?? []));
}

export function* recordCustomer(fact: CustomerFact, call: Call): Plan<Recorded> {
  const organization = yield* findOrganization(fact.organizationId);
  if (!organization || !insideFence(fact.organizationId, call)) {
    return reject("OrganizationNotFound", { organizationId: fact.organizationId });
  }
  const found = yield* findCustomer(fact.id);
  if (found && found.organization !== organization.stream) {
    return reject("IdentityConflict", { what: "customer", ids: [] });
  }
  const { email, name, externalId } = fact;
  const forgotten = yield* isForgotten(personOf(null, fact.id));
  const before = found?.customer ?? null;
  const stream = found?.stream ?? call.newStream();
  // Who was removed here comes back by being registered, and who was forgotten never does: not by being shown.
  const settled = before?.email === email && before.name === name && before.externalId === externalId;
  if (before && (settled || before.removedAt || forgotten)) {
    return planned(organization.stream, null, { stream, version: before.version }, nothingRecorded);
  }
  const at = before ? call.now : (fact.createdAt ?? call.now);
  const { id, organizationId } = fact;
  const event = customerEvent(before ? "CustomerChanged" : "CustomerRegistered", id, { email, name, externalId }, at);
  const of = { stream, organization: organization.stream, id, organizationId, customer: before };
  const append = customerAppend(of, [event]);
  return planned(organization.stream, append, { stream, version: append.after.version }, recordedOf([event]));
}
