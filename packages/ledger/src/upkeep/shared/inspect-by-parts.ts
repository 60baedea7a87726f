// Inspects a ledger by parts, for `verify`: they are looked at side by side where there are threads for it, put together here,
// and what differs in sums is looked at once more. Threads make it faster; they change nothing of what is found.

import { invariant } from "../../invariant.ts";
import type { Store } from "../../store/port.ts";
import { broughtTables } from "../../store/upkeep-brought.ts";
import { readHead, readLastStream } from "../../store/upkeep-log.ts";
import { readTermsMark } from "../../store/upkeep-terms.ts";
import { type AllSums, EventCheck, newSums } from "./check-events.ts";
import { OrderCheck } from "./check-order.ts";
import { compareBrought } from "./compare-brought.ts";
import { compareTerms } from "./compare-terms.ts";
import { flawOfRecord } from "./flaw-of-row.ts";
import { shareOfOrder } from "./inspect.ts";
import type { IndexFound, Part, PartFound, StreamsFound, Walked } from "./inspected-part.ts";
import type { Inspection } from "./inspection.ts";
import { type Problems, telling } from "./problems.ts";
import { shareParts, type Workers } from "./share-parts.ts";
import { TermSums } from "./term-sums.ts";
import { isIndexed } from "./walk-order.ts";
import { allStreams } from "./walk-streams.ts";

/** What was asked for, and where it is told. */
export interface Verifying {
  readonly store: Store;
  readonly problems: Problems;
  readonly signal: AbortSignal | null;
  readonly onProgress: Inspection["onProgress"];
}

/** The sums of a stretch are large: they are added up at once. */
type KeptPart = Exclude<PartFound, StreamsFound> | Omit<StreamsFound, "sums">;

/** The log as it is when the inspection begins. */
interface Beginning {
  readonly mark: number | null;
  readonly upTo: number;
  readonly lastStream: number;
}

/** Answers up to where it was checked, and how many threads took part. */
export async function inspectByParts(
  verifying: Verifying,
  workers: Workers,
): Promise<{ readonly upTo: number; readonly threads: number }> {
  const { store, onProgress } = verifying;
  // In this order: the index leads to nothing after the end of the log.
  const mark = await store.read(readTermsMark);
  const upTo = await store.read(readHead);
  const lastStream = await store.read(readLastStream);
  let done = 0;
  const onWalked = ({ kind, events }: Walked) => {
    done += events * (kind === "order" ? shareOfOrder : 1 - shareOfOrder);
    onProgress?.({ done: Math.min(Math.floor(done), upTo), total: upTo });
  };
  const parts = partsOf({ mark, upTo, lastStream });
  const inLog = newSums();
  const keep = (found: PartFound): KeptPart => {
    if (found.kind !== "streams") return found;
    const { sums, ...others } = found;
    for (const table of broughtTables) inLog[table].addAll(sums[table]);
    return others;
  };
  const { kept, threads } = await shareParts(verifying, parts, workers, { onWalked, keep });
  return { upTo: await putTogether(verifying, { mark, upTo }, kept, inLog), threads };
}

/** What is long first, so that nobody is left alone with it in the end. */
function partsOf({ mark, upTo, lastStream }: Beginning): readonly Part[] {
  return [
    { kind: "order", upTo, mark },
    ...(mark === null ? [] : [{ kind: "terms", mark } as const]),
    ...broughtTables.map((table) => ({ kind: "brought", table }) as const),
    ...stretchesUpTo(lastStream).map((stretch) => ({ kind: "streams", upTo, stretch }) as const),
  ];
}

const stretches = 32;

/** All streams that there are, and all numbers around them. */
function stretchesUpTo(lastStream: number) {
  const size = Math.max(1, Math.ceil(Math.min(lastStream, allStreams.to) / stretches));
  return Array.from({ length: stretches }, (_, number) => ({
    from: number === 0 ? allStreams.from : number * size,
    to: number === stretches - 1 ? allStreams.to : (number + 1) * size,
  }));
}

async function putTogether(
  { store, problems, signal, onProgress }: Verifying,
  { mark, upTo }: Omit<Beginning, "lastStream">,
  found: readonly KeptPart[],
  inLog: AllSums,
): Promise<number> {
  const inspection = { ...telling(store, problems), store, signal, onProgress };
  const inOrder = found.find(({ kind }) => kind === "order");
  invariant(inOrder?.kind === "order", "the order of the log was looked at");
  problems.addAll(inOrder.findings);
  const order = new OrderCheck(new TermSums(null), inOrder.state);
  if (!(await isIndexed(inspection, order))) return order.position;
  const [inTables, told] = [newSums(), new Set<number>()];
  let terms: IndexFound["total"] = null;
  for (const part of found) {
    if (part.kind === "streams") {
      problems.addAll(part.findings);
      for (const position of part.told) told.add(position);
    }
    if (part.kind === "brought") inTables[part.table].addAll(part.sums);
    if (part.kind === "terms") terms = part.total;
  }
  const events = new EventCheck(flawOfRecord, upTo, inLog, told);
  await compareBrought(inspection, { order, events, found: inTables });
  await compareTerms(inspection, { mark, expected: inOrder.terms, found: terms }, order.position);
  onProgress?.({ done: order.position, total: order.position });
  return order.position;
}
