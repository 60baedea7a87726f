// Each pool's listing, the stalest pool first and a few at once. A listing is applied as a whole or not at all, and ends no
// seat: what only the ledger has waits for the end of the pass.

import { listPool } from "../inbox/list-pool.ts";
import { refOf } from "../pool-ref.ts";
import { applyHeard } from "./heard.ts";
import { attempt, type Pass } from "./pass.ts";
import { byStaleness } from "./pool-notes.ts";
import { putDownListing } from "./put-down-listing.ts";
import { together } from "./together.ts";
import { lookAtUnopened } from "./unopened.ts";

const atOnce = 8;

export async function replaySeats(pass: Pass): Promise<void> {
  const { id } = pass.progress;
  await applyHeard(pass);
  await lookAtUnopened(pass);
  const recorded = pass.pools.all().filter(({ recordedIn }) => recordedIn === id);
  const open = recorded.filter(({ listedIn }) => listedIn !== id).toSorted(byStaleness);
  let done = recorded.length - open.length;
  await together(open, atOnce, async (note) => {
    const ref = refOf(note);
    await attempt(pass, ref, async () => putDownListing(pass, ref, await listPool(pass, ref)));
    await pass.progress.save();
    done += 1;
    pass.onProgress({ phase: "seats", done, total: recorded.length });
  });
}
