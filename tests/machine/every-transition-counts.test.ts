// No transition of the seat machine is there for nothing: taking one out breaks a story told by commands and a story told
// by replay, but where only one of the two takes it. Each story runs in a process of its own, in which the machine is loaded without that transition.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { brokeOff, toldToTheEnd } from "./tell.ts";

interface Machine {
  readonly seatMachine: { readonly config: { readonly states: Readonly<Record<string, { readonly on: object }>> } };
}

const entry = pathToFileURL(createRequire(import.meta.url).resolve("seat-ledger"));
const machineFile = new URL("domain/seat-machine.js", entry);
const { seatMachine } = (await import(machineFile.href)) as Machine;

const transitions = Object.entries(seatMachine.config.states).flatMap(([state, { on }]) =>
  Object.keys(on).map((event) => `${state}.${event}`),
);

/** A resend is never seen in Polar: it mails the same token again. Nor does Polar ever let an invitation lapse. */
const unknownToReplay = ["pending.InvitationResent", "pending.InvitationLapsed"];

/** Only what was guessed is taken back, and no command guesses. */
const unknownToCommands = ["revoked.InvitationResumed", "revoked.SeatResumed"];

/** The last line that the story said about itself. */
function tellWithout(transition: string, story: "command-story.ts" | "replay-story.ts"): Promise<string> {
  const hook = new URL("take-transition-out.ts", import.meta.url).href;
  const file = fileURLToPath(new URL(story, import.meta.url));
  const env = { ...process.env, SEAT_MACHINE_WITHOUT: transition, NODE_OPTIONS: "" };
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", hook, file], { env }, (_error, stdout, stderr) => {
      resolve(stdout.trim() || stderr);
    });
  });
}

describe("with the whole machine", () => {
  test.each(["command-story.ts", "replay-story.ts"] as const)("%s is told to the end", async (story) => {
    expect(await tellWithout("", story)).toBe(toldToTheEnd);
  });

  test("there are thirteen transitions", () => {
    expect(transitions).toHaveLength(13);
  });
});

describe.concurrent("without", () => {
  const commanded = transitions.filter((transition) => !unknownToCommands.includes(transition));
  test.each(commanded)("%s the story told by commands breaks off", async (transition) => {
    expect(await tellWithout(transition, "command-story.ts")).toContain(brokeOff);
  });

  const replayed = transitions.filter((transition) => !unknownToReplay.includes(transition));
  test.each(replayed)("%s the story told by replay breaks off", async (transition) => {
    expect(await tellWithout(transition, "replay-story.ts")).toContain(brokeOff);
  });
});
