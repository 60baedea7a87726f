// What a source showed. Facts are taken as they are: capacity and uniqueness refuse commands, never facts.

import type { PoolKind, PoolStatus, Product, SeatMetadata } from "../events.ts";
import type { CustomerId, MemberId, PersonId, SeatId } from "../ids.ts";
import type { SeatStatus } from "../seat-machine.ts";

/** One seat as Polar shows it. A revoked one names nobody. */
export interface ShownSeat {
  readonly id: SeatId;
  readonly status: SeatStatus;
  readonly customerId: CustomerId | null;
  readonly memberId: MemberId | null;
  readonly personId: PersonId | null;
  readonly email: string | null;
  readonly metadata: SeatMetadata;
  readonly createdAt: Date;
  /** Survives claim and revoke: a day before it the holding began. */
  readonly expiresAt: Date | null;
  readonly claimedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A pool without its seats, as Polar shows it. */
export interface ShownPool {
  readonly kind: PoolKind;
  readonly customerId: CustomerId;
  readonly product: Product;
  readonly seats: number;
  readonly status: PoolStatus;
  readonly checkoutId: string | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** The source's own time of what it shows; null where it has none. */
  readonly shownAt: Date | null;
  /** It is closed because the source no longer has it, and shows nothing of when. */
  readonly vanished: boolean;
}
