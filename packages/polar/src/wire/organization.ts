// An organization as Polar shows it.

import { z } from "zod";
import { id, instant, maybe } from "./fields.ts";

export const organizationSchema = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  created_at: maybe(instant),
  modified_at: maybe(instant),
  feature_settings: maybe(
    z.object({ member_model_enabled: maybe(z.boolean()), seat_based_pricing_enabled: maybe(z.boolean()) }),
  ),
});

export type WireOrganization = z.output<typeof organizationSchema>;
