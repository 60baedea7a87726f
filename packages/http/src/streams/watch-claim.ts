// Tells the claim page that its seat was claimed, then ends; ends too when the invitation is dead for another reason.

import { randomUUID } from "node:crypto";
import { isSeatLedgerError, type Seat, type SeatLedger } from "seat-ledger";
import type { EventStream, Telling } from "./event-stream.ts";

export interface Invited {
  readonly invitationToken: string;
  /** As it was when the token was looked up. */
  readonly seat: Seat;
  readonly productId: string;
}

export function watchClaim(
  ledger: SeatLedger,
  { invitationToken, seat, productId }: Invited,
  stream: EventStream,
): Telling {
  const { id: seatId, subscriptionId, orderId } = seat;
  let seen = seat.version;

  async function look(): Promise<void> {
    if (await isAlive(ledger, invitationToken)) return;
    const now = await ledger.getSeat({ seatId });
    if (now.status === "claimed" && now.holdingId === seat.holdingId)
      stream.send({ data: JSON.stringify(claimed(seat, productId)) });
    stream.end();
  }
  const lookOrEnd = () => void look().catch(() => stream.end());

  const seats = ledger.seats$({ subscriptionId, orderId }).subscribe({
    next(list) {
      const version = list.seats.find(({ id }) => id === seatId)?.version ?? seen;
      if (version === seen) return;
      seen = version;
      lookOrEnd();
    },
    error: () => stream.end(),
    complete: () => stream.end(),
  });
  // An invitation lapses without anything happening to its seat.
  return { onHeartbeat: lookOrEnd, stop: () => seats.unsubscribe() };
}

async function isAlive(ledger: SeatLedger, invitationToken: string): Promise<boolean> {
  try {
    await ledger.getInvitedSeat({ invitationToken });
    return true;
  } catch (error) {
    if (isSeatLedgerError(error, "InvalidInvitationToken")) return false;
    throw error;
  }
}

/** In the form in which Polar's claim page reads it. */
function claimed({ id, subscriptionId, orderId }: Seat, productId: string) {
  return {
    id: randomUUID(),
    key: "customer_seat.claimed",
    payload: { seat_id: id, subscription_id: subscriptionId, order_id: orderId, product_id: productId },
  } as const;
}
