// A pass in a process of its own, which gets SIGKILL while Polar answers one of its requests, or a little later.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { servePolarSandbox } from "@seat-ledger/polar-sandbox";
import type { FaultyWorld } from "./faulty-world.ts";
import { passTime } from "./polar-world.ts";

const script = fileURLToPath(new URL("replay-in-another-process.ts", import.meta.url));

export interface Kill {
  /** The request at which it comes. A pass makes more than eight, and those after it are not answered any more. */
  readonly at: number;
  /** Milliseconds after that. */
  readonly after: number;
}

/** Rejects where the process ended by itself. */
export async function killedPass({ sandbox, file }: FaultyWorld, { at, after }: Kill): Promise<void> {
  let asked = 0;
  const ended = Promise.withResolvers<Response>();
  const fetch = async (request: Request) => {
    asked += 1;
    if (asked === at) setTimeout(() => child.kill("SIGKILL"), after);
    return asked > at ? await ended.promise : await sandbox.fetch(request);
  };
  const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch }, deliverEveryMs: null });
  const child = spawn(process.execPath, [script, file ?? "", served.url, String(Date.now())], { stdio: "inherit" });
  const [code, signal] = await once(child, "exit");
  ended.resolve(new Response(null, { status: 503 }));
  await served.close();
  // Its clock went on while ours stood still.
  passTime(60_000);
  if (signal !== "SIGKILL") throw new Error(`the pass ended by itself, with ${code}`);
}
