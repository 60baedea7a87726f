// The inverted index of the log: by which short terms an event is found. It is written in batches, for an index that every
// event kept up to date cost its commit a page each (docs/decisions/0010); what is not in it yet is looked through. A term
// leads to blocks of events that follow one another, some of which it is true of: whoever asks checks the event itself.

import { type RawBuilder, sql } from "kysely";
import type { Head } from "./log-queries.ts";
import { type Bound, query } from "./query.ts";

/** How many positions are one block: the first block is of the positions 1 to 16. */
export const blockSize = 16;
/** How many events may wait to be written into the index: whole blocks. */
const batch = 64 * blockSize;
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

/** A number that is given is a real one to SQLite, which writes it as 1.0 and divides it into fractions. */
function whole(number: RawBuilder<unknown>): RawBuilder<number> {
  return sql`cast(${number} as integer)`;
}

/** The block of a position. */
export function blockOf(position: RawBuilder<unknown>): RawBuilder<number> {
  return sql`((${whole(position)} - 1) / ${sql.lit(blockSize)})`;
}

/** Whether a position lies in the block of a row of the index. */
export function isInBlock(position: RawBuilder<number>): RawBuilder<boolean> {
  const size = sql.lit(blockSize);
  return sql`${position} > event_terms.block * ${size} and ${position} <= event_terms.block * ${size} + ${size}`;
}

/** The position at the end of the last block that a log of so many events has filled. */
export function endOfBlocks(position: number): number {
  return position - (position % blockSize);
}

const stretch = (args: { after: number; upTo: number }) =>
  sql`from events where position > ${args.after} and position <= ${args.upTo}`;
const column = (name: string) => sql.ref(name);

const insertTerms = query((db, args: { after: number; upTo: number }) => {
  const block = blockOf(column("position"));
  return db
    .insertInto("event_terms")
    .columns(["term", "block"])
    .expression(
      sql`
      select ${terms.person(column("person_id"))}, ${block} ${stretch(args)} and person_id is not null
      union select ${terms.actor(column("actor_id"))}, ${block} ${stretch(args)} and actor_id is not null
      union select ${terms.type(column("organization"), column("type"))}, ${block} ${stretch(args)}
      union select ${terms.actorType(column("organization"), column("actor_type"))}, ${block} ${stretch(args)}
      union select ${terms.organization(column("organization"))}, ${block} ${stretch(args)}
      order by 1, 2`,
    );
});
const moveMark = query((db, args: { position: number }) =>
  db.updateTable("event_terms_mark").set({ position: args.position }),
);

// Events in the index, and those that are not in it yet: `isMeant` decides of each.
const under = (term: RawBuilder<string>, isMeant: RawBuilder<boolean>) =>
  sql<boolean>`events.position in (
    select found.position from event_terms cross join events as found
    where event_terms.term = ${term} and ${isInBlock(sql.ref("found.position"))} and ${isMeant}
    union all
    select found.position from events as found
    where found.position > (select position from event_terms_mark) and ${isMeant})`;

/** Leads to the events that name a person. */
export function isNaming(personId: RawBuilder<unknown>): RawBuilder<boolean> {
  return under(terms.person(personId), sql`found.person_id || '' = ${personId}`);
}

/** Leads to what an actor did, of whichever kind it is. */
export function isDoneBy(actorId: RawBuilder<unknown>): RawBuilder<boolean> {
  return under(terms.actor(actorId), sql`found.actor_id || '' = ${actorId}`);
}

/** Leads to the events of an organization. */
export function isOfOrganization(organization: RawBuilder<unknown>): RawBuilder<boolean> {
  return under(terms.organization(organization), sql`found.organization + 0 = ${organization}`);
}

/** What brings the index up to date, once enough was appended; to be written after the events. */
export function indexTerms(head: Head, upTo: number): readonly Bound[] {
  if (upTo - head.indexed < batch) return [];
  return termsBetween(head.indexed, Math.min(endOfBlocks(upTo), head.indexed + mostAtOnce));
}

/** Writes the terms of the events after the mark, up to a position, and moves the mark: both lie between two blocks. */
export function termsBetween(mark: number, upTo: number): readonly Bound[] {
  return [insertTerms({ after: mark, upTo }), moveMark({ position: upTo })];
}
