// What a row of the tables is, and the arguments that many operations share.

import { randomUUID } from "node:crypto";
import type { SeatLedger } from "seat-ledger";
import type { Setting } from "../../ledger/setting.ts";
import type { Kind } from "../badness.ts";

// biome-ignore lint/suspicious/noExplicitAny: the arguments are wrong on purpose.
export type Loose = any;

/** A public method with arguments that are good, and what each field is for. What is not `required` may be left out. */
export interface Operation {
  readonly call: (ledger: SeatLedger, args: Loose, context?: Loose) => Promise<unknown>;
  readonly good: (setting: Setting) => Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, Kind>>;
  readonly required: readonly string[];
  /** Where the fields stand in what is sent, where they are not at its top: `recipients.1.` */
  readonly at?: string;
  /** Null says that there is none. */
  readonly mayBeNull?: true;
}

export type Operations = Readonly<Record<string, Operation>>;

export const poolFields = { subscriptionId: "id", orderId: "id" } as const;
export const pool = ({ subscriptionId }: Setting) => ({ subscriptionId });
export const seat = () => ({ seatId: randomUUID() });
