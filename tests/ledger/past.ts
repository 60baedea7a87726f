// A pool that mirrors another system, and what a source shows of its seats by the hour.

import { randomUUID } from "node:crypto";
import type { Fact, HistoryEntry, LedgerEvent } from "seat-ledger";
import { product, type Setting, setting } from "./setting.ts";

export type ShownSeat = Extract<Fact, { type: "seat" }>["seat"];

const day = 24 * 60 * 60 * 1_000;
export const opened = new Date("2026-01-01T00:00:00.000Z");
export const at = (hours: number) => new Date(opened.getTime() + hours * 60 * 60 * 1_000);
export const seatId = "5ea70000-0000-4000-8000-000000000001";
export const ann = "a0000000-0000-4000-8000-000000000001";
export const bob = "b0000000-0000-4000-8000-000000000001";
export const cyd = "c0000000-0000-4000-8000-000000000001";

/** The row of an invitation that was sent at the hour. */
export function row(memberId: string | null, from: number, rest: Partial<ShownSeat> = {}): ShownSeat {
  const invitationTokenExpiresAt = new Date(at(from).getTime() + day);
  return { id: seatId, status: "pending", memberId, createdAt: at(1), invitationTokenExpiresAt, ...rest };
}
export const claimed = (memberId: string, from: number, when: number) =>
  row(memberId, from, { status: "claimed", claimedAt: at(when) });
/** Polar's rows forget their holder when they are revoked. */
export const revoked = (from: number, claimedHour: number, when: number) =>
  row(null, from, { status: "revoked", claimedAt: at(claimedHour), revokedAt: at(when) });

export async function mirror() {
  const own: Setting = await setting();
  const { ledger, organizationId, customerId } = own;
  const pool = { subscriptionId: randomUUID() };
  const record = (fact: Fact, observedAt: Date, origin: "listing" | "delivery-log" | "polar-events" = "delivery-log") =>
    ledger.record([fact], { origin, originId: "page-1", observedAt });
  await record(
    {
      ...{ type: "pool", ...pool, organizationId, customerId, product },
      ...{ seats: 3, status: "active", openedAt: opened },
    },
    at(0),
  );
  const show = (seat: ShownSeat, hour: number) => record({ type: "seat", ...pool, seat, shownAt: at(hour) }, at(90));
  async function list(seat: ShownSeat, hour: number) {
    const { version } = await ledger.getPool(pool);
    await record({ type: "listing", ...pool, poolVersion: version, seats: [seat] }, at(hour), "listing");
  }
  const entries = async (): Promise<readonly HistoryEntry[]> => (await ledger.history({ seatId })).entries;
  return { ...own, pool, record, show, list, entries };
}

export function told({ event, occupancy }: HistoryEntry): readonly unknown[] {
  return [event.type, occupancy];
}

export function stepsOf(event: LedgerEvent | undefined): readonly unknown[] {
  if (event?.type !== "HoldingDiscovered") return [];
  return event.data.steps.map(({ type, at: when, certainty }) => [type, when, certainty.inferred]);
}
