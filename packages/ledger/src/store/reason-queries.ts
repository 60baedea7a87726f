// The reasons that requests gave, and erasing those that name somebody. Finding them walks every personal row: it is asked for
// only when somebody is forgotten, and whoever is forgotten waits for the file to be written anew as well.

import { sql } from "kysely";
import { isReadable, personalField } from "./personal-field.ts";
import { ask, type Reads } from "./port.ts";
import { type Bound, query } from "./query.ts";

interface PageArguments {
  readonly [name: string]: number;
  readonly organization: number;
  readonly stream: number;
  readonly version: number;
  readonly limit: number;
}

const reason = personalField("reason");
const reasonsAfter = query((db, args: PageArguments) =>
  db
    .selectFrom("personal")
    .innerJoin("events", (join) =>
      join.onRef("events.stream", "=", "personal.stream").onRef("events.version", "=", "personal.version"),
    )
    .where(sql<boolean>`(personal.stream, personal.version) > (${args.stream}, ${args.version})`)
    .where(reason, "is not", null)
    // The plus keeps the database from leading by anything but the rows themselves, in their order.
    .where(sql<number>`events.organization + 0`, "=", args.organization)
    .orderBy("personal.stream")
    .orderBy("personal.version")
    .limit(sql<number>`${args.limit}`)
    .select(["personal.stream", "personal.version", reason.as("reason")]),
);

const pageSize = 500;

/** Beside which event of which stream a reason stands. */
export type ReasonPlace = readonly [stream: number, version: number];

/** The places of an organization's reasons of which this is true. */
export function* readReasonsThat(
  organization: number,
  isMeant: (reason: string) => boolean,
): Reads<readonly ReasonPlace[]> {
  const places: ReasonPlace[] = [];
  let after: { readonly stream: number; readonly version: number } | undefined = { stream: 0, version: 0 };
  while (after !== undefined) {
    const page: readonly { stream: number; version: number; reason: string | null }[] = yield* ask(
      reasonsAfter({ organization, stream: after.stream, version: after.version, limit: pageSize }),
    );
    for (const { stream, version, reason: text } of page) if (isMeant(text ?? "")) places.push([stream, version]);
    after = page.length < pageSize ? undefined : page.at(-1);
  }
  return places;
}

const eraseReasonsAt = query((db, args: { places: string }) =>
  db
    .updateTable("personal")
    .set({ data: sql<string>`json_remove(data, '$.reason')` })
    .where(sql<boolean>`(stream, version) in (select value ->> 0, value ->> 1 from json_each(${args.places}))`)
    .where(isReadable),
);

/** What else the requests said of themselves stays. */
export function eraseReasons(places: readonly ReasonPlace[]): readonly Bound[] {
  return places.length === 0 ? [] : [eraseReasonsAt({ places: JSON.stringify(places) })];
}
