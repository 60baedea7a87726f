// When lines of the log are written, and what becomes of them where whoever reads them is slow or has left: told by a named pipe
// that doesn't block, as the service's standard error.

import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answersTurn } from "./answers-turn.ts";
import { LogFile } from "./log-file.ts";

const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;

let folder: string;
let reader: number;
let writer: number;
let log: LogFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "seat-ledger-log-file-"));
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  reader = openSync(pipe, O_RDONLY | O_NONBLOCK);
  writer = openSync(pipe, O_WRONLY | O_NONBLOCK);
  log = new LogFile(writer);
});

afterEach(() => {
  closeSync(writer);
  rmSync(folder, { recursive: true });
});

/** What the pipe holds now. */
function read(): Buffer {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65_536);
  for (let length = 1; length > 0; ) {
    length = readOrNothing(chunk);
    chunks.push(Buffer.from(chunk.subarray(0, length)));
  }
  return Buffer.concat(chunks);
}

function readOrNothing(chunk: Buffer): number {
  try {
    return readSync(reader, chunk);
  } catch (error) {
    expect(error).toMatchObject({ code: "EAGAIN" });
    return 0;
  }
}

/** Reads what comes, until it is so much. */
async function readBytes(length: number): Promise<string> {
  const chunks: Buffer[] = [];
  for (let heard = 0; heard < length; await nextTurn()) {
    const chunk = read();
    chunks.push(chunk);
    heard += chunk.length;
  }
  return Buffer.concat(chunks).toString();
}

/** More than a pipe holds. */
const large = `${"€".repeat(100_000)}\n`;

test("lines on answers of a turn are written before anybody is answered in it, also who was ready before they were", async () => {
  const answered = answersTurn().then(read);
  log.writeBeforeAnswers("one\n");
  log.writeBeforeAnswers("two\n");
  expect(read().toString()).toBe("");
  expect((await answered).toString()).toBe("one\ntwo\n");
  log.writeBeforeAnswers("three\n");
  await answersTurn();
  expect(read().toString()).toBe("three\n");
});

test("any other line is written at once, behind the lines before it", async () => {
  log.writeBeforeAnswers("one\n");
  log.write("two\n");
  expect(read().toString()).toBe("one\ntwo\n");
  await answersTurn();
  expect(read().toString()).toBe("");
});

test("what a reader can't take waits for it, and comes in order and whole", async () => {
  log.writeBeforeAnswers(large);
  log.writeBeforeAnswers("two\n");
  await answersTurn();
  log.write("three\n");
  const all = `${large}two\nthree\n`;
  expect(await readBytes(Buffer.byteLength(all))).toBe(all);
  log.write("four\n");
  expect(read().toString()).toBe("four\n");
});

test("where too much waits, lines are left out, and in their place stands how many", async () => {
  const mebibyte = `${"x".repeat(1_024 * 1_024 - 1)}\n`;
  for (let count = 0; count < 20; count += 1) log.write(mebibyte);
  expect(await readBytes(17 * mebibyte.length)).toBe(mebibyte.repeat(17));
  log.write("later\n");
  const [told = "", later] = read().toString().split("\n");
  expect(JSON.parse(told)).toEqual({
    level: 40,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    lines: 3,
    msg: "lines of the log were left out",
  });
  expect(later).toBe("later");
});

test("how many lines were left out is told at the end, too", async () => {
  const mebibyte = `${"x".repeat(1_024 * 1_024 - 1)}\n`;
  for (let count = 0; count < 20; count += 1) log.write(mebibyte);
  log.end();
  const told = await readBytes(17 * mebibyte.length + 1);
  expect(told.slice(17 * mebibyte.length)).toContain('"lines":3,"msg":"lines of the log were left out"}\n');
}, 30_000);

test("nothing is kept for a reader that has left, and nothing fails", async () => {
  closeSync(reader);
  for (let turn = 0; turn < 2; turn += 1) {
    log.writeBeforeAnswers("one\n");
    await answersTurn();
  }
  log.end();
  reader = openSync(join(folder, "pipe"), O_RDONLY | O_NONBLOCK);
  log.write("two\n");
  log.end();
  expect(read().toString()).toBe("");
});

test("at the end all that waits is written, for a reader that takes it", () => {
  log.writeBeforeAnswers("one\n");
  log.end();
  expect(read().toString()).toBe("one\n");
});

test("a reader that takes nothing holds up no end", () => {
  log.write(large);
  log.end();
  const heard = read();
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.equals(Buffer.from(large).subarray(0, heard.length))).toBe(true);
});
