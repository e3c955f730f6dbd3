// `npm run release`: checks that everything carries one version, builds, and packs the runtime that the plugin installs:
// dist + package.json + npm-shrinkwrap.json (production dependencies only) → plugin/runtime/cairn-<version>.tgz.
// `--check` only compares the versions.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runtimeLock, runtimePackage } from "../plugin/install/package.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const read = (name) => readFileSync(join(root, name), "utf8");
const json = (name) => JSON.parse(read(name));
const fail = (text, hint) => {
  console.error(`release: ${text}\nHint: ${hint}`);
  process.exit(1);
};

const manifest = json("package.json");
const { version } = manifest;

/** The newest version the changelog has a heading for: `## 1.2.3`, `## [1.2.3] - date`; `## Unreleased` doesn't count. */
const newestInChangelog = () => /^## \[?v?(\d+\.\d+\.\d+[\w.+-]*)\]?/m.exec(read("CHANGELOG.md"))?.[1];

const versions = {
  "package.json": version,
  "package-lock.json": json("package-lock.json").version,
  "plugin/.claude-plugin/plugin.json": json("plugin/.claude-plugin/plugin.json").version,
  ".claude-plugin/marketplace.json": json(".claude-plugin/marketplace.json").plugins.find(
    ({ name }) => name === "cairn",
  )?.version,
  "CHANGELOG.md": newestInChangelog(),
};
const others = Object.entries(versions).filter(([, found]) => found !== version);
if (others.length > 0) {
  const list = Object.entries(versions).map(([name, found]) => `  ${name}: ${found ?? "none"}`);
  fail(
    `the versions differ:\n${list.join("\n")}`,
    'set the same version in all of them; the changelog has it as a heading, "## 1.2.3".',
  );
}
// With a package.json at the plugin's root, Claude Code would run `npm ci` there for up to a minute at each installation.
if (existsSync(join(root, "plugin/package.json")))
  fail("plugin/ has a package.json", "move it out: what the plugin needs is installed by its bootstrap.");
if (process.argv.includes("--check")) {
  console.log(`release: ${version} everywhere`);
  process.exit(0);
}

const run = (command, args, options) => {
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
  if (status !== 0) fail(`${command} ${args[0]} ended with ${status}`, "its own output above says why.");
};

run(process.execPath, [join(root, ".ci/build.mjs")], { cwd: root });
const folder = mkdtempSync(join(tmpdir(), "cairn-release-"));
try {
  cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
  if (existsSync(join(root, "LICENSE"))) cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(runtimePackage(manifest), null, 2)}\n`);
  writeFileSync(
    join(folder, "npm-shrinkwrap.json"),
    `${JSON.stringify(runtimeLock(json("package-lock.json")), null, 2)}\n`,
  );
  const target = join(root, "plugin/runtime");
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) if (name.endsWith(".tgz")) rmSync(join(target, name));
  run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", target], { cwd: folder });
  const archive = join(target, `cairn-${version}.tgz`);
  console.log(`release: ${archive}, ${Math.ceil(statSync(archive).size / 1024)} KiB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
