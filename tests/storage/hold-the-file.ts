// Begins a write in the file on the command line, as any other program may, and keeps it until its input ends.

import Sqlite from "better-sqlite3";

const [, , file = ""] = process.argv;
const database = new Sqlite(file);
database.exec("begin immediate");
console.log("held");
process.stdin.resume().once("end", () => database.close());
