// What reads the whole log, event by event: the stream of events, the projections made again, and the verification,
// against the baseline's paged scan and its bare fold.

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openLedger } from "seat-ledger";
import * as baseline from "../baseline.ts";
import { type Bench, fewer, type Measure } from "../bench.ts";
import { interleave, perSecond, ratioOf, spreadOf } from "../interleave.ts";
import { longBaseline } from "../long-baseline.ts";
import { longLog } from "../long-log.ts";
import { readEvents, rebuild, verify } from "../operations.ts";
import type { Goal, Row } from "../rows.ts";
import { statementsOfVerify } from "../verify-statements.ts";

export const scan: Measure = (bench) =>
  wholeLog(bench, {
    what: "scan by events()",
    against: "paged .all(), JSON.parse",
    ours: readEvents,
    theirs: (database) => baseline.scan(database),
    goal: { of: "ratio", better: "more", floor: 0.5, aim: 0.8 },
  });

export const rebuildAll: Measure = (bench) =>
  wholeLog(bench, {
    what: "rebuild()",
    against: "bare fold, one bulk insert",
    ours: rebuild,
    theirs: (database) => baseline.rebuild(database),
    writes: true,
    goal: { of: "ratio", better: "more", floor: 0.5, aim: 1 },
  });

export const verifyAll: Measure = async (bench) => [
  ...(await wholeLog(bench, {
    what: "verify()",
    against: "paged .all(), JSON.parse",
    ours: verify,
    theirs: (database) => baseline.scan(database),
    goal: { of: "ratio", better: "more", floor: 0.3, aim: 0.6 },
  })),
  ...(await bareReading(bench)),
];

/** Beside it, the least that its statements take. */
async function bareReading({ cache, events, repetitions }: Bench): Promise<readonly Row[]> {
  const log = await longLog(cache, events);
  const ours = await statementsOfVerify(log.file);
  const theirs = new Database(longBaseline(cache, events), { readonly: true });
  const found = await interleave(
    {
      ours: () => perSecond(log.events, ours.ask),
      theirs: () => perSecond(events, () => baseline.scan(theirs)),
    },
    { repetitions: fewer(repetitions) },
  );
  ours.close();
  theirs.close();
  return [
    {
      ...{ what: "  its statements alone", unit: "events/s", goal: null },
      value: spreadOf(found.ours),
      against: { what: "paged .all(), JSON.parse", value: spreadOf(found.theirs) },
      ratio: ratioOf(found.ours, found.theirs),
    },
  ];
}

interface Comparison {
  readonly what: string;
  readonly against: string;
  readonly ours: typeof readEvents;
  readonly theirs: (database: Database.Database) => number;
  /** What is kept in the cache stays as it is. */
  readonly writes?: boolean;
  readonly goal: Goal;
}

async function wholeLog(
  bench: Bench,
  { what, against, ours, theirs, writes = false, goal }: Comparison,
): Promise<readonly Row[]> {
  const log = await longLog(bench.cache, bench.events);
  const theirLog = longBaseline(bench.cache, bench.events);
  const [file, theirFile] = writes ? copies(bench.folder, log.file, theirLog) : [log.file, theirLog];
  await using ledger = await openLedger({ file, durability: "normal" });
  const database = new Database(theirFile);
  database.pragma("journal_mode = WAL");
  const found = await interleave(
    {
      ours: () => perSecond(log.events, () => ours(ledger, log.events)),
      theirs: () => perSecond(bench.events, () => theirs(database)),
    },
    { repetitions: fewer(bench.repetitions) },
  );
  database.close();
  return [
    {
      ...{ what: `${what}, ${log.events.toLocaleString("en")} events`, unit: "events/s", goal },
      value: spreadOf(found.ours),
      against: { what: against, value: spreadOf(found.theirs) },
      ratio: ratioOf(found.ours, found.theirs),
    },
  ];
}

function copies(folder: string, ...files: readonly [string, string]): readonly [string, string] {
  const [ours, theirs] = [join(folder, "seats.db"), join(folder, "baseline.db")] as const;
  copyFileSync(files[0], ours);
  copyFileSync(files[1], theirs);
  return [ours, theirs];
}
