// The claim page's two routes: open to whoever has the token, whatever the Authorization header says.

import { Hono } from "hono";
import { z } from "zod";
import { claimSeat, getClaimInfo } from "../seats/claim-seat.ts";
import type { SandboxState } from "../state.ts";
import { seatToWire } from "../wire/seat.ts";
import { claimInfoToWire } from "../wire/seat-answers.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { readBody } from "./query.ts";

const seatClaim = z.object({ invitation_token: z.string() });

export function claimRoutes(state: SandboxState): Hono<SandboxEnv> {
  return new Hono<SandboxEnv>({ strict: false })
    .post("/", async (context) => {
      const body = await readBody(context, seatClaim);
      const { seat, customerSessionToken } = claimSeat(state, { invitationToken: body.invitation_token });
      return context.json({ seat: seatToWire(state, seat), customer_session_token: customerSessionToken });
    })
    .get("/:invitationToken", (context) =>
      context.json(claimInfoToWire(getClaimInfo(state, { invitationToken: context.req.param("invitationToken") }))),
    );
}
