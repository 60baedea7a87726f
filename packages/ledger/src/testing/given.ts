// given(past events).when(command).then(events | refusal): a story about a ledger, told in its events.

import { AssertionError } from "node:assert";
import type { Engine } from "../command-transaction.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { isSeatLedgerError, type SeatLedgerError } from "../errors.ts";
import type { LedgerOptions } from "../ledger-options.ts";
import type { SeatLedger } from "../seat-ledger.ts";
import { assertEvents } from "./compare.ts";
import { foundEvent } from "./found-event.ts";
import { ids } from "./ids.ts";
import type { ManualClock } from "./manual-clock.ts";
import { assertRefused, type Rejected } from "./rejected.ts";
import { openStage } from "./stage.ts";
import type { StoryEvent, TimePassed } from "./story-events.ts";

/** What a command of a story may need besides the ledger. */
export interface StoryWorld {
  readonly organizationId: string;
  /** Who pays. */
  readonly customerId: string;
  /** The last pool that was opened, by the id of its kind: `ledger.assignSeat({ ...pool, email })`. */
  readonly pool: { readonly subscriptionId: string } | { readonly orderId: string };
  seatId(name?: string): string;
  memberId(name: string): string;
  /** The last invitation's token of a seat, be it good or dead. */
  token(seat?: string): string;
  /** Every token that a seat ever had, the oldest first. */
  tokens(seat?: string): readonly string[];
  readonly clock: ManualClock;
}

/** A past, before its command. */
export interface GivenStory {
  /** Opens the story's ledger with these options: `{ lapsedInvitations: "release" }`. */
  openedWith(options: StoryOptions): GivenStory;
  /** Runs what is to be tried, by the ledger's public methods. */
  when(command: (ledger: SeatLedger, world: StoryWorld) => Promise<unknown>): StoryEnding;
}

/** The options of a ledger that a story may choose. */
export type StoryOptions = Pick<LedgerOptions, "lapsedInvitations" | "invitationTtl">;

/** A past and a command, before what is expected of it. Each ending tells the whole story anew. */
export interface StoryEnding {
  /** The command appends these events, in this order, and no others; facts that are not named are not compared. */
  then(first: StoryEvent, ...others: readonly StoryEvent[]): Promise<void>;
  /** The command is refused, and nothing is appended. */
  then(refusal: Rejected): Promise<void>;
  /** The command is answered, and nothing is appended. */
  thenNothing(): Promise<void>;
}

/**
 * Begins a story: these events happened, in this order, in a ledger of its own in memory. They go through the same
 * append and the same projection as those of commands. What they presuppose and nobody told is told with defaults: one
 * organization with members, one buyer, one pool of three seats, the people who get seats. `given()` alone is an empty
 * ledger. A past that the seat machine does not admit is refused; capacity and uniqueness are rules about commands, not
 * about the past.
 *
 * @example
 * await given(poolOpened({ seats: 1 }), seatAssigned({ seat: "s1", email: "ann@example.com" }))
 *   .when((ledger, { pool }) => ledger.assignSeat({ ...pool, email: "bob@example.com" }))
 *   .then(rejected("SeatNotAvailable", { seats: 1, live: 1 }));
 */
export function given(...past: readonly (StoryEvent | TimePassed)[]): GivenStory {
  return storyOf(past, {});
}

type Past = readonly (StoryEvent | TimePassed)[];
type StoryCommand = Parameters<GivenStory["when"]>[0];

function storyOf(past: Past, options: StoryOptions): GivenStory {
  return {
    openedWith: (more) => storyOf(past, { ...options, ...more }),
    when: (command) => ({
      // biome-ignore lint/suspicious/noThenProperty: the third word of given, when, then
      async then(...expected: readonly (StoryEvent | Rejected)[]) {
        const [first] = expected;
        // Awaited without an ending: the engine hands over its two callbacks, and a story without an end would pass.
        if (first === undefined || typeof first === "function") return unfinished(expected);
        const happened = await told(past, options, command);
        if (first.type !== "Rejected") return assertHappened(happened, expected as readonly StoryEvent[], past);
        assertRefused(first, happened.refusal);
        assertEvents([], happened.events.map(foundEvent), happened.pastIds, past);
      },
      async thenNothing() {
        assertHappened(await told(past, options, command), [], past);
      },
    }),
  };
}

interface Happened {
  readonly refusal: SeatLedgerError | null;
  readonly events: readonly RecordedEvent[];
  /** Every id that the past knows. */
  readonly pastIds: ReadonlySet<string>;
}

async function told(past: Past, options: StoryOptions, command: StoryCommand): Promise<Happened> {
  await using stage = await openStage(options);
  for (const event of past) await stage.tell(event);
  const before = await stage.events(0);
  const refusal = await refusalOf(command(stage.ledger, worldOf(before, stage)));
  const events = await stage.events(before.length);
  return { refusal, events, pastIds: idsIn(before) };
}

async function refusalOf(call: Promise<unknown>): Promise<SeatLedgerError | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (isSeatLedgerError(error)) return error;
    throw error;
  }
}

function assertHappened(happened: Happened, expected: readonly StoryEvent[], past: Past): void {
  const { refusal, events, pastIds } = happened;
  if (refusal) {
    const wanted = expected.map(({ type }) => type).join(", ") || "(nothing)";
    throw new AssertionError({
      message: `The command was refused.\n\n    expected   ${wanted}\n    found      ${refusal.code}: ${refusal.message}\n`,
      expected: wanted,
      actual: refusal.code,
      operator: "then",
    });
  }
  assertEvents(expected, events.map(foundEvent), pastIds, past);
}

function unfinished(expected: readonly unknown[]): void {
  const error = new TypeError("This story has no ending: say .then(...) with what is expected, or .thenNothing().");
  const [, reject] = expected;
  if (typeof reject !== "function") throw error;
  reject(error);
}

function worldOf(
  events: readonly RecordedEvent[],
  { engine, clock }: { engine: Engine; clock: ManualClock },
): StoryWorld {
  const opened = events.filter(({ type }) => type === "PoolOpened").at(-1);
  const tokens = (seat?: string) =>
    events.flatMap((event) =>
      event.seatId === ids.seat(seat) && "invitation" in event.data && event.data.invitation
        ? [engine.tokens.derive("invitation", event.data.invitation)]
        : [],
    );
  return {
    organizationId: opened?.organizationId ?? ids.organization(),
    customerId: opened?.type === "PoolOpened" ? opened.data.customerId : ids.customer(),
    pool:
      opened?.type === "PoolOpened" && opened.data.kind === "order"
        ? { orderId: opened.stream.id }
        : { subscriptionId: opened?.stream.id ?? ids.pool() },
    seatId: (name) => ids.seat(name),
    memberId: (name) => ids.member(name),
    token: (seat) => tokens(seat).at(-1) ?? "no-token-of-this-story",
    tokens,
    clock,
  };
}

function idsIn(events: readonly RecordedEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ organizationId, stream, seatId, personId }) =>
      [organizationId, stream.id, seatId, personId].filter((id) => id !== null),
    ),
  );
}
