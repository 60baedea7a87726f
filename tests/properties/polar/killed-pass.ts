// A pass in a process of its own, which gets SIGKILL while Polar answers one of its requests, or a little later.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { servePolarSandbox } from "@seat-ledger/polar-sandbox";
import type { FaultyWorld } from "./faulty-world.ts";
import { passTime } from "./polar-world.ts";

const script = fileURLToPath(new URL("replay-in-another-process.ts", import.meta.url));

export interface Kill {
  /** The request at which it comes. */
  readonly at: number;
  /** Milliseconds after that. */
  readonly after: number;
}

/** Whether the process was killed before it had done its pass. */
export async function killedPass({ sandbox, file }: FaultyWorld, { at, after }: Kill): Promise<boolean> {
  let left = at;
  const kill = () => void setTimeout(() => child.kill("SIGKILL"), after);
  const fetch = async (request: Request) => {
    left -= 1;
    if (left === 0) kill();
    return await sandbox.fetch(request);
  };
  const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch }, deliverEveryMs: null });
  const child = spawn(process.execPath, [script, file ?? "", served.url, String(Date.now())], { stdio: "inherit" });
  const [, signal] = await once(child, "exit");
  await served.close();
  // Its clock went on while ours stood still.
  passTime(60_000);
  return signal === "SIGKILL";
}
