// Whom observations name, and erasing the bodies that do. Finding them walks every observation of an organization: it is asked
// for only when somebody is forgotten, and whoever is forgotten waits for the file to be written anew as well.

import { sql } from "kysely";
import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, query } from "./query.ts";

const organizationOfObserved = query((db, args: { personId: string }) =>
  db
    .selectFrom("observations")
    .innerJoin("organizations", "organizations.id", "observations.organization_id")
    .where(sql<boolean>`${args.personId} in (select value from json_each(observations.people))`)
    .limit(1)
    .select("organizations.id"),
);

/** The organization whose observations name a person, perhaps one whom no event names yet. */
export function* organizationObserving(personId: string): Reads<string | null> {
  return (yield* askOne(organizationOfObserved({ personId })))?.id ?? null;
}

const unerasedAfter = query((db, args: { organizationId: string; after: number; limit: number }) =>
  db
    .selectFrom("observations")
    .where("arrival", ">", args.after)
    .where("body", "is not", null)
    .where((where) =>
      where.or([where("organization_id", "=", args.organizationId), where("organization_id", "is", null)]),
    )
    .orderBy("arrival")
    .limit(sql<number>`${args.limit}`)
    .select(["arrival", "people", "body"]),
);

/** Bodies may be long. */
const pageSize = 50;

/** An observation whose body is not erased. */
export interface Unerased {
  readonly people: readonly string[];
  readonly body: string;
}

/** The arrivals of those observations, of an organization or of nobody knows whom, of which this is true. */
export function* readArrivals(
  organizationId: string,
  isMeant: (observation: Unerased) => boolean,
): Reads<readonly number[]> {
  const arrivals: number[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: readonly { arrival: number; people: string; body: string | null }[] = yield* ask(
      unerasedAfter({ organizationId, after, limit: pageSize }),
    );
    for (const { arrival, people, body } of page) {
      if (isMeant({ people: JSON.parse(people), body: body ?? "" })) arrivals.push(arrival);
    }
    after = page.length < pageSize ? undefined : page.at(-1)?.arrival;
  }
  return arrivals;
}

const eraseBodies = query((db, args: { arrivals: string }) =>
  db
    .updateTable("observations")
    .set({ body: null, hash: null, people: "[]" })
    .where("arrival", "in", sql<number>`(select value from json_each(${args.arrivals}))`),
);

export function eraseObservations(arrivals: readonly number[]): readonly Bound[] {
  return arrivals.length === 0 ? [] : [eraseBodies({ arrivals: JSON.stringify(arrivals) })];
}
