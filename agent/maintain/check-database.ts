import { isSound } from "../../sync/store/check.ts";

// Run as a child process of its own, because the check reads the whole file: exit 0 = sound, 1 = damaged, 2 = could not be checked.
const [path] = process.argv.slice(2);
try {
  process.exitCode = path !== undefined && isSound(path) ? 0 : 1;
} catch {
  process.exitCode = 2;
}
