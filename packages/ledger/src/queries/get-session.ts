// getSession: who a session token stands for. A session ends with its hour, or when its holder leaves the seat.

import { z } from "zod";
import { answered, type Query } from "../query.ts";
import { findSession } from "../store/access-queries.ts";
import { findMember } from "../store/member-queries.ts";
import { hashOf } from "../tokens/tokens.ts";

/** Whom a session token stands for, and until when. */
export interface Session {
  readonly organizationId: string;
  readonly personId: string;
  readonly memberId: string | null;
  /** The billing customer of a member; the holder where there is no member. */
  readonly customerId: string | null;
  readonly expiresAt: Date;
}

const schema = z.strictObject({ token: z.string("must be text") });

/** The token that `claimSeat` gave. */
export type GetSessionArgs = z.input<typeof schema>;

export const getSession: Query<z.output<typeof schema>, Session | null> = {
  args: schema,
  *reads({ token }, { fence, now }) {
    const found = yield* findSession(hashOf(token));
    if (!found || found.person_id === null || found.expires_at <= now.getTime()) return answered(null);
    if (fence !== null && found.organization_id !== fence) return answered(null);
    // A member acts for the customer whose member it is; with the member model off the seat names its holder instead.
    const member = found.member_id === null ? null : yield* findMember(found.member_id);
    return answered({
      organizationId: found.organization_id,
      personId: found.person_id,
      memberId: found.member_id,
      customerId: member?.member.customerId ?? found.customer_id,
      expiresAt: new Date(found.expires_at),
    });
  },
};
