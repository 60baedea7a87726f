// Every public method with arguments that are good, joined. The table is complete by type: a method of the ledger that has
// no row in it does not compile.

import type { SeatLedger } from "seat-ledger";
import type { Kind } from "../badness.ts";
import { inbox } from "./inbox.ts";
import type { Operations } from "./operation.ts";
import { organizations } from "./organizations.ts";
import { past } from "./past.ts";
import { pools } from "./pools.ts";
import { queries } from "./queries.ts";
import { record } from "./record.ts";
import { recordSeats } from "./record-seats.ts";
import { seats } from "./seats.ts";
import { streams } from "./streams.ts";
import { upkeep } from "./upkeep.ts";

export type { Loose, Operation } from "./operation.ts";

export const commands: Operations = { ...organizations, ...pools, ...seats };

const rows = {
  ...organizations,
  ...pools,
  ...seats,
  ...queries,
  ...past,
  ...streams,
  ...inbox,
  ...upkeep,
  ...record,
  ...recordSeats,
};

/** What a row is about: behind a comma or a point it says which part it means. */
type About<Row> = Row extends `${infer Method}, ${string}` | `${infer Method}.${string}` ? Method : Row;
/** What takes no fields of a caller's own. */
type Fieldless = "close" | "forOrganization" | "getPosition" | "isCurrent" | "organizationId" | symbol;
type Unlisted = Exclude<keyof SeatLedger, About<keyof typeof rows> | Fieldless>;

export const operations: Operations & Readonly<Record<Unlisted, never>> = rows;

/** What every command is told about itself. */
export const contextFields: Readonly<Record<string, Kind>> = {
  actor: "object",
  reason: "text",
  ip: "text",
  userAgent: "text",
  idempotencyKey: "text",
  occurredAt: "instant",
  expectedVersion: "position",
  signal: "signal",
};
