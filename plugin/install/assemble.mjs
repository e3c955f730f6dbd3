// Builds a runtime in a staging folder: dist, production dependencies, the native module, and nothing that is not needed to run.
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { Failure, recognise } from "./failure.mjs";
import { findNpm, npmEnv, run, step } from "./npm.mjs";
import { atLeast, buildPackage, runtimeLock, runtimePackage } from "./package.mjs";
import { isBuilt, readJson } from "./source.mjs";

const MINUTE_MS = 60_000;
const NPM_FLAGS = [
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  "--fetch-retry-mintimeout=1000",
  "--fetch-retry-maxtimeout=5000",
];
const NATIVE = "better-sqlite3";
const BINARY = "build/Release/better_sqlite3.node";

const lockOf = (folder) => {
  const path = ["npm-shrinkwrap.json", "package-lock.json"]
    .map((name) => join(folder, name))
    .find((file) => existsSync(file));
  if (!path) throw new Failure("source", `${folder} has no lockfile, so its dependencies cannot be installed.`);
  return path;
};

const unpack = async (archive, staging, tools) => {
  const folder = join(staging, "archive");
  mkdirSync(folder);
  await step(["tar", "-xzf", archive, "-C", folder], tools, new Failure("source", `${archive} cannot be unpacked.`));
  return join(folder, "package");
};

/** Not sockets and pipes, which somebody may have in a checkout. */
const isCopied = (found) => found.isFile() || found.isDirectory() || found.isSymbolicLink();

/** Builds a copy of the sources: a checkout or a marketplace's clone is the user's, and nothing is written into it. */
const build = async (folder, staging, tools) => {
  const copy = join(staging, "build");
  const left = new Set(["node_modules", ".git", "dist", "coverage", "plugin"]);
  cpSync(folder, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !left.has(relative(folder, path)) && isCopied(lstatSync(path)),
  });
  writeFileSync(join(copy, "package.json"), JSON.stringify(buildPackage(readJson(join(folder, "package.json")))));
  tools.say("fetching the compiler …");
  const install = [...tools.npm, "install", "--include=dev", "--include=optional", ...NPM_FLAGS];
  await step(install, { ...tools, cwd: copy }, new Failure("build", "what the build needs could not be installed."));
  tools.say("building …");
  await step(
    [...tools.npm, "run", "build"],
    { ...tools, cwd: copy },
    new Failure("build", `Cairn could not be built from ${folder}.`),
  );
  return copy;
};

const opens = async (app, tools) => {
  const probe = `const D = require(${JSON.stringify(NATIVE)}); new D(":memory:").prepare("select 1").get()`;
  return (await run([process.execPath, "-e", probe], { ...tools, cwd: app, limitMs: MINUTE_MS })).code === 0;
};

/**
 * The native module: a build of the same version that lies in an older runtime or in the checkout is taken, where it works with this
 * Node (an update then needs neither GitHub nor a minute of compiling), else its own install script fetches or compiles one. That is
 * called by name, so it runs whatever the user's `ignore-scripts` and npm's policy for install scripts say.
 */
const makeNative = async (app, spares, tools) => {
  const module = join(app, "node_modules", NATIVE);
  if (!existsSync(module)) return;
  const { version, scripts } = readJson(join(module, "package.json"));
  for (const spare of spares
    .map((folder) => join(folder, "node_modules", NATIVE))
    .filter((folder) => existsSync(join(folder, BINARY)))) {
    if (readJson(join(spare, "package.json")).version !== version) continue;
    mkdirSync(dirname(join(module, BINARY)), { recursive: true });
    cpSync(join(spare, BINARY), join(module, BINARY));
    if (await opens(app, tools)) return tools.say(`${NATIVE} ${version} taken from ${spare}`);
  }
  rmSync(join(module, "build"), { recursive: true, force: true });
  tools.say(`fetching or compiling ${NATIVE} ${version} (a minute where it has to be compiled) …`);
  if (scripts?.install) {
    const failed = new Failure("native", `${NATIVE} could neither be fetched nor compiled.`);
    await step([...tools.npm, "run", "install"], { ...tools, cwd: module }, failed);
  }
  if (!(await opens(app, tools)))
    throw new Failure("native", `${NATIVE} was installed but does not load in Node ${process.versions.node}.`);
};

