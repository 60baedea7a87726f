// The table that people read.

import type { Machine } from "./machine.ts";
import { type Goal, type Row, type Spread, verdictOf } from "./rows.ts";

const headings = ["measure", "figure", "against", "ratio", "at least", "aim", "verdict"];

export function table(rows: readonly Row[]): string {
  const lines = [headings, ...rows.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function machineLine({ cpu, cores, node, sqlite, appendAndFlushMicroseconds }: Machine): string {
  const flush = `4 KiB appended and flushed in ${appendAndFlushMicroseconds} µs`;
  return `${cpu}, ${cores} cores; Node ${node}, SQLite ${sqlite}; ${flush}`;
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, value, against, ratio, goal } = row;
  return [
    what,
    `${figure(value.median)} ${unit}`,
    against ? `${figure(against.value.median)} ${against.what}` : "",
    ratio ? `${ratio.median.toFixed(2)} ${spread(ratio)}` : "",
    goal ? mark(goal, goal.floor) : "",
    goal ? mark(goal, goal.aim) : "",
    verdictOf(row) ?? "",
  ];
}

function spread({ lowest, highest }: Spread): string {
  return `(${lowest.toFixed(2)}..${highest.toFixed(2)})`;
}

function mark({ better }: Goal, value: number): string {
  return `${better === "more" ? ">=" : "<="} ${value}`;
}

function figure(value: number): string {
  if (Number.isNaN(value)) return "?";
  if (Math.abs(value) < 10) return value.toFixed(2);
  return Math.round(value).toLocaleString("en");
}
