// What the ledger tells of the work that it does in the background. Facts and messages hold no e-mail, name or token.

/** Takes log lines: facts, then a message. A pino logger fits as it is. */
export interface Logger {
  readonly debug?: ((facts: object, message: string) => void) | undefined;
  readonly info?: ((facts: object, message: string) => void) | undefined;
  readonly warn: (facts: object, message: string) => void;
  readonly error: (facts: object, message: string) => void;
}

export const silentLogger: Logger = { warn: () => undefined, error: () => undefined };

/** A logger that throws takes nothing with it: what it was told of goes on. */
export function forgiving(logger: Logger): Logger {
  const tell = (line: "debug" | "info" | "warn" | "error") => (facts: object, message: string) => {
    try {
      logger[line]?.(facts, message);
    } catch {
      // There is nobody left to tell.
    }
  };
  return { debug: tell("debug"), info: tell("info"), warn: tell("warn"), error: tell("error") };
}

/** All that is told of an error: its message may hold what a mail server said about a person. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return /^[\w$.]{1,100}$/.test(error.name) ? error.name : "Error";
}
