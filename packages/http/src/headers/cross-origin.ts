// Which pages of other origins may read the answers: those that the option names, and no others. Without the option there is no
// word about origins in any answer, and browsers keep to the origin of the API.

import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

/** What a page may send beside what every page may. */
const allowHeaders = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID", "X-Request-Id"];

/** What a page may read beside what every page may. */
const exposeHeaders = [
  ...["Allow", "Content-Disposition", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"],
  "X-Request-Id",
];

const preflightSeconds = 600;

/** Tokens are sent in a header, never in a cookie, so that credentials are never allowed. */
export function crossOrigin(origins: readonly string[], methods: readonly string[]): MiddlewareHandler {
  const allowed = cors({
    origin: [...origins],
    allowMethods: [...methods],
    allowHeaders,
    exposeHeaders,
    maxAge: preflightSeconds,
  });
  return async (context, next) => {
    const { req } = context;
    // An OPTIONS that is no preflight asks for the methods of a path, as everybody may.
    const isAnswered = req.method !== "OPTIONS" || req.header("Access-Control-Request-Method") !== undefined;
    if (isAnswered && origins.includes(req.header("Origin") ?? "")) return allowed(context, next);
    await next();
    context.header("Vary", "Origin", { append: true });
  };
}
