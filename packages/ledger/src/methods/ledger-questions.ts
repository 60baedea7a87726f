// What is asked of the ledger about now, one method for each question. No rule lives here: a method names the query that answers it.

import type { Customer, Member, Organization } from "../answers/directory.ts";
import type { Pool } from "../answers/pool.ts";
import type { Seat, SeatsList } from "../answers/seat.ts";
import { type ClaimInfo, type GetClaimInfoArgs, getClaimInfo } from "../queries/get-claim-info.ts";
import { type GetCustomerArgs, getCustomer } from "../queries/get-customer.ts";
import { type GetInvitedSeatArgs, getInvitedSeat } from "../queries/get-invited-seat.ts";
import { type GetMemberArgs, getMember } from "../queries/get-member.ts";
import { type GetOrganizationArgs, getOrganization } from "../queries/get-organization.ts";
import { getPool, type PoolQueryArgs } from "../queries/get-pool.ts";
import { getPosition } from "../queries/get-position.ts";
import { type GetSeatArgs, getSeat } from "../queries/get-seat.ts";
import { type GetSessionArgs, getSession, type Session } from "../queries/get-session.ts";
import { isCurrent } from "../queries/is-current.ts";
import { type ListHeldPoolsArgs, listHeldPools } from "../queries/list-held-pools.ts";
import { type ListPoolsArgs, listPools, type PoolsPage } from "../queries/list-pools.ts";
import { listSeats } from "../queries/list-seats.ts";
import { LedgerCommands } from "./ledger-commands.ts";

export abstract class LedgerQuestions extends LedgerCommands {
  /** Every seat of a pool, revoked ones included, and how many are free. `PoolNotFound`, `SeatsNotEnabled`. */
  async listSeats(args: PoolQueryArgs): Promise<SeatsList> {
    return (await this.ask(listSeats, args)).answer;
  }

  /**
   * Whether a list that `listSeats` of this ledger answered is still so, in any process: for a fifth of the time of reading it
   * anew, so that whatever you made of it need not be made again. False for a list of another organization than this ledger is
   * fenced to, of another ledger, or of your own making; after `rebuild` and `forgetPerson` false for every list.
   *
   * @example
   * if (!shown || !(await ledger.isCurrent(shown))) shown = await ledger.listSeats({ subscriptionId });
   */
  isCurrent(list: SeatsList): Promise<boolean> {
    return this.ask(isCurrent, list);
  }

  /** One seat now. */
  getSeat(args: GetSeatArgs): Promise<Seat> {
    return this.ask(getSeat, args);
  }

  /** A pool's numbers now. */
  getPool(args: PoolQueryArgs): Promise<Pool> {
    return this.ask(getPool, args);
  }

  /** The pools of an organization or a customer, in the order in which the ledger came to know them; 100 a page. */
  listPools(args: ListPoolsArgs = {}): Promise<PoolsPage> {
    return this.ask(listPools, args);
  }

  /**
   * The pools in which somebody has claimed a seat: a customer, as Polar's seats name it (with the member model on that is who
   * pays), or with `memberId` one of its members. `CustomerNotFound`, `MemberNotFound`.
   */
  listHeldPools(args: ListHeldPoolsArgs): Promise<readonly Pool[]> {
    return this.ask(listHeldPools, args);
  }

  /** An organization by its id; `OrganizationNotFound` where there is none. */
  getOrganization(args: GetOrganizationArgs): Promise<Organization> {
    return this.ask(getOrganization, args);
  }

  /** A customer by its id; `CustomerNotFound` where there is none, or where it was removed. */
  getCustomer(args: GetCustomerArgs): Promise<Customer> {
    return this.ask(getCustomer, args);
  }

  /** A member by its id; `MemberNotFound` where there is none, or where it was removed. */
  getMember(args: GetMemberArgs): Promise<Member> {
    return this.ask(getMember, args);
  }

  /** The position of the last event of the whole log, whatever the fence; 0 where nothing happened yet. */
  getPosition(): Promise<number> {
    return this.ask(getPosition, {});
  }

  /** What an invitation is for. No side effect. A dead token is `InvalidInvitationToken`. */
  getClaimInfo(args: GetClaimInfoArgs): Promise<ClaimInfo> {
    return this.ask(getClaimInfo, args);
  }

  /** The seat that an invitation opens, for whoever has its token. A dead token is `InvalidInvitationToken`. */
  getInvitedSeat(args: GetInvitedSeatArgs): Promise<Seat> {
    return this.ask(getInvitedSeat, args);
  }

  /** Whom a session token from `claimSeat` stands for; null when it is unknown or past. */
  getSession(args: GetSessionArgs): Promise<Session | null> {
    return this.ask(getSession, args);
  }
}
