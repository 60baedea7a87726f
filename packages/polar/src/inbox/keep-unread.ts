// Keeps an answer that can't be read, as it came, for those who will look into it. The same content of the same thing is kept
// once, however often Polar shows it.

import { createHash } from "node:crypto";
import type { InboxLedger } from "./inbox-ledger.ts";
import type { Observation } from "./observation-of.ts";

/** The ledger's limit on texts. */
const longestProblem = 1_000;

export async function keepUnread(ledger: InboxLedger, observation: Observation, problem: string): Promise<void> {
  const { subject, body } = observation;
  const { observations } = await ledger.inbox.list({ state: "unread", subject, limit: 1_000 });
  const hash = createHash("sha256").update(body).digest("hex");
  if (observations.some((kept) => kept.hash === hash)) return;
  await ledger.inbox.keep([{ ...observation, state: "unread", problem: problem.slice(0, longestProblem) }]);
}
