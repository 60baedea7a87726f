// Walks a list of Polar to its end. Pages are offsets, so an item may be shown twice, or slip through between two: the
// first is passed over, the second is noticed by the count.

import { UnusableAnswer } from "../failures.ts";
import { idOfItem, pageSchema } from "../wire/page.ts";
import { read } from "../wire/read.ts";
import type { Answer } from "./polar-client.ts";

export interface ItemsOfPage {
  readonly page: number;
  /** What no page before has shown. */
  readonly items: readonly unknown[];
  readonly observedAt: Date;
  /** How many items were seen up to here, and how many there are. */
  readonly seen: number;
  readonly total: number;
}

/** Pages that were seen earlier: the last one's number, and what they showed. */
export interface PagesBefore {
  readonly page: number;
  readonly ids: readonly string[];
  /** Items without a readable id. */
  readonly unnamed: number;
}

const none: PagesBefore = { page: 0, ids: [], unnamed: 0 };

export async function* pagesOf(
  what: string,
  ask: (page: number) => Promise<Answer>,
  before: PagesBefore = none,
): AsyncGenerator<ItemsOfPage> {
  const ids = new Set(before.ids);
  let unnamed = before.unnamed;
  // What is deleted between two pages shifts the next one, and leaves the count as if nothing had slipped through.
  let most = 0;
  for (let page = before.page + 1; ; page += 1) {
    const { body, observedAt } = await ask(page);
    const { items, pagination } = read(pageSchema, `list of ${what}`, body);
    const news = items.filter((item) => {
      const id = idOfItem(item);
      if (id === null) unnamed += 1;
      else if (ids.has(id)) return false;
      else ids.add(id);
      return true;
    });
    const seen = ids.size + unnamed;
    most = Math.max(most, pagination.total_count);
    yield { page, items: news, observedAt, seen, total: pagination.total_count };
    if (page < pagination.max_page && items.length > 0) continue;
    if (seen >= most) return;
    throw new UnusableAnswer(
      `Polar counts ${most} ${what}, but its pages show ${seen}: they shifted. Run the pass again.`,
    );
  }
}

/** What one page adds to the pages that were seen. */
export function seenOn({ page, items }: ItemsOfPage): PagesBefore {
  const ids = items.map(idOfItem).filter((id) => id !== null);
  return { page, ids, unnamed: items.length - ids.length };
}
