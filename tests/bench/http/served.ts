// What the measure `http` and its servers say to each other, and how a server is started.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const token = "bench";

/** What a server is to serve. */
export type Scene =
  | { readonly kind: "ledger"; readonly file: string; readonly full: number; readonly empty: number }
  | { readonly kind: "bare"; readonly bytes: { readonly get: number; readonly post: number } };

/** Where it is, and which subscriptions there are: full ones first. */
export interface Served {
  readonly port: number;
  readonly pools: readonly string[];
}

export interface Serving extends Served, Disposable {}

const serverProcess = fileURLToPath(new URL("server-process.ts", import.meta.url));

export async function served(scene: Scene): Promise<Serving> {
  const child: ChildProcess = fork(serverProcess, [JSON.stringify(scene)], { execArgv: [] });
  const [told] = (await Promise.race([once(child, "message"), once(child, "exit")])) as [Served | number];
  if (typeof told !== "object") throw new Error("the server broke off");
  return { ...told, [Symbol.dispose]: () => child.disconnect() };
}
