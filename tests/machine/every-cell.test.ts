// Every cell of the machine as a caller meets it: what each command does to a seat of each status, as events or as a
// refusal. The table is complete by type: a new status or command that is not in it does not compile.

import type { SeatLedgerErrorCode } from "seat-ledger";
import { expect, test } from "vitest";
import { type Command, commands, eventsOf, type Situation, type Status, seatIn, statusOf } from "./seat-story.ts";

/** The events that are appended and the status that follows; or the refusal, which changes nothing. */
type Cell = readonly [events: readonly string[], after: Status] | SeatLedgerErrorCode;

const cells: Readonly<Record<Situation, Readonly<Record<Command, Cell>>>> = {
  vacant: {
    assign: [["SeatAssigned"], "pending"],
    grant: [["SeatGranted"], "claimed"],
    claim: "InvalidInvitationToken",
    resend: "SeatNotFound",
    changeEmail: [["MemberChanged"], "vacant"],
    revoke: "SeatNotFound",
    resizePool: [["PoolResized"], "vacant"],
    closePool: [["PoolClosed"], "vacant"],
    reopenPool: [[], "vacant"],
    removeMember: [["MemberRemoved"], "vacant"],
    forgetPerson: [["MemberRemoved", "PersonForgotten"], "vacant"],
  },
  pending: {
    assign: "SeatAlreadyAssigned",
    grant: "SeatAlreadyAssigned",
    claim: [["SeatClaimed"], "claimed"],
    resend: [["InvitationResent"], "pending"],
    changeEmail: [["MemberChanged", "HolderChanged"], "pending"],
    revoke: [["SeatRevoked"], "revoked"],
    resizePool: [["PoolResized"], "pending"],
    closePool: [["PoolClosed", "SeatRevoked"], "revoked"],
    reopenPool: [[], "pending"],
    removeMember: [["SeatRevoked", "MemberRemoved"], "revoked"],
    forgetPerson: [["SeatRevoked", "MemberRemoved", "PersonForgotten"], "revoked"],
  },
  // An invitation whose time is over holds its seat.
  expired: {
    assign: "SeatAlreadyAssigned",
    grant: "SeatAlreadyAssigned",
    claim: "InvalidInvitationToken",
    resend: [["InvitationResent"], "pending"],
    changeEmail: [["MemberChanged", "HolderChanged"], "pending"],
    revoke: [["SeatRevoked"], "revoked"],
    resizePool: [["PoolResized"], "pending"],
    closePool: [["PoolClosed", "SeatRevoked"], "revoked"],
    reopenPool: [[], "pending"],
    removeMember: [["SeatRevoked", "MemberRemoved"], "revoked"],
    forgetPerson: [["SeatRevoked", "MemberRemoved", "PersonForgotten"], "revoked"],
  },
  // The seat is freed when somebody needs one, by an event of its own; until then it reads like any other.
  "expired and released": {
    assign: [["InvitationLapsed", "SeatAssigned"], "pending"],
    grant: [["InvitationLapsed", "SeatGranted"], "claimed"],
    claim: "InvalidInvitationToken",
    resend: [["InvitationResent"], "pending"],
    changeEmail: [["MemberChanged", "HolderChanged"], "pending"],
    revoke: [["SeatRevoked"], "revoked"],
    resizePool: [["InvitationLapsed", "PoolResized"], "revoked"],
    closePool: [["PoolClosed", "SeatRevoked"], "revoked"],
    reopenPool: [[], "pending"],
    removeMember: [["SeatRevoked", "MemberRemoved"], "revoked"],
    forgetPerson: [["SeatRevoked", "MemberRemoved", "PersonForgotten"], "revoked"],
  },
  claimed: {
    assign: "SeatAlreadyAssigned",
    grant: "SeatAlreadyAssigned",
    claim: "InvalidInvitationToken",
    resend: "SeatNotPending",
    changeEmail: [["MemberChanged", "HolderChanged"], "claimed"],
    revoke: [["SeatRevoked"], "revoked"],
    resizePool: [["PoolResized"], "claimed"],
    closePool: [["PoolClosed", "SeatRevoked"], "revoked"],
    reopenPool: [[], "claimed"],
    removeMember: [["SeatRevoked", "MemberRemoved"], "revoked"],
    forgetPerson: [["SeatRevoked", "MemberRemoved", "PersonForgotten"], "revoked"],
  },
  revoked: {
    assign: [["SeatAssigned"], "pending"],
    grant: [["SeatGranted"], "claimed"],
    claim: "InvalidInvitationToken",
    resend: "SeatNotPending",
    changeEmail: [["MemberChanged"], "revoked"],
    revoke: [[], "revoked"],
    resizePool: [["PoolResized"], "revoked"],
    closePool: [["PoolClosed"], "revoked"],
    reopenPool: [[], "revoked"],
    removeMember: [["MemberRemoved"], "revoked"],
    forgetPerson: [["MemberRemoved", "PersonForgotten"], "revoked"],
  },
};

/** Reads show the log, where no event says that an invitation is past. */
function shown(situation: Situation): Status {
  return situation === "expired" || situation === "expired and released" ? "pending" : situation;
}

const rows = (Object.keys(cells) as Situation[]).flatMap((situation) =>
  commands.map((command) => ({ situation, command, cell: cells[situation][command] })),
);

test.each(rows)("$command on a $situation seat: $cell", async ({ situation, command, cell }) => {
  const story = await seatIn(situation);
  await using _ = story.ledger;
  const [expected, after] = typeof cell === "string" ? [cell, shown(situation)] : cell;
  expect(await eventsOf(story, command)).toEqual(expected);
  expect(await statusOf(story)).toBe(after);
});
