// The service as a program in a folder of its own, and raw connections to it. It asserts nothing.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("main.js", import.meta.resolve("@seat-ledger/server")));

export interface Running extends AsyncDisposable {
  readonly url: string;
  /** The ledger's file, which others open once the service has ended. */
  readonly file: string;
  /** Of the ledger's own demo pool. */
  readonly subscriptionId: string;
  readonly output: () => string;
  /** Where its log goes. */
  readonly stderr: Readable;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** The same as soon as it has ended, even if nobody has read all that it wrote. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly connected: () => Promise<RawConnection>;
}

export interface RawConnection {
  readonly socket: Socket;
  readonly heard: () => string;
  readonly closed: Promise<void>;
}

/** Starts the service, on its sandbox and with the demo token unless told otherwise, and waits until it answers. */
export async function running(environment: Readonly<Record<string, string>> = {}): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-service-"));
  const file = join(folder, "seats.db");
  const env = { PATH: process.env["PATH"] ?? "", PORT: "0", SEAT_LEDGER_DATABASE: file };
  const child = spawn(process.execPath, [program], { env: { ...env, ...environment }, cwd: folder });
  const told = ([code, signal]: readonly unknown[]) => (code ?? signal) as number | NodeJS.Signals;
  const exited = once(child, "close").then(told);
  const ended = once(child, "exit").then(told);
  let output = "";
  const ready = Promise.withResolvers<void>();
  // Only the sandbox has commands to try.
  const isReady = environment["POLAR_ACCESS_TOKEN"] === undefined ? /Ctrl-C stops\./ : /answers at \S+\.\n/;
  const hear = (chunk: Buffer) => {
    output += String(chunk);
    if (isReady.test(output)) ready.resolve();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  void exited.then(() => ready.reject(new Error(`the service has ended:\n${output}`))).catch(() => {});
  await ready.promise;
  const [, url = ""] = /answers at (\S+)\.\n/.exec(output) ?? [];
  const [, subscriptionId = ""] = /"subscription_id":"([^"]+)"/.exec(output) ?? [];
  return {
    ...{
      url,
      file,
      subscriptionId,
      output: () => output,
      stderr: child.stderr,
      kill: (signal) => child.kill(signal),
      exited,
      ended,
    },
    connected: () => connected(Number(new URL(url).port)),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      child.stderr.resume();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connected(port: number): Promise<RawConnection> {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => {
    heard += String(chunk);
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await once(socket, "connect");
  return { socket, heard: () => heard, closed };
}
