// holders: everybody who held a seat, one after the other, as it is known now.

import { z } from "zod";
import { uuid } from "../arguments.ts";
import { beginningOfHolding, claimedAtOf, foldHoldings, inTime, stepOfType } from "../domain/holdings.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { readSeat } from "../store/log-queries.ts";
import { findPoolOfSeat } from "../store/pool-queries.ts";

/** One person in one seat, from when to when. A seat id names a place: it is handed on from holder to holder. */
export interface Holding {
  readonly holdingId: string;
  /** 1, 2, 3 ... in the order in which the ledger came to know them, which need not be the order of time. */
  readonly occupancy: number;
  /** Null where nobody showed who it was. */
  readonly personId: string | null;
  /** The last one under which this holder was known here; null once the person was forgotten. */
  readonly email: string | null;
  readonly memberId: string | null;
  readonly customerId: string | null;
  readonly from: Date;
  readonly claimedAt: Date | null;
  /** Null while it is held. */
  readonly until: Date | null;
  readonly ended: "revoked" | "lapsed" | null;
  /** One of its steps is a guess. */
  readonly inferred: boolean;
}

const schema = z.strictObject({ seatId: uuid });

/** A seat by its id. */
export type HoldersArgs = z.input<typeof schema>;

export const holders: Query<z.output<typeof schema>, readonly Holding[]> = {
  args: schema,
  *reads({ seatId }, { fence }) {
    const found = yield* findPoolOfSeat(seatId, fence);
    if (!found) return reject("SeatNotFound", { seatId });
    const holdings = inTime(foldHoldings(yield* readSeat(seatId)));
    return answered(
      holdings.map((holding) => ({
        holdingId: holding.holdingId,
        occupancy: holding.occupancy,
        personId: holding.personId,
        email: holding.email,
        memberId: holding.memberId,
        customerId: holding.customerId,
        from: beginningOfHolding(holding),
        claimedAt: claimedAtOf(holding),
        until: stepOfType(holding, "SeatRevoked")?.at ?? null,
        ended: holding.ended,
        inferred: holding.steps.some(({ certainty }) => certainty.inferred),
      })),
    );
  },
};
