// forgetPerson: erases what names a person, by whichever ids the ledger knows it. Its seats in the ledger's pools are taken
// back first; the events stay, for they name nobody.

import { z } from "zod";
import { maybe, text, uuid } from "../arguments.ts";
import type { PersonId } from "../domain/ids.ts";
import { type Rejection, reject } from "../domain/rejections.ts";
import { findCustomer } from "../store/customer-queries.ts";
import { eraseHolding, erasePerson, eraseWhereabouts } from "../store/forgotten-queries.ts";
import { findMember } from "../store/member-queries.ts";
import { organizationObserving } from "../store/naming-queries.ts";
import { type FoundOrganization, findOrganization } from "../store/organization-queries.ts";
import { organizationNaming, readPeopleWithEmail } from "../store/person-queries.ts";
import type { Reads } from "../store/port.ts";
import { eraseMentions } from "./forget/erase-mentions.ts";
import { forgottenAppends } from "./forget/forgotten-appends.ts";
import { samePerson } from "./forget/same-person.ts";
import type { Call, Command } from "./shared/command.ts";
import { insideFence } from "./shared/inside-fence.ts";
import { earlier, noExpectedVersion, occurredAt } from "./shared/preconditions.ts";

const schema = z
  .strictObject({
    personId: maybe(uuid),
    organizationId: maybe(uuid),
    /** As a source may have shown it, which checks e-mails in its own way. */
    email: maybe(text.trim().min(1, "must not be empty")),
  })
  .superRefine(({ personId, organizationId, email }, context) => {
    const byId = personId !== null && organizationId === null && email === null;
    const byEmail = personId === null && organizationId !== null && email !== null;
    if (byId || byEmail) return;
    const message = "Exactly one of personId, or organizationId together with email, must be given";
    context.addIssue({ code: "custom", path: [], message });
  });

/** A person by the id of a member or a customer, or everybody of an organization who has or had an e-mail. */
export type ForgetPersonArgs =
  | { readonly personId: string }
  | { readonly organizationId: string; readonly email: string };

type Args = z.output<typeof schema>;

export const forgetPerson: Command<Args, void> = {
  name: "forgetPerson",
  args: schema,

  *plan(args, call) {
    const owner = yield* organizationOf(args, call);
    if (owner.kind === "rejected") return owner;
    const { stream, organization } = owner.found;
    const repeated = yield* earlier(stream, call);
    if (repeated) return repeated;
    const unversioned = noExpectedVersion(call);
    if (unversioned) return unversioned;
    const at = occurredAt(call, null);
    if (!(at instanceof Date)) return at;
    const person = yield* samePerson(stream, yield* named(args, stream));
    const mentions = yield* eraseMentions({ stream, id: organization.id }, person, args);
    if (person.ids.length === 0) {
      // Somebody of whom only observations or reasons tell, or who was forgotten before.
      const anchor = { stream, version: organization.version };
      // Since then it may have acted again, under the id.
      const acts = args.personId === null ? [] : [eraseWhereabouts(stream, args.personId)];
      const erasures = [...acts, ...mentions];
      return { kind: "planned", organization: stream, appends: [], erasures, anchor, answer: undefined };
    }
    const { appends, after } = yield* forgottenAppends(owner.found, person.ids, at);
    return {
      kind: "planned",
      organization: stream,
      appends,
      // What these very events brought beside them names the person too, and goes with the rest.
      erasures: [
        ...person.holdings.flatMap(eraseHolding),
        ...person.ids.flatMap((id) => erasePerson(stream, id)),
        ...mentions,
      ],
      anchor: { stream, version: after.version },
      answer: undefined,
    };
  },

  *again() {},
};

function* organizationOf(
  { personId, organizationId }: Args,
  call: Call,
): Reads<{ readonly kind: "owner"; readonly found: FoundOrganization } | Rejection> {
  const id = personId === null ? organizationId : yield* organizationOfPerson(personId);
  const found = id !== null && insideFence(id, call) ? yield* findOrganization(id) : null;
  if (found) return { kind: "owner", found };
  return personId === null
    ? reject("OrganizationNotFound", { organizationId })
    : reject("MemberNotFound", { memberId: personId });
}

function* organizationOfPerson(personId: string): Reads<string | null> {
  const member = (yield* findMember(personId))?.member;
  const customer = (yield* findCustomer(member?.customerId ?? personId))?.customer;
  const known = customer?.organizationId ?? (yield* organizationNaming(personId));
  return known ?? (yield* organizationObserving(personId));
}

function* named({ personId, email }: Args, organization: number): Reads<readonly PersonId[]> {
  if (personId !== null) return [personId as PersonId];
  return email === null ? [] : yield* readPeopleWithEmail(organization, email);
}
