// Asks at each heartbeat whether whoever listens still may. A right that has ended ends the stream at once; where that can't be
// told for the moment, the stream goes on for a few heartbeats, so that a passing trouble doesn't end all streams together.

import { refusalOf } from "../wire/errors.ts";

export interface AskingAgain {
  /** Rejects when whoever asked may not know it any more, or when nobody can say. */
  readonly stillMay: () => Promise<void>;
  /** Told of each trouble that the stream outlives. */
  readonly onTrouble: (error: unknown) => void;
  /** Told of what ends the stream. */
  readonly onEnd: (error: unknown) => void;
}

/** So many heartbeats in a row without an answer are too many: whoever has lost the right must not go on listening. */
const patience = 4;

/** What to call at each heartbeat. Never asks a second time before the first one is answered. */
export function askAgain({ stillMay, onTrouble, onEnd }: AskingAgain): () => void {
  let isAsking = false;
  let unanswered = 0;

  function missed(error: unknown): void {
    unanswered += 1;
    if (unanswered < patience) onTrouble(error);
    else onEnd(error);
  }

  async function ask(): Promise<void> {
    try {
      await stillMay();
      unanswered = 0;
    } catch (error) {
      if (refusalOf(error).status >= 500) missed(error);
      else onEnd(error);
    } finally {
      isAsking = false;
    }
  }

  return () => {
    if (isAsking) return missed(new Error("for a heartbeat it was not answered whether a stream may go on"));
    isAsking = true;
    void ask();
  };
}
