// A question about the past is asked in every history, on every engine, and answered by a fold in plain lists as well. Nothing
// is learned late in these histories; learned-late.test.ts has those.

import fc from "fast-check";
import type { HistoryEntry } from "seat-ledger";
import { describe, test } from "vitest";
import { type Engine, engines } from "../../contract/engines/engines.ts";
import { everyEnding } from "../histories.ts";
import type { PoolArgs } from "../model.ts";
import { fewer, propertyRuns, propertyTimeoutMs } from "../property-runs.ts";
import type { World } from "../world.ts";

/** Of the cases of other properties. */
export const part = 0.25;

/** What holds when a history has ended. */
export type PastLaw = (world: World, choice: number) => Promise<void>;

/** Tries each law, by its name. */
export function holds(laws: Readonly<Record<string, PastLaw>>): void {
  describe.each(engines)("on $name", (engine: Engine) => {
    test.each(Object.entries(laws))("%s", { timeout: propertyTimeoutMs }, async (name, law) => {
      await fc.assert(everyEnding(engine, law), propertyRuns(name, fewer(engine, part)));
    });
  });
}

export const idOf = (ref: PoolArgs) => ("subscriptionId" in ref ? ref.subscriptionId : ref.orderId);

export const codeOf = ({ code }: { readonly code: string }) => code;

/** Everything that history tells, page by page. */
export async function everything(world: World, filter: object = {}, limit = 7): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: { entries: readonly HistoryEntry[]; next: string | null } = await world.ledger.history({
      ...filter,
      limit,
      cursor,
    });
    entries.push(...page.entries);
    cursor = page.next;
  } while (cursor !== null);
  return entries;
}
