// The ledger as its users hold it: one method for each operation. No rule lives here; a method names the command or the
// query that does the work.

import type { Observable } from "rxjs";
import type { Customer, Member, Organization } from "./answers/directory.ts";
import { eventAnswer, type LedgerEvent } from "./answers/event.ts";
import type { Pool } from "./answers/pool.ts";
import type { Seat, SeatsList } from "./answers/seat.ts";
import { checked, idOf } from "./arguments.ts";
import { type HistoryArgs, type HistoryPage, history } from "./audit/history.ts";
import type { Engine } from "./command-transaction.ts";
import { activatePool } from "./commands/activate-pool.ts";
import { type AssignedSeat, type AssignSeatArgs, assignSeat } from "./commands/assign-seat.ts";
import { type AssignSeatsArgs, assignSeats } from "./commands/assign-seats.ts";
import { type ClaimedSeat, type ClaimSeatArgs, claimSeat } from "./commands/claim-seat.ts";
import { closePool } from "./commands/close-pool.ts";
import { type ForgetPersonArgs, forgetPerson } from "./commands/forget-person.ts";
import { type OpenPoolArgs, openPool } from "./commands/open-pool.ts";
import {
  type Fact,
  factsSchema,
  type RecordContext,
  type Recorded,
  recordContextSchema,
} from "./commands/record/facts.ts";
import { planFact } from "./commands/record/record.ts";
import { nothingRecorded, sumOf } from "./commands/record/recorded.ts";
import { type RegisterCustomerArgs, registerCustomer } from "./commands/register-customer.ts";
import { type RegisterMemberArgs, registerMember } from "./commands/register-member.ts";
import { type RegisterOrganizationArgs, registerOrganization } from "./commands/register-organization.ts";
import { type RemoveCustomerArgs, removeCustomer } from "./commands/remove-customer.ts";
import { type RemoveMemberArgs, removeMember } from "./commands/remove-member.ts";
import { reopenPool } from "./commands/reopen-pool.ts";
import { type ResendInvitationArgs, resendInvitation } from "./commands/resend-invitation.ts";
import { type ResizePoolArgs, resizePool } from "./commands/resize-pool.ts";
import { type RevokeSeatArgs, revokeSeat } from "./commands/revoke-seat.ts";
import type { Command } from "./commands/shared/command.ts";
import type { CommandContext } from "./commands/shared/context.ts";
import type { PoolArgs } from "./commands/shared/pool-command.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { errorOf } from "./domain/rejections.ts";
import { errors, type SeatLedgerError } from "./errors.ts";
import { executeCommand, executeFact } from "./execute-command.ts";
import { executeSeries } from "./execute-series.ts";
import { type ClaimInfo, type GetClaimInfoArgs, getClaimInfo } from "./queries/get-claim-info.ts";
import { getPool, type PoolQueryArgs } from "./queries/get-pool.ts";
import { type GetSeatArgs, getSeat } from "./queries/get-seat.ts";
import { type GetSessionArgs, getSession, type Session } from "./queries/get-session.ts";
import { type ListPoolsArgs, listPools, type PoolsPage } from "./queries/list-pools.ts";
import { versionedSeats } from "./queries/list-seats.ts";
import type { Query } from "./query.ts";
import { type CommitSignal, committedEvents, observableOf } from "./stream/committed-events.ts";
import type { RunningSubscription } from "./stream/durable-subscription.ts";
import { afterEachChange } from "./stream/pool-seats.ts";
import { type EventsArgs, eventsSchema } from "./stream/stream-args.ts";

/** The same ledger, fenced to one organization: everything of others is not found. Its lifetime is the whole ledger's. */
export type OrganizationLedger = Omit<SeatLedger, "close" | "forOrganization" | typeof Symbol.asyncDispose>;

/**
 * A ledger of seats. Made by `openLedger`.
 *
 * Every method throws `SeatLedgerError` for what a caller can do wrong (`InvalidRequest` for arguments that are missing,
 * malformed or unknown). A command that was answered is durable; the same command with the same idempotency key again
 * answers the same and appends nothing.
 */
export class SeatLedger {
  readonly #engine: Engine;
  readonly #commits: CommitSignal;
  readonly #subscriptions: readonly RunningSubscription[];
  readonly #fence: OrganizationId | null;

  /** @internal Use `openLedger`. */
  constructor(
    engine: Engine,
    commits: CommitSignal,
    subscriptions: readonly RunningSubscription[],
    fence: OrganizationId | null,
  ) {
    this.#engine = engine;
    this.#commits = commits;
    this.#subscriptions = subscriptions;
    this.#fence = fence;
  }

  /** Makes or changes an organization, found by id, else by slug. Both settings are true unless said otherwise. */
  registerOrganization(args: RegisterOrganizationArgs, context?: CommandContext): Promise<Organization> {
    return this.#run(registerOrganization, args, context);
  }

