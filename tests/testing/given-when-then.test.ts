// given(...).when(...).then(...): what it tells whoever reads a failure, and which pasts and stories it refuses.

import {
  customerRegistered,
  given,
  ids,
  memberRegistered,
  organizationRegistered,
  poolActivated,
  poolClosed,
  poolOpened,
  rejected,
  seatAssigned,
  seatClaimed,
  seatGranted,
  seatRevoked,
  timePassed,
} from "seat-ledger/testing";
import { describe, expect, test } from "vitest";

const failure = (story: PromiseLike<unknown>): Promise<Error> =>
  Promise.resolve(story).then(
    () => expect.fail("the story passed"),
    (error: Error) => error,
  );

describe("a failure", () => {
  test("shows the expected and the found events side by side, by their short names", async () => {
    const { message, name } = await failure(
      given(seatAssigned({ seat: "s1" }), seatGranted({ seat: "s2", email: "bob@example.com" }))
        .when((ledger, { pool }) => ledger.closePool(pool))
        .then(poolClosed(), seatRevoked({ seat: "s2" }), seatRevoked({ seat: "s2", was: "claimed" }), poolActivated()),
    );
    expect(name).toBe("AssertionError");
    expect(message).toMatchInlineSnapshot(`
      "The command did not append what was expected.

          expected                                 found
        = PoolClosed                               PoolClosed
        ! SeatRevoked seat: "s2"                   SeatRevoked seat: "s1", was: "pending", cause: "pool-closed"
        = SeatRevoked seat: "s2", was: "claimed"   SeatRevoked seat: "s2", was: "claimed"
        - PoolActivated                            (nothing)
      "
    `);
  });

  test("shows what nobody expected", async () => {
    const { message } = await failure(
      given(poolOpened())
        .when((ledger, { pool }) => ledger.assignSeat({ ...pool, email: "ann@example.com" }))
        .then(seatAssigned({ email: "ann@example.com" })),
    );
    expect(message).toMatchInlineSnapshot(`
      "The command did not append what was expected.

          expected                                found
        ! SeatAssigned email: "ann@example.com"   MemberRegistered member: (a new one), email: "ann@example.com", role: "member"
        + (nothing)                               SeatAssigned seat: (a new one), email: "ann@example.com"
      "
    `);
  });

  test("shows another refusal than the expected one, and its message", async () => {
    const { message } = await failure(
      given(poolOpened({ seats: 0 }))
        .when((ledger, { pool }) => ledger.assignSeat({ ...pool, email: "ann@example.com" }))
        .then(rejected("SeatNotAvailable", { seats: 2 })),
    );
    expect(message).toMatchInlineSnapshot(`
      "The command was refused otherwise than expected.

          expected   SeatNotAvailable seats: 2
          found      SeatNotAvailable seats: 0
                     No available seats for 62b2e38e-91ac-47f3-8949-68c049bfed4c: 0 of 0 are taken. Revoke one or resize the pool.
      "
    `);
  });

  test("says where a refusal was expected, or where none was", async () => {
    const full = given(poolOpened({ seats: 0 }));
    const unexpected = await failure(
      full.when((ledger, { pool }) => ledger.assignSeat({ ...pool, email: "ann@example.com" })).then(seatAssigned()),
    );
    expect(unexpected.message).toMatch(
      /refused\.\n\n +expected +SeatAssigned\n +found +SeatNotAvailable: No available/,
    );
    const missed = await failure(
      full.when((ledger, { pool }) => ledger.closePool(pool)).then(rejected("PoolNotActive")),
    );
    expect(missed.message).toMatch(/was not refused\.\n\n +expected +PoolNotActive\n/);
  });

  test("is no story's own: other errors of a command pass through as they are", async () => {
    const error = new Error("of the caller");
    const story = given()
      .when(() => Promise.reject(error))
      .thenNothing();
    expect(await failure(story)).toBe(error);
  });
});

