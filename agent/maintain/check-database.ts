import { isSound } from "../../sync/store/check.ts";
import { DAMAGED } from "./in-child.ts";

// Run as a child process of its own, because the check reads the whole file: exit 0 = sound, `DAMAGED`, else it could not be checked.
const [path = ""] = process.argv.slice(2);
process.exitCode = isSound(path) ? 0 : DAMAGED;
