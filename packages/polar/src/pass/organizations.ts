// The first part of a pass: which organizations there are, and which of them sell seats. Without it there is no pass.

import { type ItemsOfPage, pagesOf } from "../client/pages.ts";
import { stopsThePass } from "../failures.ts";
import { replayErrorOf } from "../replay-error.ts";
import { readInput } from "../translate/read-input.ts";
import { subjectOfOrganization } from "../translate/subjects.ts";
import { idOfItem } from "../wire/page.ts";
import { mirroredPools } from "./mirrored-pools.ts";
import { attempt, type Pass } from "./pass.ts";
import { takeIn } from "./take-in.ts";

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

async function replayOrganization(pass: Pass, body: unknown, observedAt: Date): Promise<void> {
  const id = idOfItem(body);
  if (id !== null) pass.progress.sawOrganization(id, false);
  await attempt(pass, null, async () => {
    const kind = "organization";
    const reading = readInput(kind, JSON.stringify(body));
    const subject = subjectOfOrganization(id ?? "unnamed");
    await takeIn(pass, { kind, subject, answer: { body, observedAt }, reading });
    const { says } = reading;
    if (says.kind === "organization") pass.progress.sawOrganization(says.fact.id, says.fact.seatsEnabled);
  });
}
