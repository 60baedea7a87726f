// What an e-mail address is, as Polar judges it: pydantic's EmailStr, which is Python's email-validator. Each row was put
// to it. Two things differ on purpose: names in front of an address are refused (Jane <jane@example.com>), and reserved
// domains such as .test are names like others.

import { about, cases } from "./cases.ts";

const assign = about("assign");

const addresses: readonly (readonly [given: string, canonical?: string])[] = [
  ["jane@example.com"],
  ["  jane@example.com ", "jane@example.com"],
  ["Jane.Doe@EXAMPLE.Com", "Jane.Doe@example.com"],
  ["jane+tag@example.com"],
  ["o'brien@example.com"],
  ["a!#$%&'*+/=?^_`{|}~-b@example.com"],
  ["j@e.co"],
  ["jane@example.c"],
  ["jane@mail.acme.example"],
  ["jane@exam--ple.com"],
  ["jane@1und1.de"],
  ["jané@example.com"],
  ["e\u0301@example.com", "é@example.com"],
  ["用户@例子.广告"],
  ["jane@EXÄMPLE.com", "jane@exämple.com"],
  ["jane@xn--exmple-cua.com", "jane@exämple.com"],
  [`${"a".repeat(64)}@example.com`],
  [`jane@${"b".repeat(63)}.com`],
];

const malformed = [
  "",
  " ",
  "jane",
  "jane@",
  "@example.com",
  "jane@example",
  "jane@localhost",
  "jane@@example.com",
  "jane@joe@example.com",
  "jane doe@example.com",
  "jane@exa mple.com",
  ".jane@example.com",
  "jane.@example.com",
  "ja..ne@example.com",
  "jane@-example.com",
  "jane@example-.com",
  "jane@ab--cd.com",
  "jane@example..com",
  "jane@.example.com",
  "jane@example.com.",
  "jane@example.123",
  "jane@example.c1",
  "jane@127.0.0.1",
  "jane@[127.0.0.1]",
  '"jane doe"@example.com',
  "jane,doe@example.com",
  "jane(x)@example.com",
  "jane;@example.com",
  "jane:x@example.com",
  "jane@exam_ple.com",
  "jane@exam%70le.com",
  "jane@example.com,joe@example.com",
  "mailto:jane@example.com",
  "Jane <jane@example.com>",
  "ja\nne@example.com",
  "ja\0ne@example.com",
  "\u200bjane@example.com",
  "jane\u00a0x@example.com",
  `jane@${"b".repeat(64)}.com`,
  `jane@${"b.".repeat(130)}com`,
  `${"a".repeat(250)}@example.com`,
];

cases("an e-mail address", [
  ...addresses.map(([given, canonical = given]) =>
    assign(`is ${JSON.stringify(given)}`, (scene) => ({ ...scene.pool, email: given }), { email: canonical }),
  ),
  ...malformed.map((given) =>
    assign(`is not ${JSON.stringify(given)}`, (scene) => ({ ...scene.pool, email: given }), "InvalidRequest"),
  ),
  ...[7, true, {}, ["jane@example.com"]].map((given) =>
    assign(`is not ${JSON.stringify(given)}`, (scene) => ({ ...scene.pool, email: given }), "InvalidRequest"),
  ),
]);
