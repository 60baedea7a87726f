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

interface Weighed {
  readonly known: Remembered;
  readonly weight: number;
}

/** Of pools, seats and members: about 25 MB. */
const greatestWeight = 25_000;

export class PoolMemory {
  /** By stream; the one that was not used for the longest time comes first. */
  readonly #pools = new Map<number, Weighed>();
  #weight = 0;

  /** The pool as it stands in the ledger, or null where that has to be read. */
  recall(place: PoolPlace): WholePool | null {
    const found = this.#pools.get(place.stream)?.known;
    if (!found || found.pool.version !== place.version || found.organization.version !== place.organizationVersion) {
      return null;
    }
    const isSameCustomer = found.customerVersion === place.customerVersion;
    const known = isSameCustomer ? found : { ...found, customerVersion: place.customerVersion, members: new Map() };
    this.#keepLast(known);
    return known;
  }

  /** Keeps a pool that was just read. */
  remember(whole: WholePool, { customerVersion }: PoolPlace): void {
    this.#keepLast({ ...whole, customerVersion, members: new Map() });
  }

  /** Brings a pool that is known to what it is after these events. */
  advance({ refs, before, after }: PoolAppend): void {
    const found = this.#pools.get(refs.stream)?.known;
    if (!found) return;
    // What was decided on a pool that was read past this memory: the same version may stand here for other events.
    if (found.pool === before) this.#keep({ ...found, pool: after });
    else this.#remove(refs.stream);
  }

  /** A member of the customer who pays for a pool that is known; undefined where it has to be read. */
  memberOf({ refs }: FoundPool, id: MemberId): MemberState | null | undefined {
    return this.#pools.get(refs.stream)?.known.members.get(id);
  }

  rememberMember({ refs }: FoundPool, id: MemberId, member: MemberState | null): void {
    this.#pools.get(refs.stream)?.known.members.set(id, member);
  }

  forget(): void {
    this.#pools.clear();
    this.#weight = 0;
  }

  /** As the one that was used last. */
  #keepLast(known: Remembered): void {
    this.#remove(known.refs.stream);
    this.#keep(known);
  }

  /** In its place, where it is known: a command's pool was recalled before it is changed. */
  #keep(known: Remembered): void {
    const { stream } = known.refs;
    const weight = 1 + known.pool.seats.size + known.members.size;
    this.#weight += weight - (this.#pools.get(stream)?.weight ?? 0);
    this.#pools.set(stream, { known, weight });
    for (const oldest of this.#pools.keys()) {
      if (this.#weight <= greatestWeight) return;
      this.#remove(oldest);
    }
  }

  #remove(stream: number): void {
    this.#weight -= this.#pools.get(stream)?.weight ?? 0;
    this.#pools.delete(stream);
  }
}
