// The options of openLedger: defaults, then checks with remedies.

import { z } from "zod";
import { checked } from "./arguments.ts";
import type { Store } from "./store/port.ts";

const minSecretBytes = 32;
const dayMs = 24 * 60 * 60 * 1_000;
const maxTtlMs = 10 * 366 * dayMs;

/** How to open a ledger: `file` or `store`, one of the two. */
export interface LedgerOptions {
  /** A file, made where there is none, or `":memory:"`. */
  readonly file?: string | undefined;
  /** Another engine's store, opened. It needs the option `secret`, and its durability is its own. Closed with the ledger. */
  readonly store?: Store | undefined;
  /** `full` (the default): an answered command survives power loss. `normal`: faster, may lose the last ones then. */
  readonly durability?: "full" | "normal" | undefined;
  /** From which tokens are derived; at least 32 bytes. Defaults to `<file>.secret`, made at the first opening. */
  readonly secret?: string | Uint8Array | undefined;
  /** Defaults to the system's clock. */
  readonly clock?: (() => Date) | undefined;
  /** How long an invitation can be claimed, in milliseconds. Defaults to a day, as in Polar. */
  readonly invitationTtl?: number | undefined;
  /**
   * What becomes of a seat whose invitation was not taken up in time. `hold` (the default): it stays taken until it is
   * revoked or invited again, as in Polar. `release`: it is freed, by an event of its own, when a seat is needed.
   */
  readonly lapsedInvitations?: "hold" | "release" | undefined;
}

const options = z.strictObject({
  file: z.string("must be a path or :memory:").min(1, "must not be empty").optional(),
  store: z
    .custom<Store>((given) => typeof given === "object" && given !== null && "transact" in given, {
      error: "must be an opened store, as an engine answers it",
    })
    .optional(),
  durability: z.enum(["full", "normal"]).optional(),
  secret: z
    .union([z.string().transform((text) => new TextEncoder().encode(text)), z.instanceof(Uint8Array)], {
      error: "must be text or bytes",
    })
    .refine((bytes) => bytes.length >= minSecretBytes, `must have at least ${minSecretBytes} bytes`)
    .nullish()
    .transform((given) => given ?? null),
  clock: z
    .custom<() => Date>((given) => typeof given === "function", "must be a function that returns a Date")
    .default(() => () => new Date()),
  invitationTtl: z
    .int("must be whole milliseconds")
    .positive("must be more than 0")
    .max(maxTtlMs, "must be at most ten years")
    .default(dayMs),
  lapsedInvitations: z.enum(["hold", "release"]).default("hold"),
});

/** A ledger in an SQLite file. */
export interface FilePlace {
  readonly file: string;
  readonly durability: "full" | "normal";
  readonly secret: Uint8Array | null;
}

/** A ledger on an opened store. */
export interface StorePlace {
  readonly store: Store;
  readonly secret: Uint8Array;
}

const schema = options.transform(({ file, store, durability, secret, ...others }, context) => {
  const refuse = (path: string, message: string) => {
    context.addIssue({ code: "custom", path: [path], message });
    return z.NEVER;
  };
  if (store === undefined) {
    if (file === undefined) return refuse("file", "must be a path or :memory:, unless an opened store is given");
    const place: FilePlace | StorePlace = { file, durability: durability ?? "full", secret };
    return { ...others, place };
  }
  if (file !== undefined) return refuse("store", "must not be given together with file: leave one of them out");
  if (durability !== undefined) return refuse("durability", "is the store's own: say it where the store is opened");
  if (secret === null)
    return refuse("secret", "must be given with a store: at least 32 bytes, kept apart from its data");
  const place: FilePlace | StorePlace = { store, secret };
  return { ...others, place };
});

type CheckedOptions = z.output<typeof schema>;

export function checkedOptions(options: LedgerOptions): CheckedOptions {
  return checked(schema, options);
}
