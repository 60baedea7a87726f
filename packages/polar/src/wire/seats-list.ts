// The listing of a pool's seats. One row that can't be read spoils the whole listing: without it a seat would seem gone.

import { z } from "zod";
import { count } from "./fields.ts";
import { seatSchema } from "./seat.ts";

export const seatsListSchema = z.object({ seats: z.array(seatSchema), available_seats: count, total_seats: count });

export type WireSeatsList = z.output<typeof seatsListSchema>;
