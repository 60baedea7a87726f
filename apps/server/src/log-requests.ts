// A line of the log for each request: its route, never its path, which may hold an invitation's token.

import { type Answered, requestIdOf } from "@seat-ledger/http";
import { type LevelWithSilent, type Logger, pino } from "pino";
import type { LogFile } from "./log-file.ts";
import { logTime } from "./log-time.ts";

/** Asked every few seconds by machines; not worth a line unless somebody looks for it. */
const quiet: ReadonlySet<string | null> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Told of each request that was answered. */
export type OnAnswer = (answered: Answered) => void;

export function answersIn(log: Logger): OnAnswer {
  return (answered) => {
    const { method, route, status, requestId } = answered;
    log[levelOf(answered)]({ method, route, status, requestId, ms: millisecondsOf(answered) }, "answered");
  };
}

/** The same lines, made by hand: pino takes several times as long for one as everything else that is done about it. */
export function answersInFile(file: Pick<LogFile, "writeBeforeAnswers">, atLeast: LevelWithSilent): OnAnswer {
  const values = pino.levels.values;
  const least = values[atLeast] ?? Number.POSITIVE_INFINITY;
  return (answered) => {
    const level = values[levelOf(answered)] ?? 0;
    if (level < least) return;
    const { method, route, status, requestId } = answered;
    // A method that HTTP has, and an id of letters, digits and dashes, stand in JSON as they are.
    const request = `"method":"${method}","route":${JSON.stringify(route)},"status":${status},"requestId":"${requestId}"`;
    file.writeBeforeAnswers(
      `{"level":${level}${logTime()},${request},"ms":${millisecondsOf(answered)},"msg":"answered"}\n`,
    );
  };
}

function levelOf({ route, status }: Answered): "debug" | "info" {
  return quiet.has(route) && status < 500 ? "debug" : "info";
}

/** To a tenth. */
function millisecondsOf({ milliseconds }: Answered): number {
  return Math.round(milliseconds * 10) / 10;
}

type Webhook = (request: Request) => Promise<Response>;

/** Webhooks pass the API by, and so do its log and the id by which a request is found there. */
export function loggingWebhooks(onAnswer: OnAnswer, route: string, webhook: Webhook): Webhook {
  return async (request) => {
    const began = performance.now();
    const response = await webhook(request);
    const milliseconds = performance.now() - began;
    const requestId = requestIdOf(request.headers);
    response.headers.set("X-Request-Id", requestId);
    onAnswer({
      method: request.method === "POST" ? "POST" : "_OTHER",
      route,
      status: response.status,
      milliseconds,
      requestId,
    });
    return response;
  };
}
