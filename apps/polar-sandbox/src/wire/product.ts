// A product and its price in Polar's JSON: once whole, and once as an order shows it, without prices.

import type { ProductRecord } from "../records.ts";
import { timestamps } from "./instants.ts";

export function productToWire(product: ProductRecord) {
  return {
    ...bareProductToWire(product),
    prices: [priceToWire(product)],
    benefits: [],
    medias: [],
    attached_custom_fields: [],
  };
}

export function bareProductToWire(product: ProductRecord) {
  return {
    id: product.id,
    ...timestamps(product),
    trial_interval: null,
    trial_interval_count: null,
    name: product.name,
    description: null,
    visibility: "public",
    recurring_interval: product.recurring ? "month" : null,
    recurring_interval_count: product.recurring ? 1 : null,
    meter_interval: null,
    meter_interval_count: null,
    is_recurring: product.recurring,
    is_archived: false,
    organization_id: product.organizationId,
    metadata: {},
  };
}

export function priceToWire(product: ProductRecord) {
  const price = {
    ...timestamps(product),
    id: product.priceId,
    source: "catalog",
    price_currency: "usd",
    tax_behavior: null,
    is_archived: false,
    product_id: product.id,
  };
  if (!product.seatBased) return { ...price, amount_type: "fixed", price_amount: product.priceAmount };
  return {
    ...price,
    amount_type: "seat_based",
    seat_tiers: {
      seat_tier_type: "volume",
      tiers: [
        { min_seats: product.minimumSeats, max_seats: product.maximumSeats, price_per_seat: product.priceAmount },
      ],
      minimum_seats: product.minimumSeats,
      maximum_seats: product.maximumSeats,
    },
  };
}
