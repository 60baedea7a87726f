// The sandbox behind a real port.

import { expect, test } from "vitest";
import { setting } from "../testing/setting.ts";
import { servePolarSandbox } from "./serve.ts";

test("listens on a free port until it is closed", async () => {
  const { sandbox, organization } = setting();
  const { url, close } = await servePolarSandbox({ sandbox });
  const headers = { authorization: "Bearer polar_oat_sandbox" };
  const response = await fetch(`${url}/v1/organizations/${organization.id}`, { headers });
  expect(await response.json()).toMatchObject({ slug: "acme", feature_settings: { member_model_enabled: true } });
  await close();
  await expect(fetch(url)).rejects.toThrow();
});
