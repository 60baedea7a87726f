// The ledger's inbox, one method for each operation: what came in from outside, kept as it came, and what adapters remember.
// No rule lives here, and nothing of it is part of the log.

import { checked } from "../arguments.ts";
import { errorOf } from "../domain/rejections.ts";
import type { Change } from "../inbox/change.ts";
import {
  getObservation,
  type ListObservationsArgs,
  listObservations,
  newestObservation,
  type ObservationsPage,
} from "../inbox/find-observations.ts";
import { type KeptAs, keepObservations } from "../inbox/keep-observations.ts";
import { getNote, listNotes, type Note, putNote, replaceNote } from "../inbox/notes.ts";
import type { KeptObservation, Observation } from "../inbox/observation.ts";
import { type Settlement, settleObservations } from "../inbox/settle-observations.ts";
import { LedgerCore } from "./ledger-core.ts";

/**
 * Where adapters keep what came in (a webhook, an entry of a delivery log, an item of a list) before they make facts of it:
 * as it came, for good, as durable as a command. The events that `record` derives name it by `origin` and `originId`. Where
 * somebody is forgotten, the bodies that name them are erased. Behind a fence only the organization's own are seen.
 *
 * @example
 * const [kept] = await ledger.inbox.keep([{ origin: "webhook", originId: webhookId, ...rest }]);
 * if (kept?.isNew) await apply(await ledger.inbox.get(webhookId));
 */
export class Inbox extends LedgerCore {
  /**
   * Keeps observations, at most 1,000, all of them or none. One whose `originId` is known is left as it is. The body of one
   * that names somebody who was forgotten isn't kept. Resolves when they are durable, with one answer for each, in order.
   *
   * `OrganizationNotFound` for another organization's, or nobody's, behind a fence.
   */
  keep(observations: readonly Observation[]): Promise<readonly KeptAs[]> {
    return this.#change(keepObservations, observations);
  }

  /**
   * What was kept, by the source's time (where it told none, by ours), then by arrival; 100 a page. All filters that are
   * given must match. One that is settled between two pages shifts no other.
   *
   * @example
   * const { observations, next } = await ledger.inbox.list({ state: "waiting" });
   */
  list(args: ListObservationsArgs = {}): Promise<ObservationsPage> {
    return this.ask(listObservations, args);
  }

  /** What was kept under an id of its source; null where nothing was. */
  get(originId: string): Promise<KeptObservation | null> {
    return this.ask(getObservation, { originId });
  }

  /**
   * Says of observations, at most 1,000, what became of them: all at once or, where one is not known here, none
   * (`InvalidRequest`). One that was settled may be settled otherwise, as when a later version can read it.
   */
  settle(settlements: readonly Settlement[]): Promise<void> {
    return this.#change(settleObservations, settlements);
  }

  /** Of the applied ones about a subject the last by the source's time, then by arrival; null where there is none. */
  newest(subject: string): Promise<KeptObservation | null> {
    return this.ask(newestObservation, { subject });
  }

  /** What an adapter remembered under a key; null where it remembered nothing. Each fence has notes of its own. */
  note(key: string): Promise<unknown> {
    return this.ask(getNote, { key });
  }

  /** Remembers a JSON value of at most 1 MiB under a key, in the place of what was there; null removes it. Nothing personal. */
  putNote(key: string, value: unknown): Promise<void> {
    return this.#change(putNote, { key, value });
  }

  /**
   * As `putNote`, but only where the note is still `expected`, as `note` told it (null: there is none); answers whether it was.
   * Nothing else comes in between: by it several processes agree on something, such as whose turn it is.
   */
  replaceNote(key: string, change: { readonly expected: unknown; readonly value: unknown }): Promise<boolean> {
    return this.#change(replaceNote, { key, ...change });
  }

  /** Every note whose key begins so, by their keys; all of them for an empty prefix. */
  notes(prefix: string): Promise<readonly Note[]> {
    return this.ask(listNotes, { prefix });
  }

  async #change<Args, Answer>(change: Change<Args, Answer>, given: unknown): Promise<Answer> {
    this.refuseClosed();
    const args = checked(change.args, given);
    const result = await this.engine.store.transact(() => change.plan(args, { fence: this.fence }));
    if (result.kind === "rejected") throw errorOf(result);
    return result.answer;
  }
}
