// What Polar tells of a member: a webhook and nothing else. One who is made on the way by an assignment is not told of.

import type { MemberRecord } from "../records.ts";
import type { SandboxState } from "../state.ts";
import { announce } from "../webhooks/announce.ts";
import { memberToWire } from "../wire/people.ts";

export function tellMember(state: SandboxState, member: MemberRecord, change: "created" | "updated" | "deleted"): void {
  const organizationId = state.customers.get(member.customerId)?.organizationId;
  if (organizationId !== undefined) announce(state, organizationId, `member.${change}`, memberToWire(member));
}
