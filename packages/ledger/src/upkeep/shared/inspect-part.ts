// Inspects one part of a ledger, and knows no other part. A thread is started with it (`work`), and the caller's does the same.
// `verify` is what it is for, so nothing is written.

import type { Reader } from "../../store/port.ts";
import { type BroughtTable, keyOfBrought, readBroughtFrom } from "../../store/upkeep-brought.ts";
import { RowSums } from "./brought-rows.ts";
import { EventCheck } from "./check-events.ts";
import { OrderCheck } from "./check-order.ts";
import { totalOfIndex } from "./compare-terms.ts";
import { flawOfRecord } from "./flaw-of-row.ts";
import type { Part, PartFound, Walked } from "./inspected-part.ts";
import { type Inspection, type Looking, pause } from "./inspection.ts";
import { type Findings, Problems, telling } from "./problems.ts";
import { TermSums } from "./term-sums.ts";
import { walkOrder } from "./walk-order.ts";
import { walkStreams } from "./walk-streams.ts";

/** What a thread does: it ends with the thread, by no signal. */
export function work(store: Reader, part: Part, tell: (walked: Walked) => void): Promise<PartFound> {
  return inspectPart({ store, signal: null }, part, tell);
}

export async function inspectPart(looking: Looking, part: Part, tell: (walked: Walked) => void): Promise<PartFound> {
  switch (part.kind) {
    case "order": {
      const terms = new TermSums(part.mark);
      const check = new OrderCheck(terms);
      const findings = await findingsOf(looking, (inspection) =>
        walkOrder(inspection, check, part.upTo, (events) => tell({ kind: "order", events })),
      );
      return { kind: "order", findings, state: check.state, terms: terms.total() };
    }
    case "streams": {
      const check = new EventCheck(flawOfRecord, part.upTo);
      const findings = await findingsOf(looking, (inspection) =>
        walkStreams(inspection, check, part.stretch, (events) => tell({ kind: "streams", events })),
      );
      const { invitations, sessions, forgotten } = check.sums;
      const sums = { invitations: invitations.state, sessions: sessions.state, forgotten: forgotten.state };
      return { kind: "streams", findings, sums, told: check.told };
    }
    case "terms":
      return { kind: "terms", total: await totalOfIndex(looking, part.mark) };
    case "brought":
      return { kind: "brought", table: part.table, sums: (await sumsOf(looking, part.table)).state };
  }
}

async function findingsOf(looking: Looking, inspect: (inspection: Inspection) => Promise<unknown>): Promise<Findings> {
  const problems = new Problems(looking.store);
  await inspect({ ...looking, ...telling(looking.store, problems), onProgress: null });
  return await problems.findings();
}

const pageSize = 1_000;

/** Sums up a whole table, page by page, in the order of its keys. */
async function sumsOf(looking: Looking, table: BroughtTable): Promise<RowSums> {
  const sums = new RowSums();
  for (let last: string | null = null; ; await pause(looking)) {
    const from: string = last ?? "";
    const rows = await looking.store.read(() => readBroughtFrom(table, from, pageSize));
    for (const row of rows) {
      const key = keyOfBrought(table, row);
      if (key !== last) sums.add(key, row);
    }
    // A page begins with the row that the one before it ended with.
    if (rows.length < pageSize) return sums;
    last = keyOfBrought(table, rows.at(-1) ?? {});
  }
}
