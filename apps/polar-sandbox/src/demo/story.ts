// What happens at Lumen Labs from September to November 2026: who buys what, who sits where, who goes. It says only what
// was done and how long after; the sandbox's own rules do the rest.

import type { PolarSandbox } from "../sandbox.ts";
import { createDemoCast } from "./cast.ts";
import { at, createStage, days, hours, type Stage } from "./stage.ts";

const northwindDomain = "northwind-robotics.example";
const harborDomain = "harborpine.example";
const kestrelDomain = "kestrel-analytics.example";
const mapleDomain = "maplestreet.example";

/** Plays the whole story, moving the time by `wait`, and answers the organization's id. */
export function tellDemoStory(sandbox: PolarSandbox, wait: (minutes: number) => void): string {
  const stage = createStage(sandbox, createDemoCast(sandbox), wait);
  const northwindStudio = northwindFillsItsStudio(stage);
  const harborStudio = harborSettlesIn(stage);
  const kestrelReview = kestrelStarts(stage);
  const mapleReview = mapleTriesReview(stage);
  wait(6 * days);
  workshopsAreSold(stage);
  harborChangesPeople(stage, harborStudio);
  kestrelDecreasesTooFar(stage, kestrelReview);
  wait(9 * days);
  const { studio, northwind } = stage.cast;
  sandbox.createOrder({ productId: studio, customerId: northwind, seats: 8, subscriptionId: northwindStudio });
  northwindPausesReview(stage);
  wait(11 * days);
  sandbox.endSubscription(mapleReview);
  wait(2 * days);
  harborTriesReview(stage);
  return stage.cast.organizationId;
}

/** Eight seats, all held: the full pool. */
function northwindFillsItsStudio({ sandbox, cast, wait, place, invitePunctual }: Stage): string {
  const subscriptionId = sandbox.createSubscription({
    productId: cast.studio,
    customerId: cast.northwind,
    seats: 8,
  }).id;
  place({ subscriptionId }, `ines.duarte@${northwindDomain}`);
  invitePunctual(
    { subscriptionId },
    at(northwindDomain, "tom.okafor lena.fischer yuki.mori sam.reyes aisha.khan piotr.nowak lucia.brandt"),
  );
  wait(1 * days);
  return subscriptionId;
}

function harborSettlesIn({ sandbox, cast, wait, place, invitePunctual }: Stage): string {
  const subscriptionId = sandbox.createSubscription({ productId: cast.studio, customerId: cast.harbor, seats: 8 }).id;
  place({ subscriptionId }, `mara@${harborDomain}`);
  invitePunctual({ subscriptionId }, at(harborDomain, "jonas elif oskar paula ruben signe"));
  wait(3 * days);
  return subscriptionId;
}

function kestrelStarts({ sandbox, cast, wait, invitePunctual }: Stage): string {
  const { review, archive, kestrel } = cast;
  const subscriptionId = sandbox.createSubscription({ productId: review, customerId: kestrel, seats: 9 }).id;
  invitePunctual({ subscriptionId }, at(kestrelDomain, "ada bela caro dima emil"));
  wait(2 * hours);
  sandbox.createSubscription({ productId: archive, customerId: kestrel, seats: null });
  wait(4 * days);
  return subscriptionId;
}

function mapleTriesReview({ sandbox, cast, invite, invitePunctual }: Stage): string {
  const subscriptionId = sandbox.createSubscription({ productId: cast.review, customerId: cast.maple, seats: 7 }).id;
  invitePunctual({ subscriptionId }, at(mapleDomain, "principal library science music sports"));
  invite({ subscriptionId }, at(mapleDomain, "history"));
  return subscriptionId;
}

/** One-time purchases: two paid, and one that still waits for its money. */
function workshopsAreSold({ sandbox, cast, wait, place, invite, invitePunctual }: Stage): void {
  const { workshop, maple, kestrel, northwind } = cast;
  const mapleOrder = { orderId: sandbox.createOrder({ productId: workshop, customerId: maple, seats: 6 }).id };
  place(mapleOrder, `principal@${mapleDomain}`);
  invitePunctual(mapleOrder, at(mapleDomain, "science art library"));
  const [lateSeat = ""] = invite(mapleOrder, at(mapleDomain, "geography"));
  wait(2 * days);
  sandbox.resendInvitation({ seatId: lateSeat });
  const kestrelOrder = sandbox.createOrder({ productId: workshop, customerId: kestrel, seats: 4, status: "pending" });
  wait(3 * hours);
  sandbox.payOrder(kestrelOrder.id);
  const seatIds = invitePunctual({ orderId: kestrelOrder.id }, at(kestrelDomain, "bela emil caro"));
  wait(1 * days);
  sandbox.revokeSeat({ seatId: seatIds[1] ?? "" });
  wait(5 * hours);
  sandbox.createOrder({ productId: workshop, customerId: northwind, seats: 3, status: "pending" });
}

/** People leave and others come: seats that served two and three people, and some that are free again. */
function harborChangesPeople({ sandbox, wait, invite, invitePunctual }: Stage, subscriptionId: string): void {
  const heldBy = (name: string) =>
    sandbox.listSeats({ subscriptionId }).seats.find((seat) => seat.email === `${name}@${harborDomain}`);
  const leave = (name: string) => {
    wait(1 * days);
    sandbox.revokeSeat({ seatId: heldBy(name)?.id ?? "" });
  };
  leave("jonas");
  invitePunctual({ subscriptionId }, at(harborDomain, "theo"));
  leave("theo");
  invitePunctual({ subscriptionId }, at(harborDomain, "ulla"));
  leave("elif");
  wait(5 * hours);
  invite({ subscriptionId }, at(harborDomain, "viggo"));
  wait(2 * days);
  sandbox.changeMemberEmail(heldBy("paula")?.memberId ?? "", `paula.lindqvist@${harborDomain}`);
  leave("oskar");
  wait(3 * hours);
  sandbox.deleteMember(heldBy("ruben")?.memberId ?? "");
}

/** A decrease is scheduled while it would fit, then more people come: two seats more than are left. */
function kestrelDecreasesTooFar({ sandbox, wait, invite, invitePunctual }: Stage, subscriptionId: string): void {
  wait(2 * days);
  sandbox.scheduleSubscriptionSeats(subscriptionId, 6);
  invitePunctual({ subscriptionId }, at(kestrelDomain, "finn"));
  invite({ subscriptionId }, at(kestrelDomain, "gwen hugo"));
  wait(8 * days);
  sandbox.applyScheduledSeats(subscriptionId, 6);
}

function northwindPausesReview({ sandbox, cast, wait, place, invitePunctual }: Stage): void {
  const { review, northwind } = cast;
  const subscriptionId = sandbox.createSubscription({ productId: review, customerId: northwind, seats: 6 }).id;
  place({ subscriptionId }, `ines.duarte@${northwindDomain}`);
  invitePunctual({ subscriptionId }, at(northwindDomain, "yuki.mori sam.reyes nora.silva"));
  wait(9 * days);
  sandbox.pauseSubscription(subscriptionId);
}

function harborTriesReview({ sandbox, cast, wait, place, invite }: Stage): void {
  const { review, harbor } = cast;
  const subscription = sandbox.createSubscription({
    productId: review,
    customerId: harbor,
    seats: 5,
    status: "trialing",
  });
  const pool = { subscriptionId: subscription.id };
  place(pool, `mara@${harborDomain}`);
  wait(2 * hours);
  invite(pool, at(harborDomain, "signe ulla paula.lindqvist"));
  wait(1 * hours);
}
