// Answers that arrive broken: refused, cut off, or with counts that disagree. They know no request.

/** What `fetch` throws when the connection breaks. A server that meets it breaks the connection. */
export class ConnectionDropped extends TypeError {
  constructor() {
    super("fetch failed");
  }
}

/** 429, with the seconds until another try makes sense, or without. */
export function tooManyRequests(waitMs: number, withRetryAfter: boolean): Response {
  const headers = withRetryAfter ? { "Retry-After": String(Math.max(1, Math.ceil(waitMs / 1000))) } : {};
  return new Response("", { status: 429, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });
}

/** An error of Polar's own, or of what stands before it. */
export function serverError(status: 500 | 502 | 503 | 504): Response {
  if (status === 500) {
    return Response.json({ error: "InternalServerError", detail: "Internal Server Error" }, { status });
  }
  const headers = { "Content-Type": "text/html" };
  return new Response(`<html><body><h1>${status}</h1></body></html>`, { status, headers });
}

/** The same answer, broken off somewhere before its end. */
export async function truncated(response: Response, chance: number): Promise<Response> {
  const text = await response.text();
  const { status, headers } = response;
  return new Response(text.slice(0, Math.floor(chance * text.length)), { status, headers: withoutLength(headers) });
}

/** The same list with counts that don't fit; null where it is no list. */
export function uneven(body: unknown, chance: number): unknown | null {
  if (!isObject(body)) return null;
  if (Array.isArray(body["seats"]) && typeof body["available_seats"] === "number") {
    return chance < 0.5 && body["seats"].length > 0
      ? { ...body, seats: body["seats"].slice(0, -1) }
      : { ...body, available_seats: body["available_seats"] + 1 };
  }
  const { pagination } = body;
  if (!isObject(pagination) || typeof pagination["total_count"] !== "number") return null;
  return { ...body, pagination: { ...pagination, total_count: pagination["total_count"] + 1 } };
}

export function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete("content-length");
  return kept;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
