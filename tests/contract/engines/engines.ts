// The engines that must all keep the same contract. Properties run on each of them too.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerOptions, openLedger, type SeatLedger } from "seat-ledger";
import { openSqliteStore, type Store } from "seat-ledger/store";
import { openAsyncSqlite } from "./async-sqlite.ts";
import { openReopening } from "./reopening.ts";

export interface Engine {
  readonly name: string;
  /** A new ledger, empty. */
  open(options?: EngineOptions): Promise<Opened>;
  /** Several handles can hold one ledger, which outlives them. */
  readonly lasting: boolean;
  /** Of the cases that a property tries in memory, the part that it tries here. */
  readonly share: number;
}

export type EngineOptions = Pick<LedgerOptions, "clock" | "invitationTtl" | "lapsedInvitations">;

export interface Opened extends AsyncDisposable {
  readonly ledger: SeatLedger;
  readonly store: Store;
  /** Where the ledger stands; null in memory. */
  readonly file: string | null;
  /** Another handle on the same ledger. */
  another(): Promise<Opened>;
  /** Closes this handle. Disposing of it removes the ledger as well. */
  close(): Promise<void>;
}

const secret = "a secret of the tests, long enough for every token";

/** An engine whose handles all open the same place. */
function engine(
  name: string,
  { lasting, share }: Pick<Engine, "lasting" | "share">,
  openStore: (file: string) => Store | Promise<Store>,
): Engine {
  return {
    name,
    lasting,
    share,
    async open(options = {}) {
      const folder = lasting ? await mkdtemp(join(tmpdir(), "seat-ledger-")) : null;
      return await handle(folder, openStore, options);
    },
  };
}

async function handle(
  folder: string | null,
  openStore: (file: string) => Store | Promise<Store>,
  options: EngineOptions,
): Promise<Opened> {
  const file = folder === null ? null : join(folder, "seats.db");
  const store = await openStore(file ?? ":memory:");
  const ledger = await openLedger({ ...options, store, secret });
  return {
    ledger,
    store,
    file,
    another: () => handle(folder, openStore, options),
    close: () => ledger.close(),
    async [Symbol.asyncDispose]() {
      await ledger.close();
      if (folder !== null) await rm(folder, { recursive: true });
    },
  };
}

export const memory = engine("SQLite in memory", { lasting: false, share: 1 }, (file) =>
  openSqliteStore({ file, durability: "normal" }),
);
export const file = engine("SQLite in a file", { lasting: true, share: 0.05 }, (path) =>
  openSqliteStore({ file: path, durability: "normal" }),
);
export const reopening = engine("SQLite, opened again for each step", { lasting: true, share: 0.01 }, (path) =>
  openReopening({ file: path, durability: "normal" }),
);
export const asynchronous = engine("SQLite that answers later", { lasting: true, share: 0.05 }, (path) =>
  openAsyncSqlite(path),
);

export const engines: readonly Engine[] = [memory, file, reopening, asynchronous];
export const lastingEngines: readonly Engine[] = engines.filter(({ lasting }) => lasting);
