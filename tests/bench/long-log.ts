// The long log: made once through the ledger's public names, kept in the cache, and used again by every run after it.
// Seats of pools of 25 go through the same life many times, all pools by turns, so that the events of a pool lie all over
// the log.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openLedger, type SeatLedger } from "seat-ledger";
import { type Random, seeded, shuffled, uuidBy } from "./random.ts";
import { seatsInPool } from "./script.ts";

/** To be raised whenever what is written below changes. */
const recipe = 1;
const poolsAtOnce = 64;
/** An opening, a buyer with its member, 25 people, and their seats' steps. */
const eventsInPool = 253;

export interface LongLog {
  readonly file: string;
  readonly events: number;
  readonly seatEvents: number;
  readonly pools: readonly string[];
}

type Step = "assign" | "claim" | "resend" | "revoke";

/** What happens to each seat in turn: nine events, after the one that registers its person. */
const life: readonly Step[] = ["assign", "claim", "revoke", "assign", "resend", "claim", "revoke", "assign", "claim"];

/** The log of at least so many events; made now if the cache has none. */
export async function longLog(cache: string, events: number): Promise<LongLog> {
  mkdirSync(cache, { recursive: true });
  const folder = join(cache, `log-format-${await formatNow(cache)}-recipe-${recipe}-${events}`);
  if (!existsSync(folder)) {
    const building = `${folder}.${process.pid}`;
    mkdirSync(building);
    try {
      await build(building, events);
      renameSync(building, folder);
    } finally {
      rmSync(building, { recursive: true, force: true });
    }
  }
  const facts = JSON.parse(readFileSync(join(folder, "facts.json"), "utf8")) as Omit<LongLog, "file">;
  return { file: join(folder, "seats.db"), ...facts };
}

/** The format of the files that this ledger makes. */
async function formatNow(cache: string): Promise<number> {
  const folder = join(cache, `format.${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, "seats.db");
    await (await openLedger({ file })).close();
    const database = new Database(file, { readonly: true });
    const format = Number(database.pragma("user_version", { simple: true }));
    database.close();
    return format;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(folder: string, events: number): Promise<void> {
  const file = join(folder, "seats.db");
  const random = seeded(4);
  const ledger = await openLedger({ file, durability: "normal" });
  const pools = await openPools(ledger, Math.max(1, Math.ceil(events / eventsInPool)), random);
  const tokens = new Map<string, string>();
  for (const [turn, step] of life.entries()) {
    tell(`making a log of ${events.toLocaleString("en")} events: ${Math.round((100 * turn) / life.length)} %`);
    await inParallel(shuffled(pools, random), (subscriptionId) => takeStep(ledger, subscriptionId, step, tokens));
  }
  tell(`making a log of ${events.toLocaleString("en")} events: done\n`);
  await ledger.close();
  const facts = { ...counts(file), pools };
  writeFileSync(join(folder, "facts.json"), JSON.stringify(facts));
}

async function openPools(ledger: SeatLedger, count: number, random: Random): Promise<readonly string[]> {
  const organizations = await Promise.all(
    Array.from({ length: Math.ceil(count / 100) }, (_, number) =>
      ledger.registerOrganization({ name: `Organization ${number}`, slug: `organization-${number}` }),
    ),
  );
  const numbers = Array.from({ length: count }, (_, number) => number);
  const ids = numbers.map(() => ({ subscriptionId: uuidBy(random), customerId: uuidBy(random) }));
  await inParallel(numbers, async (number) => {
    const organizationId = organizations[number % organizations.length]?.id ?? "";
    const { subscriptionId, customerId } = ids[number] ?? { subscriptionId: "", customerId: "" };
    await ledger.registerCustomer({ id: customerId, organizationId, email: `buyer-${number}@example.com` });
    const product = { id: "team", name: "Team" };
    await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: seatsInPool });
  });
  return ids.map(({ subscriptionId }) => subscriptionId);
}

async function takeStep(
  ledger: SeatLedger,
  subscriptionId: string,
  step: Step,
  tokens: Map<string, string>,
): Promise<void> {
  const context = { actor: { type: "user", id: `admin-${subscriptionId.slice(0, 2)}` } } as const;
  if (step === "assign") {
    const recipients = Array.from({ length: seatsInPool }, (_, place) => ({
      email: `person-${place}-${subscriptionId.slice(0, 8)}@example.com`,
    }));
    for (const result of await ledger.assignSeats({ subscriptionId, recipients }, context)) {
      if ("error" in result) throw result.error;
      tokens.set(result.seat.id, result.invitation?.token ?? "");
    }
    return;
  }
  const { seats } = await ledger.listSeats({ subscriptionId });
  await Promise.all(
    seats.map(async ({ id: seatId }) => {
      if (step === "claim") await ledger.claimSeat({ invitationToken: tokens.get(seatId) ?? "" }, context);
      if (step === "revoke") await ledger.revokeSeat({ seatId }, context);
      if (step === "resend") {
        const { invitation } = await ledger.resendInvitation({ seatId }, context);
        tokens.set(seatId, invitation?.token ?? "");
      }
    }),
  );
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: poolsAtOnce }, worker));
}

function counts(file: string): Pick<LongLog, "events" | "seatEvents"> {
  const database = new Database(file, { readonly: true });
  const count = (where: string) => Number(database.prepare(`select count(*) from events ${where}`).pluck().get());
  const counted = { events: count(""), seatEvents: count("where seat_id is not null") };
  database.close();
  return counted;
}

function tell(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r${text}` : `${text.trimEnd()}\n`);
}
