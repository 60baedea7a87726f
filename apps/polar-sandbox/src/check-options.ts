// Checks what a caller of the sandbox passes as options, and says which of them is wrong.

import type { z } from "zod";
import { requestInvalid } from "./errors.ts";

export function checkOptions<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw requestInvalid(
    parsed.error.issues.map(({ code, path, message }) => ({
      type: code,
      loc: path.map((step) => (typeof step === "symbol" ? String(step) : step)),
      msg: path.length === 0 ? message : `${path.join(".")}: ${message}`,
      input: null,
    })),
  );
}
