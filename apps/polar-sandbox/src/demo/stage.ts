// What the demo's people do again and again, each step some minutes after the one before. It knows no names.

import type { PoolReference } from "../pools.ts";
import type { PolarSandbox } from "../sandbox.ts";
import type { DemoCast } from "./cast.ts";

export type Stage = {
  readonly sandbox: PolarSandbox;
  readonly cast: DemoCast;
  readonly wait: (minutes: number) => void;
  /** Invites these people: their seats stay pending. */
  readonly invite: (pool: PoolReference, emails: readonly string[]) => string[];
  /** Invites these people, and each of them claims the seat. */
  readonly invitePunctual: (pool: PoolReference, emails: readonly string[]) => string[];
  /** Gives this person a seat that is claimed at once. */
  readonly place: (pool: PoolReference, email: string) => string;
};

export const hours = 60;
export const days = 24 * hours;

export function createStage(sandbox: PolarSandbox, cast: DemoCast, wait: (minutes: number) => void): Stage {
  const assign = (pool: PoolReference, email: string, immediateClaim: boolean) => {
    wait(7);
    return sandbox.assignSeat({ ...pool, email, immediateClaim, metadata: { invited_by: "admin" } }).id;
  };
  const claim = (seatId: string) => {
    wait(95);
    const invitationToken = sandbox.invitationTokenOf(seatId);
    if (invitationToken !== null) sandbox.claimSeat({ invitationToken });
    return seatId;
  };
  return {
    sandbox,
    cast,
    wait,
    invite: (pool, emails) => emails.map((email) => assign(pool, email, false)),
    invitePunctual: (pool, emails) => emails.map((email) => claim(assign(pool, email, false))),
    place: (pool, email) => assign(pool, email, true),
  };
}

/** Addresses at one domain, from names with a space between them. */
export const at = (domain: string, names: string): string[] => names.split(" ").map((name) => `${name}@${domain}`);
