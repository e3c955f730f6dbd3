import { isSound } from "../../sync/store/check.ts";
import { copyDatabase } from "../../sync/store/copy.ts";
import { DAMAGED } from "./in-child.ts";

// Run as a child process of its own: copies a database and looks whether the copy is sound. Exit 0 = it is, `DAMAGED`, else it could
// not be made, and why is on stderr.
const [from = "", to = ""] = process.argv.slice(2);
await copyDatabase(from, to);
process.exitCode = isSound(to) ? 0 : DAMAGED;
