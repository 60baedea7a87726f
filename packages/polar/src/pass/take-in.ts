// Takes in one thing that Polar listed: it is kept as it came, then applied. What can't be is a failure of this pass.

import type { Answer } from "../client/polar-client.ts";
import { UnusableAnswer } from "../failures.ts";
import { applyObservation } from "../inbox/apply-observation.ts";
import { answerId, keepAnswer } from "../inbox/keep-answer.ts";
import { keepUnread } from "../inbox/keep-unread.ts";
import { observationOf } from "../inbox/observation-of.ts";
import type { Reading } from "../translate/reading.ts";
import type { Pass } from "./pass.ts";

export interface Item {
  readonly kind: "organization" | "subscription" | "order";
  readonly subject: string;
  readonly answer: Answer;
  readonly reading: Reading;
}

/** How many events came of it. */
export async function takeIn(pass: Pass, { kind, subject, answer, reading }: Item): Promise<number> {
  const { ledger, tally, organizationId } = pass;
  const { observedAt } = answer;
  const input = { kind, origin: "listing", observedAt, organizationId } as const;
  const { says } = reading;
  if (says.kind === "unread") {
    const body = JSON.stringify(answer.body);
    const observation = observationOf({ ...input, originId: answerId(subject, observedAt), body });
    await keepUnread(ledger, { ...observation, subject }, says.problem);
    throw new UnusableAnswer(says.problem);
  }
  const { kept, body } = await keepAnswer(ledger, subject, answer, (originId, given) =>
    observationOf({ ...input, originId, body: given }),
  );
  const outcome = await applyObservation(ledger, kept, body);
  if (outcome?.kind === "unread") throw new UnusableAnswer(outcome.problem);
  if (outcome?.kind !== "applied") throw new UnusableAnswer("The ledger does not know its organization.");
  for (const recorded of outcome.recorded) tally.recorded(recorded);
  return outcome.recorded.reduce((sum, { appended }) => sum + appended, 0);
}
