// What a refusal looks like, as the OpenAPI document tells it.

import { z } from "zod";
import { documented } from "./documented.ts";

export const errorBody = documented(
  z.object({
    error: documented(z.string(), { description: "A stable name to branch on", examples: ["ResourceNotFound"] }),
    detail: documented(z.string(), { description: "For people. Never holds an e-mail or a token" }),
  }),
  { id: "Error" },
);

export const validationErrorBody = documented(
  z.object({
    error: z.literal("RequestValidationError"),
    detail: z.array(
      documented(
        z.object({
          loc: documented(z.array(z.union([z.string(), z.number()])), {
            description: "Where it stands in the request",
          }),
          msg: z.string(),
          type: documented(z.string(), { description: "The kind of mistake", examples: ["missing"] }),
        }),
        { id: "ValidationError" },
      ),
    ),
  }),
  { id: "HTTPValidationError" },
);
