// What changes the ledger, one method for each command. No rule lives here: a method names the command that does the work.

import type { Customer, Member, Organization } from "../answers/directory.ts";
import type { Pool } from "../answers/pool.ts";
import type { Seat } from "../answers/seat.ts";
import { checked } from "../arguments.ts";
import { activatePool } from "../commands/activate-pool.ts";
import { type AssignedSeat, type AssignSeatArgs, assignSeat } from "../commands/assign-seat.ts";
import { type AssignSeatsArgs, assignSeats } from "../commands/assign-seats.ts";
import { type ClaimedSeat, type ClaimSeatArgs, claimSeat } from "../commands/claim-seat.ts";
import { closePool } from "../commands/close-pool.ts";
import { type ForgetPersonArgs, forgetPerson } from "../commands/forget-person.ts";
import { type OpenPoolArgs, openPool } from "../commands/open-pool.ts";
import { type Fact, factsSchema, type Recorded } from "../commands/record/facts.ts";
import { planFact } from "../commands/record/record.ts";
import { type RecordContext, recordContextSchema } from "../commands/record/record-context.ts";
import { nothingRecorded, sumOf } from "../commands/record/recorded.ts";
import { type RegisterCustomerArgs, registerCustomer } from "../commands/register-customer.ts";
import { type RegisterMemberArgs, registerMember } from "../commands/register-member.ts";
import { type RegisterOrganizationArgs, registerOrganization } from "../commands/register-organization.ts";
import { type RemoveCustomerArgs, removeCustomer } from "../commands/remove-customer.ts";
import { type RemoveMemberArgs, removeMember } from "../commands/remove-member.ts";
import { reopenPool } from "../commands/reopen-pool.ts";
import { type ResendInvitationArgs, resendInvitation } from "../commands/resend-invitation.ts";
import { type ResizePoolArgs, resizePool } from "../commands/resize-pool.ts";
import { type RevokeSeatArgs, revokeSeat } from "../commands/revoke-seat.ts";
import type { CommandContext } from "../commands/shared/context.ts";
import type { PoolArgs } from "../commands/shared/pool-command.ts";
import type { SeatLedgerError } from "../errors.ts";
import { executeFact } from "../execute-command.ts";
import { executeSeries } from "../execute-series.ts";
import { LedgerCore } from "./ledger-core.ts";

export abstract class LedgerCommands extends LedgerCore {
  /** Makes or changes an organization, found by id, else by slug. Both settings are true unless said otherwise. */
  registerOrganization(args: RegisterOrganizationArgs, context?: CommandContext): Promise<Organization> {
    return this.run(registerOrganization, args, context);
  }

  /**
   * Makes or changes a customer, found by id, else external id, else e-mail. What is left out stays as it is. A changed
   * e-mail follows to the owner member and to the seats of both.
   */
  registerCustomer(args: RegisterCustomerArgs, context?: CommandContext): Promise<Customer> {
    return this.run(registerCustomer, args, context);
  }

  /** Makes or changes a member of a customer; a changed e-mail shows on the seats that the member holds. */
  registerMember(args: RegisterMemberArgs, context?: CommandContext): Promise<Member> {
    return this.run(registerMember, args, context);
  }

  /**
   * A member leaves: nobody finds it any more by its facts, and each seat that it holds in a pool of the ledger is revoked
   * by an event of its own. Registered again by its id it comes back. `MemberNotFound` where there is none.
   */
  removeMember(args: RemoveMemberArgs, context?: CommandContext): Promise<void> {
    return this.run(removeMember, args, context);
  }

  /** A customer leaves with its members, as in `removeMember`; its pools stay. `CustomerNotFound` where there is none. */
  removeCustomer(args: RemoveCustomerArgs, context?: CommandContext): Promise<void> {
    return this.run(removeCustomer, args, context);
  }

