// What Polar keeps of each thing, as far as seats need it. Records are replaced, never changed in place, so one that was
// handed out stays as it was.

/** The states of a subscription that Polar knows. */
export const subscriptionStatuses = [
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "canceled",
  "unpaid",
  "paused",
] as const;

export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** The states of an order that Polar knows. */
export const orderStatuses = ["draft", "pending", "paid", "refunded", "partially_refunded", "void"] as const;

export type OrderStatus = (typeof orderStatuses)[number];

/** What a member may be for its customer. */
export const memberRoles = ["owner", "billing_manager", "member"] as const;

export type MemberRole = (typeof memberRoles)[number];

type Timestamped = { readonly id: string; readonly createdAt: Date; readonly modifiedAt: Date | null };

/** The merchant. */
export type OrganizationRecord = Timestamped & {
  readonly name: string;
  readonly slug: string;
  readonly memberModel: boolean;
  /** Whether a holder is made a member of the buyer where the member model is off. */
  readonly membersForHolders: boolean;
  readonly seatsEnabled: boolean;
};

/** What is sold: by the seat, or at a fixed price. Amounts are in cents. */
export type ProductRecord = Timestamped & {
  readonly organizationId: string;
  readonly name: string;
  readonly recurring: boolean;
  readonly seatBased: boolean;
  readonly priceId: string;
  readonly priceAmount: number;
  readonly minimumSeats: number;
  readonly maximumSeats: number | null;
};

/** Who pays. */
export type CustomerRecord = Timestamped & {
  readonly organizationId: string;
  readonly type: "individual" | "team";
  readonly email: string | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly deletedAt: Date | null;
};

/** A person under a customer. */
export type MemberRecord = Timestamped & {
  readonly customerId: string;
  readonly email: string;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly role: MemberRole;
  readonly deletedAt: Date | null;
};

/** Seats bought by the month. `seats` is null where the product is not sold by the seat. */
export type SubscriptionRecord = Timestamped & {
  readonly organizationId: string;
  readonly productId: string;
  readonly customerId: string;
  readonly seats: number | null;
  readonly status: SubscriptionStatus;
  readonly startedAt: Date;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: Date | null;
  /** When it is to end, or has ended. */
  readonly endsAt: Date | null;
  readonly endedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly pastDueAt: Date | null;
  readonly pendingUpdate: { readonly id: string; readonly createdAt: Date; readonly seats: number } | null;
};

/** Seats bought once, or, with a `subscriptionId`, the invoice of a subscription. */
export type OrderRecord = Timestamped & {
  readonly organizationId: string;
  readonly productId: string;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly itemId: string;
  readonly invoiceNumber: string;
  readonly seats: number | null;
  readonly status: OrderStatus;
};

/** One seat of one subscription or order. `occupancy` counts its holders, which Polar itself does not. */
export type SeatRecord = Timestamped & {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly status: "pending" | "claimed" | "revoked";
  readonly customerId: string | null;
  readonly memberId: string | null;
  readonly email: string | null;
  readonly invitationTokenExpiresAt: Date | null;
  readonly claimedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly seatMetadata: Readonly<Record<string, unknown>>;
  readonly occupancy: number;
};
