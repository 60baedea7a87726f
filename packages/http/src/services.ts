// What every route works with: the options of createSeatApi, checked.

import type { Limits } from "./limits/limits.ts";
import type { SeatApiOptions } from "./options.ts";
import type { SeatOperations } from "./write-through.ts";

export interface Services extends Pick<SeatApiOptions, "ledger" | "authenticate"> {
  /** What is about mirrored pools is done by this, where it is given. */
  readonly polarSeats: SeatOperations | undefined;
  readonly limits: Limits;
  readonly corsOrigins: readonly string[];
}
