// Which path leads where: a text of its own before what only fits, decoded, with or without a slash at its end.

import { expect, it } from "vitest";
import { Paths } from "./paths.ts";

const paths = new Paths<string>();
for (const path of [
  ...["/v1/things", "/v1/things/{id}", "/v1/things/news", "/v1/things/{id}/parts/{part}"],
  ...["/v1/things/by/{name}", "/v1/things/{id}/news"],
])
  paths.add(path, path);

function found(path: string) {
  const { place, params } = paths.find(new Request(`https://acme.example${path}`));
  return [place, params];
}

it.each([
  ["/v1/things", "/v1/things", {}],
  ["/v1/things/", "/v1/things", {}],
  ["/v1/things?id=7", "/v1/things", {}],
  ["/v1/things#?id=7", "/v1/things", {}],
  ["/v1/thing%73", "/v1/things", {}],
  ["/v1/things/news", "/v1/things/news", {}],
  ["/v1/things/7", "/v1/things/{id}", { id: "7" }],
  ["/v1/things/7/?a=/b", "/v1/things/{id}", { id: "7" }],
  ["/v1/things/a%20b", "/v1/things/{id}", { id: "a b" }],
  ["/v1/things/a%2Fb", "/v1/things/{id}", { id: "a/b" }],
  ["/v1/things/%E0%A4", "/v1/things/{id}", { id: "%E0%A4" }],
  // Of two that fit the same the first one counts.
  ["/v1/things/by/news", "/v1/things/by/{name}", { name: "news" }],
  ["/v1/things/7/news", "/v1/things/{id}/news", { id: "7" }],
  ["/v1/things/7/parts/x%2By", "/v1/things/{id}/parts/{part}", { id: "7", part: "x+y" }],
])("finds %s", (path, place, params) => {
  expect(found(path)).toEqual([place, params]);
});

it.each(["/", "/v1", "/v1/Things", "//v1/things", "/v1/things//", "/v1/things//parts/x", "/v1/things/7/parts"])(
  "finds nothing at %s",
  (path) => {
    expect(found(path)).toEqual([null, {}]);
  },
);
