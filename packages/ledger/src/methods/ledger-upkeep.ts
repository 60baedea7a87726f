// What keeps a ledger whole: one method for each operation. They are the whole ledger's: a fenced one has none of them.

import { errors } from "../errors.ts";
import { backup } from "../upkeep/backup.ts";
import { type Rebuilt, rebuild } from "../upkeep/rebuild.ts";
import type { UpkeepOptions, VerifyOptions } from "../upkeep/shared/options.ts";
import { type Verification, verify } from "../upkeep/verify.ts";
import { LedgerStreams } from "./ledger-streams.ts";

export abstract class LedgerUpkeep extends LedgerStreams {
  /**
   * Checks the whole ledger: that the log has no gap, that each of its rows is one that an event can be, that each step
   * could follow the one before, and that seats, pools, people, tokens are what the log comes to. Writes nothing; commands
   * go on meanwhile. Some four seconds for a million events on two processors, in constant memory: from 100,000 events on it
   * works in further threads as well (`threads`).
   *
   * @example
   * const { ok, problems } = await ledger.verify();
   * if (!ok) for (const { message } of problems) console.error(message);
   */
  async verify(options?: VerifyOptions): Promise<Verification> {
    this.refuseFenced("verify");
    return await verify(this.engine.store, options);
  }

  /**
   * Makes seats, pools, people and tokens again from the log wherever they are not what it comes to. Readers and commands
   * go on, and what is right is never touched. It can be given up at any moment by its signal and begun again. The log
   * itself, and personal rows, are never written: what is wrong with them `verify` tells, and only a backup mends.
   * `LedgerReadOnly` where the ledger cannot be written. Other processes should open the ledger anew after it.
   *
   * @example
   * const { changed } = await ledger.rebuild({ onProgress: ({ done, total }) => console.log(`${done} of ${total}`) });
   */
  async rebuild(options?: UpkeepOptions): Promise<Rebuilt> {
    this.refuseFenced("rebuild");
    const { store, memory, lists } = this.engine;
    const forget = () => {
      memory.forget();
      lists.forget();
    };
    return await rebuild(store, forget, options);
  }

  /**
   * Copies the ledger into a new file, as it stands at one moment, while commands go on: everything that was answered
   * before the call is in it. With `file: "seats.db"`, the secret beside it (`seats.db.secret`) is copied as well, for
   * without it no invitation could be sent again from the copy; keep both as safe as the ledger. Where the option `secret`
   * was given, keep that yourself. Progress is in bytes.
   *
   * A target that exists, or a folder that does not, is `InvalidRequest`; where the copy fails or is given up by its
   * signal, nothing is left of it. Engines other than SQLite may refuse: their databases have tools for it.
   *
   * @example
   * await ledger.backup(`backups/seats-${new Date().toISOString().slice(0, 10)}.db`);
   */
  async backup(file: string, options?: UpkeepOptions): Promise<void> {
    this.refuseFenced("backup");
    await backup(this.engine.store, file, options);
  }

  private refuseFenced(name: string): void {
    this.refuseClosed();
    if (this.fence === null) return;
    const message = `${name} is of the whole ledger: ask the one that openLedger answered`;
    throw new errors.InvalidRequest({ issues: [{ path: "", message }] });
  }
}
