// What was answered under an idempotency key, so that the same request is answered the same again and nothing is done twice.
// The key is kept by its hash alone, and the request by one that nobody can try e-mails on who has not got the key.

import { createHash, createHmac } from "node:crypto";
import { errors, type Seat, type SeatLedger } from "seat-ledger";
import { z } from "zod";
import { hashOf, type Wanted } from "./intent.ts";
import type { AnswerKey } from "./wish.ts";

type Ledger = Pick<SeatLedger, "inbox" | "export">;

/** A seat as it was at a position of the log. */
export interface SeatAt {
  readonly seatId: string;
  readonly position: number;
}

const noteSchema = z.object({ request: z.string(), seatId: z.string(), position: z.int() });

export function answerKeyOf(key: string, { operation, asked }: Wanted): AnswerKey {
  const note = `write-through/keys/${createHash("sha256").update(key).digest("hex")}`;
  const request = createHmac("sha256", key)
    .update(`${operation}/${hashOf(asked)}`)
    .digest("hex");
  return { note, request };
}

/** The seat as it was answered first; null where nothing was answered under this key. */
export async function answeredBefore(
  ledger: Pick<SeatLedger, "inbox" | "asOf">,
  idempotencyKey: string,
  wanted: Wanted,
): Promise<Seat | null> {
  const { note, request } = answerKeyOf(idempotencyKey, wanted);
  const { data } = noteSchema.safeParse(await ledger.inbox.note(note));
  if (!data) return null;
  if (data.request !== request) throw new errors.IdempotencyConflict({ idempotencyKey });
  return await ledger.asOf(data.position).getSeat({ seatId: data.seatId });
}

export async function rememberAnswer(
  ledger: Pick<SeatLedger, "inbox">,
  { note, request }: AnswerKey,
  answer: SeatAt,
): Promise<void> {
  await ledger.inbox.putNote(note, { request, ...answer });
}

/** Up to what is answered: the seat may have gone on. */
export async function positionOf(ledger: Ledger, { id: seatId, version }: Seat): Promise<SeatAt> {
  let position = 0;
  for await (const entry of ledger.export({ seatId })) if (entry.event.version <= version) position = entry.position;
  return { seatId, position };
}
