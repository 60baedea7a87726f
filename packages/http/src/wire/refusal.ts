// A refusal, in the words of both shapes in which it may leave, and the error that carries one to the edge. It doesn't decide
// when to refuse, nor which shape it gets: routing/answer-refusal.ts does.

import type { ReplyHeaders } from "../reply.ts";

/** One entry of a 422: where it stands, what is wrong, and a name for the kind of mistake. */
export interface ValidationDetail {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 414 | 415 | 422 | 429 | 500 | 502 | 503 | 504;
  /** Polar's name of the error, or the ledger's where Polar has none. */
  readonly error: string;
  /** The name on the ledger's own routes. Default: `error`. */
  readonly code?: string;
  /** Never holds an e-mail or a token. */
  readonly detail: string | readonly ValidationDetail[];
  /** What a program needs to go on, shown on the ledger's own routes. */
  readonly facts?: Readonly<Record<string, number>>;
  readonly headers?: ReplyHeaders;
}

/** Thrown where a request is refused before the ledger is asked, or in other words than the ledger's. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.status} ${refusal.error}`);
    this.refusal = refusal;
  }
}

export function resourceNotFound(detail: string): Refusal {
  return { status: 404, error: "ResourceNotFound", detail };
}
