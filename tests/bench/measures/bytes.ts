// How many bytes of the file each seat event takes, with everything that goes with it: indexes, views, the events of
// people and pools too. The tables and indexes are told one by one.

import { statSync } from "node:fs";
import Database from "better-sqlite3";
import type { Measure } from "../bench.ts";
import { ratioOf, spreadOf } from "../interleave.ts";
import { longBaseline } from "../long-baseline.ts";
import { longLog } from "../long-log.ts";
import type { Goal, Row } from "../rows.ts";

/** Smaller parts are summed up. */
const worthTelling = 4;

interface Part {
  readonly name: string;
  readonly bytes: number;
}

export const bytes: Measure = async (bench) => {
  const { file, events, seatEvents } = await longLog(bench.cache, bench.events);
  const row = (what: string, size: number, of: number, goal: Goal | null = null): Row => ({
    ...{ what, unit: "bytes", value: spreadOf([size / of]), against: null, ratio: null, goal },
  });
  const size = statSync(file).size;
  const parts = partsOf(file);
  const large = parts.filter((part) => part.bytes / seatEvents >= worthTelling);
  const small = parts.filter((part) => !large.includes(part)).reduce((sum, part) => sum + part.bytes, 0);
  const theirs = spreadOf([statSync(longBaseline(bench.cache, bench.events)).size / bench.events]);
  const all = row("bytes for each seat event, all in", size, seatEvents, {
    of: "value",
    better: "less",
    floor: 600,
    aim: 400,
  });
  return [
    { ...all, against: { what: "baseline", value: theirs }, ratio: ratioOf(all.value.all, theirs.all) },
    row("  for each event, people's and pools' too", size, events),
    ...large.map(({ name, bytes }) => row(`  ${name}, for each seat event`, bytes, seatEvents)),
    row("  all others together", small, seatEvents),
  ];
};

function partsOf(file: string): readonly Part[] {
  const database = new Database(file, { readonly: true });
  try {
    return database
      .prepare<[], Part>(
        "select name, sum(pgsize) as bytes from dbstat where aggregate = true group by name order by 2 desc",
      )
      .all();
  } finally {
    database.close();
  }
}
