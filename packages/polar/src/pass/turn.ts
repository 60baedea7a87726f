// Whose turn it is to pass over Polar, among all processes that share a ledger. What passes remember between two requests
// must not be mixed: only one at a time writes it, under a lease that runs out where its holder has died. It asks Polar nothing.

import { randomUUID } from "node:crypto";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Inbox } from "seat-ledger";
import { z } from "zod";
import { PolarReplayError } from "../replay-error.ts";

export const turnsKey = "turns/passes";
/** A holder that has not renewed its turn for so long has died, or stands still. */
const leaseMs = 30_000;
const renewMs = 10_000;
const lookAgainMs = 500;

const heldSchema = z.object({
  /** The organization that is passed over; null for all of them. */
  scope: z.string().nullable(),
  holder: z.string(),
  until: z.number(),
  host: z.string(),
  pid: z.int(),
});
type Held = z.output<typeof heldSchema>;

/** Within which processes see each other by their ids: a machine, or a container of it. */
const host = `${hostname()} ${processesSeen()}`;

type TurnInbox = Pick<Inbox, "note" | "replaceNote">;

/** A turn that was taken. */
export interface Turn {
  /** Rejects where somebody else has taken it since. To be asked before anything is written that passes remember. */
  readonly hold: () => Promise<void>;
  /** Gives it to the next one. */
  readonly end: () => Promise<void>;
}

export interface TakingTurn {
  readonly scope: string | null;
  readonly signal: AbortSignal;
  /** Another pass has it, at least until then unless that ends before. Told again when it is renewed. */
  readonly onWait: (until: Date) => void;
  /** Somebody else has taken it since: this process stood still. */
  readonly onLost: (error: PolarReplayError) => void;
}

/** Waits for the turn as long as it takes; rejects with the signal's reason. */
export async function takeTurn(inbox: TurnInbox, { scope, signal, onWait, onLost }: TakingTurn): Promise<Turn> {
  const holder = randomUUID();
  let toldUntil: number | null = null;
  for (;;) {
    signal.throwIfAborted();
    const mine = { scope, holder, until: Date.now() + leaseMs, host, pid: process.pid };
    const other = await changed(inbox, (held) => {
      const inTheWay = held.find((one) => collides(one, scope));
      return inTheWay ? { answer: inTheWay } : { held: [...held, mine], answer: null };
    });
    if (other === null) return turnOf(inbox, mine, onLost);
    if (other.until !== toldUntil) onWait(new Date(other.until));
    toldUntil = other.until;
    await sleep(lookAgainMs, undefined, { signal }).catch(() => undefined);
  }
}

/** All organizations are in the way of each one of them. */
function collides({ scope }: Held, other: string | null): boolean {
  return scope === other || scope === null || other === null;
}

function turnOf(inbox: TurnInbox, mine: Held, onLost: TakingTurn["onLost"]): Turn {
  let { until } = mine;
  let hasEnded = false;
  let timer = setTimeout(renewNowAndThen, renewMs);
  return { hold, end };

  async function hold(): Promise<void> {
    const leftMs = until - Date.now();
    // More than was taken: the clock was set back, and to the others the turn may look like nobody's.
    const isSure = leftMs > 0 && leftMs <= leaseMs;
    if (!isSure && !(await renewed())) throw lost();
  }

  /** Told beside: who asked may take it for the failure of one pool and go on with the next. */
  function lost(): PolarReplayError {
    const error = new PolarReplayError("TakenOver");
    onLost(error);
    return error;
  }

  async function renewNowAndThen(): Promise<void> {
    // The store's troubles are told by the pass that meets them; without the store nobody takes the turn either.
    const isHeld = await renewed().catch(() => true);
    if (hasEnded) return;
    if (!isHeld) return void lost();
    timer = setTimeout(renewNowAndThen, renewMs);
  }

  async function renewed(): Promise<boolean> {
    const next = Date.now() + leaseMs;
    const isHeld = await changed(inbox, (held) => {
      const others = held.filter(({ holder }) => holder !== mine.holder);
      const isTaken = others.length === held.length && others.some((one) => collides(one, mine.scope));
      // One that has run out and that nobody took goes on.
      return hasEnded || isTaken ? { answer: false } : { held: [...others, { ...mine, until: next }], answer: true };
    });
    if (isHeld) until = next;
    return isHeld;
  }

  async function end(): Promise<void> {
    hasEnded = true;
    clearTimeout(timer);
    const given = changed(inbox, (held) => ({
      held: held.filter(({ holder }) => holder !== mine.holder),
      answer: undefined,
    }));
    // Where it can't be given back, as to a ledger that was closed, it runs out.
    await given.catch(() => undefined);
  }
}

interface Change<Answer> {
  /** Who holds a turn from now on; as it was unless said. */
  readonly held?: readonly Held[];
  readonly answer: Answer;
}

/** Changes who holds a turn, with nobody in between. Whoever has died holds none. */
async function changed<Answer>(inbox: TurnInbox, change: (held: readonly Held[]) => Change<Answer>): Promise<Answer> {
  for (;;) {
    const seen = await inbox.note(turnsKey);
    const { data = [] } = z.array(heldSchema).safeParse(seen);
    const { held, answer } = change(data.filter(isAlive));
    if (!held || (await inbox.replaceNote(turnsKey, { expected: seen, value: held.length > 0 ? [...held] : null }))) {
      return answer;
    }
  }
}

/**
 * A time that lies much further ahead than a turn lasts comes from a clock that was set back since. By a little every clock is
 * set back now and then, and that ends no turn.
 */
function isAlive({ until, host: from, pid }: Held): boolean {
  const leftMs = until - Date.now();
  return leftMs > 0 && leftMs <= 2 * leaseMs && !(from === host && isGone(pid));
}

function processesSeen(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** Processes of other machines, and of other containers, can't be seen: their turns run out. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
