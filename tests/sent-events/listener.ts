// A client of server-sent events that shows everything of a stream: each event with its id, hints and comments, and its end.
// It reads when it is asked to. It asserts nothing.

import type { SeatApi } from "@seat-ledger/http";
import { tokens } from "../conformance/shop.ts";

export interface Heard {
  readonly id: number | null;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is looked at field by field.
  readonly data: any;
}

export interface Listening extends AsyncDisposable {
  readonly response: Response;
  /** The next event; null at the end. */
  next(): Promise<Heard | null>;
  /** All events until the end. */
  rest(): Promise<readonly Heard[]>;
  /** What came beside events: `retry: 2000`, `: heartbeat`. */
  readonly beside: readonly string[];
  leave(): Promise<void>;
}

export interface Asking {
  /** Whose bearer token is sent. Default: that of acme. */
  readonly token?: string;
  readonly lastEventId?: number | string | undefined;
}

type Fetch = (request: Request) => Promise<Response>;

/** Over the network where `to` is an address. */
export async function listen(to: string | SeatApi, path: string, given: Asking = {}): Promise<Listening> {
  const { token = tokens.acme, lastEventId } = given;
  const resuming = lastEventId === undefined ? {} : { "Last-Event-ID": String(lastEventId) };
  const headers = { Authorization: `Bearer ${token}`, Accept: "text/event-stream", ...resuming };
  const base = typeof to === "string" ? to : "http://seats.example";
  const ask: Fetch = typeof to === "string" ? fetch : to.fetch;
  const response = await ask(new Request(`${base}${path}`, { headers }));
  if (response.status !== 200 || !response.body) throw new Error(`${response.status}: ${await response.text()}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const beside: string[] = [];
  let text = "";

  async function next(): Promise<Heard | null> {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end === -1) {
        const { value, done } = await reader.read();
        if (done) return null;
        text += value;
        continue;
      }
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const heard = eventOf(block);
      if (heard) return heard;
      beside.push(block);
    }
  }

  async function rest(): Promise<readonly Heard[]> {
    const all: Heard[] = [];
    for (let heard = await next(); heard; heard = await next()) all.push(heard);
    return all;
  }

  const leave = async () => await reader.cancel();
  return { response, next, rest, beside, leave, [Symbol.asyncDispose]: leave };
}

/** How long to wait before coming back, in milliseconds: each hint that was told. */
export function hintsOf({ beside }: Listening): readonly number[] {
  return beside.flatMap((line) => /^retry: (\d+)$/.exec(line)?.[1] ?? []).map(Number);
}

/** Null where a block has no data. */
function eventOf(block: string): Heard | null {
  const fields = new Map(block.split("\n").map((line) => [line.split(": ", 1)[0] ?? "", line.replace(/^[^:]*: /, "")]));
  const data = fields.get("data");
  if (data === undefined) return null;
  const id = fields.get("id");
  return { id: id === undefined ? null : Number(id), event: fields.get("event") ?? "message", data: JSON.parse(data) };
}
