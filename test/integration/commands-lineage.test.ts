import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../sync/store/open.ts";
import { cliOn } from "../support/cli.ts";

test("cairn lineage tells a chain by file and by id, from any folder, and JSON is all there is on stdout", async () => {
  const cli = cliOn();
  const repository = cli.repository("demo");
  await cli.run(["learn", "Run the tests with npm test"], { cwd: repository });
  const store = openStore(cli.home.database);
  const projectId = store.projects.all()[0]?.id ?? "";
  store.lineage.save({
    id: "pat1",
    projectId,
    kind: "function",
    name: "total",
    owner: "",
    language: "TypeScript",
    file: "src/total.ts",
    body: "function total() {}",
    removedAtMs: null,
  });
  const step = { patternId: "pat1", sessionId: "s1", turnId: 1, file: "src/total.ts", why: "count the cart", atMs: 1 };
  store.lineage.addStep({ ...step, toolUseId: "t1", change: "created" });
  store.lineage.addStep({ ...step, toolUseId: "t2", change: "used", file: "view.ts", why: "", atMs: 2 });
  store.close();
  mkdirSync(join(repository, "src"), { recursive: true });
  writeFileSync(join(repository, "src", "total.ts"), "");
  const text = (await cli.run(["lineage", "total.ts"], { cwd: join(repository, "src") })).stdout;
  expect(text).toMatch(/total {2}function, TypeScript, src\/total\.ts, pat1/);
  expect(text).toMatch(/created .* ago, session s1\n\s+for “count the cart”\n\s+used .* ago in view\.ts, session s1/);
  const { stdout } = await cli.run(["lineage", "pat1", "--json"], { cwd: cli.dir });
  expect(JSON.parse(stdout)).toMatchObject([
    { pattern: { name: "total" }, steps: [{ change: "created" }, { change: "used" }] },
  ]);
  expect(stdout).not.toContain("function total() {}");
});

test.each([
  [["lineage"], 2, /missing required argument/],
  [["lineage", " "], 2, /No file is named/],
  [["lineage", "nowhere.ts"], 1, /Nothing is known of nowhere\.ts/],
  [["lineage", "a.ts", "b.ts"], 2, /too many arguments/],
])("cairn %s is refused with a reason", async (argv, code, reason) => {
  const cli = cliOn();
  const ran = await cli.run(argv);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(reason);
  expect(ran.stdout).toBe("");
});

test("cairn memories --playbook shows the sections that have something, with what came of each memory", async () => {
  const cli = cliOn();
  await cli.ok("learn", "--scope", "user", "--kind", "snippet", "Run the tests with npm test");
  await cli.ok("learn", "--scope", "user", "--kind", "pitfall", "Don't run the tests in parallel");
  const store = openStore(cli.home.database);
  const [first] = store.memories
    .list({ states: ["trusted"], projectId: null, limit: 9 })
    .filter(({ kind }) => kind === "snippet");
  store.memories.vote(first?.id ?? "", 3, 1);
  store.close();
  const text = await cli.ok("memories", "--playbook");
  expect(text).toMatch(
    /^Useful code snippets\n- Run the tests with npm test \[ctx-\w+\] \+3\/-1\n\nTroubleshooting and pitfalls\n- Don't run .* \+0\/-0\s*$/,
  );
  expect(text).not.toContain("APIs");
});
