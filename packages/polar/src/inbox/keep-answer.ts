// Keeps what Polar answered, as it came, before anything is derived from it. What was kept already of the same thing is
// not kept again: its facts point to the observation that is there.

import { createHash, randomBytes } from "node:crypto";
import type { Answer } from "../client/polar-client.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import type { KeptObservation, Observation } from "./observation-of.ts";

/** The observation of an answer, with the body as it came: the ledger keeps none that names somebody who was forgotten. */
export interface KeptAnswer {
  readonly kept: KeptObservation;
  readonly body: string;
}

/** `describe` is given the name of this answer and its body. */
export async function keepAnswer(
  ledger: InboxLedger,
  subject: string,
  { body: answered, observedAt }: Answer,
  describe: (originId: string, body: string) => Observation,
): Promise<KeptAnswer> {
  const body = JSON.stringify(answered);
  const hash = createHash("sha256").update(body).digest("hex");
  const newest = await ledger.inbox.newest(subject);
  if (newest?.hash === hash) return { kept: newest, body };
  // Nothing is left to compare with, so what names somebody who was forgotten is put down once a day and not in each pass.
  const isErased = newest !== null && newest.hash === null;
  const originId = isErased ? dailyId(subject, observedAt) : answerId(subject, observedAt);
  const observation = describe(originId, body);
  const [standing] = await ledger.inbox.keep([observation]);
  const state = standing?.state ?? "waiting";
  const kept = { ...observation, arrival: 0, hash, state, problem: observation.problem ?? null };
  return { kept, body };
}

function dailyId(subject: string, observedAt: Date): string {
  return `${subject}#${observedAt.toISOString().slice(0, 10)}`;
}

/** What an answer is called. By chance and not by its content: of a person who is forgotten nothing stays to compare with. */
export function answerId(subject: string, observedAt: Date): string {
  return `${subject}#${observedAt.toISOString()}#${randomBytes(4).toString("hex")}`;
}
