// getMember: a member as the ledger knows it now. One that was removed is not found.

import { z } from "zod";
import { type Member, memberAnswer } from "../answers/directory.ts";
import { idOf } from "../arguments.ts";
import type { MemberId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findCustomer } from "../store/customer-queries.ts";
import { findMember } from "../store/member-queries.ts";

const schema = z.strictObject({ memberId: idOf<MemberId>() });

/** A member by its id. */
export type GetMemberArgs = z.input<typeof schema>;

export const getMember: Query<z.output<typeof schema>, Member> = {
  args: schema,
  *reads({ memberId }, { fence }) {
    const member = (yield* findMember(memberId))?.member;
    const customer = member && (yield* findCustomer(member.customerId))?.customer;
    const outside = fence !== null && customer?.organizationId !== fence;
    if (!member || outside || member.removedAt !== null) return reject("MemberNotFound", { memberId });
    return answered(memberAnswer(member));
  },
};
