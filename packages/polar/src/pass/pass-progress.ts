// How far a pass is, in a note beside the log: one that was killed or stopped goes on there, and asks nothing again that it
// has. The note is kept up with the work and is never ahead of it.

import { randomUUID } from "node:crypto";
import type { SeatLedger } from "seat-ledger";
import { z } from "zod";
import type { PagesBefore } from "../client/pages.ts";
import { countsSchema, type Tally } from "../report/tally.ts";

/** The parts of a pass, in their order. */
export const phases = ["organizations", "heard", "subscriptions", "orders", "seats", "endings"] as const;
export type Phase = (typeof phases)[number];

/** An older pass begins anew: what it has seen is old. */
const maxAgeMs = 60 * 60 * 1_000;

/** A note has to stay small. Whoever goes on tells of these, and that the pass is not complete. */
const mostFailures = 200;

const noPool = { subscriptionId: z.string().nullable(), orderId: z.string().nullable() };
const noteSchema = z.object({
  id: z.string(),
  begunAt: z.iso.datetime().transform((text) => new Date(text)),
  phase: z.enum(phases),
  organizations: z.record(z.string(), z.boolean()),
  wholeLists: z.array(z.string()),
  counts: countsSchema,
  failures: z.array(z.object({ ...noPool, message: z.string() })),
  leftOut: z.array(z.object({ source: z.enum(["delivery-log", "polar-events"]), message: z.string() })),
});

const pageSchema = z.object({ page: z.int(), ids: z.array(z.string()), unnamed: z.int() });

export interface PassProgress {
  /** Of the whole pass, also where it was interrupted. */
  readonly id: string;
  readonly begunAt: Date;
  /** The part to begin with. */
  readonly phase: Phase;
  /** By id: whether its pools are replayed. Those of an organization that failed or has no seats are not. */
  readonly organizations: ReadonlyMap<string, boolean>;
  readonly sawOrganization: (id: string, isReplayed: boolean) => void;
  /** A list was read to its end: what it did not show is not there. */
  readonly sawWhole: (list: string) => void;
  readonly isWhole: (list: string) => boolean;
  readonly begin: (phase: Phase) => Promise<void>;
  /** Puts down the counts, where something was done within a part. */
  readonly save: () => Promise<void>;
  /** The pages of a list that were done before the pass was interrupted. */
  readonly pagesOf: (list: string) => Promise<PagesBefore>;
  readonly sawPage: (list: string, seen: PagesBefore) => Promise<void>;
  /** There is nothing to go on with any more. */
  readonly end: () => Promise<void>;
}

type Inbox = Pick<SeatLedger["inbox"], "note" | "notes" | "putNote">;

export async function openProgress(inbox: Inbox, scope: string | null, tally: Tally): Promise<PassProgress> {
  const key = `pass/${scope ?? "all"}`;
  const before = await unfinished(inbox, key);
  if (before) tally.goOnFrom(before);
  else await forgetPages(inbox, key);
  const { id, begunAt } = before ?? { id: randomUUID(), begunAt: new Date() };
  const organizations = new Map(Object.entries(before?.organizations ?? {}));
  const wholeLists = new Set(before?.wholeLists);
  let phase = before?.phase ?? phases[0];
  // From the seats on, what failed is tried again when the pass goes on, so it is not remembered.
  let failures = before?.failures ?? [];
  const save = async () => {
    if (phase !== "seats" && phase !== "endings") failures = tally.failures().slice(0, mostFailures);
    await inbox.putNote(key, {
      ...{ id, begunAt: begunAt.toISOString(), phase, failures },
      ...{ organizations: Object.fromEntries(organizations), wholeLists: [...wholeLists] },
      ...{ counts: tally.counts(), leftOut: tally.sourcesLeftOut() },
    });
  };
  return {
    id,
    begunAt,
    phase,
    organizations,
    sawOrganization: (organizationId, isReplayed) => void organizations.set(organizationId, isReplayed),
    sawWhole: (list) => void wholeLists.add(list),
    isWhole: (list) => wholeLists.has(list),
    async begin(next) {
      phase = next;
      await save();
    },
    save,
    pagesOf: async (list) => together(await inbox.notes(`${key}/${list}/`)),
    async sawPage(list, seen) {
      await inbox.putNote(`${key}/${list}/${seen.page}`, { ...seen, ids: [...seen.ids] });
      await save();
    },
    async end() {
      await forgetPages(inbox, key);
      await inbox.putNote(key, null);
    },
  };
}

async function unfinished(inbox: Inbox, key: string): Promise<z.output<typeof noteSchema> | null> {
  const { data } = noteSchema.safeParse(await inbox.note(key));
  if (!data) return null;
  const age = Date.now() - data.begunAt.getTime();
  return age >= 0 && age < maxAgeMs ? data : null;
}

async function forgetPages(inbox: Inbox, key: string): Promise<void> {
  for (const note of await inbox.notes(`${key}/`)) await inbox.putNote(note.key, null);
}

function together(notes: readonly { readonly value: unknown }[]): PagesBefore {
  const pages = notes.flatMap(({ value }) => pageSchema.safeParse(value).data ?? []);
  return {
    page: Math.max(0, ...pages.map(({ page }) => page)),
    ids: pages.flatMap(({ ids }) => ids),
    unnamed: pages.reduce((sum, { unnamed }) => sum + unnamed, 0),
  };
}
