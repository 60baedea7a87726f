// Permissions bind nobody who is root. Tests of them act as this user instead ("nobody" on most systems).

import { openLedger } from "seat-ledger";

export const ordinaryUser = 65_534;

/** Gives up root's rights for good, where this process has them. */
export async function becomeOrdinary(): Promise<void> {
  // What is loaded at the first opening is loaded before, for the ordinary user may not see where it stands.
  await (await openLedger({ file: ":memory:" })).close();
  if (process.getuid?.() !== 0) return;
  process.setgroups?.([]);
  process.setgid?.(ordinaryUser);
  process.setuid?.(ordinaryUser);
}
