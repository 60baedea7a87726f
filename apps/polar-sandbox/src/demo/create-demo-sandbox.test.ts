// The demo is the same at every start, and shows every state that a seat and its pool can be in.

import { expect, test } from "vitest";
import { ask } from "../../testing/setting.ts";
import { createDemoSandbox } from "./create-demo-sandbox.ts";

type Pool = { id: string; seats: number | null; status: string; subscription_id?: string | null };
type Seat = { status: string };
type SeatsList = { seats: Seat[]; total_seats: number };

async function everything({ sandbox }: ReturnType<typeof createDemoSandbox>) {
  const list = async (path: string) => (await ask<{ items: Pool[] }>(sandbox, `/v1/${path}/?limit=100`)).body.items;
  const subscriptions = await list("subscriptions");
  const orders = await list("orders");
  const seatsOf = async (query: string) => (await ask<SeatsList>(sandbox, `/v1/customer-seats?${query}`)).body;
  const seatLists = await Promise.all([
    ...subscriptions.map(({ id }) => seatsOf(`subscription_id=${id}`)),
    ...orders.map(({ id }) => seatsOf(`order_id=${id}`)),
  ]);
  const people = [await list("organizations"), await list("customers"), await list("members")];
  return { subscriptions, orders, seatLists, people };
}

test("two demos answer every list byte for byte alike", async () => {
  const first = await everything(createDemoSandbox());
  const second = await everything(createDemoSandbox({ clock: () => new Date("2031-01-01T00:00:00Z") }));
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
});

test("it has pools and seats of every kind", async () => {
  const { subscriptions, orders, seatLists } = await everything(createDemoSandbox());
  const states = subscriptions.map(({ status }) => status);
  expect(new Set(states)).toEqual(new Set(["active", "canceled", "paused", "trialing"]));
  expect(subscriptions.filter(({ seats }) => seats === null)).toHaveLength(1);
  expect(orders.map(({ status }) => status).toSorted()).toEqual(["paid", "paid", "paid", "pending"]);
  expect(orders.filter((order) => order.subscription_id !== null)).toHaveLength(1);
  const seats = seatLists.flatMap((list) => list.seats);
  expect(seats.length).toBeGreaterThanOrEqual(40);
  expect(new Set(seats.map(({ status }) => status))).toEqual(new Set(["pending", "claimed", "revoked"]));
  const live = (list: SeatsList) => list.seats.filter(({ status }) => status !== "revoked").length;
  expect(seatLists.some((list) => live(list) > list.total_seats)).toBe(true);
});

test("its record remembers seats that served several people, and claims made at once", () => {
  const { sandbox, organizationId } = createDemoSandbox({ clock: () => new Date("2026-12-01T00:00:00Z") });
  expect(Math.max(...sandbox.record.map(({ occupancy }) => occupancy))).toBe(3);
  expect(sandbox.record.some(({ immediate }) => immediate)).toBe(true);
  expect(sandbox.createProduct({ organizationId, name: "New", recurring: true }).createdAt).toEqual(
    new Date("2026-12-01T00:00:00Z"),
  );
});
