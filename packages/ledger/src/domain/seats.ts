// The seats of a pool, by id, in the order in which it came to know them. A value that never changes: `with` makes another
// one. All that come from one another share a map, which belongs to the one that was used last; each other one remembers how
// it differs from its neighbour on the way there. So the next one costs the same however many seats there are.

import { invariant } from "../invariant.ts";
import type { SeatId } from "./ids.ts";
import type { SeatState } from "./seat.ts";

/** On the way to the map: how this one differs from the next. Null: the seat is not there. */
interface Step {
  readonly next: Seats;
  readonly id: SeatId;
  readonly seat: SeatState | null;
}

export class Seats {
  #place: Map<SeatId, SeatState> | Step;

  private constructor(place: Map<SeatId, SeatState>) {
    this.#place = place;
  }

  static of(seats: Iterable<SeatState>): Seats {
    const map = new Map<SeatId, SeatState>();
    for (const seat of seats) map.set(seat.id, seat);
    return new Seats(map);
  }

  get size(): number {
    return this.#map().size;
  }

  has(id: SeatId): boolean {
    return this.#map().has(id);
  }

  get(id: SeatId): SeatState | undefined {
    return this.#map().get(id);
  }

  /** To be walked at once: not after another one of the same seats was used. */
  values(): IterableIterator<SeatState> {
    return this.#map().values();
  }

  /** These seats with one in the place of its former self, or at the end where it is new. */
  with(seat: SeatState): Seats {
    const map = this.#map();
    const before = map.get(seat.id) ?? null;
    map.set(seat.id, seat);
    const after = new Seats(map);
    this.#place = { next: after, id: seat.id, seat: before };
    return after;
  }

  /** Takes the map over, and turns the way there round. */
  #map(): Map<SeatId, SeatState> {
    if (this.#place instanceof Map) return this.#place;
    const way: { readonly from: Seats; readonly step: Step }[] = [];
    let owner: Seats = this;
    for (let place = owner.#place; !(place instanceof Map); place = owner.#place) {
      way.push({ from: owner, step: place });
      owner = place.next;
    }
    const map = owner.#place;
    invariant(map instanceof Map, "the way ends where the map is");
    for (const { from, step } of way.reverse()) {
      step.next.#place = { next: from, id: step.id, seat: map.get(step.id) ?? null };
      if (step.seat) map.set(step.id, step.seat);
      else map.delete(step.id);
      from.#place = map;
    }
    return map;
  }
}
