// What is asked of the ledger's past, one method for each question. No rule lives here: a method names the query that
// answers it from the log.

import { type AsOfOptions, type PastLedger, pastLedger } from "../audit/as-of.ts";
import { type ChangesArgs, changes, type PoolChanges } from "../audit/changes.ts";
import { type ExportArgs, type ExportOptions, exported } from "../audit/export.ts";
import { type HistoryArgs, type HistoryPage, history } from "../audit/history.ts";
import { type HoldersArgs, type Holding, holders } from "../audit/holders.ts";
import type { HistoryEntry } from "../audit/shared/entries.ts";
import { type Usage, type UsageArgs, usage } from "../audit/usage.ts";
import { LedgerQuestions } from "./ledger-questions.ts";

export abstract class LedgerPast extends LedgerQuestions {
  /**
   * What happened, 100 entries a page or `limit` up to 1,000, by any filters, which must all match: with the reason, the IP
   * and the user agent that its command told, and for the events of a seat with its status before and after and its holder
   * at that time. `customerId`: its own events and those of the pools that it pays for. `email`:
   * whatever happened to whoever had it then. `from` and `until` are times of recording, the second one excluded.
   *
   * @example
   * const { entries, next } = await ledger.history({ subscriptionId, types: ["SeatRevoked"], from: new Date("2026-01-01") });
   */
  history(args: HistoryArgs = {}): Promise<HistoryPage> {
    return this.ask(history, args);
  }

  /**
   * The same entries from beginning to end, as the log stands when it is begun, in little memory. Rejects with the signal's
   * reason, so that a part can't be taken for the whole.
   *
   * @example
   * for await (const entry of ledger.export({ organizationId })) out.write(`${JSON.stringify(entry)}\n`);
   */
  export(query: ExportArgs = {}, options?: ExportOptions): AsyncGenerator<HistoryEntry, void, undefined> {
    return exported(query, options, (part, args) => this.ask(part, args));
  }

  /** Everybody who held a seat, by the time at which it was given to them. What was learned late replaces what was guessed. */
  holders(args: HoldersArgs): Promise<readonly Holding[]> {
    return this.ask(holders, args);
  }

  /**
   * The ledger as it was at a time, or after the event at a position: what it knew then, or with `by: "occurred"` what it
   * believes now of then. A moment in the future is `InvalidRequest`. A pool is shown also where seats are not enabled.
   *
   * @example
   * const { seats } = await ledger.asOf(new Date("2026-01-31T23:59:59Z")).listSeats({ subscriptionId });
   */
  asOf(instantOrPosition: Date | number, options?: AsOfOptions): PastLedger {
    return pastLedger(instantOrPosition, options, (query, args) => this.ask(query, args));
  }

  /**
   * How many seats were bought, pending and claimed from one time to another, both included, by when it occurred, with the
   * peak and the mean. `until` is at most now. Pass the `upTo` and `until` of an answer to get the same answer again,
   * whatever was learned since. It costs what happened between the two times; in a pool whose authority is Polar, where what
   * happened then may be told at any time, it costs the pool's whole history.
   *
   * @example
   * const { peak, mean } = await ledger.usage({ subscriptionId, from: new Date("2026-01-01"), until: new Date("2026-02-01") });
   */
  usage(args: UsageArgs): Promise<Usage> {
    return this.ask(usage, args);
  }

  /**
   * How a pool and its seats at one moment differ from another: who was given a seat, claimed it, lost it, took it over. What
   * came and went in between is no difference: `history` tells it.
   */
  changes(args: ChangesArgs): Promise<PoolChanges> {
    return this.ask(changes, args);
  }
}
