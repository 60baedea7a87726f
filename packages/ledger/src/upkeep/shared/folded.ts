// What one stream comes to while the log is folded: plain data that the fold alone changes.

import type { CustomerState, MemberState, OrganizationState } from "../../domain/directory.ts";
import type { MemberId, SeatId } from "../../domain/ids.ts";
import type { PoolState } from "../../domain/pool.ts";
import type { SeatState } from "../../domain/seat.ts";

interface FoldedStream {
  readonly stream: number;
  /** The stream of its organization. */
  readonly organization: number;
  version: number;
  /** Where its last event stands in the log; 0 before the first one. */
  position: number;
  /** Its events cannot be folded: nothing can be said of its views. */
  isBroken: boolean;
  /** How many personal rows its events brought, and the sum of their versions. */
  personalRows: number;
  personalVersions: number;
}

export interface FoldedOrganization extends FoldedStream {
  readonly kind: "organization";
  state: OrganizationState | null;
}

export interface FoldedCustomer extends FoldedStream {
  readonly kind: "customer";
  state: CustomerState | null;
  readonly members: Map<MemberId, FoldedMember>;
}

/** A member, and the version of its customer's stream when it last changed. */
export interface FoldedMember {
  readonly member: MemberState;
  readonly version: number;
}

/** A pool's own facts and its seats apart: a new pool for each event of a seat would cost most of the fold. */
export interface FoldedPool extends FoldedStream {
  readonly kind: "pool";
  /** After its own events; what its seats add to it says `poolOf`. */
  state: PoolState | null;
  /** In milliseconds: two dates are compared slowly. */
  lastOccurredAt: number;
  /** In the order of their numbers: an id that was just read is slow to look up. */
  readonly seats: SeatState[];
  readonly seatIds: Set<SeatId>;
}

export type Folded = FoldedOrganization | FoldedCustomer | FoldedPool;
