// A refusal in Polar's words, read from what the SDK threw. Details may repeat what was sent, so e-mails are taken out.

import type { RequestIssue } from "seat-ledger";
import { z } from "zod";
import { statusOf } from "../failures.ts";

export interface PolarRefusal {
  readonly status: number;
  /** Polar's name for it, such as `SeatNotAvailable`; null where it has none. */
  readonly name: string | null;
  readonly detail: string;
  /** Of a 422: which arguments, by the names that they have here. */
  readonly issues: readonly RequestIssue[];
}

const bodySchema = z.object({ error: z.string(), detail: z.unknown().optional() });
const issuesSchema = z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }));

/** Null where it is no refusal: nobody knows then what came of it. */
export function refusalIn(error: unknown): PolarRefusal | null {
  const status = statusOf(error);
  if (status === null || status >= 500 || !(error instanceof Error)) return null;
  const { data } = bodySchema.safeParse("error" in error ? parsed(error.error) : null);
  const detail = typeof data?.detail === "string" ? data.detail : "";
  const issues = issuesSchema.safeParse(data?.detail).data ?? [];
  return {
    status,
    name: data?.error ?? null,
    detail: withoutEmails(detail),
    issues: issues.map(({ loc, msg }) => ({ path: pathOf(loc), message: withoutEmails(msg) })),
  };
}

/** The SDK hands over as text what its own tables don't list. */
function parsed(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function pathOf(loc: readonly (string | number)[]): string {
  const inside = loc[0] === "body" || loc[0] === "query" || loc[0] === "path" ? loc.slice(1) : loc;
  return inside.map((step) => String(step).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())).join(".");
}

function withoutEmails(text: string): string {
  return text.replace(/[^\s@"'<>]+@[^\s@"'<>]+/g, "[e-mail]");
}
