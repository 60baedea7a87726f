// The errors of Polar's SDK 0.49.0: its own error with the status and Polar's body wherever this API refuses, by its class and
// by its standalone functions.

import { Polar } from "polar-sdk-0";
import { PolarCore } from "polar-sdk-0/core.js";
import { customerPortalSeatsAssignSeat } from "polar-sdk-0/funcs/customerPortalSeatsAssignSeat.js";
import { customerPortalSeatsListClaimedSubscriptions } from "polar-sdk-0/funcs/customerPortalSeatsListClaimedSubscriptions.js";
import { customerPortalSeatsListSeats } from "polar-sdk-0/funcs/customerPortalSeatsListSeats.js";
import { customerPortalSeatsResendInvitation } from "polar-sdk-0/funcs/customerPortalSeatsResendInvitation.js";
import { customerPortalSeatsRevokeSeat } from "polar-sdk-0/funcs/customerPortalSeatsRevokeSeat.js";
import { customerSeatsAssignSeat } from "polar-sdk-0/funcs/customerSeatsAssignSeat.js";
import { customerSeatsClaimSeat } from "polar-sdk-0/funcs/customerSeatsClaimSeat.js";
import { customerSeatsGetClaimInfo } from "polar-sdk-0/funcs/customerSeatsGetClaimInfo.js";
import { customerSeatsListSeats } from "polar-sdk-0/funcs/customerSeatsListSeats.js";
import { customerSeatsResendInvitation } from "polar-sdk-0/funcs/customerSeatsResendInvitation.js";
import { customerSeatsRevokeSeat } from "polar-sdk-0/funcs/customerSeatsRevokeSeat.js";
import { HTTPValidationError } from "polar-sdk-0/models/errors/httpvalidationerror.js";
import { SDKError } from "polar-sdk-0/models/errors/sdkerror.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tokens } from "../shop.ts";
import { type MerchantCalls, malformed, type PortalCalls, refusals, type Scene, type SeatBody } from "./refusals.ts";
import { openStall, type Stall, thrownBy } from "./stall.ts";

let stall: Stall;

beforeEach(async () => {
  stall = await openStall();
});

afterEach(() => stall[Symbol.asyncDispose]());

interface Way {
  readonly merchant: (accessToken: string) => MerchantCalls;
  readonly portal: (customerSession: string) => PortalCalls;
}

const ways: Readonly<Record<string, Way>> = {
  "its class": {
    merchant(accessToken) {
      const { customerSeats } = new Polar({ accessToken, serverURL: stall.url });
      return {
        assignSeat: (body) => customerSeats.assignSeat(inCamelCase(body)),
        listSeats: (query) => customerSeats.listSeats(inCamelCase(query)),
        revokeSeat: (seatId) => customerSeats.revokeSeat({ seatId }),
        resendInvitation: (seatId) => customerSeats.resendInvitation({ seatId }),
        getClaimInfo: (invitationToken) => customerSeats.getClaimInfo({ invitationToken }),
        claimSeat: ({ invitation_token: invitationToken }) => customerSeats.claimSeat({ invitationToken }),
      };
    },
    portal(customerSession) {
      const { seats } = new Polar({ serverURL: stall.url }).customerPortal;
      const security = { customerSession };
      return {
        assignSeat: (body) => seats.assignSeat(security, inCamelCase(body)),
        listSeats: (query) => seats.listSeats(security, inCamelCase(query)),
        revokeSeat: (seatId) => seats.revokeSeat(security, { seatId }),
        resendInvitation: (seatId) => seats.resendInvitation(security, { seatId }),
        listClaimedSubscriptions: (query = {}) => seats.listClaimedSubscriptions(security, query),
      };
    },
  },
  "its standalone functions": {
    merchant(accessToken) {
      const core = new PolarCore({ accessToken, serverURL: stall.url });
      return {
        assignSeat: (body) => answerOf(customerSeatsAssignSeat(core, inCamelCase(body))),
        listSeats: (query) => answerOf(customerSeatsListSeats(core, inCamelCase(query))),
        revokeSeat: (seatId) => answerOf(customerSeatsRevokeSeat(core, { seatId })),
        resendInvitation: (seatId) => answerOf(customerSeatsResendInvitation(core, { seatId })),
        getClaimInfo: (invitationToken) => answerOf(customerSeatsGetClaimInfo(core, { invitationToken })),
        claimSeat: ({ invitation_token: invitationToken }) =>
          answerOf(customerSeatsClaimSeat(core, { invitationToken })),
      };
    },
    portal(customerSession) {
      const core = new PolarCore({ serverURL: stall.url });
      const security = { customerSession };
      return {
        assignSeat: (body) => answerOf(customerPortalSeatsAssignSeat(core, security, inCamelCase(body))),
        listSeats: (query) => answerOf(customerPortalSeatsListSeats(core, security, inCamelCase(query))),
        revokeSeat: (seatId) => answerOf(customerPortalSeatsRevokeSeat(core, security, { seatId })),
        resendInvitation: (seatId) => answerOf(customerPortalSeatsResendInvitation(core, security, { seatId })),
        async listClaimedSubscriptions(query = {}) {
          return answerOf(customerPortalSeatsListClaimedSubscriptions(core, security, query));
        },
      };
    },
  },
};

/** What this line calls the fields that the other one calls as the wire does. */
function inCamelCase({ subscription_id, order_id, checkout_id, email }: SeatBody) {
  return {
    ...(subscription_id === undefined ? {} : { subscriptionId: subscription_id }),
    ...(order_id === undefined ? {} : { orderId: order_id }),
    ...(checkout_id === undefined ? {} : { checkoutId: checkout_id }),
    ...(email === undefined ? {} : { email }),
  };
}

type Result = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** The functions answer their errors. */
async function answerOf(asked: PromiseLike<Result>): Promise<unknown> {
  const result = await asked;
  if (result.ok) return result.value;
  throw result.error;
}

describe.each(Object.entries(ways))("by %s", (_, { merchant, portal }) => {
  const scene = (): Scene => ({
    stall,
    merchant: (token = tokens.acme) => merchant(token),
    portal: (token = "buyer") => portal(token),
  });
  const cases = Object.entries(refusals).flatMap(([name, refused]) => {
    return refused ? [[name.replace("Error", ""), ...refused] as const] : [];
  });

  it.each(cases)("it throws its own error with the status and Polar's body: %s, %s", async (name, error, call) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(SDKError);
    const { statusCode, body } = thrown as SDKError;
    expect(statusCode).toBe(Number(/\d{3}/.exec(name)?.[0]));
    expect(JSON.parse(body)).toMatchObject({ error, detail: expect.any(String) });
  });

  it.each(Object.entries(malformed))("it throws its validation error for %s", async (_, [loc, call]) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(HTTPValidationError);
    expect(thrown).toMatchObject({ statusCode: 422, detail: [{ loc: loc.split(".") }] });
  });

  it("it throws its own error for any other refusal and for a failure", async () => {
    const mirrored = { subscription_id: await stall.mirrored(), email: "jane@example.com" };
    const refused = await thrownBy(merchant(tokens.acme).assignSeat(mirrored));
    expect(refused).toBeInstanceOf(SDKError);
    expect(refused).toMatchObject({ statusCode: 409 });
    await stall.shop.ledger.close();
    const closed = await thrownBy(merchant(tokens.acme).listSeats({ order_id: stall.shop.acme.orderId }));
    expect(closed).toBeInstanceOf(SDKError);
    expect(closed).toMatchObject({ statusCode: 503 });
  });
});