  /**
   * Makes or changes a customer, found by id, else external id, else e-mail. What is left out stays as it is. A changed
   * e-mail follows to the owner member and to the seats of both.
   */
  registerCustomer(args: RegisterCustomerArgs, context?: CommandContext): Promise<Customer> {
    return this.#run(registerCustomer, args, context);
  }

  /** Makes or changes a member of a customer; a changed e-mail shows on the seats that the member holds. */
  registerMember(args: RegisterMemberArgs, context?: CommandContext): Promise<Member> {
    return this.#run(registerMember, args, context);
  }

  /**
   * A member leaves: nobody finds it any more by its facts, and each seat that it holds in a pool of the ledger is revoked
   * by an event of its own. Registered again by its id it comes back. `MemberNotFound` where there is none.
   */
  removeMember(args: RemoveMemberArgs, context?: CommandContext): Promise<void> {
    return this.#run(removeMember, args, context);
  }

  /** A customer leaves with its members, as in `removeMember`; its pools stay. `CustomerNotFound` where there is none. */
  removeCustomer(args: RemoveCustomerArgs, context?: CommandContext): Promise<void> {
    return this.#run(removeCustomer, args, context);
  }

  /**
   * Erases what names a person, for ever: e-mail, name, external ids, seat metadata, and reason, IP and user agent of every
   * request about it, this one's included. Its live seats in the ledger's pools are revoked first; in Polar's they stay,
   * nameless. Events and `personId` stay. Named by the id of a member or a customer (`MemberNotFound` where there is none),
   * or by an e-mail: then it is everybody of the organization who has it or ever had it.
   *
   * Rewrites the file, so that nothing is left in it: about a second for each 100 MB, in which the ledger stands still.
   *
   * @example
   * await ledger.forgetPerson({ organizationId, email: "jane@example.com" });
   */
  forgetPerson(args: ForgetPersonArgs, context?: CommandContext): Promise<void> {
    return this.#run(forgetPerson, args, context);
  }

  /**
   * Opens the pool of a subscription or an order. The same facts again change nothing; others are `PoolExists`.
   *
   * @example
   * await ledger.openPool({ subscriptionId, organizationId, customerId, product: { id, name: "Team" }, seats: 5 });
   */
  openPool(args: OpenPoolArgs, context?: CommandContext): Promise<Pool> {
    return this.#run(openPool, args, context);
  }

  /** An unpaid order was paid: its seats can be assigned. */
  activatePool(args: PoolArgs, context?: CommandContext): Promise<Pool> {
    return this.#run(activatePool, args, context);
  }

  /** More seats were bought, or fewer; below the live ones it is `SeatsAlreadyAssigned`. */
  resizePool(args: ResizePoolArgs, context?: CommandContext): Promise<Pool> {
    return this.#run(resizePool, args, context);
  }

  /** The subscription ended, was paused or is unpaid: each live seat is revoked by an event of its own. */
  closePool(args: PoolArgs, context?: CommandContext): Promise<Pool> {
    return this.#run(closePool, args, context);
  }

  /** The subscription came back. */
  reopenPool(args: PoolArgs, context?: CommandContext): Promise<Pool> {
    return this.#run(reopenPool, args, context);
  }

  /**
   * Gives a free seat to a person, named by exactly one of e-mail, customer or member. The seat is pending until it is
   * claimed, or claimed at once with `immediateClaim`. Rules: https://polar.sh/docs/features/seat-based-pricing
   *
   * Throws, in this order: `PoolNotFound`, `IdempotencyConflict`, `PoolMirrored`, `VersionConflict`, `SeatsNotEnabled`,
   * `PoolNotActive`, `SeatNotAvailable`, what is wrong with the recipient, `SeatAlreadyAssigned`.
   *
   * @example
   * const { seat, invitation } = await ledger.assignSeat({ subscriptionId, email: "jane@example.com" });
   */
  assignSeat(args: AssignSeatArgs, context?: CommandContext): Promise<AssignedSeat> {
    return this.#run(assignSeat, args, context);
  }

