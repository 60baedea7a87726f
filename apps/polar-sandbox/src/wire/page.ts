// A page of a list, cut by offset from the order of this moment: what is inserted before it shifts it, as at Polar.

export type PageRequest = { readonly page: number; readonly limit: number };

export function pageOf<Thing, Wire>(
  things: readonly Thing[],
  { page, limit }: PageRequest,
  toWire: (thing: Thing) => Wire,
) {
  const offset = (page - 1) * limit;
  return {
    items: things.slice(offset, offset + limit).map(toWire),
    pagination: { total_count: things.length, max_page: Math.ceil(things.length / limit) },
  };
}
