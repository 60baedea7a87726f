// What names a person without being about it: observations, by an id that they were kept with or by an e-mail that the person
// has or ever had, and what requests about others gave as their reason, by such an e-mail.

import type { OrganizationId } from "../../domain/ids.ts";
import { readEmailsOfHolding, readEmailsOfPerson } from "../../store/forgotten-queries.ts";
import { eraseObservations, readArrivals } from "../../store/naming-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Bound } from "../../store/query.ts";
import { eraseReasons, readReasonsThat } from "../../store/reason-queries.ts";
import { mentioning } from "./mentions.ts";
import type { KnownPerson } from "./same-person.ts";

/** By what the request named the person, besides the ids that are known of it. */
interface Asked {
  readonly personId: string | null;
  readonly email: string | null;
}

/** The bodies and the reasons that have to go. */
export function* eraseMentions(
  organization: { readonly stream: number; readonly id: OrganizationId },
  person: KnownPerson,
  { personId, email }: Asked,
): Reads<readonly Bound[]> {
  const ids = new Set<string>([...person.ids, ...(personId === null ? [] : [personId])]);
  const emails = new Set(email === null ? [] : [email]);
  for (const id of person.ids) {
    for (const one of yield* readEmailsOfPerson(organization.stream, id)) emails.add(one);
  }
  for (const place of person.holdings) {
    for (const one of yield* readEmailsOfHolding(place)) emails.add(one);
  }
  const mentions = mentioning(emails);
  const isNaming = ({ people, body }: { readonly people: readonly string[]; readonly body: string }) =>
    people.some((id) => ids.has(id)) || mentions(body);
  return [
    ...eraseObservations(yield* readArrivals(organization.id, isNaming)),
    ...eraseReasons(yield* readReasonsThat(organization.stream, mentions)),
  ];
}
