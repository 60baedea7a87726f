// Who and what the demo is about: Lumen Labs, its products and its customers. Nothing is bought here.

import type { PolarSandbox } from "../sandbox.ts";

/** The ids of everybody and everything on stage. */
export type DemoCast = ReturnType<typeof createDemoCast>;

export function createDemoCast(sandbox: PolarSandbox) {
  const organizationId = sandbox.createOrganization({ name: "Lumen Labs", slug: "lumen-labs" }).id;
  const product = (name: string, recurring: boolean, priceAmount: number, seatBased = true) =>
    sandbox.createProduct({ organizationId, name, recurring, seatBased, priceAmount }).id;
  const customer = (name: string, email: string | null, externalId: string) =>
    sandbox.createCustomer({ organizationId, name, email, externalId }).id;
  return {
    organizationId,
    studio: product("Lumen Studio", true, 1900),
    review: product("Lumen Review", true, 800),
    archive: product("Lumen Archive", true, 4900, false),
    workshop: product("Lumen Workshop", false, 12_000),
    northwind: customer("Northwind Robotics", "ines.duarte@northwind-robotics.example", "crm-1001"),
    harbor: customer("Harbor & Pine Architects", "mara@harborpine.example", "crm-1002"),
    kestrel: customer("Kestrel Analytics", "ada@kestrel-analytics.example", "crm-1003"),
    maple: customer("Maple Street School", null, "crm-1004"),
  };
}
