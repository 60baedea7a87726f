// Where lines of the log go that are not for a terminal: a file, or a pipe that somebody reads. Lines on answers of one turn of the
// event loop are one write, before these answers leave: whatever was answered is in the log. It never throws, and waits for no
// reader, for the service goes on without its log.

import { writeSync } from "node:fs";
import { beforeAnswers } from "./answers-turn.ts";
import { logTime } from "./log-time.ts";

/** A reader that has fallen behind, or a full disk, is left alone for so long. */
const retryMs = 5;
/** So much waits for it; lines that come then are left out and counted. */
const mostWaiting = 16 * 1_024 * 1_024;
/** For so long it is waited for at the very end. */
const lastWaitMs = 2_000;

export class LogFile {
  readonly #fd: number;
  #lines = "";
  /** Lines that were begun to be written, or would be, if it could be done. */
  #rest: Buffer = Buffer.alloc(0);
  #leftOut = 0;
  #state: "even" | "behind" | "gone" = "even";
  #retry: NodeJS.Timeout | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** One line, with its end: written now, behind those that wait. */
  write(line: string): void {
    this.#add(line);
    if (this.#state === "even") this.#writeAll();
  }

  /** One line, with its end, on something that is answered in this turn: written before that leaves. */
  writeBeforeAnswers(line: string): void {
    if (this.#state === "even" && this.#lines === "") beforeAnswers(this.#writeAll);
    this.#add(line);
  }

  /** Writes what waits, for as long as a process may take to end. */
  end(): void {
    const until = performance.now() + lastWaitMs;
    const nothing = new Int32Array(new SharedArrayBuffer(4));
    if (this.#leftOut > 0) this.#tellLeftOut();
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

  #add(line: string): void {
    if (this.#state === "gone") return;
    if (this.#state === "behind" && this.#rest.length + this.#lines.length > mostWaiting) {
      this.#leftOut += 1;
      return;
    }
    if (this.#leftOut > 0) this.#tellLeftOut();
    this.#lines += line;
  }

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
    clearTimeout(this.#retry);
    this.#retry = setTimeout(this.#writeAll, retryMs).unref();
  }

  #tellLeftOut(): void {
    this.#lines += `{"level":40${logTime()},"lines":${this.#leftOut},"msg":"lines of the log were left out"}\n`;
    this.#leftOut = 0;
  }
}
