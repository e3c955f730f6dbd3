import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../sync/store/open.ts";
import { type Cli, cliOn } from "../support/cli.ts";

interface Listed {
  readonly id: string;
  readonly text: string;
  readonly scope: string;
  readonly state: string;
  readonly projectName: string | null;
}

const listed = async (cli: Cli, ...more: string[]) => (await cli.json("memories", ...more)) as Listed[];

test("what was taught is listed, found, explained and forgotten, with no worker at all", async () => {
  const cli = cliOn();
  const said = await cli.ok("learn", "--scope", "user", "Always", "write British English");
  expect(said).toMatch(/^Learned\. .*for you, in every project/);
  const [memory] = await listed(cli);
  expect(memory).toMatchObject({ text: "Always write British English", scope: "user", state: "trusted" });
  const id = memory?.id ?? "";
  expect(said).toContain(id);
  expect(await cli.ok("search", "british", "spelling")).toContain(id);
  expect(await cli.ok("why", id)).toMatch(/told by you[\s\S]*you said: “Always write British English”/);
  expect(await cli.ok("forget", id)).toContain(`Forgotten: ${id}`);
  expect(await listed(cli)).toEqual([]);
  expect(await listed(cli, "--state", "forgotten")).toMatchObject([{ id, state: "forgotten" }]);
  expect(await cli.ok("why", id)).toContain("forgotten");
});

test("inside a git repository a lesson is for its project, in any folder of it, and not shown elsewhere", async () => {
  const cli = cliOn();
  const repository = cli.repository("demo");
  const deep = join(repository, "src", "deep");
  mkdirSync(deep, { recursive: true });
  const taught = await cli.run(["learn", "Run the tests with npm test"], { cwd: deep });
  expect(taught.stdout).toContain("for this project");
  expect(await listed(cli)).toEqual([]);
  expect((await cli.run(["memories"])).stdout).toContain("--all");
  expect(await listed(cli, "--all")).toMatchObject([{ scope: "project", projectName: "demo" }]);
  const here = await cli.run(["memories", "--json"], { cwd: repository });
  expect(JSON.parse(here.stdout)).toMatchObject([{ text: "Run the tests with npm test" }]);
});

test("a lesson comes from stdin too, whatever quotes and lines it holds", async () => {
  const cli = cliOn();
  const text = "Quote \"like this\",\n'never' `like` $(that)";
  const { code, stdout } = await cli.run(["learn", "--stdin", "--kind", "rule", "--json"], { stdin: `${text}\n` });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    change: "added",
    memory: { kind: "rule", text: text.replace("\n", " ") },
  });
});

test("the same lesson a second time is not a second memory", async () => {
  const cli = cliOn();
  await cli.ok("learn", "Always format with biome");
  expect(await cli.ok("learn", "Always format with biome")).not.toMatch(/^Learned\./);
  expect(await listed(cli)).toHaveLength(1);
});

test.each([
  [["learn"], /nothing to learn/],
  [["learn", "  "], /nothing to learn/],
  [["learn", "x", "--stdin"], /not both/],
  [["learn", "x y z", "--kind", "mood"], /mood/],
  [["learn", "x y z", "--scope", "team"], /team/],
  [["search"], /missing required argument/],
  [["search", " "], /nothing to search/],
  [["memories", "--state", "good"], /no state "good"/],
  [["memories", "-n", "0"], /not a number from 1 to 1000/],
  [["forget"], /missing required argument/],
  [["nonsense"], /unknown command/],
  [["status", "--bogus"], /unknown option/],
])("cairn %j is wrong usage and says why", async (argv, problem) => {
  const cli = cliOn();
  const { code, stdout, stderr } = await cli.run(argv);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(problem);
  expect(existsSync(cli.home.dir)).toBe(false);
});

test("a word that is nearly a command is met with the command", async () => {
  expect((await cliOn().run(["memorys"])).stderr).toContain("Did you mean memories?");
});

