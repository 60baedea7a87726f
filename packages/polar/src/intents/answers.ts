// What was answered under an idempotency key, so that the same request is answered the same again and nothing is done twice.
// The key is kept by its hash alone, and the request by one that nobody can try e-mails on who has not got the key.

import { createHash, createHmac } from "node:crypto";
import { errors, type Seat, type SeatLedger } from "seat-ledger";
import { z } from "zod";
import { hashOf, type Wanted } from "./intent.ts";
import type { AnswerKey } from "./wish.ts";

/** A seat as it was at a position of the log. */
export interface SeatAt {
  readonly seatId: string;
  readonly position: number;
  /** Where the log knew the holding only when somebody else sat there: as what is believed of this time. Null elsewhere. */
  readonly believedAt: string | null;
}

const believedAt = z.iso.datetime().nullish().default(null);
export const seatAtSchema = z.object({ seatId: z.string(), position: z.int(), believedAt });
const noteSchema = seatAtSchema.extend({
  request: z.string(),
  /** Null where it was remembered before times were: it counts from the day on which it is first looked at. */
  at: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullish()
    .default(null),
});

/** As long as the ledger keeps its own keys. */
const keptForMs = 30 * 24 * 60 * 60 * 1_000;
const prunedEveryMs = 24 * 60 * 60 * 1_000;
const prefix = "write-through/keys/";
const prunedKey = "write-through/pruned";

export function answerKeyOf(key: string, { operation, asked }: Wanted): AnswerKey {
  const note = `${prefix}${createHash("sha256").update(key).digest("hex")}`;
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
  if (!data || isOver(data.at, new Date())) return null;
  if (data.request !== request) throw new errors.IdempotencyConflict({ idempotencyKey });
  return await seatAt(ledger, data);
}

export async function seatAt(
  ledger: Pick<SeatLedger, "asOf">,
  { seatId, position, believedAt: time }: SeatAt,
): Promise<Seat> {
  const then = time === null ? ledger.asOf(position) : ledger.asOf(new Date(time), { by: "occurred" });
  return await then.getSeat({ seatId });
}

export async function rememberAnswer(
  ledger: Pick<SeatLedger, "inbox">,
  { note, request }: AnswerKey,
  { seatId, position, believedAt: time }: SeatAt,
): Promise<void> {
  const now = new Date();
  await ledger.inbox.putNote(note, { request, seatId, position, believedAt: time, at: now.toISOString() });
  await forgetOld(ledger.inbox, now);
}

function isOver(at: Date | null, now: Date): boolean {
  return at !== null && now.getTime() - at.getTime() >= keptForMs;
}

/** Once a day, so that they never become more than a month brings. */
async function forgetOld(inbox: SeatLedger["inbox"], now: Date): Promise<void> {
  const pruned = z.iso.datetime().safeParse(await inbox.note(prunedKey)).data;
  if (pruned !== undefined && now.getTime() - Date.parse(pruned) < prunedEveryMs) return;
  await inbox.putNote(prunedKey, now.toISOString());
  const forgetting = (await inbox.notes(prefix)).map(async ({ key, value }) => {
    const { data } = noteSchema.safeParse(value);
    if (!data || isOver(data.at, now)) await inbox.putNote(key, null);
    else if (data.at === null) await inbox.putNote(key, { ...data, at: now.toISOString() });
  });
  // Side by side, for they then share their commits: somebody waits for an answer.
  await Promise.all(forgetting);
}

/** Up to what is answered: the seat may have gone on. */
export async function positionOf(ledger: Pick<SeatLedger, "export">, { id: seatId, version }: Seat): Promise<SeatAt> {
  let position = 0;
  for await (const entry of ledger.export({ seatId })) if (entry.event.version <= version) position = entry.position;
  return { seatId, position, believedAt: null };
}
