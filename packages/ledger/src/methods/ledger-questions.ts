// What is asked of the ledger about now, one method for each question. No rule lives here: a method names the query that answers it.

import type { Pool } from "../answers/pool.ts";
import type { Seat, SeatsList } from "../answers/seat.ts";
import { type ClaimInfo, type GetClaimInfoArgs, getClaimInfo } from "../queries/get-claim-info.ts";
import { getPool, type PoolQueryArgs } from "../queries/get-pool.ts";
import { type GetSeatArgs, getSeat } from "../queries/get-seat.ts";
import { type GetSessionArgs, getSession, type Session } from "../queries/get-session.ts";
import { type ListPoolsArgs, listPools, type PoolsPage } from "../queries/list-pools.ts";
import { versionedSeats } from "../queries/list-seats.ts";
import { LedgerCommands } from "./ledger-commands.ts";

export abstract class LedgerQuestions extends LedgerCommands {
  /** Every seat of a pool, revoked ones included, and how many are free. */
  async listSeats(args: PoolQueryArgs): Promise<SeatsList> {
    return (await this.ask(versionedSeats, args)).answer;
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

  /** What an invitation is for. No side effect. A dead token is `InvalidInvitationToken`. */
  getClaimInfo(args: GetClaimInfoArgs): Promise<ClaimInfo> {
    return this.ask(getClaimInfo, args);
  }

  /** Whom a session token from `claimSeat` stands for; null when it is unknown or past. */
  getSession(args: GetSessionArgs): Promise<Session | null> {
    return this.ask(getSession, args);
  }
}
