// Reads what Polar answered to a writing, and keeps the text of it.

import type { Answer } from "../client/polar-client.ts";
import { read } from "../wire/read.ts";
import { writtenSeatSchema, writtenSeatsSchema } from "../wire/written-seat.ts";
import type { Written } from "./until-done.ts";

export function readWritten({ body, observedAt }: Answer): Written {
  return { seat: read(writtenSeatSchema, "seat", body), body: JSON.stringify(body), observedAt };
}

/** The seats of a pool as Polar lists them. */
export function readListed({ body, observedAt }: Answer): readonly Written[] {
  const { seats } = read(writtenSeatsSchema, "seat listing", body);
  return seats.map((seat) => ({ seat, body: JSON.stringify(seat), observedAt }));
}
