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

interface Kept {
  readonly shown: ShownList;
  /** Since it was kept, or stood here longest. To note this costs less than to put it behind all others at each use. */
  wasUsed: boolean;
}

export class ShownLists {
  /** The one that stands here longest comes first. */
  readonly #lists = new Map<string, Kept>();
  #weight = 0;

  /** What was shown under this key last, or null. It counts as used. */
  recall(key: string): ShownList | null {
    const kept = this.#lists.get(key);
    if (kept === undefined) return null;
    kept.wasUsed = true;
    return kept.shown;
  }

  /**
   * Keeps a list, and answers it. Where there is too much, what stands here longest goes, or, where it was used meanwhile, stands
   * behind all others. A list that is larger than all that is kept would push out all others for nothing.
   */
  keep(key: string, shown: ShownList): ShownList {
    this.#remove(key);
    if (weightOf(shown) > greatestWeight) return shown;
    for (const [oldest, { shown: other, wasUsed }] of this.#lists) {
      if (this.#weight + weightOf(shown) <= greatestWeight) break;
      this.#remove(oldest);
      if (wasUsed) this.#put(oldest, other);
    }
    this.#put(ownText(key), shown);
    return shown;
  }

  #put(key: string, shown: ShownList): void {
    this.#lists.set(key, { shown, wasUsed: false });
    this.#weight += weightOf(shown);
  }

  #remove(key: string): void {
    const kept = this.#lists.get(key);
    if (!kept) return;
    this.#weight -= weightOf(kept.shown);
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

/** A piece of a request's text would keep the whole of it in memory. */
function ownText(key: string): string {
  return Buffer.from(key).toString();
}
