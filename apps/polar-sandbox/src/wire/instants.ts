// Times as Polar writes them: ISO 8601 in UTC, no fraction on a whole second, else microseconds.

export function instant(date: Date): string {
  const [whole = "", fraction = ""] = date.toISOString().slice(0, -1).split(".");
  return fraction === "000" ? `${whole}Z` : `${whole}.${fraction}000Z`;
}

export const instantOrNull = (date: Date | null): string | null => (date === null ? null : instant(date));

/** The times that begin every answer. */
export function timestamps(row: { readonly createdAt: Date; readonly modifiedAt: Date | null }) {
  return { created_at: instant(row.createdAt), modified_at: instantOrNull(row.modifiedAt) };
}

/** The same day and hour some months later, in UTC. */
export function monthsAfter(date: Date, months: number): Date {
  const later = new Date(date);
  later.setUTCMonth(later.getUTCMonth() + months);
  return later;
}
