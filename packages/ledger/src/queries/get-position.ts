// getPosition: where the log ends now.

import { z } from "zod";
import { answered, type Query } from "../query.ts";
import { readEnd } from "../store/log-queries.ts";

const schema = z.strictObject({});

export const getPosition: Query<z.output<typeof schema>, number> = {
  args: schema,
  *reads() {
    return answered((yield* readEnd()).position);
  },
};
