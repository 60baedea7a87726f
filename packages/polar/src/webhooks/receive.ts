// Takes one webhook in: checks that it comes from Polar, keeps it as it came, and answers. What it means is asked after the
// answer. Whatever comes from Polar is kept and answered 202, readable or not; nothing is kept that doesn't.

import type { Logger } from "seat-ledger";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { namingWhoSits } from "../inbox/naming-who-sits.ts";
import { observationOf } from "../inbox/observation-of.ts";
import { readBody } from "./read-body.ts";
import { signatureHeadersOf, verifySignature } from "./verify.ts";

/** Polar's own payloads have a few kilobytes. */
const largestBody = 1024 * 1024;
/** As long as the ledger keeps ids; Polar's are UUIDs. */
const longestId = 1_000;

export interface Receiving {
  readonly ledger: Pick<InboxLedger, "inbox" | "getSeat">;
  readonly secrets: readonly string[];
  readonly organizationId: string | null;
  readonly clock: () => Date;
  readonly logger: Logger;
}

/** A webhook that was kept, by its id, and as it came: the ledger keeps no body that belongs to somebody who was forgotten. */
export interface Heard {
  readonly originId: string;
  readonly body: string;
}

export interface Received {
  readonly response: Response;
  /** What was kept; null where nothing was. */
  readonly kept: Heard | null;
}

export async function receive(request: Request, receiving: Receiving): Promise<Received> {
  const refusal = refusalOf(request);
  if (refusal) return refusal;
  const body = await readBody(request, largestBody).catch(() => "broken" as const);
  if (body === "broken") return refused(400, "BadRequest", "The body broke off.");
  if (body === null) return refused(413, "ContentTooLarge", "A webhook has at most 1 MiB.");
  const { secrets, clock, logger } = receiving;
  const now = clock();
  const verified = verifySignature(signatureHeadersOf(request.headers), body, { secrets, now });
  if (verified.kind === "refused") {
    logger.warn({ problem: verified.problem }, "A webhook was refused.");
    return refused(403, "InvalidSignature", verified.problem);
  }
  if (verified.id.length > longestId) return refused(400, "BadRequest", "A webhook-id has at most 1,000 characters.");
  return await keep(verified.id, body, { ...receiving, now });
}

async function keep(id: string, body: Uint8Array, receiving: Receiving & { readonly now: Date }): Promise<Received> {
  const { ledger, organizationId, now, logger } = receiving;
  const text = new TextDecoder().decode(body);
  const input = {
    kind: "webhook",
    origin: "webhook",
    originId: id,
    body: text,
    observedAt: now,
    organizationId,
  } as const;
  const observation = observationOf(input);
  if (organizationId !== null && observation.organizationId !== organizationId) {
    logger.warn({ webhookId: id }, "A webhook of another organization was refused: check organizationId.");
    return refused(403, "OtherOrganization", "This endpoint is another organization's.");
  }
  try {
    const [kept] = await ledger.inbox.keep([await namingWhoSits(ledger, observation)]);
    if (kept?.isNew && observation.problem) {
      logger.warn({ webhookId: id, problem: observation.problem }, "A webhook was kept that can't be read.");
    }
  } catch (error) {
    logger.error({ webhookId: id, error: nameOf(error) }, "A webhook could not be kept; Polar will send it again.");
    return refused(503, "NotKept", "The webhook could not be kept. Send it again.");
  }
  return { response: new Response(null, { status: 202, headers }), kept: { originId: id, body: text } };
}

const headers = { "cache-control": "no-store" };

/** What is wrong before anything is read. */
function refusalOf({ method, headers: sent }: Request): Received | null {
  if (method !== "POST") return refused(405, "MethodNotAllowed", "Webhooks are posted.", { allow: "POST" });
  const type = sent.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "application/json";
  // The signature decides; text is what fetch calls a body that nobody called anything.
  const isText = type === "application/json" || type === "text/plain" || type.endsWith("+json");
  const isPlain = ["", "identity"].includes((sent.get("content-encoding") ?? "").trim().toLowerCase());
  if (isText && isPlain) return null;
  return refused(415, "UnsupportedMediaType", "Webhooks are plain application/json.", { accept: "application/json" });
}

/** Where nothing is taken in any more. */
export function unavailable(): Response {
  return refused(503, "NotKept", "This process takes in no more webhooks. Send it again.").response;
}

function refused(status: number, error: string, detail: string, more: Record<string, string> = {}): Received {
  return { response: Response.json({ error, detail }, { status, headers: { ...headers, ...more } }), kept: null };
}

/** All that is told of an error here: its message may repeat what was sent. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return /^[\w$.]{1,100}$/.test(error.name) ? error.name : "Error";
}
