// A real ledger on a stage: in memory or in a file of its own, with a clock that only moves when a history says so, and
// the log as the ledger's stream of events tells it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerEvent, openLedger, type SeatLedger, type SeatLedgerErrorCode } from "seat-ledger";
import { beginning, setStage } from "./cast.ts";
import { eventsAfter } from "./events-after.ts";
import type { Model } from "./model.ts";

export type Outcome =
  | { readonly kind: "answered"; readonly answer: unknown }
  | { readonly kind: "refused"; readonly code: SeatLedgerErrorCode };

/** What a step did. */
export interface Moment {
  readonly model: Model;
  readonly world: World;
  readonly outcome: Outcome;
  readonly appended: readonly LedgerEvent[];
  /** The same command once more, with the same idempotency key. */
  readonly again: () => Promise<Outcome>;
}

/** What must be true after each step of a history, whatever the step was. */
export type Law = (moment: Moment) => Promise<void>;

export class World {
  readonly law: Law;
  readonly model: Model;
  readonly log: LedgerEvent[] = [];
  readonly #file: string;
  readonly #clock: () => Date;
  readonly #folder: string | null;
  #ledger: SeatLedger;
  #keys = 0;

  private constructor(law: Law, folder: string | null, opened: Opened) {
    this.law = law;
    this.model = opened.model;
    this.#folder = folder;
    this.#file = opened.file;
    this.#clock = opened.clock;
    this.#ledger = opened.ledger;
  }

  /** Opens a ledger of its own for one history, and sets the stage in it. */
  static async open(place: "memory" | "file", law: Law): Promise<World> {
    const folder = place === "file" ? await mkdtemp(join(tmpdir(), "seat-ledger-")) : null;
    const opened = await openStage(folder === null ? ":memory:" : join(folder, "seats.db"));
    const world = new World(law, folder, opened);
    await world.readOn();
    return world;
  }

  get ledger(): SeatLedger {
    return this.#ledger;
  }

  /** The events that were appended since the last look. */
  async readOn(): Promise<readonly LedgerEvent[]> {
    const fresh = await eventsAfter(this.#ledger, this.log.at(-1)?.position ?? 0);
    this.log.push(...fresh);
    return fresh;
  }

  nextKey(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }

  /** Closes the file and opens it again. */
  async reopen(): Promise<void> {
    await this.#ledger.close();
    this.#ledger = await openLedger({ file: this.#file, durability: "normal", clock: this.#clock });
  }

  async end(): Promise<void> {
    await this.#ledger.close();
    if (this.#folder !== null) await rm(this.#folder, { recursive: true });
  }
}

interface Opened {
  readonly file: string;
  readonly ledger: SeatLedger;
  readonly model: Model;
  readonly clock: () => Date;
}

async function openStage(file: string): Promise<Opened> {
  // The clock reads the model's time, which the stage itself brings.
  const time: { model: Pick<Model, "now"> } = { model: { now: beginning } };
  const clock = () => new Date(time.model.now);
  const ledger = await openLedger({ file, durability: "normal", clock });
  const model = await setStage(ledger);
  time.model = model;
  return { file, ledger, model, clock };
}
