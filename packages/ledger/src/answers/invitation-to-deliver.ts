// What the option `deliver` gets.

import type { Organization } from "./directory.ts";
import type { Pool } from "./pool.ts";
import type { Invitation, Seat } from "./seat.ts";

/** An invitation that waits to be sent to its person, with what a mail needs: see `LedgerOptions.deliver`. */
export interface InvitationToDeliver extends Invitation {
  /** As it is now. `email` is null where the holder has none. */
  readonly seat: Seat;
  readonly pool: Pool;
  readonly organization: Organization;
}
