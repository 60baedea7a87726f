// The log of the service: JSON, a line for each thing that happened, on standard error; on a terminal, lines for people. Nothing
// in it names a person or holds a token: of an error that is not the ledger's own, the message is left out, for it may.

import { type LevelWithSilent, type Logger, pino } from "pino";
import { isSeatLedgerError } from "seat-ledger";
import { z } from "zod";
import { LogFile } from "./log-file.ts";
import { answersIn, type OnAnswer } from "./log-requests.ts";
import { logTime } from "./log-time.ts";

export type Log = Logger;

export const logLevels = [
  "trace",
  "debug",
  "info",
  "warn",
  "error",
  "fatal",
  "silent",
] as const satisfies readonly LevelWithSilent[];

export const silentLog: Log = pino({ level: "silent" });

/** The log, and what writes its lines on answers. */
export interface LogOutput {
  readonly log: Log;
  readonly onAnswer: OnAnswer;
}

export function createLog(level: LevelWithSilent, output: typeof process.stderr): LogOutput {
  const options = { level, base: null, timestamp: logTime };
  if (output.isTTY) {
    const log = pino(options, { write: (line: string) => output.write(forPeople(line)) });
    return { log, onAnswer: answersIn(log) };
  }
  const file = new LogFile(output.fd);
  process.once("exit", () => file.end());
  const answers = pino(options, { write: (line: string) => file.writeBeforeAnswers(line) });
  return { log: pino(options, file), onAnswer: answersIn(answers) };
}

const lineSchema = z.looseObject({ time: z.string(), msg: z.string() });

function forPeople(line: string): string {
  const { time, level: _, msg, ...facts } = lineSchema.parse(JSON.parse(line));
  const told = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return `${[time.slice(11, 19), msg, ...told].join(" ")}\n`;
}

/** What may be told of an error: its name, where it was thrown, and what caused it. */
export function factsOf(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, stack = "", cause } = error;
  return {
    error: /^\w{1,100}$/.test(name) ? name : "Error",
    ...(isSeatLedgerError(error) && { code: error.code, message: error.message }),
    at: stack.split("\n").flatMap((line) => /^ {4}at .+$/.exec(line)?.[0].trim() ?? []),
    ...(cause !== undefined && { cause: factsOf(cause) }),
  };
}
