// An answer before it leaves: its status, what it says, and the headers that are its own. Those that every answer has are
// not here: routing/answering.ts adds them as it makes the one `Response`.

/** In one spelling each, so that one of these replaces that of every answer. */
type HeaderName =
  | "Accept"
  | "Accept-Encoding"
  | "Allow"
  | "Cache-Control"
  | "Content-Disposition"
  | "Content-Security-Policy"
  | "Content-Type"
  | "ETag"
  | "RateLimit"
  | "RateLimit-Policy"
  | "Referrer-Policy"
  | "Retry-After"
  | "WWW-Authenticate"
  | "X-Accel-Buffering";

export type ReplyHeaders = Readonly<Partial<Record<HeaderName, string>>>;

type ReplyBody = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;

/** What makes the answer that a server sends of a reply whose body is no stream. */
export type ResponseClass = new (
  body: string | Uint8Array<ArrayBuffer> | null,
  init: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
) => Response;

export class Reply {
  readonly body: ReplyBody;
  readonly headers: ReplyHeaders;
  readonly status: number;

  constructor(body: ReplyBody, headers: ReplyHeaders, status = 200) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }

  static json(value: unknown, headers: ReplyHeaders = {}, status = 200): Reply {
    return new Reply(JSON.stringify(value), { "Content-Type": "application/json", ...headers }, status);
  }
}
