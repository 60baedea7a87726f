// The replay's progress on a terminal: one line that is written over; elsewhere, a line of the log for each phase.

import type { ReplayProgress } from "@seat-ledger/polar";
import type { Log } from "./log.ts";

export interface Progress {
  show(progress: ReplayProgress): void;
  end(): void;
}

export function createProgress(output: NodeJS.WriteStream, log: Log): Progress {
  let phase: string | null = null;
  return {
    show(progress) {
      const total = progress.total === null ? "" : ` of ${progress.total}`;
      const line = `Replaying ${progress.phase}: ${progress.done}${total}`;
      if (output.isTTY) output.write(`\r\u001b[K${line}`);
      else if (phase !== progress.phase) log.info({ phase: progress.phase }, "replaying");
      phase = progress.phase;
    },
    end() {
      if (output.isTTY && phase !== null) output.write("\r\u001b[K");
    },
  };
}
