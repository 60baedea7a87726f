// The pools on which commands worked lately, so that the next one need not read all the seats again. What is here counts
// only while the versions in the ledger are the same, which each command asks for inside its own transaction; where a
// transaction fails everything is dropped, for a version that was undone may be given out again with other events.

import type { MemberState, OrganizationState } from "../../domain/directory.ts";
import type { MemberId } from "../../domain/ids.ts";
import type { PoolAppend } from "../../store/append.ts";
import type { PoolPlace } from "../../store/place-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";

/** A pool with its seats, and what else commands need to know of it. */
export interface WholePool extends FoundPool {
  readonly organization: OrganizationState;
}

interface Remembered extends WholePool {
  readonly customerVersion: number;
  /** Members of the paying customer who were asked for. */
  readonly members: Map<MemberId, MemberState | null>;
}

/** About 20 MB. */
const mostSeats = 25_000;

export class PoolMemory {
  /** By stream; the one that was not used for the longest time comes first. */
  readonly #pools = new Map<number, Remembered>();
  #seats = 0;

  /** The pool as it stands in the ledger, or null where that has to be read. */
  recall(place: PoolPlace): WholePool | null {
    const found = this.#pools.get(place.stream);
    if (!found || found.pool.version !== place.version || found.organization.version !== place.organizationVersion) {
      return null;
    }
    const isSameCustomer = found.customerVersion === place.customerVersion;
    const known = isSameCustomer ? found : { ...found, customerVersion: place.customerVersion, members: new Map() };
    this.#put(known);
    return known;
  }

  /** Keeps a pool that was just read. */
  remember(whole: WholePool, { customerVersion }: PoolPlace): void {
    this.#put({ ...whole, customerVersion, members: new Map() });
  }

  /** Brings a pool that is known to what it is after these events. */
  advance({ refs, before, after }: PoolAppend): void {
    const found = this.#pools.get(refs.stream);
    if (found && found.pool === before) this.#put({ ...found, pool: after });
  }

  /** A member of the customer who pays for a pool that is known; undefined where it has to be read. */
  memberOf({ refs }: FoundPool, id: MemberId): MemberState | null | undefined {
    return this.#pools.get(refs.stream)?.members.get(id);
  }

  rememberMember({ refs }: FoundPool, id: MemberId, member: MemberState | null): void {
    this.#pools.get(refs.stream)?.members.set(id, member);
  }

  forget(): void {
    this.#pools.clear();
    this.#seats = 0;
  }

  #put(pool: Remembered): void {
    this.#remove(pool.refs.stream);
    this.#pools.set(pool.refs.stream, pool);
    this.#seats += pool.pool.seats.size;
    for (const stream of this.#pools.keys()) {
      if (this.#seats <= mostSeats) return;
      this.#remove(stream);
    }
  }

  #remove(stream: number): void {
    const found = this.#pools.get(stream);
    if (!found) return;
    this.#pools.delete(stream);
    this.#seats -= found.pool.seats.size;
  }
}
