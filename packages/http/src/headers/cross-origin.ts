// Which pages of other origins may read the answers: those that the option names, and no others. Without the option there is no
// word about origins in any answer, and browsers keep to the origin of the API.

/** What a page may send beside what every page may. */
const allowHeaders = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID", "X-Request-Id"];

/** What a page may read beside what every page may. */
const exposeHeaders = [
  ...["Allow", "Content-Disposition", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"],
  "X-Request-Id",
];

const preflightSeconds = 600;

/** What an answer says of origins. */
export interface CrossOrigin {
  readonly headers: Readonly<Record<string, string>>;
  /** Whether that is the whole answer: the browser asks whether its page may ask. */
  readonly isPreflight: boolean;
}

/** Tokens are sent in a header, never in a cookie, so that credentials are never allowed. */
export function crossOrigin(origins: readonly string[], methods: readonly string[]): (request: Request) => CrossOrigin {
  if (origins.length === 0) return () => ({ headers: {}, isPreflight: false });
  const shared = { "Access-Control-Expose-Headers": exposeHeaders.join(",") };
  const preflight = {
    "Access-Control-Allow-Headers": allowHeaders.join(","),
    "Access-Control-Allow-Methods": methods.join(","),
    "Access-Control-Max-Age": String(preflightSeconds),
    Vary: "Origin, Access-Control-Request-Headers",
  };
  return ({ method, headers }) => {
    const origin = headers.get("Origin") ?? "";
    // An OPTIONS that is no preflight asks for the methods of a path, as everybody may.
    const isPreflight = method === "OPTIONS" && headers.has("Access-Control-Request-Method");
    if (!origins.includes(origin) || (method === "OPTIONS" && !isPreflight)) {
      return { headers: { Vary: "Origin" }, isPreflight: false };
    }
    const allowed = { Vary: "Origin", "Access-Control-Allow-Origin": origin, ...shared };
    return { headers: isPreflight ? { ...allowed, ...preflight } : allowed, isPreflight };
  };
}
