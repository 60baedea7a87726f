// A logger that throws takes nothing with it: what it was told of goes on.

import type { Logger } from "seat-ledger";

export function forgiving(logger: Logger | undefined): Logger {
  const tell = (line: "warn" | "error") => (facts: object, message: string) => {
    try {
      logger?.[line](facts, message);
    } catch {
      // There is nobody left to tell.
    }
  };
  return { warn: tell("warn"), error: tell("error") };
}
