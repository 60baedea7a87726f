// The public names of seat-ledger, one by one.

export type { Customer, Member, Organization } from "./answers/directory.ts";
export type { LedgerEvent } from "./answers/event.ts";
export type { InvitationToDeliver } from "./answers/invitation-to-deliver.ts";
export type { Pool } from "./answers/pool.ts";
export type { Invitation, Seat, SeatsList } from "./answers/seat.ts";
export type { PastLedger } from "./audit/as-of.ts";
export type { PoolChanges } from "./audit/changes.ts";
export type { HistoryPage } from "./audit/history.ts";
export type { Holding } from "./audit/holders.ts";
export type { HistoryEntry, Holder } from "./audit/shared/entries.ts";
export type { Usage } from "./audit/usage.ts";
export type { AssignedSeat, AssignSeatArgs } from "./commands/assign-seat.ts";
export type { ClaimedSeat } from "./commands/claim-seat.ts";
export type { Fact, Recorded } from "./commands/record/facts.ts";
export type { RecordContext } from "./commands/record/record-context.ts";
export type { CommandContext } from "./commands/shared/context.ts";
export {
  type ErrorFacts,
  errors,
  isSeatLedgerError,
  type RequestIssue,
  SeatLedgerError,
  type SeatLedgerErrorCode,
} from "./errors.ts";
export { openLedger } from "./ledger.ts";
export type { LedgerOptions } from "./ledger-options.ts";
export type { Logger } from "./logger.ts";
export type { Inbox } from "./methods/inbox.ts";
export type { ClaimInfo } from "./queries/get-claim-info.ts";
export type { Session } from "./queries/get-session.ts";
export type { PoolsPage } from "./queries/list-pools.ts";
export type { OrganizationLedger, SeatLedger } from "./seat-ledger.ts";
export type { DurableSubscription } from "./stream/subscriptions.ts";
export type { Verification } from "./upkeep/verify.ts";
