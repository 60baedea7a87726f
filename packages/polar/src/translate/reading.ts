// What one input of Polar says, before anything is known of the ledger. Its time and its people are told even where it
// says nothing about seats: every input is kept.

import type { PoolRef } from "../pool-ref.ts";
import type { CustomerFact, OrganizationFact, QuantityFact, SeatFact, ShownMember, ShownPool } from "./facts.ts";

export interface Reading {
  readonly type: string;
  /** What it is about, as subjects.ts names it; null where that can't be told. */
  readonly subject: string | null;
  readonly organizationId: string | null;
  readonly apiVersion: string | null;
  /** Polar's own time of what it shows. */
  readonly sourceAt: Date | null;
  /** Ids of the members and customers whom it names. */
  readonly people: readonly string[];
  readonly says: Says;
}

export type Says =
  | { readonly kind: "seat"; readonly ref: PoolRef; readonly fact: SeatFact }
  | { readonly kind: "quantity"; readonly ref: PoolRef; readonly fact: QuantityFact }
  | { readonly kind: "pool"; readonly shown: ShownPool }
  | { readonly kind: "organization"; readonly fact: OrganizationFact }
  | { readonly kind: "customer"; readonly fact: CustomerFact }
  | { readonly kind: "member"; readonly member: ShownMember }
  | { readonly kind: "customer-removed"; readonly customerId: string; readonly at: Date }
  | { readonly kind: "member-removed"; readonly memberId: string; readonly customerId: string; readonly at: Date }
  /** It was read, and is not about seats. */
  | { readonly kind: "nothing" }
  /** It could not be read. `problem` names fields, never their values. */
  | { readonly kind: "unread"; readonly problem: string };

/** What a reader of one kind of thing finds; the rest is told by what is around it. */
export type Found = Pick<Reading, "subject" | "organizationId" | "sourceAt" | "people" | "says">;

export const nothing: Says = { kind: "nothing" };
