// A stream of the ledger's own, from its beginning to its end: it is told as fast as the client takes it, and for as long as
// whoever asked may know it.

import type { Reply } from "../reply.ts";
import type { RefusalShape } from "../routing/answer-refusal.ts";
import type { Services } from "../services.ts";
import { askAgain } from "./ask-again.ts";
import { type EventStream, eventStream, lastEvent, type StreamEvent } from "./event-stream.ts";

/** What a stream tells. Where it can't be told at all, the promise rejects and no stream begins. */
export type Feed = (ended: AbortSignal) => Promise<AsyncIterable<StreamEvent>>;

export interface ToldStream {
  readonly request: Request;
  readonly requestId: string;
  /** The last event names a refusal as it is named to whoever comes back. */
  readonly nameOf: RefusalShape["nameOf"];
  readonly services: Services;
  /** Rejects when whoever asked may not know it any more, or when nobody can say. Asked at each heartbeat. */
  readonly stillMay: () => Promise<void>;
  readonly feed: Feed;
}

/** The first line of a stream: how long a client waits before it comes back. */
const retryMs = 2_000;

export async function toldStream({
  request,
  requestId,
  nameOf,
  services: { streams },
  stillMay,
  feed,
}: ToldStream): Promise<Reply> {
  streams.refuseWhenStopped();
  await streams.turns.next();
  const over = new AbortController();
  const events = await feed(over.signal);
  if (request.method === "HEAD" || request.signal.aborted || streams.isStopped) over.abort();
  return eventStream(request, streams, (stream) => {
    stream.hint(retryMs);
    const onTrouble = (error: unknown) => streams.reasonOf(error, requestId);
    const onEnd = (error: unknown) => stream.end(lastEvent(nameOf(streams.reasonOf(error, requestId))));
    void tellAll(stream, events).catch(onEnd);
    return { onHeartbeat: askAgain({ stillMay, onTrouble, onEnd }), stop: () => over.abort() };
  });
}

async function tellAll(stream: EventStream, events: AsyncIterable<StreamEvent>): Promise<void> {
  for await (const event of events) {
    stream.send(event);
    await stream.room();
    if (stream.ended.aborted) return;
  }
  // What is told never ends by itself, but with the ledger.
  stream.end(lastEvent("LedgerClosed"));
}
