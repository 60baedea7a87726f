// The part of the ledger that this package's inputs go into; `ledger.forOrganization(...)` has it too.

import type { SeatLedger } from "seat-ledger";

export type InboxLedger = Pick<
  SeatLedger,
  "record" | "getPool" | "getSeat" | "listPools" | "listSeats" | "export" | "inbox" | "organizationId"
>;
