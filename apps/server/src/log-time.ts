// The time of a line of the log, as pino writes it into the line. Several lines come in a millisecond, and its text is made once.

let last = Number.NaN;
let text = "";

export function logTime(): string {
  const now = Date.now();
  if (now !== last) {
    last = now;
    text = `,"time":"${new Date(now).toISOString()}"`;
  }
  return text;
}
