// The faults that can be switched on, and what each of them means. All of them are off until they are named.

import { z } from "zod";
import { checkOptions } from "../check-options.ts";

/**
 * What goes wrong, and how often: a share is a number from 0 (never) to 1 (always). What is left out does not go wrong.
 * Same seed and same requests, same faults, in whatever order requests to different addresses arrive.
 */
export type SandboxFaultOptions = {
  /** 1 unless said. */
  readonly seed?: number | undefined;
  /** Only requests whose path begins with one of these go wrong. Every path under `/v1` unless said. */
  readonly paths?: readonly string[] | undefined;
  /**
   * So many requests are answered in a minute for each organization, then 429 until the minute is over. The minute begins
   * with the first request. Polar: 500, and 100 in its sandbox.
   */
  readonly rateLimit?: number | undefined;
  /** Share of requests that are answered 429, whatever was asked before. */
  readonly tooManyRequests?: number | undefined;
  /** Share of 429 answers, of both kinds, that come without `Retry-After`. */
  readonly withoutRetryAfter?: number | undefined;
  /** Share of requests that are answered 500, 502, 503 (nothing was done) or 504 (it was done all the same). */
  readonly serverError?: number | undefined;
  /** Share of requests whose connection breaks before anything is done. `fetch` rejects. */
  readonly droppedRequest?: number | undefined;
  /** Share of requests that are carried out, and whose connection breaks before the answer. `fetch` rejects. */
  readonly droppedAnswer?: number | undefined;
  /** Share of answers whose JSON breaks off. */
  readonly truncated?: number | undefined;
  /** Share of answers that take `slowMs` longer: what they say is as old as that when it arrives. */
  readonly slow?: number | undefined;
  /** How long a slow answer takes, in milliseconds. 1,000 unless said. */
  readonly slowMs?: number | undefined;
  /**
   * Share of list pages, if not the last, after which something new of that list appears: a subscription, an order, a
   * customer or a member. Where the newest comes first, the next page then repeats a row.
   */
  readonly shiftedPages?: number | undefined;
  /**
   * Share of lists whose counts disagree with their rows: a seat list that lacks a row or claims one more free seat, a
   * page that claims one row more in all.
   */
  readonly unevenCounts?: number | undefined;
  /** Share of webhook events that are never sent, and so never in the delivery log. */
  readonly webhookDropped?: number | undefined;
  /** Share of webhook events that are sent twice, with the same id. */
  readonly webhookDoubled?: number | undefined;
  /** Share of webhook events that overtake those which were made in the minute before and are not sent yet. */
  readonly webhookReordered?: number | undefined;
  /** Share of webhook events that are sent `webhookLateMs` later; later events overtake them. */
  readonly webhookLate?: number | undefined;
  /** How late a late webhook is, in milliseconds. Ten minutes unless said. */
  readonly webhookLateMs?: number | undefined;
};

const share = z.number().min(0).max(1).default(0);
const wait = (usual: number) => z.number().nonnegative().default(usual);

const schema = z.strictObject({
  seed: z.int().default(1),
  paths: z.array(z.string().startsWith("/v1")).default(["/v1"]),
  rateLimit: z.int().positive().optional(),
  tooManyRequests: share,
  withoutRetryAfter: share,
  serverError: share,
  droppedRequest: share,
  droppedAnswer: share,
  truncated: share,
  slow: share,
  slowMs: wait(1000),
  shiftedPages: share,
  unevenCounts: share,
  webhookDropped: share,
  webhookDoubled: share,
  webhookReordered: share,
  webhookLate: share,
  webhookLateMs: wait(600_000),
} satisfies Record<keyof SandboxFaultOptions, z.ZodType>);

/** The options with every gap filled. */
export type Faults = z.output<typeof schema>;

/** The names of what goes wrong by chance. */
export type FaultName = Exclude<keyof Faults, "seed" | "paths" | "rateLimit" | "slowMs" | "webhookLateMs">;

/** The options, checked. An unknown name, or a share beyond 0 to 1, is refused. */
export const readFaults = (input: unknown): Faults => checkOptions(schema, input);
