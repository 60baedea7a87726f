// What was answered under an idempotency key, so that the same request is answered the same again and nothing is done twice.
// The key is kept by its hash alone, and the request by one that nobody can try e-mails on who has not got the key.

import { createHash, createHmac } from "node:crypto";
import { errors, type Seat } from "seat-ledger";
import { z } from "zod";
import { hashOf, type Wanted } from "./intents.ts";
import type { WriteLedger } from "./writing.ts";

const noteSchema = z.object({ request: z.string(), seatId: z.string(), position: z.int() });

/** The seat as it was answered first; null where nothing was answered under this key. */
export async function answeredBefore(
  ledger: WriteLedger,
  key: string | undefined,
  wanted: Wanted,
): Promise<Seat | null> {
  if (key === undefined) return null;
  const { data } = noteSchema.safeParse(await ledger.inbox.note(noteKey(key)));
  if (!data) return null;
  if (data.request !== digestOf(wanted, key)) throw new errors.IdempotencyConflict({ idempotencyKey: key });
  return await ledger.asOf(data.position).getSeat({ seatId: data.seatId });
}

export async function rememberAnswer(
  ledger: WriteLedger,
  key: string | undefined,
  wanted: Wanted,
  { id: seatId, version }: Seat,
): Promise<void> {
  if (key === undefined) return;
  let position = 0;
  // Up to what was answered: the seat may have gone on.
  for await (const entry of ledger.export({ seatId })) if (entry.event.version <= version) position = entry.position;
  await ledger.inbox.putNote(noteKey(key), { request: digestOf(wanted, key), seatId, position });
}

function digestOf({ operation, asked }: Wanted, key: string): string {
  return createHmac("sha256", key)
    .update(`${operation}/${hashOf(asked)}`)
    .digest("hex");
}

function noteKey(key: string): string {
  return `write-through/keys/${createHash("sha256").update(key).digest("hex")}`;
}
