// What the streams of one ledger share, fenced or not: who listens, which lists are watched, which subscriptions run.

import type { Pool } from "../answers/pool.ts";
import type { SeatsList } from "../answers/seat.ts";
import type { Logger } from "../logger.ts";
import type { Store } from "../store/port.ts";
import { type CommitSignal, createCommitSignal } from "./commit-signal.ts";
import { createLiveLists, type LiveLists } from "./live-list.ts";
import { createPoliteReads } from "./polite-reads.ts";
import { SharedPages } from "./shared-pages.ts";
import { usualTiming } from "./subscription-timing.ts";
import { Subscriptions } from "./subscriptions.ts";

export interface Streams {
  readonly commits: CommitSignal;
  readonly pages: SharedPages;
  readonly seats: LiveLists<SeatsList>;
  readonly pools: LiveLists<readonly Pool[]>;
  readonly subscriptions: Subscriptions;
}

export function createStreams(store: Store, logger: Logger): Streams {
  const commits = createCommitSignal(store);
  const reads = createPoliteReads();
  const pages = new SharedPages(store, commits);
  return {
    commits,
    pages,
    seats: createLiveLists(commits, reads),
    pools: createLiveLists(commits, reads),
    subscriptions: new Subscriptions(store, commits, logger, usualTiming),
  };
}
