// Which tables are made from the log, and every damage that they can take.

import { randomUUID } from "node:crypto";
import { openPlainly } from "../storage/ledger-file.ts";
import type { RichLedger } from "./rich-ledger.ts";

/** Every table of the file: made from the log, or how it is not. A table that is missing here fails a test of rebuild. */
export const tables = {
  events: "the log",
  personal: "the log",
  streams: "the log",
  organizations: "made",
  customers: "made",
  members: "made",
  pools: "made",
  seats: "made",
  invitations: "made",
  sessions: "made",
  forgotten: "made",
  event_terms: "made",
  event_terms_mark: "made",
  idempotency: "not in the log",
  subscriptions: "not in the log",
  set_aside: "not in the log",
  parked: "not in the log",
  observations: "not in the log",
  notes: "not in the log",
} as const;

type Table = keyof typeof tables;
type Made = { readonly [Name in Table]: (typeof tables)[Name] extends "made" ? Name : never }[Table];

/** A term of somebody who is named in this block of the log and not in the other one that is damaged here. */
const personIn = (block: number) =>
  `select min(term) from event_terms where block = ${block} and term like 'p%' and term not in
    (select other.term from event_terms as other where other.block = 9 - ${block})`;
/** A term that leads to two blocks which lie apart: an actor's. */
const spread = "ausr_ada";
const someTerm = `block = 3 and term = (${personIn(3)})`;

export const firstPool = "(select min(stream) from pools)";

/** For each table that is made from the log the damages that it can take, besides being emptied. */
export const damages: { readonly [Name in Made]: Readonly<Record<string, string>> } = {
  organizations: {
    "a row that shows something else":
      "update organizations set seats_enabled = 1 - seats_enabled, version = version + 7",
    "a slug that is another's":
      "update organizations set slug = 'x' || slug; update organizations set slug = 'acme' where slug = 'xbeta'",
    "a row of no organization": "insert into organizations values (900, '900', 'Ghost', 'ghost', 1, 1, 5, 1)",
    "an id that is another's": `update organizations set id = 'x' || id;
      update organizations set id = (select substr(id, 2) from organizations order by stream desc limit 1)
      where stream = (select min(stream) from organizations)`,
  },
  customers: {
    "a row that shows something else":
      "update customers set email = 'x@x.example', email_key = null, external_id = 'x', version = 99",
    "an id that is no one's": "update customers set id = 'x' || id, organization = 3 - organization",
    "an organization that is another's": "update customers set organization = 3 - organization",
    "a row of a stream that is no customer": `update customers set stream = ${firstPool} where stream = (select min(stream) from customers)`,
  },
  members: {
    "a row that shows something else": "update members set role = 'billing_manager', name = 'x', removed_at = 5",
    "a customer that is another's": "update members set customer = (select max(stream) from customers)",
    "a customer that there is not": "update members set customer = -5",
    "a row of nobody": `insert into members values ('${randomUUID()}', 2, null, null, null, null, 'member', 5, null, null)`,
  },
  pools: {
    "numbers that are wrong": "update pools set pending = 7, claimed = -1, bought = bought + 1",
    "a row that shows something else":
      "update pools set status = 'closed', last_occurred_at = 5, customer = organization, version = 2",
    "an id that is another's": `update pools set id = 'x' || id;
      update pools set id = (select substr(p.id, 2) from pools as p where p.stream <> ${firstPool} limit 1)
        where stream = ${firstPool}`,
  },
  seats: {
    "a row that shows something else":
      "update seats set status = 'pending', person_id = null, metadata = '{}', version = version + 1",
    "ids that are exchanged": `update seats set id = 'x' || id where pool = ${firstPool};
      update seats set id = (select substr(s.id, 2) from seats as s where s.pool = ${firstPool} and s.ordinal = 2)
        where pool = ${firstPool} and ordinal = 1`,
    "a row under another number": `update seats set ordinal = ordinal + 10 where pool = ${firstPool}`,
    "rows of another pool": `update seats set pool = 900 where pool = ${firstPool}`,
    "rows of a pool before every other": `update seats set pool = -900, id = 'x' || id where pool = ${firstPool}`,
    "a row that is missing": `delete from seats where pool = ${firstPool} and ordinal = 2`,
    "a row too many": `insert into seats select pool, 77, 'ghost', status, occupancy, holding_id, person_id, customer_id, member_id, email, metadata,
      created_at, modified_at, claimed_at, revoked_at, expires_at, invitation_id, invitation_key_id, invitation_hash, version, occupancies
      from seats where pool = ${firstPool} and ordinal = 1`,
  },
  invitations: {
    "a row that leads elsewhere": "update invitations set pool = 1",
    "a row that leads to another seat": "update invitations set ordinal = ordinal + 1",
    "a row that no event brought": "insert into invitations select 'zz' || hash, pool, ordinal from invitations",
    "a row that is missing": "delete from invitations where hash = (select max(hash) from invitations)",
    "a row under another hash": "update invitations set hash = hash || 'x'",
    "a row under more of its hash": `update invitations set hash = (
      select substr(data ->> '$[0][2]', 1, 17) from events
      where data ->> '$[0][2]' like invitations.hash || '%')`,
  },
  sessions: {
    "a row that lasts longer": "update sessions set expires_at = expires_at + 1",
    "a row that no event brought":
      "insert into sessions select '-' || hash, pool, ordinal, occupancy, expires_at from sessions",
    "a row of another holding": "update sessions set occupancy = occupancy + 1",
  },
  forgotten: {
    "a row of another organization": "update forgotten set organization = organization + 1",
    "a row of somebody who was not": "insert into forgotten values ('somebody', 1)",
  },
  event_terms: {
    "a row that is missing": `delete from event_terms where ${someTerm}`,
    "a row that leads elsewhere": `update event_terms set block = block + 40 where ${someTerm}`,
    "a row under another term": `update event_terms set term = 'pnobody' where ${someTerm}`,
    "two rows that lead to each other's events": `update event_terms set block = 9 - block
      where term in ((${personIn(3)}), (${personIn(6)})) and block in (3, 6)`,
    "two rows of a term that lead to blocks between theirs": `create temp table ends as
        select min(block) as first, max(block) as last from event_terms where term = '${spread}';
      update event_terms set block = block + 1 where term = '${spread}' and block = (select first from ends);
      update event_terms set block = block - 1 where term = '${spread}' and block = (select last from ends)`,
    "a row too many": "insert into event_terms values ('pnobody', 3)",
    "a row before every term": "insert into event_terms values ('', -1)",
    "a row that leads beyond the log": "insert into event_terms values ('pnobody', 90000)",
  },
  event_terms_mark: {
    "a mark beyond what is indexed": "update event_terms_mark set position = position + 16",
    "a mark inside a block": "update event_terms_mark set position = position + 3",
    "a mark beyond the log": "update event_terms_mark set position = 90000",
    "a mark before what is indexed": "update event_terms_mark set position = position - 16",
  },
};

const made = Object.keys(damages) as Made[];
/** How far the index goes is nobody's business but its own. */
export const compared = made.filter((table) => !table.startsWith("event_terms"));

/** Every row of the tables that are made from the log. */
export function rowsOf({ file }: RichLedger): unknown {
  using database = openPlainly(file);
  return compared.map((table) => [table, database.prepare(`select * from ${table} order by 1, 2`).all()]);
}
