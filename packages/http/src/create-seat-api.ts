// createSeatApi: every route, who may ask, and how a refusal leaves. What a route does stands in routes/.

import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { authorize, type MerchantEnv } from "./authorize.ts";
import { checkedOptions, type SeatApiOptions } from "./options.ts";
import { assignSeat } from "./routes/assign-seat.ts";
import { claimSeat } from "./routes/claim-seat.ts";
import { getClaimInfo } from "./routes/get-claim-info.ts";
import { listSeats } from "./routes/list-seats.ts";
import { resendInvitation } from "./routes/resend-invitation.ts";
import { revokeSeat } from "./routes/revoke-seat.ts";
import { seatHistory } from "./routes/seat-history.ts";
import { refusalOf } from "./wire/errors.ts";
import { type Refusal, refusalResponse, resourceNotFound } from "./wire/refusal.ts";

const maxBodyBytes = 64 * 1024;

/** Polar's seat API as a fetch handler: give `fetch` to any server that speaks `Request` and `Response`. */
export interface SeatApi {
  /** Answers every request, refusals included; never rejects. */
  readonly fetch: (request: Request) => Promise<Response>;
}

/**
 * Serves a ledger's seats as Polar does, to be used with Polar's own SDKs.
 *
 * Throws `InvalidRequest` for an option that is wrong or unknown.
 *
 * @example
 * const api = createSeatApi({ ledger, authenticate: async (request) => organizationOf(request) });
 * serve({ fetch: api.fetch, port: 4400 });
 */
export function createSeatApi(options: SeatApiOptions): SeatApi {
  const checked = checkedOptions(options);
  const failed = (error: unknown): Response => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) checked.onError(error);
    return refusalResponse(refusal);
  };
  const app = createApp(checked);
  app.notFound(() => refusalResponse(resourceNotFound("Not Found")));
  app.onError(failed);
  // What is thrown without being an Error passes Hono by.
  return { fetch: async (request) => Promise.resolve(app.fetch(request)).catch(failed) };
}

function createApp(options: SeatApiOptions): Hono<MerchantEnv> {
  const { ledger } = options;
  const reader = authorize(options, "customer_seats:read", "customer_seats:write");
  const writer = authorize(options, "customer_seats:write");
  const seats = "/v1/customer-seats";
  // Not strict: a slash at the end means nothing.
  const app = new Hono<MerchantEnv>({ strict: false });
  app.use("/v1/*", noStore);
  app.get("/healthz", (context) => context.json({ status: "ok" })).all("/healthz", onlyBy("GET"));
  app.post(`${seats}/claim`, smallBody, claimSeat(ledger)).all(`${seats}/claim`, onlyBy("POST"));
  app
    .get(`${seats}/claim/:invitation_token`, getClaimInfo(ledger))
    .all(`${seats}/claim/:invitation_token`, onlyBy("GET"));
  app.get(seats, reader, listSeats).post(seats, writer, smallBody, assignSeat).all(seats, onlyBy("GET, POST"));
  app.delete(`${seats}/:seat_id`, writer, revokeSeat).all(`${seats}/:seat_id`, onlyBy("DELETE"));
  app.post(`${seats}/:seat_id/resend`, writer, resendInvitation).all(`${seats}/:seat_id/resend`, onlyBy("POST"));
  app.get("/v1/seats/:seat_id/history", reader, seatHistory).all("/v1/seats/:seat_id/history", onlyBy("GET"));
  return app;
}

const tooLarge: Refusal = { status: 413, error: "RequestTooLarge", detail: `A body has at most ${maxBodyBytes} bytes` };

const smallBody = bodyLimit({ maxSize: maxBodyBytes, onError: () => refusalResponse(tooLarge) });

/** Answers name people and hold session tokens. */
const noStore: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set("Cache-Control", "no-store");
};

function onlyBy(methods: string): () => Response {
  const refusal = { status: 405, error: "MethodNotAllowed", detail: "Method Not Allowed" } as const;
  return () => refusalResponse({ ...refusal, headers: { Allow: methods } });
}
