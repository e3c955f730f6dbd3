// Where the runtime comes from. First hit wins: what the user names, the archive of a release, the sources around the plugin.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "./failure.mjs";
import { atLeast } from "./package.mjs";

export const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

const manifestOf = (folder) => {
  try {
    return readJson(join(folder, "package.json"));
  } catch {
    return undefined;
  }
};

/**
 * Folders that may hold our sources. A plugin from a folder marketplace runs in place, so they are around it. One from a git marketplace
 * runs from plugins/cache/<market>/<plugin>/<version>, and its clone is plugins/marketplaces/<market>. No other marketplace is asked:
 * adding one must not be enough for its code to be run here.
 */
const sourceFolders = (root) => {
  const [around, market, cache] = [dirname(root), dirname(dirname(root)), dirname(dirname(dirname(root)))];
  const clone = join(dirname(cache), "marketplaces", basename(market));
  return basename(cache) === "cache" ? [around, clone] : [around];
};

/** {kind: "archive" | "folder", path} to install from for a plugin of this version, or a Failure that says what to do. */
export const findSource = ({ root, env, version }) => {
  const named = env.CAIRN_RUNTIME_SOURCE;
  if (named) {
    const path = resolve(named);
    if (!existsSync(path)) throw new Failure("source", `CAIRN_RUNTIME_SOURCE names ${path}, which does not exist.`);
    if (!statSync(path).isDirectory()) return { kind: "archive", path };
    if (manifestOf(path)?.name === "cairn") return { kind: "folder", path };
    throw new Failure("source", `CAIRN_RUNTIME_SOURCE names ${path}, which holds no Cairn.`);
  }
  const archive = join(root, "runtime", `cairn-${version}.tgz`);
  if (existsSync(archive)) return { kind: "archive", path: archive };
  const folders = sourceFolders(root).filter((folder) => manifestOf(folder)?.name === "cairn");
  const fitting = folders.find((folder) => atLeast(manifestOf(folder).version, version));
  if (fitting) return { kind: "folder", path: fitting };
  throw folders.length > 0
    ? new Failure(
        "source",
        `the sources in ${folders[0]} are older than the plugin (${version}): run "claude plugin marketplace update".`,
      )
    : new Failure(
        "source",
        "neither a release archive nor Cairn's sources lie beside the plugin: set CAIRN_RUNTIME_SOURCE to one of them.",
      );
};

const newestMs = (path) => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
};

/** Was dist/ built after the last change of what it is built from? */
export const isBuilt = (folder) => {
  const cli = statSync(join(folder, "dist/agent/cli.js"), { throwIfNoEntry: false });
  const sources = ["agent", "sync", "web", "tsconfig.json", "tsconfig.build.json", "package.json"];
  return cli !== undefined && cli.mtimeMs >= Math.max(...sources.map((name) => newestMs(join(folder, name))));
};
