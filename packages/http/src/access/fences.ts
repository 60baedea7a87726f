// The ledger as each organization may see it, made once for each: a fence has no state but whose it is.

import type { OrganizationLedger, SeatLedger } from "seat-ledger";
import { type SeatOperations, type WriteThrough, writeThrough } from "../write-through.ts";

export interface Fenced {
  readonly ledger: OrganizationLedger;
  /** The same, and what is about mirrored pools is done by Polar. */
  readonly seats: WriteThrough;
}

const maxKnown = 1_000;

export class Fences {
  readonly #ledger: SeatLedger;
  readonly #polarSeats: SeatOperations | undefined;
  readonly #known = new Map<string, Fenced>();

  constructor(ledger: SeatLedger, polarSeats: SeatOperations | undefined) {
    this.#ledger = ledger;
    this.#polarSeats = polarSeats;
  }

  of(organizationId: string): Fenced {
    const known = this.#known.get(organizationId);
    if (known !== undefined) return known;
    const ledger = this.#ledger.forOrganization(organizationId);
    const made = { ledger, seats: writeThrough(ledger, this.#polarSeats) };
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(organizationId, made);
    return made;
  }
}
