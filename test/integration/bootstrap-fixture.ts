import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// A runtime of a few lines that does what the installer relies on: says its version, starts and restarts a "worker" that listens on
// the socket. It writes each call into `calls`. The worker ends with its home, so no test leaves one behind.
const CLI = `
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
const home = process.env.CAIRN_HOME;
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const args = process.argv.slice(2);
const socket = home + "/worker.sock";
const listens = () => new Promise((done) => {
  const peer = connect(socket, () => { peer.destroy(); done(true); }).on("error", () => done(false));
});
if (args[0] === "--version") {
  console.log(version);
} else if (args[0] === "worker") {
  rmSync(socket, { force: true });
  createServer((peer) => peer.destroy()).listen(socket, () => writeFileSync(home + "/worker.pid", process.pid + "\\n" + version));
  setInterval(() => existsSync(home) || process.exit(), 100);
} else {
  appendFileSync(home + "/calls", version + " " + args.join(" ") + "\\n");
  if (process.env.FIXTURE_REFUSES) process.exit(3);
  if (process.env.FIXTURE_DIES) process.exit(0);
  if (args[0] === "restart") process.kill(Number(readFileSync(home + "/worker.pid", "utf8").split("\\n")[0]), "SIGKILL");
  if (args[0] === "restart" || !(await listens())) {
    spawn(process.execPath, [process.argv[1], "worker"], { detached: true, stdio: "ignore", cwd: "/" }).unref();
    while (!(await listens())) await new Promise((wake) => setTimeout(wake, 20));
  }
}
`;

// Stands for better-sqlite3: its install script makes a file that only this ABI accepts, or fails, or hangs until there is a
// file `go`, as FIXTURE_NATIVE says.
const NATIVE: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name: "better-sqlite3",
    version: "1.0.0",
    main: "index.js",
    scripts: { install: "node install.cjs" },
  }),
  "install.cjs": `
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require("node:fs");
appendFileSync(process.env.CAIRN_HOME + "/compiled", "x");
const wish = process.env.FIXTURE_NATIVE ?? "";
if (wish.startsWith("fail ")) { console.error(wish.slice(5)); process.exit(1); }
if (wish === "hang") {
  writeFileSync(process.env.CAIRN_HOME + "/hangs", String(process.pid));
  setInterval(() => {
    if (existsSync(process.env.CAIRN_HOME + "/go")) build();
    if (existsSync(process.env.CAIRN_HOME + "/go") || !existsSync(process.env.CAIRN_HOME)) process.exit();
  }, 50);
} else build();
function build() {
  mkdirSync("build/Release/obj", { recursive: true });
  writeFileSync("build/Release/obj/by-product.o", "x");
  writeFileSync("build/Release/better_sqlite3.node", process.versions.modules);
}`,
  "index.js": `
const { readFileSync } = require("node:fs");
const abi = readFileSync(__dirname + "/build/Release/better_sqlite3.node", "utf8");
if (abi !== process.versions.modules) throw new Error("built for another ABI");
module.exports = class { prepare() { return { get() {} }; } };`,
  "index.d.ts": "export {};",
  LICENSE: "MIT",
  "deps/big.c": "/* sources */",
  "test/a.js": "",
};

export interface RuntimeWish {
  readonly version?: string;
  /** With the stand-in for better-sqlite3. */
  readonly native?: boolean;
  /** Dependencies that are not there: the registry of these tests is a closed port. */
  readonly dependencies?: Readonly<Record<string, string>>;
}

const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

const packNative = (root: string): { readonly path: string; readonly integrity: string } => {
  const path = join(root, "native.tgz");
  if (!existsSync(path)) {
    write(join(root, "native/package"), NATIVE);
    spawnSync("tar", ["-czf", path, "-C", join(root, "native"), "package"]);
  }
  return { path, integrity: `sha512-${createHash("sha512").update(readFileSync(path)).digest("base64")}` };
};

/** Puts a built runtime with its lockfile into the folder, and gives the folder. */
export const makeRuntime = (root: string, folder: string, wish: RuntimeWish): string => {
  const { version = "1.0.0", native = false, dependencies: away = {} } = wish;
  const { path, integrity } = packNative(root);
  const packed = { version: "1.0.0", resolved: `file:${path}`, integrity, hasInstallScript: true };
  const manifest = {
    name: "cairn",
    version,
    type: "module",
    dependencies: { ...away, ...(native ? { "better-sqlite3": `file:${path}` } : {}) },
    devDependencies: { "only-for-development": "9.9.9" },
  };
  const packages = {
    "": manifest,
    "node_modules/only-for-development": { version: "9.9.9", dev: true },
    ...(native ? { "node_modules/better-sqlite3": packed } : {}),
    ...Object.fromEntries(Object.entries(away).map(([name, wanted]) => [`node_modules/${name}`, { version: wanted }])),
  };
  write(folder, {
    "package.json": JSON.stringify(manifest),
    "package-lock.json": JSON.stringify({ name: "cairn", version, lockfileVersion: 3, requires: true, packages }),
    "dist/agent/cli.js": CLI,
  });
  return folder;
};

/** The same as the archive of a release, at `path`. */
export const makeArchive = (root: string, path: string, wish: RuntimeWish): void => {
  makeRuntime(root, join(root, "archived/package"), wish);
  mkdirSync(dirname(path), { recursive: true });
  spawnSync("tar", ["-czf", path, "-C", join(root, "archived"), "package"]);
};
