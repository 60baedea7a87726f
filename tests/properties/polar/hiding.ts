// A Polar that leaves seats and pools out of its answers, though they are there.

interface Named {
  readonly id: string;
}

interface Listed {
  readonly seats?: readonly Named[];
  readonly available_seats?: number;
  readonly items?: readonly Named[];
  readonly pagination?: { readonly total_count: number };
}

/** The same answer, as if these had never been. What is no list, or is broken, stays as it is. */
export async function without(hidden: ReadonlySet<string>, response: Response): Promise<Response> {
  if (hidden.size === 0 || !response.ok) return response;
  const text = await response.text();
  const { status, headers } = response;
  const answer = (body: string) => new Response(body, { status, headers });
  try {
    return answer(JSON.stringify(leftOut(hidden, JSON.parse(text) as Listed)));
  } catch {
    return answer(text);
  }
}

function leftOut(hidden: ReadonlySet<string>, body: Listed): Listed {
  const left = (things: readonly Named[]) => things.filter(({ id }) => !hidden.has(id));
  const { seats, items, pagination } = body;
  if (seats) {
    const shown = left(seats);
    return { ...body, seats: shown, available_seats: (body.available_seats ?? 0) + seats.length - shown.length };
  }
  if (!items || !pagination) return body;
  const shown = left(items);
  const total_count = pagination.total_count - (items.length - shown.length);
  return { ...body, items: shown, pagination: { ...pagination, total_count } };
}
