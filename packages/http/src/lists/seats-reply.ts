// The list of a pool's seats as a reply, for whoever may see it: from memory where the ledger says that it is still so.

import type { OrganizationLedger } from "seat-ledger";
import type { Reply } from "../reply.ts";
import type { Services } from "../services.ts";
import { shownList } from "./shown-lists.ts";

interface Caller {
  /** Fenced to the organization: a list of another one is never current for it. */
  readonly ledger: OrganizationLedger;
}

interface Source {
  readonly subscriptionId?: string | null;
  readonly orderId?: string | null;
}

export async function seatsReply(
  { ledger }: Caller,
  source: Source,
  { lists, polarSeats }: Pick<Services, "lists" | "polarSeats">,
): Promise<Reply> {
  const key = source.subscriptionId ?? `order ${source.orderId}`;
  const known = lists.recall(key);
  if (known && (await ledger.isCurrent(known.list))) return known.reply;
  // Of a mirrored pool Polar is asked each time. Which pools are mirrored never changes, and their lists are not kept.
  if (!known && polarSeats && (await ledger.getPool(source)).authority === "polar") {
    return shownList(await polarSeats.listSeats(source)).reply;
  }
  return lists.keep(key, shownList(await ledger.listSeats(source))).reply;
}
