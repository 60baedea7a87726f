// Every cell of the machine as a caller meets it: what each command does to a seat of each status, as events or as a
// refusal. The table is complete by type: a new status or command that is not in it does not compile.

import type { SeatLedgerErrorCode } from "seat-ledger";
import { expect, test } from "vitest";
import { type Command, commands, eventsOf, type Status, seatIn, statusOf } from "./seat-story.ts";

/** The events that are appended and the status that follows; or the refusal, which changes nothing. */
type Cell = readonly [events: readonly string[], after: Status] | SeatLedgerErrorCode;

const cells: Readonly<Record<Status, Readonly<Record<Command, Cell>>>> = {
  vacant: {
    assign: [["SeatAssigned"], "pending"],
    grant: [["SeatGranted"], "claimed"],
    claim: "InvalidInvitationToken",
    resend: "SeatNotFound",
    changeEmail: [["MemberChanged"], "vacant"],
    revoke: "SeatNotFound",
    closePool: [["PoolClosed"], "vacant"],
  },
  pending: {
    assign: "SeatAlreadyAssigned",
    grant: "SeatAlreadyAssigned",
    claim: [["SeatClaimed"], "claimed"],
    resend: [["InvitationResent"], "pending"],
    changeEmail: [["MemberChanged", "HolderChanged"], "pending"],
    revoke: [["SeatRevoked"], "revoked"],
    closePool: [["PoolClosed", "SeatRevoked"], "revoked"],
  },
  claimed: {
    assign: "SeatAlreadyAssigned",
    grant: "SeatAlreadyAssigned",
    claim: "InvalidInvitationToken",
    resend: "SeatNotPending",
    changeEmail: [["MemberChanged", "HolderChanged"], "claimed"],
    revoke: [["SeatRevoked"], "revoked"],
    closePool: [["PoolClosed", "SeatRevoked"], "revoked"],
  },
  revoked: {
    assign: [["SeatAssigned"], "pending"],
    grant: [["SeatGranted"], "claimed"],
    claim: "InvalidInvitationToken",
    resend: "SeatNotPending",
    changeEmail: [["MemberChanged"], "revoked"],
    revoke: [[], "revoked"],
    closePool: [["PoolClosed"], "revoked"],
  },
};

const rows = (Object.keys(cells) as Status[]).flatMap((status) =>
  commands.map((command) => ({ status, command, cell: cells[status][command] })),
);

test.each(rows)("$command on a $status seat: $cell", async ({ status, command, cell }) => {
  const story = await seatIn(status);
  await using _ = story.ledger;
  const [expected, after] = typeof cell === "string" ? [cell, status] : cell;
  expect(await eventsOf(story, command)).toEqual(expected);
  expect(await statusOf(story)).toBe(after);
});
