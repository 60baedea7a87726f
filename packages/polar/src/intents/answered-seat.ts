// The seat in Polar's answer to a write, as that was kept; null where it was erased or can't be read.

import { UnusableAnswer } from "../failures.ts";
import { read } from "../wire/read.ts";
import { type WireWrittenSeat, writtenSeatSchema } from "../wire/written-seat.ts";

export function answeredSeat(body: string | null): WireWrittenSeat | null {
  if (body === null) return null;
  try {
    return read(writtenSeatSchema, "seat", JSON.parse(body));
  } catch (error) {
    if (error instanceof UnusableAnswer) return null;
    throw error;
  }
}
