// What the API is told of the sync with Polar, in the form in which `startPolarSync` of @seat-ledger/polar tells it. This
// package knows no Polar: whatever has these fields will do.

/** What there is to count before there is any of it. */
export const driftKinds = ["missing", "extra", "different", "inferred", "lost-webhook", "stale"] as const;

/** One thing in which Polar and the ledger differed, and what was done. */
export interface SyncDrift {
  readonly kind: string;
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  /** Null where it is about the subscription or order itself. */
  readonly seatId: string | null;
  readonly done: string;
  readonly polar?: { readonly status: string } | null;
  readonly ledger?: { readonly status: string } | null;
  readonly fields?: readonly {
    readonly field: string;
    readonly polar: string | number | null;
    readonly ledger: string | number | null;
  }[];
  readonly step?: string;
  readonly notBefore?: string | null;
  readonly notAfter?: string;
  readonly type?: string;
  readonly at?: string;
  readonly listedAt?: string | null;
}

/** What a sync says of itself now. The state of a `PolarSync` is one. */
export interface SyncState {
  /** How long ago the oldest thing happened at Polar that was heard of and is not applied yet; 0 for nothing. */
  readonly lagMs: number;
  /** When the last complete pass began; null before the first. */
  readonly lastCompletePass: Date | null;
  /** The last pass that ended, complete or not; null before the first. */
  readonly lastPass: { readonly complete: boolean; readonly drift: readonly SyncDrift[] } | null;
}
