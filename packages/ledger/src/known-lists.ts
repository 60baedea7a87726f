// At which versions the lists of seats were read that this ledger has answered, so that whoever still has one can ask whether it
// is still so. It keeps no list, and nothing of one: when its caller lets go of a list, it is gone.

import type { SeatsList } from "./answers/seat.ts";
import type { OrganizationId } from "./domain/ids.ts";
import type { PoolPlace } from "./store/place-queries.ts";

/** What a list was of, and what its answer hung on. */
export interface ReadAt {
  readonly place: PoolPlace;
  readonly organizationId: OrganizationId;
}

export class KnownLists {
  /** By the very object that was answered: nobody can make one up. */
  #lists = new WeakMap<SeatsList, ReadAt>();

  /** Null for whatever was not answered here, or is not known any more. */
  readAt(list: SeatsList): ReadAt | null {
    return this.#lists.get(list) ?? null;
  }

  /** To be called before a list is read: if everything is forgotten meanwhile, what is noted of this one is too. */
  noting(): (list: SeatsList, at: ReadAt) => void {
    const lists = this.#lists;
    return (list, at) => {
      lists.set(list, at);
    };
  }

  /** What is in the ledger, or may be known of somebody, has changed without a new version of it: no list counts any more. */
  forget(): void {
    this.#lists = new WeakMap();
  }
}

/** The pool's events, its customer's members, its organization with whom it has forgotten: nothing else is in a list. */
export function isSamePlace(one: PoolPlace, other: PoolPlace | null): boolean {
  return (
    one.stream === other?.stream &&
    one.version === other.version &&
    one.customerVersion === other.customerVersion &&
    one.organizationVersion === other.organizationVersion
  );
}
