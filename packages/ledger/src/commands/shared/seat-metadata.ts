// The limits on a seat's metadata, counted as Polar counts them: https://polar.sh/docs/api-reference/customer-seats/assign

import { jsonObject } from "../../arguments/json.ts";

const maxKeys = 10;
const maxCharacters = 1_024;

export const metadataSchema = jsonObject(maxCharacters)
  .nullish()
  .transform((given) => given ?? {})
  .superRefine((metadata, context) => {
    const keys = Object.keys(metadata).length;
    if (keys === 0) return;
    if (keys > maxKeys) {
      context.addIssue({ code: "custom", message: `must have at most ${maxKeys} keys` });
    }
    if (pythonJson(metadata).length > maxCharacters) {
      context.addIssue({ code: "custom", message: `must have at most ${maxCharacters} characters as JSON` });
    }
  });

/** JSON as Python writes it: a space after "," and ":", and everything outside ASCII as \uXXXX. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${pythonJson(key)}: ${pythonJson(inner)}`);
    return `{${entries.join(", ")}}`;
  }
  if (typeof value === "number") return pythonNumber(value);
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Python writes an exponent with two digits at least, and one for every fraction below 0.0001. */
function pythonNumber(value: number): string {
  const written = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : JSON.stringify(value);
  return written.replace(/e-(\d)$/, "e-0$1");
}
