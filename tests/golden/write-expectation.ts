// Writes down what today's code tells of a golden file: `node tests/golden/write-expectation.ts format-2` after the file was
// made. Done once for each file; whoever has to do it again for an old one has changed what old events mean.

import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "seat-ledger";
import { goldenSecret, told } from "./told.ts";

const [format] = process.argv.slice(2);
if (!format) throw new Error("Which file? For example: node tests/golden/write-expectation.ts format-2");
const files = join(import.meta.dirname, "files");
const folder = await mkdtemp(join(tmpdir(), "seat-ledger-golden-"));
try {
  const file = join(folder, "seats.db");
  await cp(join(files, `${format}.db`), file);
  await using ledger = await openLedger({ file, secret: goldenSecret });
  await writeFile(join(files, `${format}.json`), `${JSON.stringify(await told(ledger), null, 1)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
