// What is remembered of each mirrored pool from one pass to the next, in notes beside the log. A note that can't be read is
// as none: the pool is then listed first, and nothing of it ends before two more complete passes.

import type { SeatLedger } from "seat-ledger";
import { z } from "zod";
import { type PoolRef, poolIdOf } from "../pool-ref.ts";
import { driftSchema, lostWebhookSchema } from "../report/drift.ts";

const prefix = "pool/";

const missingSeatSchema = z.object({
  status: z.string(),
  /** The complete pass that first did without it; null while there was none. */
  since: z.string().nullable(),
  /** Whether it ended, at the end of the pass. */
  isEnded: z.boolean(),
});

const noteSchema = z.object({
  subscriptionId: z.string().nullable(),
  orderId: z.string().nullable(),
  /** The pass in which the ledger came to know the pool; null where it knew it before. What is new is no drift. */
  firstIn: z.string().nullable(),
  /** The last pass whose lists showed the pool, the last one that recorded it, and the last one that listed its seats. */
  shownIn: z.string().nullable(),
  recordedIn: z.string().nullable(),
  listedIn: z.string().nullable(),
  /** The last pass that found it to be none that sells seats as a rule, such as one that never began. */
  unopenedIn: z.string().nullable().default(null),
  /** Whether that pass found it to be over for good: nobody will ever sit there who does not sit there now. */
  isOver: z.boolean().default(false),
  listedAt: z.string().nullable(),
  /** How many seats that listing had, which kept observation it is, and at which version of the pool it left the ledger. */
  seats: z.int(),
  originId: z.string().nullable(),
  version: z.int().nullable(),
  /** Live seats of the ledger that the listing did not show, by their ids. */
  missing: z.record(z.string(), missingSeatSchema),
  /** The complete pass that first did without the pool; null while there was none, and from when it is shown again. */
  absentSince: z.string().nullable(),
  /** What the pass `driftIn` found to differ. */
  drift: z.array(driftSchema),
  driftIn: z.string().nullable(),
  /** Changes that passes found and of which a webhook may still come. */
  unheard: z.array(lostWebhookSchema).default([]),
});

export type PoolNote = z.output<typeof noteSchema>;

/** A note has to stay small. The pass that found the drift tells all of it; one that goes on after a stop, these. */
const mostDrift = 1_000;
const mostUnheard = 500;

export interface PoolNotes {
  readonly of: (ref: PoolRef) => PoolNote | null;
  readonly all: () => readonly PoolNote[];
  /** Changes what is remembered of a pool, or begins to remember it. */
  readonly put: (ref: PoolRef, changes: Partial<PoolNote>) => Promise<void>;
}

export async function readPoolNotes(inbox: Pick<SeatLedger["inbox"], "notes" | "putNote">): Promise<PoolNotes> {
  const notes = new Map<string, PoolNote>();
  for (const { key, value } of await inbox.notes(prefix)) {
    const { data } = noteSchema.safeParse(value);
    if (data) notes.set(key, data);
  }
  const of = (ref: PoolRef) => notes.get(keyOf(ref)) ?? null;
  return {
    of,
    all: () => [...notes.values()],
    async put(ref, changes) {
      const note = { ...(of(ref) ?? emptyNote(ref)), ...changes };
      notes.set(keyOf(ref), note);
      const { drift, unheard } = note;
      await inbox.putNote(keyOf(ref), {
        ...note,
        ...{ drift: drift.slice(0, mostDrift), unheard: unheard.slice(0, mostUnheard) },
      });
    },
  };
}

function keyOf(ref: PoolRef): string {
  return `${prefix}${poolIdOf(ref)}`;
}

function emptyNote({ subscriptionId, orderId }: PoolRef): PoolNote {
  return {
    ...{ subscriptionId, orderId, firstIn: null, shownIn: null, recordedIn: null, listedIn: null, listedAt: null },
    ...{ unopenedIn: null, isOver: false },
    ...{
      seats: 0,
      originId: null,
      version: null,
      missing: {},
      absentSince: null,
      drift: [],
      driftIn: null,
      unheard: [],
    },
  };
}

/** Whether the pass found it to be none that sells seats as a rule, and has still to look whether it has some all the same. */
export function isLeftUnopened({ unopenedIn, listedIn, isOver }: PoolNote, pass: string): boolean {
  // Where Polar refused to show the seats it was asked, and nothing was seen.
  const wasSeen = listedIn !== null;
  return unopenedIn === pass && listedIn !== pass && !(isOver && wasSeen);
}

/** Those that were never listed come first of all. */
export function byStaleness(one: PoolNote, other: PoolNote): number {
  const [first, second] = [one.listedAt ?? "", other.listedAt ?? ""];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
