// Makes a fresh clone ready: installs what is missing, builds when a source is newer than the build.
// Used by `npm start`, `npm test` and the other commands, so that each works as the very first one.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Cairn needs Node 20.19 or newer; this is ${process.version}.\nHint: get one from https://nodejs.org or with your version manager.`,
  );
  process.exit(1);
}

const mtime = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const newest = (path) =>
  statSync(path).isDirectory()
    ? Math.max(mtime(path), ...readdirSync(path).map((name) => newest(join(path, name))))
    : mtime(path);
const run = (command, args, why) => {
  console.error(`cairn: ${why}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
};

if (mtime(join(root, "node_modules/.package-lock.json")) < mtime(join(root, "package-lock.json"))) {
  // Not `npm ci`: it refuses a lock file that lacks the optional packages of other platforms than the one it was written on.
  run(
    "npm",
    ["install", "--no-save", "--no-audit", "--no-fund"],
    "installing what is missing (a minute where better-sqlite3 has to be compiled) …",
  );
}
const sources = ["agent", "sync", "web", "tsconfig.json", "tsconfig.build.json", "package.json"].map((name) =>
  newest(join(root, name)),
);
if (mtime(join(root, "dist/agent/cli.js")) < Math.max(...sources)) {
  run(process.execPath, [join(root, ".ci/build.mjs")], "building …");
}
