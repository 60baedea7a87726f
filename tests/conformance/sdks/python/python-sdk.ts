// Polar's Python SDK from here: a process that makes the calls, one after another. It asserts nothing.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Json } from "../../ask.ts";

const program = fileURLToPath(new URL("call_sdk.py", import.meta.url));

/** One call of one method of a client that is made for it. */
export interface PythonCall {
  /** `polar.v2026_10` */
  readonly module: string;
  /** `Polar` */
  readonly client: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** `customer_seats.list_seats` */
  readonly method: string;
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
}

/** What the SDK raised: its class and every class above it, and its own fields where it has them. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  readonly raised: {
    readonly name: string;
    readonly classes: readonly string[];
    readonly message: string;
    readonly status_code: number | null;
    readonly body: string | null;
    readonly error: unknown;
    readonly data: unknown;
  };

  constructor(raised: PythonError["raised"]) {
    super(raised.message);
    this.raised = raised;
  }
}

export interface PythonSdk extends AsyncDisposable {
  /** What the SDK returned, as JSON. Throws `PythonError` for what it raised. */
  readonly call: (call: PythonCall) => Promise<Json>;
}

export function startPythonSdk(python: string): PythonSdk {
  const child = spawn(python, [program], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close");
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async call({ args = [], kwargs = {}, ...rest }) {
      child.stdin.write(`${JSON.stringify({ ...rest, args, kwargs })}\n`);
      const { value: line, done } = await answers.next();
      if (done) throw new Error(`Python ended: ${complaints}`);
      const { value, error } = JSON.parse(line) as { value?: Json; error?: PythonError["raised"] };
      if (error !== undefined) throw new PythonError(error);
      return value;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
