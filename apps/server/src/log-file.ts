// Where lines of the log go that are not for a terminal: a file, or a pipe that somebody reads. Those of one turn of the event loop
// are written at once, before what was answered in it leaves: whatever was answered is in the log. It never throws, and waits for no
// reader, for the service goes on without its log.

import { writeSync } from "node:fs";
import { beforeAnswers } from "./answers-turn.ts";
import { logTime } from "./log-time.ts";

/** By this pino knows that the level of each line is to be told. */
const toldLevel = Symbol.for("pino.metadata");
const warn = 40;
/** A reader that has fallen behind, or a full disk, is left alone for so long. */
const retryMs = 5;
/** So much waits for it; lines that come then are left out and counted. */
const mostWaiting = 16 * 1_024 * 1_024;
/** For so long it is waited for at the very end. */
const lastWaitMs = 2_000;

export class LogFile {
  readonly [toldLevel] = true;
  /** Of the line that is written next: set by pino. */
  lastLevel = 0;

  readonly #fd: number;
  #lines = "";
  /** Lines that were begun to be written, or would be, if it could be done. */
  #rest: Buffer = Buffer.alloc(0);
  #leftOut = 0;
  #state: "even" | "behind" | "gone" = "even";

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** One line, with its end. From `warn` on it is written at once, and the lines before it. */
  write(line: string): void {
    if (this.#state === "gone") return;
    if (this.#state === "behind" && this.#rest.length + this.#lines.length > mostWaiting) {
      this.#leftOut += 1;
      return;
    }
    const isFirst = this.#lines === "";
    if (this.#leftOut > 0) this.#tellLeftOut();
    this.#lines += line;
    if (this.#state === "behind") return;
    if (this.lastLevel >= warn) this.#writeAll();
    else if (isFirst) beforeAnswers(this.#writeAll);
  }

  /** Writes what waits, for as long as a process may take to end. */
  end(): void {
    const until = performance.now() + lastWaitMs;
    const nothing = new Int32Array(new SharedArrayBuffer(4));
    this.#writeAll();
    while (this.#state === "behind" && performance.now() < until) {
      Atomics.wait(nothing, 0, 0, retryMs);
      this.#writeAll();
    }
  }

  readonly #writeAll = (): void => {
    if (this.#state === "gone") return;
    try {
      while (this.#rest.length > 0 || this.#lines !== "") {
        if (this.#rest.length === 0) this.#rest = this.#takeLines();
        this.#rest = this.#rest.subarray(writeSync(this.#fd, this.#rest));
      }
      this.#state = "even";
    } catch (error) {
      this.#fail(error);
    }
  };

  #takeLines(): Buffer {
    const lines = Buffer.from(this.#lines);
    this.#lines = "";
    return lines;
  }

  #fail(error: unknown): void {
    // Nobody reads any more, and nobody will.
    if (error instanceof Error && "code" in error && error.code === "EPIPE") {
      this.#state = "gone";
      this.#lines = "";
      this.#rest = Buffer.alloc(0);
      return;
    }
    this.#state = "behind";
    setTimeout(this.#writeAll, retryMs).unref();
  }

  #tellLeftOut(): void {
    this.#lines += `{"level":${warn}${logTime()},"lines":${this.#leftOut},"msg":"lines of the log were left out"}\n`;
    this.#leftOut = 0;
  }
}
