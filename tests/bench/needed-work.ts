// Some of what a command has to do besides asking the database, less of each than the ledger does: what was given is checked by
// zod, an id is made, a token of which the log keeps a digest, and what the event tells is written. No rule is looked at.

import { createHmac, createSecretKey, hash, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";

const args = z.compile(z.strictObject({ subscriptionId: z.guid(), memberId: z.guid() }));
const context = z.compile(z.strictObject({ actor: z.strictObject({ type: z.string(), id: z.string() }) }));
const given = { subscriptionId: randomUUID(), memberId: randomUUID() };
const asked = { actor: { type: "user", id: "admin-1" } };
const secret = createSecretKey(randomBytes(32));

/** One command's share; answers what it made, so that none of it can be left out. */
export async function neededWork(makesToken: boolean): Promise<string> {
  const { memberId } = args.parse(given);
  const { actor } = context.parse(asked);
  const id = randomUUID();
  const token = makesToken ? createHmac("sha256", secret).update(id).digest("base64url") : null;
  return JSON.stringify([memberId, actor.id, id, token && hash("sha256", token, "base64url")]);
}
