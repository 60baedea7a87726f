// Headers by which a browser makes nothing of an answer but what it is. An answer that says something else of itself, as the page
// of the API does, keeps it. What is about the whole site (Strict-Transport-Security) is the embedder's to say.

import type { ReplyHeaders } from "../reply.ts";

/** Of every answer. */
export const safeHeaders = {
  // Answers name people and hold session tokens.
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const satisfies ReplyHeaders & Readonly<Record<string, string>>;
