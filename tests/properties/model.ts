// What a ledger of seats ought to do, said again in plain lists: the rules here are written from Polar's documentation
// and share no code with the ledger, because a copy that is compared with itself proves nothing.

export type PoolArgs = { readonly subscriptionId: string } | { readonly orderId: string };

export interface ModelPerson {
  readonly id: string;
  email: string;
}

export interface ModelSeat {
  readonly id: string;
  status: "pending" | "claimed" | "revoked";
  holder: ModelPerson | null;
  token: string | null;
  expiresAt: number | null;
}

export interface ModelPool {
  readonly ref: PoolArgs;
  /** Pools of one customer share their people. */
  readonly people: ModelPerson[];
  bought: number;
  status: "unpaid" | "active" | "closed";
  readonly seats: ModelSeat[];
}

export interface Model {
  now: number;
  readonly pools: readonly ModelPool[];
  /** Every token that was ever given out, in order. */
  readonly tokens: string[];
}

export function liveSeats(pool: ModelPool): readonly ModelSeat[] {
  return pool.seats.filter((seat) => seat.status !== "revoked");
}

export function everySeat(model: Model): readonly ModelSeat[] {
  return model.pools.flatMap((pool) => pool.seats);
}

export function personNamed(people: readonly ModelPerson[], email: string): ModelPerson | undefined {
  return people.find((person) => person.email.toLowerCase() === email.toLowerCase());
}

/** The seat that a token opens now: it is pending, the token is its last one, and its time has not passed. */
export function seatOpenedBy(model: Model, token: string): ModelSeat | undefined {
  const seat = everySeat(model).find((candidate) => candidate.token === token);
  return seat?.status === "pending" && seat.expiresAt !== null && model.now <= seat.expiresAt ? seat : undefined;
}

export function vacate(seat: ModelSeat): void {
  seat.status = "revoked";
  seat.holder = null;
  seat.token = null;
}
