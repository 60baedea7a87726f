// A deleted member, a changed e-mail, and what they do to live seats. Polar sends no seat event for the second.

import { valueRefused } from "./errors.ts";
import { memberByEmail, memberOf, membersOf } from "./members.ts";
import { remember } from "./record/remember.ts";
import type { MemberRecord, SeatRecord } from "./records.ts";
import { revokeHeldSeat } from "./seats/revoke-seat.ts";
import type { SandboxState } from "./state.ts";
import { tellMember } from "./tell/member.ts";

export function deleteMember(state: SandboxState, memberId: string): MemberRecord {
  const member = memberOf(state, memberId);
  const owners = membersOf(state, member.customerId).filter((other) => other.role === "owner");
  if (member.role === "owner" && owners.length <= 1) {
    throw valueRefused(["body"], "Cannot delete the only owner. Transfer ownership first.", member.id);
  }
  return removeMember(state, member);
}

/** Deletes a member without asking whether the customer can do without. Polar takes the seats away afterwards. */
export function removeMember(state: SandboxState, member: MemberRecord): MemberRecord {
  const at = state.now();
  const deleted: MemberRecord = { ...member, modifiedAt: at, deletedAt: at };
  state.members.set(member.id, deleted);
  tellMember(state, deleted, "deleted");
  for (const seat of liveSeatsOfMember(state, member.id)) revokeHeldSeat(state, seat, "member_deleted");
  return deleted;
}

export function changeMemberEmail(state: SandboxState, memberId: string, newEmail: string): MemberRecord {
  const member = memberOf(state, memberId);
  const email = newEmail.trim();
  if (email === member.email) return member;
  if (state.customers.get(member.customerId)?.type === "individual") {
    throw valueRefused(
      ["body", "email"],
      "Cannot change the email of an individual customer's owner. Update the customer's email instead.",
      email,
    );
  }
  const other = memberByEmail(state, member.customerId, email);
  if (other !== undefined && other.id !== member.id) {
    throw valueRefused(["body", "email"], "A member with this email already exists for this customer.", email);
  }
  const at = state.now();
  const changed: MemberRecord = { ...member, email, modifiedAt: at };
  state.members.set(member.id, changed);
  for (const seat of liveSeatsOfMember(state, member.id)) {
    const renamed: SeatRecord = { ...seat, email, modifiedAt: at };
    state.seats.set(seat.id, renamed);
    remember(state, renamed, { at, type: "email_changed", cause: "member_email_changed" });
  }
  tellMember(state, changed, "updated");
  return changed;
}

function liveSeatsOfMember(state: SandboxState, memberId: string): SeatRecord[] {
  return [...state.seats.values().filter((seat) => seat.memberId === memberId && seat.status !== "revoked")];
}
