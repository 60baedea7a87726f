// Server-sent events as a Response: events, a heartbeat by which both sides learn that the other is still there, and an end.
// What is told, and when, is the caller's.

export interface EventStream {
  /** Tells one event; `data` is written as JSON. After the end nothing is told. */
  send(data: object): void;
  /** Ends the stream; again, nothing happens. */
  end(): void;
}

export interface Telling {
  /** Called every 15 seconds. */
  readonly onHeartbeat: () => void;
  /** Called once, when the stream has ended, whoever ended it. */
  readonly stop: () => void;
}

const heartbeatMs = 15_000;
const headers = { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" };

/** `tell` begins to tell. A HEAD request is told nothing. */
export function eventStream(request: Request, tell: (stream: EventStream) => Telling): Response {
  if (request.method === "HEAD") return new Response(null, { headers });
  const ended = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        if (!ended.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const end = () => {
        if (ended.signal.aborted) return;
        ended.abort();
        controller.close();
      };
      // Something goes out at once, so that whoever listens knows that it does.
      write(comment);
      const telling = tell({ send: (data) => write(`data: ${JSON.stringify(data)}\n\n`), end });
      const heart = setInterval(() => {
        write(comment);
        telling.onHeartbeat();
      }, heartbeatMs);
      whenAborted(ended.signal, () => {
        clearInterval(heart);
        telling.stop();
      });
    },
    cancel: () => ended.abort(),
  });
  return new Response(body, { headers });
}

const comment = ": heartbeat\n\n";

function whenAborted(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener("abort", then, { once: true });
}
