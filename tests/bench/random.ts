// Random numbers and ids that are the same in every run, so that two runs do the same work.

/** Numbers from 0 up to 1, by the mulberry32 generator. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to `end`, which is excluded. */
export function below(end: number, random: Random): number {
  return Math.floor(random() * end);
}

export function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const order = items.map((item) => ({ item, at: random() }));
  return order.sort((one, other) => one.at - other.at).map(({ item }) => item);
}

/** A version 4 UUID, scattered as real ones are. */
export function uuidBy(random: Random): string {
  const hex = Array.from({ length: 32 }, () => below(16, random).toString(16)).join("");
  const variant = (8 + below(4, random)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
