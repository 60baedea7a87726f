// The options of openLedger: defaults, then checks with remedies.

import { z } from "zod";
import type { InvitationToDeliver } from "./answers/invitation-to-deliver.ts";
import { checked, instant } from "./arguments.ts";
import { type Logger, silentLogger } from "./logger.ts";
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
  /**
   * From which tokens are derived; at least 32 bytes. Of several the first makes new tokens, and the others derive again
   * what they once made. Defaults to `<file>.secret`, one secret a line, made at the first opening. Claiming needs no
   * secret: without an old one its invitations stay good, but can neither be answered again nor delivered.
   *
   * @example
   * await openLedger({ file: "seats.db", secret: [secret, formerSecret] });
   */
  readonly secret?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** Defaults to the system's clock. Whatever asks it is `InvalidRequest` where it answers no time that the log can write. */
  readonly clock?: (() => Date) | undefined;
  /** Takes log lines of what happens in the background, such as a pino logger. Defaults to none. */
  readonly logger?: Logger | undefined;
  /** How long an invitation can be claimed, in milliseconds. Defaults to a day, as in Polar. */
  readonly invitationTtl?: number | undefined;
  /**
   * What becomes of a seat whose invitation was not taken up in time. `hold` (the default): it stays taken until it is
   * revoked or invited again, as in Polar. `release`: it is freed, by an event of its own, when a seat is needed.
   */
  readonly lapsedInvitations?: "hold" | "release" | undefined;
  /**
   * How an invitation reaches its person: called in the background for each one that is committed, by this or any other
   * process, from the first opening with `deliver` on. At least once: after a crash, or where it throws or takes longer
   * than a minute, it is called again, so pass a key on to your mailer (`seat.holdingId` with `expiresAt`). What is dead
   * by then (claimed, revoked, expired, sent again) is left out. Of several processes one delivers at a time; commands
   * never wait for it. The process stays alive until the ledger is closed, which waits for the call that is running.
   *
   * @example
   * await openLedger({
   *   file: "seats.db",
   *   deliver: ({ seat, token }) => mailer.send({ to: seat.email, text: `https://acme.example/claim#${token}` }),
   * });
   */
  readonly deliver?: ((invitation: InvitationToDeliver) => Promise<void>) | undefined;
}

const secret = z
  .union([z.string().transform((text) => new TextEncoder().encode(text)), z.instanceof(Uint8Array)], {
    error: "must be text or bytes",
  })
  .refine((bytes) => bytes.length >= minSecretBytes, `must have at least ${minSecretBytes} bytes`);

const secrets = z
  .array(secret)
  .min(1, "must name at least one secret")
  .refine(allDiffer, "must not name a secret twice: leave out the second one");

const options = z.strictObject({
  file: z
    .string("must be a path or :memory:")
    .min(1, "must not be empty")
    // SQLite would take the part before it for the name, and open another file.
    .refine((path) => !path.includes("\0"), "must not hold null characters")
    .optional(),
  store: z
    .custom<Store>((given) => typeof given === "object" && given !== null && "transact" in given, {
      error: "must be an opened store, as an engine answers it",
    })
    .optional(),
  durability: z.enum(["full", "normal"]).optional(),
  secret: z
    .union([secret, secrets], { error: "must be text or bytes, or a list of these" })
    .nullish()
    .transform((given) => (given instanceof Uint8Array ? [given] : (given ?? null))),
  clock: z
    .custom<() => Date>((given) => typeof given === "function", "must be a function that returns a Date")
    .transform(soundClock)
    .default(() => () => new Date()),
  logger: z
    .custom<Logger>(isLogger, "must have the methods warn and error, and may have info and debug")
    .default(silentLogger),
  invitationTtl: z
    .int("must be whole milliseconds")
    .positive("must be more than 0")
    .max(maxTtlMs, "must be at most ten years")
    .default(dayMs),
  lapsedInvitations: z.enum(["hold", "release"]).default("hold"),
  deliver: z
    .custom<NonNullable<LedgerOptions["deliver"]>>(
      (given) => typeof given === "function",
      "must be a function that sends an invitation",
    )
    .nullish()
    .transform((given) => given ?? null),
});

/** A ledger in an SQLite file. */
export interface FilePlace {
  readonly file: string;
  readonly durability: "full" | "normal";
  readonly secrets: readonly Uint8Array[] | null;
}

/** A ledger on an opened store. */
export interface StorePlace {
  readonly store: Store;
  readonly secrets: readonly Uint8Array[];
}

const schema = options.transform(({ file, store, durability, secret: secrets, ...others }, context) => {
  const refuse = (path: string, message: string) => {
    context.addIssue({ code: "custom", path: [path], message });
    return z.NEVER;
  };
  if (store === undefined) {
    if (file === undefined) return refuse("file", "must be a path or :memory:, unless an opened store is given");
    const place: FilePlace | StorePlace = { file, durability: durability ?? "full", secrets };
    return { ...others, place };
  }
  if (file !== undefined) return refuse("store", "must not be given together with file: leave one of them out");
  if (durability !== undefined) return refuse("durability", "is the store's own: say it where the store is opened");
  if (secrets === null)
    return refuse("secret", "must be given with a store: at least 32 bytes, kept apart from its data");
  const place: FilePlace | StorePlace = { store, secrets };
  return { ...others, place };
});

type CheckedOptions = z.output<typeof schema>;

export function checkedOptions(options: LedgerOptions): CheckedOptions {
  return checked(schema, options);
}

const clockTime = z.object({ clock: instant });

/** One wrong time would stand in the log for ever, and hold every later one back: recordedAt never decreases. */
function soundClock(clock: () => Date): () => Date {
  return () => checked(clockTime, { clock: clock() }).clock;
}

function allDiffer(secrets: readonly Uint8Array[]): boolean {
  return new Set(secrets.map((bytes) => Buffer.from(bytes).toString("hex"))).size === secrets.length;
}

function isLogger(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { debug, info, warn, error } = given as { readonly [level: string]: unknown };
  const isMissingOr = (level: unknown) => level === undefined || typeof level === "function";
  return typeof warn === "function" && typeof error === "function" && isMissingOr(debug) && isMissingOr(info);
}
