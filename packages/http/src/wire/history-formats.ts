// The history in the formats of files: one line for each entry, so that a file of any length is made and read in little memory.

import { stringify } from "csv-stringify/sync";
import { parseAccept } from "hono/utils/accept";
import type { WireEntry } from "./history.ts";

export const historyFormats = ["json", "csv", "ndjson"] as const;
export type HistoryFormat = (typeof historyFormats)[number];
export type FileFormat = Exclude<HistoryFormat, "json">;

export interface FileWriter {
  readonly contentType: string;
  readonly fileName: string;
  /** What stands before the first entry. */
  readonly head: string;
  readonly lines: (entries: readonly WireEntry[]) => string;
}

export const fileTypes = { csv: "text/csv", ndjson: "application/x-ndjson" } as const;

/** What a request accepts rather; JSON where it accepts all, or nothing that there is. */
export function acceptedFormat(accept: string | null): HistoryFormat {
  for (const { type, q } of parseAccept(accept?.toLowerCase() ?? "*/*")) {
    if (q === 0) continue;
    if (type === fileTypes.csv || type === "text/*") return "csv";
    if (type === fileTypes.ndjson) return "ndjson";
    if (type === "application/json" || type === "application/*" || type === "*/*") return "json";
  }
  return "json";
}

/** The columns of the CSV, in their order: names are added at the end, never changed. */
const columns: Readonly<Record<string, (entry: WireEntry) => string | number | null | undefined>> = {
  position: ({ position }) => position,
  type: ({ type }) => type,
  occurred_at: (entry) => entry.occurred_at,
  recorded_at: (entry) => entry.recorded_at,
  stream_kind: ({ stream }) => stream.kind,
  stream_id: ({ stream }) => stream.id,
  version: ({ version }) => version,
  seat_id: (entry) => entry.seat_id,
  occupancy: ({ occupancy }) => occupancy,
  status_before: (entry) => entry.status_before,
  status_after: (entry) => entry.status_after,
  seats: ({ seats }) => seats,
  person_id: ({ holder }) => holder?.person_id,
  email: ({ holder }) => holder?.email,
  member_id: ({ holder }) => holder?.member_id,
  customer_id: ({ holder }) => holder?.customer_id,
  actor_type: ({ actor }) => actor.type,
  actor_id: ({ actor }) => actor.id,
  inferred: ({ inferred }) => String(inferred),
  cause: ({ cause }) => cause,
  reason: ({ request }) => request?.reason,
  ip: ({ request }) => request?.ip,
  user_agent: ({ request }) => request?.user_agent,
};

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
const csvOptions = { record_delimiter: "windows", escape_formulas: true } as const;
const cells = Object.values(columns);

export const fileWriters: Readonly<Record<FileFormat, FileWriter>> = {
  csv: {
    contentType: `${fileTypes.csv}; charset=utf-8; header=present`,
    fileName: "seat-ledger-history.csv",
    head: stringify([Object.keys(columns)], csvOptions),
    lines: (entries) =>
      stringify(
        entries.map((entry) => cells.map((cell) => cell(entry))),
        csvOptions,
      ),
  },
  ndjson: {
    contentType: fileTypes.ndjson,
    fileName: "seat-ledger-history.ndjson",
    head: "",
    lines: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
  },
};
