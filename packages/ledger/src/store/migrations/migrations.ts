// The formats of a ledger file, in order: `user_version` says how many of them a file has been through.

import { initial } from "./0001-initial.ts";
import { peopleAndPast } from "./0002-people-and-past.ts";
import { subscriptions } from "./0003-subscriptions.ts";
import { askingThePast } from "./0004-asking-the-past.ts";
import { oneInvertedIndex } from "./0005-one-inverted-index.ts";
import { parkedSubscriptions } from "./0005-parked-subscriptions.ts";
import { inbox } from "./0006-inbox.ts";
import { slimmerLog } from "./0006-slimmer-log.ts";

export const migrations: readonly string[] = [
  initial,
  peopleAndPast,
  subscriptions,
  askingThePast,
  `${oneInvertedIndex}${parkedSubscriptions}`,
  `${inbox}${slimmerLog}`,
];

/** Marks a file as a seat ledger ("SEAT" in ASCII), so that no other database is ever taken for one. */
export const applicationId = 0x53454154;
