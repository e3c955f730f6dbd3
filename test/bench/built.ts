import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A module as it was built and as users run it; the source that tsx compiles on the fly is slower. */
export const built = async <T>(path: string): Promise<T> => (await import(join(ROOT, "dist", path))) as T;

/** Runs a file of children/ in a process of its own, so that it has a heap of its own, and gives what it reported. */
export const child = async <T>(name: string, task: unknown): Promise<T> => {
  const file = join(import.meta.dirname, "children", `${name}.ts`);
  const running = spawn(process.execPath, ["--import", "tsx", file, JSON.stringify(task)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  running.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = await once(running, "close");
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return JSON.parse(said) as T;
};
