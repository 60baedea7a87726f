// One of several processes: gives random commands for a while, then waits until its stream has told everything up to the
// position that it is given on its input. Prints what it heard. Refusals are part of the game, other errors end it.

import { createInterface } from "node:readline/promises";
import { isSeatLedgerError, openLedger } from "seat-ledger";
import { pools } from "./scene.ts";

const [, , file = "", name = "", milliseconds = ""] = process.argv;
const legal = new Set(["SeatNotAvailable", "SeatAlreadyAssigned", "SeatsAlreadyAssigned", "InvalidInvitationToken"]);
const callers = 4;
const context = { actor: { type: "user", id: name } } as const;

await using ledger = await openLedger({ file });
const heard: number[] = [];
const stop = new AbortController();
const listening = listen();
const end = performance.now() + Number(milliseconds);
await Promise.all(Array.from({ length: callers }, (_, caller) => play(caller)));
console.log("done");

const [line] = await readLines(1);
const head = Number(line);
while ((heard.at(-1) ?? 0) < head) await new Promise((resolve) => setTimeout(resolve, 10));
stop.abort();
await listening;
console.log(JSON.stringify(heard));

async function listen(): Promise<void> {
  for await (const { position } of ledger.events({ signal: stop.signal })) heard.push(position);
}

async function play(caller: number): Promise<void> {
  const tokens: string[] = [];
  for (let turn = 0; performance.now() < end; turn += 1) {
    try {
      await giveAny(`${name}-${caller}-${turn % 3}@example.com`, tokens);
    } catch (error) {
      if (!isSeatLedgerError(error) || !legal.has(error.code)) throw error;
    }
  }
}

async function giveAny(email: string, tokens: string[]): Promise<void> {
  const pool = any(pools);
  const chance = Math.random();
  if (chance < 0.4) {
    const { invitation } = await ledger.assignSeat({ ...pool, email }, context);
    if (invitation) tokens.push(invitation.token);
  } else if (chance < 0.6) {
    await ledger.claimSeat({ invitationToken: tokens.pop() ?? "none" }, context);
  } else if (chance < 0.9) {
    const live = (await ledger.listSeats(pool)).seats.filter(({ status }) => status !== "revoked");
    if (live.length > 0) await ledger.revokeSeat({ seatId: any(live).id }, context);
  } else {
    await ledger.resizePool({ ...pool, seats: 3 + Math.floor(Math.random() * 5) }, context);
  }
}

function any<Thing>(things: readonly Thing[]): Thing {
  const thing = things[Math.floor(Math.random() * things.length)];
  if (thing === undefined) throw new RangeError("there is nothing to choose from");
  return thing;
}

async function readLines(count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const text of createInterface({ input: process.stdin })) {
    lines.push(text);
    if (lines.length === count) break;
  }
  process.stdin.destroy();
  return lines;
}
