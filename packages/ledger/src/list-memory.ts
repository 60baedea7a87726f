// The lists of seats that were asked for lately, so that one that is asked for again need not be read again. What is here
// counts only while the versions in the ledger are the same, which each question asks for first, in the same reading.

import type { SeatsList } from "./answers/seat.ts";
import type { Versioned } from "./answers/versioned.ts";
import type { OrganizationId } from "./domain/ids.ts";
import type { PoolPlace } from "./store/place-queries.ts";

export interface RememberedList extends Versioned<SeatsList> {
  readonly organizationId: OrganizationId;
  readonly ref: { readonly subscriptionId: string | null; readonly orderId: string | null };
}

interface Kept {
  readonly list: RememberedList;
  readonly place: PoolPlace;
}

/** Of seats: about 10 MB. */
const greatestWeight = 10_000;

export class ListMemory {
  /** By stream; the one that was not used for the longest time comes first. */
  readonly #lists = new Map<number, Kept>();
  #weight = 0;

  /** The list as it stands in the ledger, or null where that has to be read. */
  recall(place: PoolPlace): RememberedList | null {
    const kept = this.#lists.get(place.stream);
    if (!kept) return null;
    this.#remove(place.stream);
    if (!isSame(kept.place, place)) return null;
    this.#put(kept);
    return kept.list;
  }

  /** Keeps a list that was just read. Everybody who asks is given this very list, so that nobody may change it. */
  remember(list: RememberedList, place: PoolPlace): void {
    for (const seat of list.answer.seats) Object.freeze(seat);
    Object.freeze(list.answer.seats);
    Object.freeze(list.answer);
    this.#remove(place.stream);
    this.#put({ list, place });
  }

  /** Drops every list: what is in the ledger, or may be known of somebody, has changed without a new version of it. */
  forget(): void {
    this.#lists.clear();
    this.#weight = 0;
  }

  #put(kept: Kept): void {
    this.#lists.set(kept.place.stream, kept);
    this.#weight += weightOf(kept);
    for (const oldest of this.#lists.keys()) {
      if (this.#weight <= greatestWeight) return;
      this.#remove(oldest);
    }
  }

  #remove(stream: number): void {
    const kept = this.#lists.get(stream);
    if (!kept) return;
    this.#weight -= weightOf(kept);
    this.#lists.delete(stream);
  }
}

/** The pool's events, its customer's members, its organization with whom it has forgotten: nothing else is in a list. */
function isSame(one: PoolPlace, other: PoolPlace): boolean {
  return (
    one.version === other.version &&
    one.customerVersion === other.customerVersion &&
    one.organizationVersion === other.organizationVersion
  );
}

function weightOf({ list }: Kept): number {
  return 1 + list.answer.seats.length;
}
