// The lists of seats that were shown lately, each with its reply, so that one that is still so need not be written again. Whether
// it is, only the ledger can say: nothing of here may be shown before it was asked.

import type { SeatsList } from "seat-ledger";
import { Reply } from "../reply.ts";
import { entityTag } from "../wire/entity-tag.ts";
import { seatsListToWire } from "../wire/seat.ts";

export interface ShownList {
  readonly list: SeatsList;
  readonly reply: Reply;
}

/** Of seats: about 20 MB. */
const greatestWeight = 10_000;

export class ShownLists {
  /** The one that was not used for the longest time comes first. */
  readonly #lists = new Map<string, ShownList>();
  #weight = 0;

  /** What was shown under this key last, or null. */
  recall(key: string): ShownList | null {
    return this.#lists.get(key) ?? null;
  }

  /**
   * Keeps a list as the one that was used last, and answers it. One that is larger than all that is kept would push out all
   * others for nothing.
   */
  keep(key: string, shown: ShownList): ShownList {
    this.#remove(key);
    if (weightOf(shown) > greatestWeight) return shown;
    this.#lists.set(key, shown);
    this.#weight += weightOf(shown);
    for (const oldest of this.#lists.keys()) {
      if (this.#weight <= greatestWeight) break;
      this.#remove(oldest);
    }
    return shown;
  }

  #remove(key: string): void {
    const shown = this.#lists.get(key);
    if (!shown) return;
    this.#weight -= weightOf(shown);
    this.#lists.delete(key);
  }
}

/** A list as it is sent, with its version as its `ETag`. The bytes are made once, however often they are sent. */
export function shownList(list: SeatsList): ShownList {
  const body = Buffer.from(JSON.stringify(seatsListToWire(list)));
  return { list, reply: new Reply(body, { "Content-Type": "application/json", ETag: entityTag(list.version) }) };
}

function weightOf({ list }: ShownList): number {
  return 1 + list.seats.length;
}
