// Compiles agent/, sync/ and web/ into dist/ and puts the SQL beside the compiled store.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
rmSync(join(root, "dist"), { recursive: true, force: true });
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const built = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
if (built.status !== 0) process.exit(built.status ?? 1);
cpSync(join(root, "sync/store/migrations"), join(root, "dist/sync/store/migrations"), { recursive: true });
chmodSync(join(root, "dist/agent/cli.js"), 0o755);
