// What every route works with: the options of createSeatApi, checked.

import type { SeatApiOptions } from "./options.ts";

export type Services = Pick<SeatApiOptions, "ledger" | "authenticate">;
