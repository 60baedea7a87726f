// Random arguments, commands and histories for fast-check, which comes from the caller: so this entry loads without it, and
// there is never a second copy of it.

import type FastCheck from "fast-check";
import type { AssignSeatArgs } from "../commands/assign-seat.ts";
import type { OpenPoolArgs } from "../commands/open-pool.ts";
import type { SeatCommand } from "./history.ts";

type Arbitrary<Value> = FastCheck.Arbitrary<Value>;

/** Random arguments, commands and histories. Made by `arbitraries`. */
export interface Arbitraries {
  /** An e-mail of one of five people, in one of two spellings: few, so that they meet often. */
  email(): Arbitrary<string>;
  /** Metadata that a seat takes: at most ten keys, well within 1,024 characters. */
  seatMetadata(): Arbitrary<{ [key: string]: string | number | boolean }>;
  /** The opening of a subscription's or an active order's pool for this buyer, with an id and a size of its own. */
  poolArgs(owner: Pick<OpenPoolArgs, "organizationId" | "customerId">): Arbitrary<OpenPoolArgs>;
  /** An assignment in this pool, by e-mail or by any of the people who are named here. */
  assignSeatArgs(world: {
    readonly pool: Pick<AssignSeatArgs, "subscriptionId" | "orderId">;
    readonly memberIds?: readonly string[];
    readonly customerIds?: readonly string[];
  }): Arbitrary<AssignSeatArgs>;
  /** One command on a pool, possible or not. */
  seatCommand(): Arbitrary<SeatCommand>;
  /** Commands on one pool, at most `maxLength` (40 unless said): play it with `playHistory`. It shrinks to what matters. */
  history(options?: { readonly maxLength?: number }): Arbitrary<SeatCommand[]>;
}

/**
 * Arbitraries of what a ledger takes, made with the caller's own fast-check.
 *
 * @example
 * import fc from "fast-check";
 * const { history } = arbitraries(fc);
 */
export function arbitraries(fc: typeof FastCheck): Arbitraries {
  const email = () =>
    fc
      .tuple(fc.constantFrom("ada", "bob", "cyd", "dan", "eve"), fc.boolean())
      // Of an e-mail the ledger keeps the case before the @ alone.
      .map(([name, shouted]) => `${shouted ? name.toUpperCase() : name}@example.com`);

  const seatMetadata = () =>
    fc.dictionary(
      fc.string({ minLength: 1, maxLength: 8, unit: "grapheme-ascii" }).filter((key) => key !== "__proto__"),
      fc.oneof(fc.string({ maxLength: 8, unit: "grapheme-ascii" }), fc.integer(), fc.boolean()),
      { maxKeys: 10 },
    );

  const poolArgs: Arbitraries["poolArgs"] = (owner) =>
    fc
      .record({ id: fc.uuid({ version: 4 }), isOrder: fc.boolean(), seats: fc.nat({ max: 20 }) })
      .map(({ id, isOrder, seats }) => ({
        ...(isOrder ? { orderId: id } : { subscriptionId: id }),
        ...owner,
        product: { id: "team", name: "Team" },
        seats,
      }));

  const assignSeatArgs: Arbitraries["assignSeatArgs"] = ({ pool, memberIds = [], customerIds = [] }) => {
    const ways: Arbitrary<Partial<AssignSeatArgs>>[] = [fc.record({ email: email() })];
    if (memberIds.length > 0) ways.push(fc.record({ memberId: fc.constantFrom(...memberIds) }));
    if (customerIds.length > 0) ways.push(fc.record({ customerId: fc.constantFrom(...customerIds) }));
    return fc
      .tuple(fc.oneof(...ways), fc.record({ immediateClaim: fc.boolean(), metadata: seatMetadata() }))
      .map(([recipient, others]) => ({ ...pool, ...recipient, ...others }));
  };

  const seatCommand = () => {
    const seat = fc.nat({ max: 7 });
    // Assigning and claiming weigh more: without them the others have nothing to meet.
    return fc.oneof<{ arbitrary: Arbitrary<SeatCommand>; weight: number }[]>(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant("assign" as const),
          email: email(),
          immediateClaim: fc.boolean(),
          metadata: seatMetadata(),
        }),
      },
      { weight: 4, arbitrary: fc.record({ do: fc.constant("claim" as const), token: fc.nat({ max: 5 }) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("revoke" as const, "resend" as const), seat }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("resize" as const), seats: fc.nat({ max: 5 }) }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constantFrom("close" as const, "reopen" as const, "reopen" as const) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant("wait" as const),
          for: fc.record({ hours: fc.constantFrom(1, 12, 25) }),
        }),
      },
    );
  };

  const history: Arbitraries["history"] = ({ maxLength = 40 } = {}) =>
    fc.array(seatCommand(), { maxLength, size: "max" });

  return { email, seatMetadata, poolArgs, assignSeatArgs, seatCommand, history };
}
