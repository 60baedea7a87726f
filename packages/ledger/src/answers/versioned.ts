// An answer with the version of the pool that it is of.

export interface Versioned<Answer> {
  readonly version: number;
  readonly answer: Answer;
}

/** The same, and a position of the log up to which it holds everything. */
export interface Placed<Answer> extends Versioned<Answer> {
  readonly position: number;
}
