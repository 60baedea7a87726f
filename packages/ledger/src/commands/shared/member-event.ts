// The events that say what is known of a member.

import type { MemberState } from "../../domain/directory.ts";
import type { Cause, CustomerStreamEvent } from "../../domain/events.ts";
import { personOf } from "../../domain/ids.ts";
import { plainEvent } from "../../domain/propose.ts";

export function memberEvent(
  type: "MemberRegistered" | "MemberChanged",
  member: Pick<MemberState, "id" | "email" | "name" | "externalId" | "role">,
  at: Date,
): CustomerStreamEvent {
  const { id, role, email, name, externalId } = member;
  const personal = { email, name, externalId };
  return plainEvent(type, { memberId: id, role }, { at, personId: personOf(id), personal });
}

/** `cause` is null where the member was removed for its own sake. */
export function memberRemoved({ id }: Pick<MemberState, "id">, at: Date, cause: Cause | null): CustomerStreamEvent {
  return plainEvent("MemberRemoved", { memberId: id }, { at, personId: personOf(id), cause });
}
