// What the ledger tells of the work that it does in the background. Facts and messages hold no e-mail, name or token.

/** Takes log lines: facts, then a message. A pino logger fits as it is. */
export interface Logger {
  readonly debug?: ((facts: object, message: string) => void) | undefined;
  readonly info?: ((facts: object, message: string) => void) | undefined;
  readonly warn: (facts: object, message: string) => void;
  readonly error: (facts: object, message: string) => void;
}

export const silentLogger: Logger = { warn: () => undefined, error: () => undefined };

/** All that is told of an error: its message may hold what a mail server said about a person. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return /^[\w$.]{1,100}$/.test(error.name) ? error.name : "Error";
}
