// What the figures were measured on.

import { execFileSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { spreadOf } from "./interleave.ts";

const flushes = 500;

export type Machine = ReturnType<typeof machine>;

export function machine(cache: string) {
  const memory = new Database(":memory:");
  const sqlite = String(memory.prepare("select sqlite_version()").pluck().get());
  memory.close();
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1_024 ** 3),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    sqlite,
    appendAndFlushMicroseconds: flushTime(cache),
  };
}

/** The median time of appending 4 KiB and flushing it to the disk: what nothing that is durable can be faster than. */
function flushTime(cache: string): number {
  const folder = mkdtempSync(join(cache, "flush-"));
  const file = openSync(join(folder, "file"), "a");
  const page = Buffer.alloc(4_096, 1);
  const times = Array.from({ length: flushes }, () => {
    const began = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    return (performance.now() - began) * 1_000;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return Math.round(spreadOf(times).median);
}

/** The commit that is measured, marked where files were changed since. */
export function commitNow(): string {
  try {
    return git("describe", "--always", "--abbrev=8", "--exclude=*", "--dirty");
  } catch {
    return "unknown";
  }
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" }).trim();
}
