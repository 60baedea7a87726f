// Answers a request as a bad day would have it: some of them not at all. Without faults it only passes the request on.

import type { SandboxState } from "../state.ts";
import { ConnectionDropped, serverError, tooManyRequests, truncated, uneven, withoutLength } from "./broken-answers.ts";
import type { Draw } from "./draws.ts";
import type { FaultName } from "./fault-options.ts";
import { type ActiveFaults, count } from "./fault-state.ts";
import { overLimitForMs } from "./rate-limit.ts";
import { insertAfterPage } from "./shift-pages.ts";

type Answer = (request: Request) => Promise<Response>;

export type FaultyFetch = {
  readonly state: SandboxState;
  readonly answer: Answer;
  /** Waits; real time, unless a test has its own. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Whose limit this request counts against. */
  readonly organizationOf: (request: Request) => string;
};

type Bad = { readonly faults: ActiveFaults; readonly draw: Draw; readonly strikes: (fault: FaultName) => boolean };

export async function fetchWithFaults(how: FaultyFetch, request: Request): Promise<Response> {
  const faults = how.state.faults.current;
  const url = new URL(request.url);
  if (faults === null || !faults.options.paths.some((path) => url.pathname.startsWith(path)))
    return how.answer(request);
  const draw = faults.draws(`${request.method} ${url.pathname}${url.search}`);
  const strikes = (fault: FaultName) => {
    const struck = draw(fault) < Number(faults.options[fault]);
    if (struck) count(faults, fault);
    return struck;
  };
  const bad = { faults, draw, strikes };
  return refusal(how, bad, request) ?? (await answerBadly(how, bad, request, url));
}

/** What goes wrong before anything is done. */
function refusal({ state, organizationOf }: FaultyFetch, { faults, strikes }: Bad, request: Request): Response | null {
  const waitMs = overLimitForMs(faults, organizationOf(request), state.now().getTime());
  if (waitMs !== null) {
    count(faults, "rateLimit");
    return tooManyRequests(waitMs, !strikes("withoutRetryAfter"));
  }
  if (strikes("tooManyRequests")) return tooManyRequests(1000, !strikes("withoutRetryAfter"));
  if (strikes("droppedRequest")) throw new ConnectionDropped();
  return null;
}

async function answerBadly(how: FaultyFetch, bad: Bad, request: Request, url: URL): Promise<Response> {
  const { faults, draw, strikes } = bad;
  const status = strikes("serverError")
    ? serverErrors[Math.floor(draw("how serverError") * serverErrors.length)]
    : null;
  if (status && status !== 504) return serverError(status);
  const response = await how.answer(request);
  if (strikes("slow")) await patiently(how.wait(faults.options.slowMs), request.signal);
  if (status) return serverError(status);
  if (strikes("droppedAnswer")) throw new ConnectionDropped();
  const answered =
    request.method === "GET" && response.ok ? await afterListing(how.state, bad, url, response) : response;
  return strikes("truncated") ? await truncated(answered, draw("how truncated")) : answered;
}

const serverErrors = [500, 502, 503, 504] as const;

/** What goes wrong with lists only: something new between two pages, and counts that disagree. */
async function afterListing(state: SandboxState, { faults, draw }: Bad, url: URL, response: Response) {
  const body: unknown = await response.clone().json();
  if (draw("shiftedPages") < faults.options.shiftedPages && insertAfterPage(state, url, body)) {
    count(faults, "shiftedPages");
  }
  if (draw("unevenCounts") >= faults.options.unevenCounts) return response;
  const wrong = uneven(body, draw("how unevenCounts"));
  if (wrong === null) return response;
  count(faults, "unevenCounts");
  return Response.json(wrong, { headers: withoutLength(response.headers) });
}

/** Whoever doesn't want to wait so long gets what `fetch` would throw then. */
async function patiently(waited: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  await Promise.race([waited, aborted]).finally(() => signal.removeEventListener("abort", stop));
}
