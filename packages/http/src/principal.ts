// Who asks. What comes from the embedder's `authenticate` is checked, because a fence around nobody would be none.

import { z } from "zod";

const id = z.guid("must be a UUID");
const scopes = z.array(z.string()).readonly();

/** Checked here as the ledger checks it: whoever sends the request could do nothing about a wrong one. */
const actor = z
  .strictObject({
    type: z.enum(["user", "system"], "must be user or system"),
    id: z
      .string("must be text")
      .min(1, "must not be empty")
      .max(1_000, "must have at most 1,000 characters")
      .refine((given) => given.isWellFormed() && !given.includes("\0"), {
        message: "must not hold null characters or unpaired surrogates",
      }),
  })
  .readonly();

const schema = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("organization"), organizationId: id, scopes, actor: actor.optional() }).readonly(),
    z.object({ type: z.literal("customer"), customerId: id, scopes }).readonly(),
    z.object({ type: z.literal("member"), memberId: id, scopes }).readonly(),
  ])
  .nullable();

/**
 * Who asks, and what they may do: an organization by the scopes `customer_seats:read` and `customer_seats:write`, on the
 * ledger's own routes by `ledger:read`, `ledger:write` and `metrics:read`, a customer or a member in the customer portal by
 * `customer_portal:read` and `customer_portal:write`. Scopes that mean nothing here are ignored.
 *
 * `actor` of an organization is who acts, as history shall tell it: a user or a program, such as an access token, by an opaque
 * id of 1 to 1,000 characters; never an e-mail or the token itself, for it stands in the log for ever. Default: the system,
 * nobody in particular. A customer or a member is its own actor.
 */
export type Principal = NonNullable<z.input<typeof schema>>;

/** The principal in its checked form. Anything else is a mistake of `authenticate`, not of who asks, and no `SeatLedgerError`. */
export function checkedPrincipal(given: Principal | null): Principal | null {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join(".") || "principal"}: ${message}`,
  );
  throw new TypeError(`authenticate must answer a Principal or null: ${issues.join("; ")}`);
}
