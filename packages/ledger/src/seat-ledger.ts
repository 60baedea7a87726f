// The ledger as its users hold it: its commands, questions and streams (methods/), and its lifetime.

import { checked, idOf } from "./arguments.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { errors } from "./errors.ts";
import { Inbox } from "./methods/inbox.ts";
import { LedgerUpkeep } from "./methods/ledger-upkeep.ts";

// Made once: a server fences a ledger for each request.
const organizationIdSchema = idOf<OrganizationId>();

/** The same ledger, fenced to one organization: everything of others is not found. Its lifetime is the whole ledger's. */
export type OrganizationLedger = Omit<
  SeatLedger,
  "close" | "forOrganization" | "verify" | "rebuild" | "backup" | typeof Symbol.asyncDispose
>;

/**
 * A ledger of seats. Made by `openLedger`.
 *
 * Every method throws `SeatLedgerError` for what a caller can do wrong (`InvalidRequest` for arguments that are missing,
 * malformed or unknown). A command that was answered is durable; the same command with the same idempotency key again
 * answers the same and appends nothing.
 */
export class SeatLedger extends LedgerUpkeep {
  /** What came in from outside, as it came, and what adapters remember: for those who write an adapter. */
  readonly inbox: Inbox = new Inbox(this.engine, this.streams, this.fence);

  /** The one organization to which this ledger is fenced, by its id; null for the whole ledger. */
  get organizationId(): string | null {
    return this.fence;
  }

  /** The same ledger, fenced to one organization. */
  forOrganization(organizationId: string): OrganizationLedger {
    const fence = checked(organizationIdSchema, organizationId);
    if (this.fence !== null && this.fence !== fence) throw new errors.OrganizationNotFound({ organizationId });
    return new SeatLedger(this.engine, this.streams, fence);
  }

  /**
   * Ends the streams and the durable subscriptions, waits for a handler that is running, and closes the file. The lifetime is
   * the whole ledger's: a fenced one has no say in it.
   */
  async close(): Promise<void> {
    if (this.fence !== null) return;
    this.streams.commits.close();
    await this.streams.subscriptions.ended();
    await this.engine.store.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
