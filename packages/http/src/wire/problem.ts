// A refusal as problem details: https://www.rfc-editor.org/rfc/rfc9457. The ledger's own routes answer so, Polar's never do.

import { z } from "zod";
import { Reply } from "../reply.ts";
import { documented } from "./documented.ts";
import type { Refusal, ValidationDetail } from "./refusal.ts";

const fields = {
  type: documented(z.string(), {
    description: "The kind of problem, as a URI that never changes its meaning",
    examples: ["urn:seat-ledger:problem:version-conflict"],
  }),
  title: documented(z.string(), { description: "The kind of problem, for people", examples: ["Version conflict"] }),
  status: documented(z.number(), { type: "integer", description: "The HTTP status" }),
  code: documented(z.string(), { description: "A stable name to branch on", examples: ["VersionConflict"] }),
  detail: documented(z.string(), { description: "This one, for people. Never holds an e-mail or a token" }),
};

export const problem = documented(z.object(fields), { id: "Problem", description: "Problem details (RFC 9457)." });

export const versionProblem = documented(
  z.object({
    ...fields,
    expected_version: documented(z.number(), { type: "integer", description: "The version that If-Match named" }),
    version: documented(z.number(), { type: "integer", description: "The version now" }),
  }),
  { id: "VersionProblem", description: "The subscription or order was changed since the version that If-Match named." },
);

export const validationProblem = documented(
  z.object({
    ...fields,
    errors: z.array(
      documented(
        z.object({
          detail: documented(z.string(), { description: "What to do about it" }),
          pointer: documented(z.string(), {
            description: "Where it stands in the body",
            examples: ["#/seats"],
          }).optional(),
          parameter: documented(z.string(), { description: "The parameter's name", examples: ["limit"] }).optional(),
          in: documented(z.enum(["path", "query", "header"]), { description: "Where the parameter is" }).optional(),
        }),
        { id: "ProblemError", description: "One thing that is wrong with a request: in its body or in a parameter." },
      ),
    ),
  }),
  { id: "ValidationProblem", description: "The request is not well formed: `errors` tells everything that is wrong." },
);

export const problemType = "application/problem+json";

/** What a program branches on. */
export function problemCodeOf({ error, code = error }: Refusal): string {
  return code;
}

export function problemReply(refusal: Refusal): Reply {
  const { status, detail, facts, headers } = refusal;
  const code = problemCodeOf(refusal);
  const told =
    typeof detail === "string" ? { detail, ...facts } : { detail: seeErrors, errors: detail.map(problemErrorOf) };
  const body = { type: typeOf(code), title: titleOf(code), status, code, ...told };
  return Reply.json(body, { ...headers, "Content-Type": problemType }, status);
}

const seeErrors = "The request is not valid: errors tells what is wrong and where";

function problemErrorOf({ loc: [place, name], msg }: ValidationDetail) {
  // The words that Polar's framework puts before its own are of no use here.
  const detail = msg.replace(/^Value error, /, "");
  const named = typeof name === "string" ? name : null;
  if (place !== "path" && place !== "query" && place !== "header") {
    return { detail, pointer: named === null ? "#" : `#/${named}` };
  }
  return { detail, in: place, ...(named === null ? {} : { parameter: named }) };
}

function typeOf(code: string): string {
  return `urn:seat-ledger:problem:${wordsOf(code).join("-")}`;
}

function titleOf(code: string): string {
  const title = wordsOf(code).join(" ");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** The words of a name in PascalCase, in lower case. */
function wordsOf(code: string): readonly string[] {
  return code.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}