describe("a story", () => {
  test("without an ending is refused", async () => {
    // An ending that is forgotten in JavaScript; the compiler refuses it in TypeScript.
    const story = given(poolOpened()).when((ledger, { pool }) => ledger.closePool(pool)) as unknown as Promise<never>;
    expect((await failure(story)).message).toBe(
      "This story has no ending: say .then(...) with what is expected, or .thenNothing().",
    );
  });

  test("fails where a refused command appended something before", async () => {
    const story = given(poolOpened())
      .when(async (ledger, { pool }) => {
        await ledger.resizePool({ ...pool, seats: 0 });
        await ledger.assignSeat({ ...pool, email: "ann@example.com" });
      })
      .then(rejected("SeatNotAvailable"));
    expect((await failure(story)).message).toMatch(/\+ \(nothing\) +PoolResized seats: 0, previous: 3/);
  });

  test("may be about two organizations with the same names", async () => {
    await given(
      seatAssigned({ seat: "s1", email: "ann@example.com" }),
      organizationRegistered({ organization: "bolt" }),
      customerRegistered({ customer: "bolt's buyer", organization: "bolt", email: "buyer@example.com" }),
      poolOpened({ pool: "bolt's team", customer: "bolt's buyer" }),
      memberRegistered({ member: "bolt's ann", customer: "bolt's buyer", email: "ann@example.com" }),
    )
      .when((ledger, { pool }) => ledger.assignSeat({ ...pool, email: "ann@example.com" }))
      .then(seatAssigned({ pool: "bolt's team", seat: "another", member: "bolt's ann" }));
  });

  test("takes two names for two things", async () => {
    const story = given(
      seatAssigned({ email: "ann@example.com" }),
      seatRevoked(),
      memberRegistered({ email: "bob@example.com" }),
    )
      .when(async (ledger, { pool }) => {
        await ledger.assignSeat({ ...pool, email: "ann@example.com" });
        const { seat } = await ledger.assignSeat({ ...pool, email: "bob@example.com" });
        await ledger.revokeSeat({ seatId: seat.id });
      })
      .then(seatAssigned({ seat: "s1" }), seatAssigned({ seat: "s2" }), seatRevoked({ seat: "s3" }));
    expect((await failure(story)).message).toMatch(/! SeatRevoked seat: "s3" +SeatRevoked seat: "s2"/);
  });

  test("is about holders who are customers where the organization has no members", async () => {
    await given(organizationRegistered({ memberModel: false }), seatAssigned({ email: "ann@example.com" }))
      .when((ledger, { pool }) => ledger.assignSeat({ ...pool, customerId: ids.customer("ann@example.com") }))
      .then(rejected("SeatAlreadyAssigned", { seatId: ids.seat() }));
  });
});

const refused = async () => expect.fail("the command was run");
describe("a past that cannot have been is refused", () => {
  test.each([
    ["a claim of a vacant seat", [seatClaimed()], 'seat "s1" is vacant, and the seat machine admits only SeatAssigned'],
    ["two holders of one seat", [seatAssigned(), seatGranted()], 'seat "s1" is pending'],
    ["a payment of what is paid", [poolOpened(), poolActivated()], "this happens to one that is unpaid"],
    ["a pool that is opened twice", [poolOpened(), poolOpened()], "this pool is open already"],
    ["a customer of nobody", [customerRegistered({ organization: "bolt" })], '"bolt" is not known yet'],
    ["a person who is registered twice", [memberRegistered(), memberRegistered()], "Tell memberChanged() instead"],
    ["a holder whom nobody knows", [seatAssigned({ customer: "nobody" })], "nobody can be meant by these names"],
  ])("%s", async (_, past, message) => {
    const error = await failure(
      given(...past)
        .when(refused)
        .thenNothing(),
    );
    expect(error.message).toContain("This past cannot have been");
    expect(error.message).toContain(message);
  });

  test("a clock that goes back", async () => {
    const error = await failure(
      given(timePassed({ hours: -1 }))
        .when(refused)
        .thenNothing(),
    );
    expect(error).toBeInstanceOf(RangeError);
  });
});
