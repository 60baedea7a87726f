// An e-mail is found in whatever way a text writes it, and no other one is taken for it.

import { describe, expect, test } from "vitest";
import { mentioning } from "./mentions.ts";

const names = (body: string, ...emails: readonly string[]) => mentioning(emails)(body);

describe("names jane@acme.example", () => {
  test.each([
    ["as it is", "jane@acme.example"],
    ["in JSON", '{"email":"jane@acme.example"}'],
    ["in any case", '{"email":"Jane@ACME.example"}'],
    ["in a sentence", "Tell jane@acme.example. Then wait."],
    ["in brackets", "Jane <jane@acme.example>, buyer"],
    ["after a line feed in JSON", '{"note":"Contact:\\njane@acme.example\\n"}'],
    ["after a backslash", String.raw`C:\jane@acme.example`],
    ["escaped as JSON", String.raw`{"email":"jane\u0040acme.example"}`],
    ["wholly escaped", String.raw`"\u006A\u0061\u006e\u0065@acme\u002eexample"`],
    ["in JSON inside of JSON", JSON.stringify({ payload: JSON.stringify({ email: "jane@acme.example" }) })],
    ["escaped in JSON inside of JSON", JSON.stringify({ payload: String.raw`{"email":"jane\u0040acme.example"}` })],
    ["in JSON that was cut off", '{"note":"\\tjane@acme.example'],
    ["in a link", "https://acme.example/?email=jane%40acme.example&x=1"],
    ["between quotes in a link", "https://acme.example/?q=%22jane%40acme.example%22"],
    ["after a link to write to", "mailto:jane@acme.example"],
  ])("%s", (_, body) => {
    expect(names(body, "jane@acme.example")).toBe(true);
  });
});

describe("doesn't name jane@acme.example", () => {
  test.each([
    ["nobody", "{}"],
    ["a longer name", "maryjane@acme.example"],
    ["a longer name with a dot", "mary.jane@acme.example"],
    ["an alias", "jane+list@acme.example"],
    ["whose alias it is", "list+jane@acme.example"],
    ["a longer name beyond ASCII", "żjane@acme.example"],
    ["a longer name of rare letters", "\u{1d4b6}jane@acme.example"],
    ["a longer domain", "jane@acme.example.com"],
    ["another domain", "jane@acme.examples"],
    ["a domain of its own", "jane@mail.acme.example"],
    ["a bare name", "jane at acme.example"],
  ])("%s", (_, body) => {
    expect(names(body, "jane@acme.example")).toBe(false);
  });
});

test.each([
  ["a name in capitals", "JÜRGEN@acme.example", '{"email":"jürgen@acme.example"}'],
  ["letters with their marks apart", "jürgen@acme.example", "ju\u0308rgen@acme.example"],
  ["a domain in ASCII", "jane@bücher.example", "jane@xn--bcher-kva.example"],
  ["a domain beyond ASCII", "jane@xn--bcher-kva.example", "jane@Bücher.example"],
  ["rare characters", "o'brien/jane@acme.example", String.raw`"o'brien\/jane@acme.example"`],
  ["what is no e-mail to anybody else", "Jane (old)", '{"email":"jane (old)"}'],
  ["no domain", "jane", '{"email":"Jane","name":"x"}'],
])("%s is compared as it is meant", (_, email, body) => {
  expect(names(body, email)).toBe(true);
});

test("what is no e-mail is found as a text of its own only", () => {
  expect(names('{"name":"janet"}', "jane")).toBe(false);
});

test("a long text of nothing but escapes is read in one pass", () => {
  for (const piece of ["\\\\", "\\u", "%", "@", "a"])
    expect(names(piece.repeat(200_000), "jane@acme.example")).toBe(false);
});

test("one of many is enough, and of none there is none", () => {
  const emails = Array.from({ length: 1_000 }, (_, index) => `p${index}@acme.example`);
  expect(names("x p999@acme.example", ...emails)).toBe(true);
  expect(names("x p1000@acme.example", ...emails)).toBe(false);
  expect(names("p1@acme.example")).toBe(false);
});
