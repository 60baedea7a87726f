// Which observations name a person: by an id that they were kept with, or by an e-mail that the person has or ever had.

import type { OrganizationId } from "../../domain/ids.ts";
import { readEmailsOfHolding, readEmailsOfPerson } from "../../store/forgotten-queries.ts";
import { readArrivals } from "../../store/naming-queries.ts";
import type { Reads } from "../../store/port.ts";
import { mentioning } from "./mentions.ts";
import type { KnownPerson } from "./same-person.ts";

/** By what the request named the person, besides the ids that are known of it. */
interface Asked {
  readonly personId: string | null;
  readonly email: string | null;
}

/** The arrivals of the observations whose bodies have to go. */
export function* namedObservations(
  organization: { readonly stream: number; readonly id: OrganizationId },
  person: KnownPerson,
  { personId, email }: Asked,
): Reads<readonly number[]> {
  const ids = new Set<string>([...person.ids, ...(personId === null ? [] : [personId])]);
  const emails = new Set(email === null ? [] : [email]);
  for (const id of person.ids) {
    for (const one of yield* readEmailsOfPerson(organization.stream, id)) emails.add(one);
  }
  for (const place of person.holdings) {
    for (const one of yield* readEmailsOfHolding(place)) emails.add(one);
  }
  const mentions = mentioning(emails);
  return yield* readArrivals(organization.id, ({ people, body }) => people.some((id) => ids.has(id)) || mentions(body));
}
