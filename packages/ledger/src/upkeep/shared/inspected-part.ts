// One part of an inspection that threads share: what is asked of a thread, what it tells on the way, and what it answers. All
// of it can be copied from thread to thread.

import type { BroughtTable } from "../../store/upkeep-brought.ts";
import type { Stretch } from "../../store/upkeep-queries.ts";
import type { RowSumsState } from "./brought-rows.ts";
import type { OrderState } from "./check-order.ts";
import type { Findings } from "./problems.ts";
import type { TermTotal } from "./term-sums.ts";

/** Each part looks at the log up to the same position. */
export type Part =
  | { readonly kind: "order"; readonly upTo: number; readonly mark: number | null }
  | { readonly kind: "streams"; readonly upTo: number; readonly stretch: Stretch }
  | { readonly kind: "terms"; readonly mark: number }
  | { readonly kind: "brought"; readonly table: BroughtTable };

/** How many events were walked over in the order of the log, or folded. */
export interface Walked {
  readonly kind: "order" | "streams";
  readonly events: number;
}

export type PartFound = OrderFound | StreamsFound | IndexFound | TableFound;

export interface OrderFound {
  readonly kind: "order";
  readonly findings: Findings;
  readonly state: OrderState;
  readonly terms: TermTotal;
}

export interface StreamsFound {
  readonly kind: "streams";
  readonly findings: Findings;
  readonly sums: { readonly [Table in BroughtTable]: RowSumsState };
  /** The positions beyond the end of which something was found. */
  readonly told: readonly number[];
}

export interface IndexFound {
  readonly kind: "terms";
  /** Null where the index leads to what no log holds. */
  readonly total: TermTotal | null;
}

export interface TableFound {
  readonly kind: "brought";
  readonly table: BroughtTable;
  readonly sums: RowSumsState;
}
