// The names of things as types: one brand for each kind, so that a seat id cannot be passed where a pool id is meant.

declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type OrganizationId = Id<"organization">;
export type CustomerId = Id<"customer">;
export type MemberId = Id<"member">;
/** A member's id, or a customer's where there is no member: whom the events mean. A holding's, where nobody was named. */
export type PersonId = Id<"person">;
/** A subscription's or an order's id. */
export type PoolId = Id<"pool">;
export type SeatId = Id<"seat">;
/** One person in one seat, from when to when. */
export type HoldingId = Id<"holding">;

/** The person behind a member, or behind a customer where there is no member. */
export function personOf(id: MemberId | HoldingId): PersonId;
export function personOf(memberId: MemberId | null, customerId: CustomerId): PersonId;
export function personOf(id: MemberId | HoldingId | null, customerId?: CustomerId): PersonId {
  return (id ?? customerId) as string as PersonId;
}

/** E-mails are compared without case, here as in Polar. */
export function emailKey(email: string): string {
  return email.toLowerCase();
}
