// Reads everything that a verification compares, once, page by page as arrays, and does nothing with it: what any verification
// of such a file pays before it has looked at anything.

import type Database from "better-sqlite3";

type Row = readonly (string | number | null)[];

/** A table with the columns by which its pages follow one another. */
interface Walk {
  readonly table: string;
  readonly key: readonly string[];
  /** The other columns that are compared; all of them unless said here. */
  readonly cells?: string;
}

const log: Walk = {
  table: "events",
  key: ["position"],
  cells: `stream, version, type, schema_version, organization, person_id, holding_id, seat_id, occupancy, occurred_at,
    recorded_at, actor_type, actor_id, origin, inferred, not_before, not_after, cause, supersedes, data, ordinal, has_personal`,
};

const others: readonly Walk[] = [
  { table: "streams", key: ["stream"] },
  { table: "organizations", key: ["stream"] },
  { table: "customers", key: ["stream"] },
  { table: "members", key: ["id"] },
  { table: "pools", key: ["stream"] },
  { table: "seats", key: ["pool", "ordinal"] },
  { table: "personal", key: ["stream", "version"] },
  { table: "invitations", key: ["hash"] },
  { table: "sessions", key: ["hash"] },
  { table: "forgotten", key: ["person_id"] },
];

/** Answers how many events there are. */
export function readWhatIsCompared(database: Database.Database): number {
  const events = walk(database, log);
  for (const other of others) walk(database, other);
  sumUpTerms(database);
  return events;
}

function walk(database: Database.Database, { table, key, cells = "*" }: Walk): number {
  const columns = key.join(", ");
  const places = key.map(() => "?").join(", ");
  const select = `select ${columns}, ${cells} from ${table}`;
  const page = (where: string) =>
    database.prepare<unknown[], Row>(`${select} ${where} order by ${columns} limit 1000`).raw(true);
  const next = page(`where (${columns}) > (${places})`);
  let read = 0;
  let rows: readonly Row[] = page("").all();
  for (let last = rows.at(-1); last; last = rows.at(-1)) {
    read += rows.length;
    rows = next.all(...last.slice(0, key.length));
  }
  return read;
}

/** The index is summed up where it stands: to hand out its rows would cost more. */
function sumUpTerms(database: Database.Database): void {
  database.prepare("select count(*), sum(block), sum(length(term)) from event_terms").get();
}
