// Our own mistakes. An invariant that fails is a bug of this library: it is thrown and never caught inside.
// What a caller does wrong is a rejection (domain/rejections.ts), never this.

/** Thrown when the library finds itself in a state that its own rules exclude. Please report it. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
  /** What does not hold, for whoever looks for damage. */
  readonly broken: string;

  constructor(broken: string) {
    super(`seat-ledger invariant broken: ${broken}. This is a bug; please report it.`);
    this.broken = broken;
  }
}

/** Stops the work at hand when `condition` does not hold. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** For the default branch of an exhaustive switch: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`unexpected value ${JSON.stringify(value)}`);
}
