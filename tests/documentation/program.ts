// A program that runs in a folder of its own: what it printed, and its end, which takes along whatever it started. It gets no more
// of this environment than a path, and no network is needed.

import { spawn } from "node:child_process";
import { expect } from "vitest";

export interface Program {
  /** Waits until it printed this; answers the first group. */
  readonly printed: (pattern: RegExp) => Promise<string>;
  /** Everything that it printed until now, also as errors. */
  readonly output: () => string;
  /** Asks it to stop. */
  readonly stop: () => void;
  /** The code or signal with which it ended. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Ends it and what it started, at once. */
  readonly kill: () => void;
}

/** Runs Node in a folder, which is its home too. */
export function run(folder: string, parameters: readonly string[]): Program {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, PORT: "0", CI: "1", NEXT_TELEMETRY_DISABLED: "1" };
  // A group of its own, so that its children can be ended with it.
  const child = spawn(process.execPath, parameters, { cwd: folder, env, detached: true, stdio: "pipe" });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const { promise: ended, resolve } = Promise.withResolvers<number | NodeJS.Signals | null>();
  child.once("close", (code, signal) => resolve(code ?? signal));
  return {
    printed: async (pattern) => {
      await expect.poll(() => output, { timeout: 120_000 }).toMatch(pattern);
      return pattern.exec(output)?.[1] ?? "";
    },
    output: () => output,
    stop: () => child.kill("SIGTERM"),
    ended,
    kill: () => {
      try {
        process.kill(-(child.pid ?? 0), "SIGKILL");
      } catch (error) {
        // Nobody is left of it.
        if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
      }
    },
  };
}
