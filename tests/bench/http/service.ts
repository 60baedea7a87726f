// The service as its users run it: its program, on its sandbox, with its log, which goes to a file. Its pools are opened from
// beside it, in its own file.

import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { openLedger } from "seat-ledger";
import { openPools } from "./pools.ts";
import { type Serving, token } from "./served.ts";

const program = fileURLToPath(new URL("main.js", import.meta.resolve("@seat-ledger/server")));

/** `folder` is its own, and there. */
export async function servedService(folder: string, full: number): Promise<Serving> {
  const file = join(folder, "service.db");
  const own = { PORT: "0", SEAT_LEDGER_DATABASE: file, SEAT_LEDGER_ACCESS_TOKEN: token };
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"] ?? "", ...own },
    stdio: ["ignore", "pipe", openSync(join(folder, "service.log"), "a")],
  });
  const stop = () => void child.kill("SIGKILL");
  try {
    const { port, demoPool } = await printedBy(child.stdout);
    await using ledger = await openLedger({ file, durability: "normal" });
    const owner = await ledger.getPool({ subscriptionId: demoPool });
    return { port, pools: await openPools(ledger, owner, { full, empty: 0 }), [Symbol.dispose]: stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** What it prints once it runs: where it answers, and the ledger's own demo pool. */
async function printedBy(output: Readable | null): Promise<{ readonly port: number; readonly demoPool: string }> {
  let printed = "";
  for await (const chunk of output ?? []) {
    printed += String(chunk);
    const [, port] = /answers at http:\/\/127\.0\.0\.1:(\d+)\./.exec(printed) ?? [];
    const [, demoPool] = /"subscription_id":"([^"]+)"/.exec(printed) ?? [];
    if (port && demoPool && printed.includes("Ctrl-C stops.")) return { port: Number(port), demoPool };
  }
  throw new Error(`the service has ended: ${printed}`);
}
