// Inspects one part of a ledger, and knows no other part. A thread is started with it (`work`), and the caller's does the same.
// `verify` is what it is for, so nothing is written.

import type { Reader } from "../../store/port.ts";
import type { BroughtTable } from "../../store/upkeep-brought.ts";
import { parts, RowSums } from "./brought-rows.ts";
import { EventCheck } from "./check-events.ts";
import { OrderCheck } from "./check-order.ts";
import { sumUp } from "./compare-brought.ts";
import { totalOfIndex } from "./compare-terms.ts";
import { flawOfRecord } from "./flaw-of-row.ts";
import type { Part, PartFound, Walked } from "./inspected-part.ts";
import { type Inspection, type Looking, pause } from "./inspection.ts";
import { type Findings, Problems, telling } from "./problems.ts";
import { TermSums } from "./term-sums.ts";
import { walkOrder } from "./walk-order.ts";
import { walkStreams } from "./walk-streams.ts";

/** What a thread does, which ends with it, not by a signal. */
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

/** About as many rows are read at once. */
const pageSize = 1_000;

/** Sums up a whole table. How many rows a part of it has is not known before. */
async function sumsOf(looking: Looking, table: BroughtTable): Promise<RowSums> {
  const sums = new RowSums();
  for (let [from, width] = [0, 1]; from < parts; ) {
    const to = Math.min(from + width, parts);
    const rows = await looking.store.read(() => sumUp(table, sums, from, to));
    from = to;
    if (rows < pageSize / 2) width *= 2;
    if (rows > pageSize) width = Math.ceil(width / 2);
    await pause(looking);
  }
  return sums;
}
