// What is kept of a wish beside what was asked for: who asked, and by what its result is known.

import { z } from "zod";

const text = z.string().nullish().default(null);
export const wishSchema = z.object({
  same: z.record(z.string(), z.unknown()),
  asked: z
    .object({ immediateClaim: z.boolean().nullish(), metadata: z.record(z.string(), z.unknown()).nullish() })
    .nullish(),
  actor: z
    .object({ type: z.enum(["user", "customer", "member", "system", "polar"]), id: z.string().optional() })
    .optional(),
  reason: z.string().optional(),
  key: z.object({ note: z.string(), request: z.string() }).nullish().default(null),
  poolVersion: z.int().nullish().default(null),
  holder: z.object({ memberId: text, externalMemberId: text, email: text, customerId: text }).nullish().default(null),
  meant: z
    .object({
      ...{ holdingId: z.string(), isLive: z.boolean(), memberId: text, customerId: text },
      began: z.iso
        .datetime()
        .nullable()
        .transform((began) => (began === null ? null : new Date(began))),
    })
    .nullish()
    .default(null),
});

/** By what the recipient of a seat is found among those that Polar shows: one of these. */
export type Holder = { readonly [Name in "memberId" | "externalMemberId" | "email" | "customerId"]?: string | null };

/** A holding of a seat, as the ledger knew it when it was to end. */
export interface MeantHolding {
  readonly holdingId: string;
  /** Whether it had not ended yet. */
  readonly isLive: boolean;
  readonly began: Date | null;
  readonly memberId: string | null;
  readonly customerId: string | null;
}

/** Where the answer to a call with an idempotency key is remembered, and what tells its request from others. */
export interface AnswerKey {
  readonly note: string;
  readonly request: string;
}

export type Wish = z.output<typeof wishSchema>;
