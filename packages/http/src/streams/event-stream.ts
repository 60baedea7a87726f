// Server-sent events as a reply: events, a heartbeat by which both sides learn that the other is still there, and an end.
// What is told in one turn of the event loop goes out together, when it is this stream's turn. It keeps what the client has not
// taken yet, and that is little: who tells waits for room. What is told is the caller's.

import { Reply } from "../reply.ts";
import type { OpenStreams } from "./open-streams.ts";

export interface StreamEvent {
  /** Where to go on from: clients send the last one back as `Last-Event-ID`. */
  readonly id?: number;
  /** Clients hear what has no name as `message`. */
  readonly event?: string;
  /** JSON, which has no line breaks. */
  readonly data: string;
}

export interface EventStream {
  /** Tells one event. After the end nothing is told. */
  send(event: StreamEvent): void;
  /** Tells how long a client that was cut off waits before it comes back. */
  hint(retryMs: number): void;
  /** Resolves when there is room for more: when little waits for the client, or the stream has ended. */
  room(): Promise<void>;
  /** Ends the stream, with a last event if there is one; again, nothing happens. */
  end(last?: StreamEvent): void;
  /** Aborts at the end. */
  readonly ended: AbortSignal;
}

/** Says why nothing comes any more. Clients who come back are answered what is so then. */
export function lastEvent(reason: string): StreamEvent {
  return { event: "end", data: JSON.stringify({ reason }) };
}

export interface Telling {
  /** Called with each heartbeat. */
  readonly onHeartbeat: () => void;
  /** Called once, when the stream has ended, whoever ended it. */
  readonly stop: () => void;
}

const headers = { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" };
const comment = ": heartbeat\n\n";
/** With so many characters that go out together there is no room for more. */
const full = 16_384;
/** A client that takes nothing for so many heartbeats is cut off: its connection may be dead, or it never reads. */
const patience = 4;
/** When all streams end at once, their clients come back one after the other: within so many milliseconds. */
const comeBackMs = { from: 1_000, to: 5_000 };

/** `tell` begins to tell. A HEAD request is told nothing. Throws `Refused` where the API is stopping. */
export function eventStream(request: Request, streams: OpenStreams, tell: (stream: EventStream) => Telling): Reply {
  streams.refuseWhenStopped();
  if (request.method === "HEAD") return new Reply(null, headers);
  return new Reply(new ReadableStream(new TellingSource(streams, tell)), headers);
}

class TellingSource implements EventStream {
  readonly #streams: OpenStreams;
  readonly #tell: (stream: EventStream) => Telling;
  readonly #ended = new AbortController();
  readonly #encoder = new TextEncoder();
  /** What goes out with the next turn, as soon as the client has taken what went before. */
  #waiting = "";
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #telling: Telling | null = null;
  #heart: NodeJS.Timeout | undefined;
  #taken = () => {};
  #gone = () => {};
  /** How many heartbeats found no room. */
  #missed = 0;

  constructor(streams: OpenStreams, tell: (stream: EventStream) => Telling) {
    this.#streams = streams;
    this.#tell = tell;
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    this.#gone = this.#streams.opened(() => this.#stop());
    this.#write(comment);
    this.#telling = this.#tell(this);
    // Something goes out at once, so that whoever listens knows that it does.
    this.#enqueue();
    if (this.ended.aborted) this.#telling.stop();
    else this.#beatSoon(this.#streams.firstHeartbeatMs());
  }

  /** Called by the platform when there is room. */
  pull(): void {
    this.#missed = 0;
    this.#streams.turns.ask(this.#go);
  }

  cancel(): void {
    this.#finish();
  }

  send({ id, event, data }: StreamEvent): void {
    const named = `${id === undefined ? "" : `id: ${id}\n`}${event === undefined ? "" : `event: ${event}\n`}`;
    this.#write(`${named}data: ${data}\n\n`);
  }

  hint(retryMs: number): void {
    this.#write(`retry: ${retryMs}\n\n`);
  }

  async room(): Promise<void> {
    while (!this.ended.aborted && (this.#waiting.length >= full || !this.#isTaken())) {
      await new Promise<void>((resolve) => {
        this.#taken = resolve;
      });
    }
  }

  end(last?: StreamEvent): void {
    if (this.ended.aborted) return;
    if (last) this.send(last);
    this.#enqueue();
    this.#controller?.close();
    this.#finish();
  }

  #stop(): void {
    if (this.ended.aborted) return;
    const { from, to } = comeBackMs;
    this.hint(Math.round(from + Math.random() * (to - from)));
    this.end(lastEvent("Stopping"));
  }

  #beatSoon(ms: number): void {
    this.#heart = setTimeout(() => this.#beat(), ms);
  }

  #beat(): void {
    // Without waiting for a turn: after a stall, whatever cuts off connections that are idle is due in this very turn.
    if (this.#isTaken()) this.#enqueue(comment);
    else this.#missed += 1;
    if (this.#missed >= patience) this.#cut();
    if (this.ended.aborted) return;
    this.#beatSoon(this.#streams.heartbeatMs);
    this.#telling?.onHeartbeat();
  }

  #cut(): void {
    // A body that fails is one that servers don't end but break off, so that the connection is let go of.
    this.#controller?.error(new Error("the client takes nothing"));
    this.#finish();
  }

  #finish(): void {
    if (this.ended.aborted) return;
    this.#ended.abort();
    clearTimeout(this.#heart);
    this.#streams.turns.forget(this.#go);
    this.#gone();
    this.#taken();
    this.#telling?.stop();
  }

  /** Whether the client has taken what went out. */
  #isTaken(): boolean {
    return (this.#controller?.desiredSize ?? 0) > 0;
  }

  #write(text: string): void {
    if (this.ended.aborted) return;
    this.#waiting += text;
    this.#streams.turns.ask(this.#go);
  }

  readonly #go = () => {
    if (this.ended.aborted || !this.#isTaken()) return;
    this.#enqueue();
    this.#taken();
  };

  #enqueue(more = ""): void {
    const text = this.#waiting + more;
    if (text === "") return;
    this.#waiting = "";
    this.#controller?.enqueue(this.#encoder.encode(text));
  }
}