  /**
   * Gives seats of one pool to many people, in order, with nothing in between and made durable together: each gets a seat
   * or an error of their own. At most 1,000. What is wrong with the pool or the call is thrown, and nobody gets a seat.
   *
   * @example
   * const results = await ledger.assignSeats({ subscriptionId, recipients: [{ email: "a@example.com" }, { memberId }] });
   * for (const result of results) if ("error" in result) console.log(result.error.code);
   */
  async assignSeats(
    args: AssignSeatsArgs,
    context?: CommandContext,
  ): Promise<readonly (AssignedSeat | { readonly error: SeatLedgerError })[]> {
    this.#refuseClosed();
    return await executeSeries(this.#engine, this.#fence, assignSeats, args, context);
  }

  /** Takes up an invitation, once. Every dead token is `InvalidInvitationToken`. */
  claimSeat(args: ClaimSeatArgs, context?: CommandContext): Promise<ClaimedSeat> {
    return this.#run(claimSeat, args, context);
  }

  /** Takes a seat back; again, it answers the same seat and appends nothing. */
  revokeSeat(args: RevokeSeatArgs, context?: CommandContext): Promise<Seat> {
    return this.#run(revokeSeat, args, context);
  }

  /** A new token with a new expiry for a pending seat; the old token is dead. */
  resendInvitation(args: ResendInvitationArgs, context?: CommandContext): Promise<AssignedSeat> {
    return this.#run(resendInvitation, args, context);
  }

  /** Every seat of a pool, revoked ones included, and how many are free. */
  async listSeats(args: PoolQueryArgs): Promise<SeatsList> {
    return (await this.#ask(versionedSeats, args)).answer;
  }

  /** One seat now. */
  getSeat(args: GetSeatArgs): Promise<Seat> {
    return this.#ask(getSeat, args);
  }

  /** A pool's numbers now. */
  getPool(args: PoolQueryArgs): Promise<Pool> {
    return this.#ask(getPool, args);
  }

  /** The pools of an organization or a customer, in the order in which the ledger came to know them; 100 a page. */
  listPools(args: ListPoolsArgs = {}): Promise<PoolsPage> {
    return this.#ask(listPools, args);
  }

  /** What an invitation is for. No side effect. A dead token is `InvalidInvitationToken`. */
  getClaimInfo(args: GetClaimInfoArgs): Promise<ClaimInfo> {
    return this.#ask(getClaimInfo, args);
  }

  /** Whom a session token from `claimSeat` stands for; null when it is unknown or past. */
  getSession(args: GetSessionArgs): Promise<Session | null> {
    return this.#ask(getSession, args);
  }

  /** What happened to a seat, with its status before and after and its holder at that time; 100 entries a page. */
  history(args: HistoryArgs): Promise<HistoryPage> {
    return this.#ask(history, args);
  }

  /**
   * The committed events after a position: history first, then live, with no gap and no double, also of what other
   * processes write to the same file. Ends by the signal, or by leaving the loop.
   */
  async *events(args: EventsArgs = {}): AsyncGenerator<LedgerEvent, void, undefined> {
    const { after, signal } = checked(eventsSchema, args);
    this.#refuseClosed();
    const stop = signal ?? new AbortController().signal;
    for await (const event of committedEvents(this.#engine.store, this.#commits, { after, signal: stop })) {
      if (this.#fence === null || event.organizationId === this.#fence) yield eventAnswer(event);
    }
  }

  /** The same as an observable; unsubscribing ends it. */
  events$(args: Omit<EventsArgs, "signal"> = {}): Observable<LedgerEvent> {
    return observableOf((signal) => this.events({ ...checked(eventsSchema, args), signal }));
  }

  /** The seats of a pool now, then after each change of the pool. */
  seats$(args: PoolQueryArgs): Observable<SeatsList> {
    return observableOf((signal) => afterEachChange(() => this.#ask(versionedSeats, args), this.#commits, signal));
  }

  /**
   * The adapters' way in: records what a source showed, each fact in a transaction of its own, in order; the first that
   * is refused ends the call, and those before it stay. Inside the transaction the events are derived that make the
   * ledger agree; facts never touch a pool of the ledger, and capacity never refuses one.
   */
  async record(facts: readonly Fact[], context: RecordContext): Promise<Recorded> {
    this.#refuseClosed();
    const source = checked(recordContextSchema, context);
    let recorded = nothingRecorded;
    for (const fact of checked(factsSchema, facts)) {
      const one = await executeFact(this.#engine, this.#fence, source, (call) => planFact(fact, call));
      recorded = sumOf(recorded, one);
    }
    return recorded;
  }

  /** The same ledger, fenced to one organization. */
  forOrganization(organizationId: string): OrganizationLedger {
    const fence = checked(idOf<OrganizationId>(), organizationId);
    if (this.#fence !== null && this.#fence !== fence) throw new errors.OrganizationNotFound({ organizationId });
    return new SeatLedger(this.#engine, this.#commits, this.#subscriptions, fence);
  }

  /**
   * Ends the streams, waits for a delivery that is running, and closes the file. The lifetime is the whole ledger's: a
   * fenced one has no say in it.
   */
  async close(): Promise<void> {
    if (this.#fence !== null) return;
    this.#commits.close();
    await Promise.all(this.#subscriptions.map(({ ended }) => ended));
    await this.#engine.store.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run<Args, Answer>(command: Command<Args, Answer>, args: unknown, context?: CommandContext): Promise<Answer> {
    this.#refuseClosed();
    return await executeCommand(this.#engine, this.#fence, command, args, context);
  }

  /** From the call of `close` on, though a delivery may still be running and need the store. */
  #refuseClosed(): void {
    if (this.#commits.ended.aborted) throw new errors.LedgerClosed({});
  }

  async #ask<Args, Answer>(query: Query<Args, Answer>, given: unknown): Promise<Answer> {
    this.#refuseClosed();
    const args = checked(query.args, given);
    const asking = { now: this.#engine.clock(), fence: this.#fence };
    const result = await this.#engine.store.read(() => query.reads(args, asking));
    if (result.kind === "rejected") throw errorOf(result);
    return result.answer;
  }
}
