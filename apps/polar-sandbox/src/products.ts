// Products and what one costs. It must not know who bought it.

import { resourceNotFound } from "./errors.ts";
import { organizationOf } from "./organizations.ts";
import type { ProductRecord } from "./records.ts";
import { required, type SandboxState, stamp } from "./state.ts";
import { announce } from "./webhooks/announce.ts";
import { productToWire } from "./wire/product.ts";

/** A product to be made. */
export type NewProduct = {
  readonly organizationId: string;
  readonly name: string;
  /** True: bought by subscription. False: bought once, by order. */
  readonly recurring: boolean;
  /** Whether it is sold by the seat. True unless said. */
  readonly seatBased?: boolean | undefined;
  /** Cents for each seat, or for the whole where it is not sold by the seat. */
  readonly priceAmount?: number | undefined;
  readonly minimumSeats?: number | undefined;
  readonly maximumSeats?: number | null | undefined;
};

export function createProduct(state: SandboxState, input: NewProduct): ProductRecord {
  const organization = organizationOf(state, input.organizationId);
  const product: ProductRecord = {
    ...stamp(state),
    organizationId: organization.id,
    name: input.name,
    recurring: input.recurring,
    seatBased: input.seatBased ?? true,
    priceId: state.ids.uuid(),
    priceAmount: input.priceAmount ?? 1200,
    minimumSeats: input.minimumSeats ?? 1,
    maximumSeats: input.maximumSeats ?? null,
  };
  state.products.set(product.id, product);
  announce(state, organization.id, "product.created", productToWire(product));
  return product;
}

export function productOf(state: SandboxState, productId: string): ProductRecord {
  return required(state.products, productId, () => resourceNotFound("Product not found"));
}

/** What so many seats of a product cost, in cents. */
export function amountFor(product: ProductRecord, seats: number | null): number {
  return product.seatBased ? product.priceAmount * (seats ?? 0) : product.priceAmount;
}
