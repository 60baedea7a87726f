// What an assignment may say. Whether it may say it together is checked in check-assignment.ts.

import type { PoolReference } from "../pools.ts";
import type { RecipientInput } from "../resolve-recipient.ts";

/** Polar's `SeatAssign`, in camelCase. */
export type SeatAssignment = PoolReference &
  RecipientInput & {
    readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
    readonly immediateClaim?: boolean | undefined;
  };
