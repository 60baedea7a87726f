// Remembers between two passes what of a feed is still to be read.

import type { Inbox } from "seat-ledger";
import { z } from "zod";
import { nothingRead, type Unread } from "./unread-spans.ts";

const time = z.int().nullable();

const span = z.object({ from: time, until: time, page: z.int().positive() });
const noteSchema = z.object({ newest: time, floor: time, spans: z.array(span), again: span.nullable() });

/** A note that can't be read is none: the feed is then read from its beginning, and what is known stays known. */
export async function unreadOf(inbox: Pick<Inbox, "note">, key: string): Promise<Unread> {
  return noteSchema.safeParse(await inbox.note(key)).data ?? nothingRead;
}
