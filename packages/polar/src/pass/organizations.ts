// The first part of a pass: which organizations there are, and which of them sell seats. Without it there is no pass.

import { type ItemsOfPage, pagesOf } from "../client/pages.ts";
import { stopsThePass } from "../failures.ts";
import { replayErrorOf } from "../replay-error.ts";
import { organizationFact } from "../translate/organization.ts";
import { subjectOfOrganization } from "../translate/subjects.ts";
import { organizationSchema } from "../wire/organization.ts";
import { idOfItem } from "../wire/page.ts";
import { keepShown } from "./keep-shown.ts";
import { mirroredPools } from "./mirrored-pools.ts";
import { attempt, type Pass, record } from "./pass.ts";
import { readOrKeep } from "./read-or-keep.ts";

export async function replayOrganizations(pass: Pass): Promise<void> {
  try {
    for await (const { items, observedAt, seen, total } of organizationPages(pass)) {
      for (const item of items) await replayOrganization(pass, item, observedAt);
      pass.onProgress({ phase: "organizations", done: seen, total });
    }
  } catch (error) {
    pass.signal.throwIfAborted();
    throw stopsThePass(error) ? error : replayErrorOf(error);
  }
  // What the ledger knows before anything else is asked: what comes to light later was new to it.
  for await (const pool of mirroredPools(pass)) if (!pass.pools.of(pool)) await pass.pools.put(pool, {});
}

async function* organizationPages({ client, organizationId }: Pass): AsyncGenerator<ItemsOfPage> {
  if (organizationId === null) return yield* pagesOf("organizations", client.organizations);
  const { body, observedAt } = await client.organization(organizationId);
  yield { page: 1, items: [body], observedAt, seen: 1, total: 1 };
}

async function replayOrganization(pass: Pass, item: unknown, observedAt: Date): Promise<void> {
  const id = idOfItem(item);
  if (id !== null) pass.progress.sawOrganization(id, false);
  await attempt(pass, null, async () => {
    const subject = subjectOfOrganization(id ?? "unnamed");
    const about = { type: "organization", subject, item, observedAt } as const;
    const what = `organization ${id ?? "without an id"}`;
    const organization = await readOrKeep(pass, about, what, organizationSchema);
    const kept = await keepShown(pass, { ...about, organizationId: organization.id, people: [] });
    const fact = organizationFact(organization);
    if (!kept.isOutdated) await record(pass, [fact], kept);
    pass.progress.sawOrganization(fact.id, fact.seatsEnabled);
  });
}
