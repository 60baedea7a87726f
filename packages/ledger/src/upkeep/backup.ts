// backup: a copy of the whole ledger, made while it is used. How the copy is made is the engine's matter.

import { z } from "zod";
import { checked } from "../arguments.ts";
import { errors } from "../errors.ts";
import type { Store } from "../store/port.ts";
import { checkedUpkeep, type UpkeepOptions } from "./shared/options.ts";

const schema = z.strictObject({
  file: z
    .string("must be a path")
    .min(1, "must not be empty")
    .refine((path) => !path.includes("\0"), "must not hold null characters")
    .refine((path) => path !== ":memory:", "must be a file: a copy in memory would be lost"),
});

export async function backup(store: Store, given: string, options: UpkeepOptions | undefined): Promise<void> {
  const { file } = checked(schema, { file: given });
  const { signal, onProgress } = checkedUpkeep(options);
  if (!store.backup) {
    const message = "cannot be made by this engine: use the tools of its database";
    throw new errors.InvalidRequest({ issues: [{ path: "", message: `A backup ${message}` }] });
  }
  await store.backup(file, { signal, onProgress });
}