test("an id that is not there is an error with a hint, not a crash", async () => {
  const cli = cliOn();
  expect(await cli.run(["why", "ctx-none"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no memory ctx-none"),
  });
  await cli.ok("learn", "Prefer small commits");
  for (const command of ["why", "forget"]) {
    const { code, stderr } = await cli.run([command, "ctx-none"]);
    expect(code).toBe(1);
    expect(stderr).toBe("cairn: There is no memory ctx-none.\nHint: `cairn memories` lists them.\n");
  }
});

test("looking at a machine where nothing has been learned finds nothing, makes nothing and is no error", async () => {
  const cli = cliOn();
  expect(await listed(cli)).toEqual([]);
  expect(await cli.json("search", "x")).toEqual([]);
  expect(await cli.json("queue", "list")).toEqual([]);
  expect(await cli.ok("memories", "--all")).toContain("Nothing has been learned yet");
  expect(await cli.ok("queue")).toContain("Nothing waits");
  expect(existsSync(cli.home.dir)).toBe(false);
});

const taught = async (): Promise<Cli> => {
  const cli = cliOn();
  const repository = cli.repository("demo");
  await cli.run(["learn", "Run the tests with npm test"], { cwd: repository });
  await cli.run(["learn", "--scope", "user", "Line \u2028 and emoji 🪨 survive"], { cwd: repository });
  const [first] = await listed(cli);
  await cli.ok("learn", "--scope", "user", "Never force-push to main");
  await cli.ok("forget", first?.id ?? "");
  return cli;
};

test("an export imported elsewhere and exported again is the same to the byte; importing twice changes nothing", async () => {
  const [here, there] = [await taught(), cliOn()];
  const file = join(here.dir, "all.ndjson");
  const before = await here.ok("export", "--evidence");
  expect(await here.run(["export", "all.ndjson", "--evidence"])).toMatchObject({ code: 0, stdout: "" });
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await there.ok("import", file)).toMatch(/^[1-9]\d* added, 0 changed/);
  expect(await there.ok("export", "--evidence")).toBe(before);
  expect(await there.ok("import", file)).toMatch(/^0 added, 0 changed/);
  expect(await there.ok("export", "--evidence")).toBe(before);
});

test("a bad line is named by its number, the rest still comes in, and the exit code tells", async () => {
  const [here, there] = [await taught(), cliOn()];
  const lines = (await here.ok("export")).split("\n");
  lines.splice(2, 0, "{not json");
  const { code, stdout, stderr } = await there.run(["import", "-"], { stdin: lines.join("\n") });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^[1-9]\d* added/);
  expect(stderr).toMatch(/^line 3: .+\n1 bad line was left out\.\n$/);
  expect(await there.ok("export")).toBe(await here.ok("export"));
});

test("an export that cannot be written leaves no half of it, and the former file as it was", async () => {
  const cli = await taught();
  expect(await cli.run(["export", "none/all.ndjson"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("cannot be written"),
  });
  const fresh = cliOn();
  writeFileSync(join(fresh.dir, "old.ndjson"), "precious");
  // Nothing has been stored, so there is nothing to export.
  expect((await fresh.run(["export", "old.ndjson"])).code).toBe(1);
  expect(readFileSync(join(fresh.dir, "old.ndjson"), "utf8")).toBe("precious");
  expect(readdirSync(fresh.dir)).toEqual(["old.ndjson"]);
});

test("of a line with every field missing two problems are shown, and how many more there are", async () => {
  const { stderr } = await cliOn().run(["import", "-"], { stdin: '{"type":"memory"}\n' });
  const [line = ""] = stderr.split("\n");
  expect(line).toMatch(/^line 1: id: [^;]*; kind: [^;]*; and \d+ more$/);
  expect(line.length).toBeLessThan(300);
});

test.each([
  ["ab", /too short.*2 characters/],
  ["x".repeat(2_001), /too long.*2,001 characters/],
])("a text that cannot be one memory is wrong usage, said in words: %#", async (text, words) => {
  const { code, stderr } = await cliOn().run(["learn", text]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(stderr).toMatch(/\nHint: .*3 to 2,000 characters/);
  expect(stderr).not.toMatch(/expected string/);
});

test("a file that is not there cannot be imported", async () => {
  const { code, stderr } = await cliOn().run(["import", "nowhere.ndjson"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/nowhere\.ndjson cannot be read: ENOENT/);
});

test("on a terminal it is coloured, unless NO_COLOR is set; into a pipe it never is", async () => {
  const colour = "\x1b[";
  const terminal = cliOn({ interactive: true });
  await terminal.ok("learn", "Prefer const");
  expect(await terminal.ok("memories")).toContain(colour);
  terminal.env.NO_COLOR = "1";
  expect(await terminal.ok("memories")).not.toContain(colour);
  const pipe = cliOn();
  await pipe.ok("learn", "Prefer const");
  expect(await pipe.ok("memories")).not.toContain(colour);
});

test("with CAIRN_DEBUG an error shows where it comes from", async () => {
  const cli = cliOn({ env: { CAIRN_DEBUG: "1" } });
  expect((await cli.run(["config", "get", "nope"])).stderr).toMatch(/no setting nope[\s\S]*at .*config-file/);
});

test("cairn why does not put into your mouth what was only seen", async () => {
  const cli = cliOn();
  await cli.ok("learn", "--scope", "user", "Run the tests with make test");
  const store = openStore(cli.home.database);
  const [memory] = store.memories.list({ states: ["trusted"], projectId: null, limit: 9 });
  const seen = {
    change: "reinforced",
    source: "session:s1",
    sessionId: "s1",
    quote: "`make test` passed 2 times",
  } as const;
  store.memories.note({ ...seen, memoryId: memory?.id ?? "", why: "[]", oldText: null, atMs: 1 });
  store.close();
  const why = await cli.ok("why", memory?.id ?? "");
  expect(why).toContain("seen: `make test` passed 2 times");
  expect(why).toContain("you said: “Run the tests with make test”");
});
