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

test("drops connections for whoever asks over the port, and breaks answers off", async () => {
  const { sandbox } = setting();
  const { url, close } = await servePolarSandbox({ sandbox });
  const headers = { authorization: "Bearer polar_oat_sandbox" };
  const asked = () => fetch(`${url}/v1/subscriptions/`, { headers });
  sandbox.faults.set({ droppedRequest: 1 });
  await expect(asked()).rejects.toThrow("fetch failed");
  sandbox.faults.set({ truncated: 1 });
  await expect((await asked()).json()).rejects.toThrow(SyntaxError);
  sandbox.faults.clear();
  expect((await asked()).status).toBe(200);
  await close();
});
