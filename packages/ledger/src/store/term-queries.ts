// The inverted index of the log: by which short terms an event is found. It is written in batches, for an index that every
// event kept up to date cost its commit a page each (docs/decisions/0010); what is not in it yet is looked through. A term
// leads to candidates only: whoever asks checks the event itself.

import { type RawBuilder, sql } from "kysely";
import type { Head } from "./log-queries.ts";
import { type Bound, query } from "./query.ts";

/** How many events may wait to be written into the index. */
const batch = 1_000;
/** How many one command writes at most: while `rebuild` makes the index anew, more are waiting. */
const mostAtOnce = 5 * batch;

/** The terms, as SQL of an event's columns or of what is asked for: the ends of ids differ where their beginnings may not. */
export const terms = {
  person: (id: RawBuilder<unknown>) => sql<string>`'p' || substr(${id}, -8)`,
  actor: (id: RawBuilder<unknown>) => sql<string>`'a' || substr(${id}, -8)`,
  type: (organization: RawBuilder<unknown>, type: RawBuilder<unknown>) =>
    sql<string>`'t' || ${whole(organization)} || ${type}`,
  actorType: (organization: RawBuilder<unknown>, type: RawBuilder<unknown>) =>
    sql<string>`'k' || ${whole(organization)} || ${type}`,
  organization: (organization: RawBuilder<unknown>) => sql<string>`'o' || ${whole(organization)}`,
};

/** A number that is given is a real one to SQLite, which writes it as 1.0. */
function whole(number: RawBuilder<unknown>): RawBuilder<number> {
  return sql`cast(${number} as integer)`;
}

const stretch = (args: { after: number; upTo: number }) =>
  sql`from events where position > ${args.after} and position <= ${args.upTo}`;
const column = (name: string) => sql.ref(name);

const insertTerms = query((db, args: { after: number; upTo: number }) =>
  db
    .insertInto("event_terms")
    .columns(["term", "position"])
    .expression(
      sql`
      select ${terms.person(column("person_id"))}, position ${stretch(args)} and person_id is not null
      union all select ${terms.actor(column("actor_id"))}, position ${stretch(args)} and actor_id is not null
      union all select ${terms.type(column("organization"), column("type"))}, position ${stretch(args)}
      union all select ${terms.actorType(column("organization"), column("actor_type"))}, position ${stretch(args)}
      union all select ${terms.organization(column("organization"))}, position ${stretch(args)}
      order by 1, 2`,
    ),
);
const moveMark = query((db, args: { position: number }) =>
  db.updateTable("event_terms_mark").set({ position: args.position }),
);

const notIndexed = sql`select position from events where position > (select position from event_terms_mark)`;
const under = (term: RawBuilder<string>) =>
  sql<boolean>`events.position in (select position from event_terms where term = ${term} union all ${notIndexed})`;

/** Leads to the events that may name a person. */
export function mayName(personId: RawBuilder<unknown>): RawBuilder<boolean> {
  return under(terms.person(personId));
}

/** Leads to the events that may be an organization's. */
export function mayBeOf(organization: RawBuilder<unknown>): RawBuilder<boolean> {
  return under(terms.organization(organization));
}

/** What brings the index up to date, once enough was appended; to be written after the events. */
export function indexTerms(head: Head, upTo: number): readonly Bound[] {
  if (upTo - head.indexed < batch) return [];
  return termsBetween(head.indexed, Math.min(upTo, head.indexed + mostAtOnce));
}

/** Writes the terms of the events after the mark, up to a position, and moves the mark. */
export function termsBetween(mark: number, upTo: number): readonly Bound[] {
  return [insertTerms({ after: mark, upTo }), moveMark({ position: upTo })];
}
