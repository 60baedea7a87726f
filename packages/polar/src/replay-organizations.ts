// The first part of a pass: which organizations there are, and which of them sell seats. Without it there is no pass.

import { type ItemsOfPage, pagesOf } from "./client/pages.ts";
import { stopsThePass } from "./failures.ts";
import { attempt, type Pass, record } from "./pass.ts";
import { replayErrorOf } from "./replay-error.ts";
import { organizationFact } from "./translate/organization.ts";
import { organizationSchema } from "./wire/organization.ts";
import { idOfItem } from "./wire/page.ts";
import { read } from "./wire/read.ts";

/** By id: whether its pools are replayed. Those of an organization that failed or has no seats are not. */
export type Organizations = ReadonlyMap<string, boolean>;

export async function replayOrganizations(pass: Pass, organizationId: string | null): Promise<Organizations> {
  const replayed = new Map<string, boolean>();
  try {
    for await (const { items, observedAt, seen, total } of organizationPages(pass, organizationId)) {
      for (const item of items) await replayOrganization(pass, item, observedAt, replayed);
      pass.onProgress({ phase: "organizations", done: seen, total });
    }
  } catch (error) {
    pass.signal.throwIfAborted();
    throw stopsThePass(error) ? error : replayErrorOf(error);
  }
  return replayed;
}

async function* organizationPages({ client }: Pass, organizationId: string | null): AsyncGenerator<ItemsOfPage> {
  if (organizationId === null) return yield* pagesOf("organizations", client.organizations);
  const { body, observedAt } = await client.organization(organizationId);
  yield { items: [body], observedAt, seen: 1, total: 1 };
}

async function replayOrganization(
  pass: Pass,
  item: unknown,
  observedAt: Date,
  replayed: Map<string, boolean>,
): Promise<void> {
  const id = idOfItem(item);
  if (id !== null) replayed.set(id, false);
  await attempt(pass, null, async () => {
    const fact = organizationFact(read(organizationSchema, `organization ${id ?? "without an id"}`, item));
    await record(pass, [fact], { ref: null, request: `organizations/${fact.id}`, observedAt });
    replayed.set(fact.id, fact.seatsEnabled);
  });
}
