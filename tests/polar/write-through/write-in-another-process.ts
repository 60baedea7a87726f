// Writes one thing through to Polar: a process that can be killed in the middle of it.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { polarSeats } from "@seat-ledger/polar";
import { openLedger } from "seat-ledger";

const [, , file = "", baseUrl = "", operation = "", argument = "", idempotencyKey = ""] = process.argv;

await using ledger = await openLedger({ file });
const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl });
const seats = polarSeats({ ledger, polar });
const context = { actor: { type: "user", id: "u-1" }, idempotencyKey } as const;
if (operation === "revokeSeat") await seats.revokeSeat({ seatId: argument }, context);
else await seats.assignSeat({ subscriptionId: argument, email: "ada@acme.example" }, context);
