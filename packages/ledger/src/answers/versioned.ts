// An answer with the version of the pool that it is of.

export interface Versioned<Answer> {
  readonly version: number;
  readonly answer: Answer;
}
