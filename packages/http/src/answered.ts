// What is told of a request that was answered, for logs: nothing that names a person, and no path, which may hold a token.

export interface Answered {
  /** A method that HTTP has, else `_OTHER`. */
  readonly method: string;
  /** The path of its route, with the parameters in braces; null where there is no such route. */
  readonly route: string | null;
  readonly status: number;
  /** Until the answer began; a stream goes on after it. */
  readonly milliseconds: number;
  /** That of the answer's `X-Request-Id`. */
  readonly requestId: string;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]);

/** A method may be any word that somebody sends. */
export function knownMethod(method: string): string {
  return methods.has(method) ? method : "_OTHER";
}