  /**
   * Erases what names a person, for ever: e-mail, name, external ids, seat metadata, reason, IP and user agent of every
   * request about it, this one's included, IP and user agent of what it asked for about others, as the actor with that id,
   * and what names it by an e-mail that it ever had: reasons of requests about others, and the bodies in the inbox, those
   * with one of its ids too. Its live seats in the ledger's pools are revoked first; in Polar's they stay, nameless. Events
   * and `personId` stay, so do texts that name it in another way. Named by the id of a member or a customer (`MemberNotFound` where there is none),
   * or by an e-mail: then it is everybody of the organization who has it or ever had it.
   *
   * What the same id asks for afterwards is kept as anybody's: forget it again. Other people's rows that are damaged are passed
   * over (`verify` tells of them).
   *
   * Rewrites the file, so that nothing is left in it: about a second for each 100 MB, in which the ledger stands still.
   *
   * @example
   * await ledger.forgetPerson({ organizationId, email: "jane@example.com" });
   */
  forgetPerson(args: ForgetPersonArgs, context?: CommandContext): Promise<void> {
    return this.run(forgetPerson, args, context);
  }

  /**
   * Opens the pool of a subscription or an order. The same facts again change nothing; others are `PoolExists`.
   *
   * @example
   * await ledger.openPool({ subscriptionId, organizationId, customerId, product: { id, name: "Team" }, seats: 5 });
   */
  openPool(args: OpenPoolArgs, context?: CommandContext): Promise<Pool> {
    return this.run(openPool, args, context);
  }

  /** An unpaid order was paid: its seats can be assigned. */
  activatePool(args: PoolArgs, context?: CommandContext): Promise<Pool> {
    return this.run(activatePool, args, context);
  }

  /** More seats were bought, or fewer; below the live ones it is `SeatsAlreadyAssigned`. */
  resizePool(args: ResizePoolArgs, context?: CommandContext): Promise<Pool> {
    return this.run(resizePool, args, context);
  }

  /** The subscription ended, was paused or is unpaid: each live seat is revoked by an event of its own. */
  closePool(args: PoolArgs, context?: CommandContext): Promise<Pool> {
    return this.run(closePool, args, context);
  }

  /** The subscription came back. */
  reopenPool(args: PoolArgs, context?: CommandContext): Promise<Pool> {
    return this.run(reopenPool, args, context);
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
    return this.run(assignSeat, args, context);
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
    this.refuseClosed();
    return await executeSeries(this.engine, this.fence, assignSeats, args, context);
  }

  /** Takes up an invitation, once. Every dead token is `InvalidInvitationToken`. */
  claimSeat(args: ClaimSeatArgs, context?: CommandContext): Promise<ClaimedSeat> {
    return this.run(claimSeat, args, context);
  }

  /** Takes a seat back; again, it answers the same seat and appends nothing. */
  revokeSeat(args: RevokeSeatArgs, context?: CommandContext): Promise<Seat> {
    return this.run(revokeSeat, args, context);
  }

  /** A new token with a new expiry for a pending seat; the old token is dead. */
  resendInvitation(args: ResendInvitationArgs, context?: CommandContext): Promise<AssignedSeat> {
    return this.run(resendInvitation, args, context);
  }

  /**
   * The adapters' way in: records what a source showed, each fact in a transaction of its own, in order; the first that
   * is refused ends the call, and those before it stay. Inside the transaction the events are derived that make the
   * ledger agree; capacity never refuses one. Facts never touch a pool of the ledger, but for a person's removal and changed
   * e-mail, which follow into the seats there as by `removeMember` and `registerMember`; in Polar's pools they touch no seat.
   */
  async record(facts: readonly Fact[], context: RecordContext): Promise<Recorded> {
    this.refuseClosed();
    const circumstances = checked(recordContextSchema, context);
    let recorded = nothingRecorded;
    for (const fact of checked(factsSchema, facts)) {
      const one = await executeFact(this.engine, this.fence, circumstances, (call) => planFact(fact, call));
      recorded = sumOf(recorded, one);
    }
    return recorded;
  }
}