const walk = function* (folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    yield [join(folder, entry.name), entry];
    if (entry.isDirectory()) yield* walk(join(folder, entry.name));
  }
};

/** Bytes of the files below. */
export const sizeOf = (folder) => {
  let bytes = 0;
  for (const [path, entry] of walk(folder)) if (entry.isFile()) bytes += statSync(path).size;
  return bytes;
};

/** Removes what running does not need: the native module's sources and by-products, types, source maps, tests. Licences stay. */
const prune = (app) => {
  const modules = join(app, "node_modules");
  if (!existsSync(modules)) return;
  const native = join(modules, NATIVE);
  if (existsSync(join(native, BINARY))) {
    renameSync(join(native, BINARY), join(native, "kept.node"));
    for (const name of ["deps", "src", "build"]) rmSync(join(native, name), { recursive: true, force: true });
    mkdirSync(dirname(join(native, BINARY)), { recursive: true });
    renameSync(join(native, "kept.node"), join(native, BINARY));
  }
  for (const [path, entry] of [...walk(modules)]) {
    const inPackage = /^(@[^/]+\/)?[^/]+$/.test(relative(modules, dirname(path)));
    const isTest =
      entry.isDirectory() && inPackage && /^(tests?|__tests__|benchmarks?|examples?|\.github)$/.test(basename(path));
    const isUnread = entry.isFile() && /\.(map|[cm]?ts|tsx)$/.test(path);
    if (isTest || isUnread) rmSync(path, { recursive: true, force: true });
  }
};

const smoke = async (app, version, tools) => {
  const home = join(dirname(app), "home");
  const options = { ...tools, cwd: app, limitMs: MINUTE_MS, env: { ...tools.env, CAIRN_HOME: home } };
  const { code, output } = await run([process.execPath, join(app, "dist/agent/cli.js"), "--version"], options);
  if (code !== 0 || !output.includes(version)) {
    throw recognise(output) ?? new Failure("smoke", "the new installation does not start.");
  }
};

/**
 * Makes a complete, tried runtime in `staging` and returns {app, version}. `spares` are folders whose native module may be taken over;
 * `wanted` is the plugin's version, which the runtime must not be older than.
 */
export const assemble = async ({ source, staging, spares, wanted, env, log, say, alive }) => {
  const tools = {
    cwd: staging,
    env: npmEnv(env),
    log,
    limitMs: 10 * MINUTE_MS,
    say,
    alive,
    npm: [process.execPath, findNpm(env)],
  };
  const app = join(staging, "app");
  mkdirSync(app, { recursive: true });
  const folder = source.kind === "archive" ? await unpack(source.path, staging, tools) : source.path;
  const manifest = readJson(join(folder, "package.json"));
  if (!atLeast(manifest.version, wanted)) {
    throw new Failure("source", `${source.path} is Cairn ${manifest.version}, older than the plugin (${wanted}).`);
  }
  const built = source.kind === "archive" || isBuilt(folder) ? folder : await build(folder, staging, tools);
  cpSync(join(built, "dist"), join(app, "dist"), { recursive: true });
  if (built !== folder) rmSync(built, { recursive: true, force: true, maxRetries: 3 }); // with the compiler, four times the runtime
  writeFileSync(join(app, "package.json"), `${JSON.stringify(runtimePackage(manifest), null, 2)}\n`);
  writeFileSync(join(app, "npm-shrinkwrap.json"), JSON.stringify(runtimeLock(readJson(lockOf(folder)))));
  say("installing what it needs to run …");
  const install = [...tools.npm, "ci", "--omit=dev", ...NPM_FLAGS];
  await step(install, { ...tools, cwd: app }, new Failure("install", "npm could not install what Cairn needs to run."));
  await makeNative(app, source.kind === "folder" ? [folder, ...spares] : spares, tools);
  prune(app);
  await smoke(app, manifest.version, tools);
  if (existsSync(join(app, "node_modules", NATIVE)) && !(await opens(app, tools)))
    throw new Failure("smoke", `${NATIVE} does not load.`);
  return { app, version: manifest.version };
};
