// A whole export as an answer that is made while it is read: as fast as the client takes it, in the memory of a few entries.
// One that goes wrong under way is broken off, so that a part can't be taken for the whole.

import type { HistoryEntry } from "seat-ledger";
import { Reply } from "../../../reply.ts";
import { historyEntryToWire } from "../../../wire/history.ts";
import type { FileWriter } from "../../../wire/history-formats.ts";

export interface Export {
  readonly writer: FileWriter;
  /** Begins to read; `signal` when the client has gone. */
  readonly entries: (signal: AbortSignal) => AsyncGenerator<HistoryEntry, void, undefined>;
  readonly onError: (error: unknown) => void;
}

const entriesAtOnce = 200;

export async function exportReply({ writer, entries: begin, onError }: Export): Promise<Reply> {
  const gone = new AbortController();
  const entries = begin(gone.signal);
  // What is refused is refused before the answer begins.
  let step = await entries.next();
  const headers = {
    "Content-Type": writer.contentType,
    "Content-Disposition": `attachment; filename="${writer.fileName}"`,
  };
  const encoder = new TextEncoder();
  const take = async (): Promise<readonly HistoryEntry[]> => {
    const taken: HistoryEntry[] = [];
    for (; !step.done && taken.length < entriesAtOnce; step = await entries.next()) taken.push(step.value);
    return taken;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (writer.head !== "") controller.enqueue(encoder.encode(writer.head));
      },
      async pull(controller) {
        try {
          const taken = await take();
          if (gone.signal.aborted) return;
          if (taken.length > 0) controller.enqueue(encoder.encode(writer.lines(taken.map(historyEntryToWire))));
          if (step.done) controller.close();
        } catch (error) {
          if (gone.signal.aborted) return;
          onError(error);
          controller.error(error);
        }
      },
      cancel: () => gone.abort(),
    },
    { highWaterMark: 0 },
  );
  return new Reply(body, headers);
}
