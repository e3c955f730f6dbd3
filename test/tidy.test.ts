import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * The rules of the house, as a test. An exception is a line in a table with its reason beside it, so that it is reviewed.
 */
const ROOT = join(import.meta.dirname, "..");

/** Who may import whom; the longest matching prefix counts. Own folder and packages are always allowed. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "sync/core": [],
  "sync/store": ["sync/core"],
  "sync/engine": ["sync/store", "sync/core"],
  web: ["sync/core"],
  "agent/text": ["sync/core"],
  "agent/git": ["sync/core"],
  "agent/process": ["sync/core"],
  // Asked by capabilities, knows none of them: what questions cost is kept by functions that are handed in.
  "agent/model": ["agent/process", "agent/text", "sync/core"],
  "agent/control": ["agent/process", "sync/core"],
  // Status and doctor judge the worker from outside: heartbeat file, restart policy, spool; what they report is the web's type.
  "agent/health": ["agent/control", "agent/ingest/spool.ts", "agent/process", "sync/store", "sync/core", "web/deps.ts"],
  "agent/ingest": ["agent/text", "agent/git", "sync/store", "sync/core"],
  "agent/queue": ["sync/store", "sync/core"],
  "agent/learn": ["agent/model", "agent/text", "sync/store", "sync/core"],
  "agent/recall": ["agent/text", "sync/store", "sync/core"],
  "agent/mirror": ["agent/git", "sync/store", "sync/core"],
  "agent/report": ["sync/store", "sync/core", "web/deps.ts"],
  "agent/maintain": ["agent/process", "sync/store", "sync/core"],
  "agent/transfer": ["sync/store", "sync/core"],
  "agent/daemon": ["agent", "web", "sync"],
  "agent/terminal.ts": ["sync/core"],
  // Without a worker the client builds the worker's own app in this process; loaded only then.
  "agent/client.ts": ["agent/daemon/offline.ts", "agent/control", "sync/core", "web/deps.ts"],
  "agent/commands": [
    "agent/client.ts",
    "agent/terminal.ts",
    "agent/control",
    "agent/process",
    "agent/health",
    "sync/core",
    "web/deps.ts",
  ],
  // The only command that is the worker; loaded only when it runs.
  "agent/commands/worker.ts": [
    "agent/commands",
    "agent/daemon/main.ts",
    "agent/terminal.ts",
    "agent/control",
    "agent/process",
    "sync/core",
  ],
  "agent/cli.ts": ["agent/commands", "agent/client.ts", "agent/terminal.ts", "agent/control", "sync/core"],
};

interface Home {
  readonly concern: string;
  readonly sign: RegExp;
  readonly livesIn: readonly string[];
}

/** One home for each concern. */
const ONLY_IN: readonly Home[] = [
  {
    concern: "the clock",
    sign: /\bDate\.now\(|\bnew Date\(|\bset(?:Timeout|Interval|Immediate)\(|\bperformance\.now\(/,
    livesIn: ["sync/core/clock.ts"],
  },
  {
    concern: "chance",
    sign: /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b/,
    livesIn: ["sync/core/random.ts"],
  },
  { concern: "SQL", sign: /\.prepare\(|\.pragma\(|from "better-sqlite3"/, livesIn: ["sync/store/"] },
  // The learner is a process of its own, and is handed its environment as every process is.
  { concern: "the environment", sign: /\bprocess\.env\b/, livesIn: ["agent/cli.ts", "agent/daemon/learner/main.ts"] },
  {
    concern: "child processes",
    sign: /node:child_process|\bprocess\.kill\(/,
    livesIn: ["agent/process/", "agent/daemon/watchdog-thread.ts"],
  },
  {
    concern: "the console",
    sign: /\bconsole\.\w+\(|\bprocess\.std(?:out|err)\b/,
    livesIn: ["agent/cli.ts", "agent/terminal.ts"],
  },
];

/** Longer than this, look again: is it one thing? */
const LINES_MAX = 300;

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));

const product = ["agent", "sync", "web"].flatMap(sources).sort();
const textOf = (file: string): string => readFileSync(join(ROOT, file), "utf8");
/** The code without its comments, so that a rule may be spoken of. */
const codeOf = (file: string): string =>
  textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "$1");

const under = (file: string, place: string): boolean =>
  file === place || file.startsWith(place.endsWith("/") ? place : `${place}/`);

const importsOf = (file: string): string[] =>
  [...codeOf(file).matchAll(/(?:from|import\(|import)\s*"(\.[^"]+)"/g)].map(([, path = ""]) =>
    relative(ROOT, join(ROOT, dirname(file), path)),
  );

describe("tidy", () => {
  test("imports go in the declared directions only", () => {
    const wrong = product.flatMap((file) => {
      const home = Object.keys(MAY_IMPORT)
        .filter((place) => under(file, place))
        .sort((a, b) => b.length - a.length)[0];
      if (home === undefined) return [`${file}: has no place in MAY_IMPORT`];
      const allowed = [...(MAY_IMPORT[home] ?? []), home];
      return importsOf(file)
        .filter((target) => !allowed.some((place) => under(target, place)))
        .map((target) => `${file} -> ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test.each(ONLY_IN)("$concern has one home", ({ concern, sign, livesIn }) => {
    const astray = product.filter(
      (file) => !livesIn.some((place) => file.startsWith(place)) && sign.test(codeOf(file)),
    );
    expect(astray.map((file) => `${file}: ${concern}`)).toEqual([]);
    expect(product.some((file) => livesIn.some((place) => file.startsWith(place)) && sign.test(codeOf(file)))).toBe(
      true,
    );
  });

  test("the worker itself never loads what only its learner needs", () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const [, names = "", path = ""] of codeOf(file).matchAll(
        /^(?:import|export) (?!type )([^"]*?)"(\.[^"]+\.tsx?)"/gm,
      )) {
        const onlyTypes = /^\{(?:\s*type \w+,?)+\s*\} from $/.test(names);
        if (!onlyTypes) load(relative(ROOT, join(ROOT, dirname(file), path)));
      }
    };
    load("agent/daemon/main.ts");
    const light = ["agent/learn/forget.ts", "agent/learn/told.ts", "agent/learn/lineage/chains.ts"];
    const learning = [...loaded].filter((file) => under(file, "agent/learn") && !light.includes(file));
    expect(learning).toEqual(["agent/learn/reflect/project-path.ts"]);
    expect(loaded.size).toBeGreaterThan(100);
  });

  test("no file has grown past the point where one looks again", () => {
    const long = product.filter((file) => textOf(file).split("\n").length > LINES_MAX);
    expect(long).toEqual([]);
  });

  test("hooks are self-contained shell", () => {
    const hooks = readdirSync(join(ROOT, "hooks")).sort();
    expect(hooks).toEqual(["context.sh", "hooks.json", "pre-tool.sh", "record.sh"]);
  });

  test("the top level holds what the architecture names and nothing else", () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !["node_modules", "dist", "coverage", ".git"].includes(entry.name))
      .map((entry) => entry.name)
      .sort();
    const allowed = [".ci", ".claude-plugin", "agent", "docs", "hooks", "plugin", "supabase", "sync", "test", "web"];
    expect(folders.filter((name) => !allowed.includes(name))).toEqual([]);
  });
});
