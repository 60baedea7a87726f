// The rows of views that one event brings by itself and that nothing changes after: invitations, sessions, who was forgotten.
// They are as many as events, so no fold holds them: the log and the table are summed up by the beginnings of their keys,
// and where the sums are the same, so are the rows.

import type { ProposedEvent } from "../../domain/events.ts";
import { keyOfHash } from "../../store/access-queries.ts";
import { digestOf, digestOfNumber, scattered } from "../../store/digest.ts";
import type { BroughtTable } from "../../store/upkeep-brought.ts";
import type { FoldRow } from "../../store/upkeep-log.ts";
import type { ViewRow } from "../../store/upkeep-queries.ts";

/** The row that an event brings to one of the tables, if it does. */
export interface Brought {
  readonly table: BroughtTable;
  /** Of which no two rows of the table have the same. */
  readonly key: string;
  readonly row: ViewRow;
}

export function broughtBy({ stream, organization, ordinal }: FoldRow, event: ProposedEvent): Brought | null {
  switch (event.type) {
    case "SeatAssigned":
    case "InvitationResent": {
      if (!event.data.invitation) return null;
      const hash = keyOfHash(event.data.invitation.hash);
      return { table: "invitations", key: hash, row: { hash, pool: stream, ordinal } };
    }
    case "SeatClaimed": {
      if (!event.data.session) return null;
      const { hash, expiresAt } = event.data.session;
      const row = { hash, pool: stream, ordinal, occupancy: event.occupancy, expires_at: expiresAt.getTime() };
      return { table: "sessions", key: hash, row };
    }
    case "PersonForgotten": {
      const { personId } = event;
      return personId ? { table: "forgotten", key: personId, row: { person_id: personId, organization } } : null;
    }
    default:
      return null;
  }
}

/** Of the characters of a key the first two tell its part: 128 of each, in the order of the database. */
const width = 128;
/** How many parts there are. */
export const parts = width * width;

export function partOf(key: string): number {
  return codeAt(key, 0) * width + codeAt(key, 1);
}

function codeAt(key: string, index: number): number {
  return index < key.length ? Math.min(key.charCodeAt(index), width - 1) : 0;
}

/** The least key of a part; of the one after the last, a key beyond every other. */
export function leastKeyOf(part: number): string {
  if (part === 0) return "";
  if (part >= parts) return "\u{10ffff}";
  const second = part % width;
  return String.fromCharCode(Math.floor(part / width)) + (second === 0 ? "" : String.fromCharCode(second));
}

/** What the sums of one table's rows hold. */
export interface RowSumsState {
  readonly counts: Int32Array<ArrayBuffer>;
  readonly sums: Float64Array<ArrayBuffer>;
}

/** The sums of one table's rows. */
export class RowSums {
  readonly #counts = new Int32Array(parts);
  readonly #sums = new Float64Array(parts);

  get state(): RowSumsState {
    return { counts: this.#counts, sums: this.#sums };
  }

  /** Adds what was summed up elsewhere. */
  addAll({ counts, sums }: RowSumsState): void {
    for (let part = 0; part < parts; part += 1) {
      this.#counts[part] = this.count(part) + (counts[part] ?? 0);
      this.#sums[part] = (this.#sums[part] ?? 0) + (sums[part] ?? 0);
    }
  }

  add(key: string, row: ViewRow): void {
    const part = partOf(key);
    this.#counts[part] = this.count(part) + 1;
    this.#sums[part] = (this.#sums[part] ?? 0) + digest(row);
  }

  count(part: number): number {
    return this.#counts[part] ?? 0;
  }

  /** Whether these rows are those, and some that were added since. */
  agrees(part: number, others: RowSums, since: readonly Brought[]): boolean {
    let [count, sum] = [others.count(part), others.#sums[part] ?? 0];
    for (const { key, row } of since) {
      if (partOf(key) !== part) continue;
      count += 1;
      sum += digest(row);
    }
    return this.count(part) === count && this.#sums[part] === sum;
  }

  /** Begins anew with some parts, the last one excluded. */
  clear(from: number, to: number): void {
    this.#counts.fill(0, from, to);
    this.#sums.fill(0, from, to);
  }
}

/** 32 bits of everything that a row holds. Sums of them are whole numbers up to two million rows in a part. */
function digest(row: ViewRow): number {
  let bits = 0;
  for (const column in row) {
    const value = row[column];
    bits = typeof value === "number" ? digestOfNumber(value, bits) : digestOf(String(value), bits);
  }
  return scattered(bits);
}
