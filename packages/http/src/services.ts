// What every route works with: the options of createSeatApi, checked.

import type { Fences } from "./access/fences.ts";
import type { Limits } from "./limits/limits.ts";
import type { ShownLists } from "./lists/shown-lists.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { checkedOptions } from "./options.ts";
import type { OpenStreams } from "./streams/open-streams.ts";
import type { SeatOperations } from "./write-through.ts";

export interface Services extends Omit<ReturnType<typeof checkedOptions>, "seats" | "ready"> {
  /** What is about mirrored pools is done by this, where it is given. */
  readonly polarSeats: SeatOperations | undefined;
  /** One for each API: what one of them remembers no other one shows. */
  readonly lists: ShownLists;
  readonly fences: Fences;
  readonly limits: Limits;
  readonly metrics: Metrics;
  /** Throws `Refused` until there is something to serve. */
  readonly refuseUnready: () => void;
  readonly streams: OpenStreams;
}
