// What history asks of an event, as SQL: each condition in words that keep SQLite from leading by an index of its own, and
// those few that do lead by one.

import { type RawBuilder, sql } from "kysely";
import type { EventFilter } from "./event-filter.ts";
import { isOfSeat } from "./log-queries.ts";
import type { Arguments } from "./query.ts";
import { terms } from "./term-queries.ts";

type Name = keyof EventFilter;

/** Filters whose events stand together in an index of the log itself. */
const leadingByIndex = ["seatId", "emailKey", "pool", "customer"] as const satisfies readonly Name[];
export type LeadingByIndex = (typeof leadingByIndex)[number];
/** Filters whose events are found by a term. */
export type LeadingByTerm = Exclude<Name, LeadingByIndex>;

export function leadsByIndex(name: Name): name is LeadingByIndex {
  return (leadingByIndex as readonly Name[]).includes(name);
}

/** To be led by the index of this filter. */
export function byIndex(name: LeadingByIndex, args: Arguments): RawBuilder<boolean> {
  switch (name) {
    case "seatId":
      return isOfSeat(sql`${args["seatId"]}`);
    case "emailKey":
      return sql`events.position in (${holdingsShowing(args)})`;
    case "pool":
      return sql`events.stream = ${args["pool"]}`;
    case "customer":
      return sql`events.stream in (${streamsOfCustomer(args)})`;
  }
}

/** The term by which this filter's events are found; `isOfOne`: of the organization that is named, else of any. */
export function byTerm(name: LeadingByTerm, isOfOne: boolean, args: Arguments): RawBuilder<boolean> {
  const anyOf = (term: RawBuilder<string>) => sql<boolean>`event_terms.term in (select ${term} from organizations)`;
  const within = (term: (organization: RawBuilder<unknown>) => RawBuilder<string>) =>
    isOfOne
      ? sql<boolean>`event_terms.term = ${term(sql`${args["organization"]}`)}`
      : anyOf(term(sql.ref("organizations.stream")));
  switch (name) {
    case "personId":
    case "memberId":
      return sql`event_terms.term = ${terms.person(sql`${args[name]}`)}`;
    case "actorId":
      return sql`event_terms.term = ${terms.actor(sql`${args["actorId"]}`)}`;
    case "types":
      return within((organization) => terms.type(organization, sql`${args["type0"]}`));
    case "actorType":
      return within((organization) => terms.actorType(organization, sql`${args["actorType"]}`));
    case "organization":
      return within(terms.organization);
  }
}

/** Whether an event that was found otherwise matches. */
export function checking(name: Exclude<Name, "types">, args: Arguments): RawBuilder<boolean> {
  switch (name) {
    case "seatId":
      return sql`events.seat_id || '' = ${args["seatId"]}`;
    case "personId":
    case "memberId":
      return sql`events.person_id || '' = ${args[name]}`;
    case "pool":
      return sql`events.stream + 0 = ${args["pool"]}`;
    case "customer":
      return sql`events.stream + 0 in (${streamsOfCustomer(args)})`;
    case "actorId":
      return sql`events.actor_id || '' = ${args["actorId"]}`;
    case "actorType":
      return sql`events.actor_type || '' = ${args["actorType"]}`;
    case "organization":
      return sql`events.organization + 0 = ${args["organization"]}`;
    case "emailKey":
      return sql`events.position + 0 in (${holdingsShowing(args)})`;
  }
}

export function typeAmong(count: number, args: Arguments): RawBuilder<boolean> {
  const places = Array.from({ length: count }, (_, index) => sql`${args[`type${index}`]}`);
  return sql`events.type || '' in (${sql.join(places)})`;
}

function streamsOfCustomer(args: Arguments): RawBuilder<number> {
  return sql`select pools.stream from pools where pools.customer = ${args["customer"]} union all select ${args["customer"]}`;
}

/**
 * SQLite knows upper and lower case of ASCII only: e-mails beyond it, which are few, are all taken and compared by
 * `emailKey` afterwards.
 */
function holdingsShowing(args: Arguments): RawBuilder<number> {
  return sql`
    with shown as (
      select stream, version from personal
      where data ->> 'email' is not null and lower(data ->> 'email') = ${args["emailKey"]}
      union
      select stream, version from personal
      where length(data ->> 'email') <> length(cast(data ->> 'email' as blob))
    ),
    showing as (
      select events.position, events.stream, events.ordinal, events.holding_id
      from shown cross join events on events.stream = shown.stream and events.version = shown.version
    )
    select position from showing
    union
    select others.position from showing cross join events as others
    on others.stream = showing.stream and others.ordinal = showing.ordinal and others.holding_id = showing.holding_id`;
}
