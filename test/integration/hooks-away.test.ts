import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openScene, type Scene, SESSION, SHELLS_HERE, SILENT, which } from "../support/hooks.ts";
import { answerTo, countStarts, plantBootstrap, until } from "../support/hooks-worker.ts";

const PROMPT = '{"session_id":"s","hook_event_name":"UserPromptSubmit","prompt":"hello"}';
const START = '{"session_id":"s","hook_event_name":"SessionStart","source":"startup"}';
const BRIEF = answerTo("SessionStart", `prepared: é "q" \\ 100 %s\n\t\u0001$(id) ${"1\n".repeat(4000)}`);
const DEFAULT = answerTo("SessionStart", "for any project");

/** The file of the brief of a project. */
const named = (project: string): string => `briefs/${project.replaceAll("/", "-")}`;

describe.each(SHELLS_HERE)("under $title, without a worker", (shell) => {
  const start = (scene: Scene, env = {}, stdin = START) => scene.run("context", { shell, stdin, env });

  test("a session starts with the brief of its project, another event with nothing", async () => {
    const scene = openScene();
    scene.put(named(scene.project), `${scene.project}\n${BRIEF}\n`);
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    expect(await start(scene)).toMatchObject({ ...SILENT, stdout: `${BRIEF}\n` });
    const spaced = START.replaceAll('":"', '": "');
    expect(await start(scene, {}, spaced)).toMatchObject({ ...SILENT, stdout: `${BRIEF}\n` });
    expect(await start(scene, {}, PROMPT)).toMatchObject(SILENT);
  });

  test("the project is the working folder when Claude Code names none", async () => {
    const scene = openScene();
    const cwd = realpathSync(scene.project);
    scene.put(named(cwd), `${cwd}\n${BRIEF}`);
    expect(await start(scene, { CLAUDE_PROJECT_DIR: undefined })).toMatchObject({ stdout: `${BRIEF}\n` });
  });

  test("a project never seen, and one whose file belongs to another, get the brief for all", async () => {
    const scene = openScene();
    expect(await start(scene)).toMatchObject(SILENT);
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    expect(await start(scene)).toMatchObject({ stdout: `${DEFAULT}\n` });
    scene.put(named("/a/b"), `/a/b\n${BRIEF}\n`);
    expect(await start(scene, { CLAUDE_PROJECT_DIR: "/a/b" })).toMatchObject({ stdout: `${BRIEF}\n` });
    expect(await start(scene, { CLAUDE_PROJECT_DIR: "/a-b" })).toMatchObject({ stdout: `${DEFAULT}\n` });
    rmSync(scene.at("briefs/default"));
    expect(await start(scene, { CLAUDE_PROJECT_DIR: "/a-b" })).toMatchObject(SILENT);
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    for (const project of ["..", "/", "/*", "a\nb", `/${"x".repeat(5000)}`, "$(touch x)", "(", "!"]) {
      expect(await start(scene, { CLAUDE_PROJECT_DIR: project })).toMatchObject({ ...SILENT, stdout: `${DEFAULT}\n` });
    }
    expect(readdirSync(scene.project)).toEqual([]);
  });

  test("a project with nothing to say starts with nothing, and not with the brief for all", async () => {
    const scene = openScene();
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    scene.put(named(scene.project), `${scene.project}\n\n`);
    expect(await start(scene)).toMatchObject(SILENT);
  });

  test("the worker finds out which sessions have had a brief", async () => {
    const scene = openScene();
    await start(scene);
    expect(existsSync(scene.at("offers"))).toBe(false);
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    await start(scene, {}, PROMPT);
    await start(scene, { CLAUDE_CODE_SESSION_ID: "../x" });
    expect(existsSync(scene.at("offers"))).toBe(false);
    for (const _ of "twice") expect(await start(scene)).toMatchObject({ ...SILENT, stdout: `${DEFAULT}\n` });
    expect(readdirSync(scene.at("offers"))).toEqual([`${SESSION}.briefed`]);
  });

  test("a prompt about starting sessions does not start one", async () => {
    const scene = openScene();
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    const prompt = 'see "hook_event_name":"SessionStart" and \\"hook_event_name\\":\\"SessionStart\\"';
    const stdin = JSON.stringify({ hook_event_name: "UserPromptSubmit", prompt });
    expect(await start(scene, { CLAUDE_ENV_FILE: join(scene.root, "env") }, stdin)).toMatchObject(SILENT);
  });

  const head = '{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"';
  test.each([
    ["cut short", BRIEF.slice(0, -3)],
    ["cut short at an escape", `${head}a\\"}}`],
    ["of another event", answerTo("UserPromptSubmit", "x")],
    ["with something else in it", `${head}a","x":{"y":"b"}}`],
    ["with more after it", `${BRIEF}\n${BRIEF}`],
    ["with a half escape", `${head}\\u12"}}`],
    ["with a wrong escape", `${head}\\x"}}`],
    ["with a bare tab", `${head}\t"}}`],
    ["in words", "remember the milk"],
    ["of nothing", ""],
    ["without end", `${head}${"x".repeat(1_000_000)}"}}`],
  ])("a brief %s is not printed", async (_, brief) => {
    const scene = openScene();
    scene.put("briefs/default", `default\n${brief}`);
    expect(await start(scene)).toMatchObject(SILENT);
  });

  test("a folder or a pipe in the place of a brief, a notice or a socket's name is no trouble", async () => {
    const scene = openScene();
    mkdirSync(scene.at("briefs/default"), { recursive: true });
    mkdirSync(scene.at("notice"));
    expect(await start(scene)).toMatchObject(SILENT);
    expect(readdirSync(scene.home).sort()).toEqual(["briefs", "notice", "spool"]);
    for (const path of ["briefs/default", "notice", "socket"]) {
      rmSync(scene.at(path), { recursive: true, force: true });
      spawnSync("mkfifo", [scene.at(path)]);
    }
    expect(await start(scene)).toMatchObject(SILENT);
  });

  test("a brief means what it says wherever the session is", async () => {
    const scene = openScene();
    // U+0085 is a control character to a shell that knows UTF-8, though not to JSON.
    const brief = answerTo("SessionStart", "\n*\n[x]\n?\\ \u0085 é");
    scene.put("briefs/default", `default\n${brief}\n`);
    for (const name of ['n"', 'n*"', "n?", "nx", 'nx"']) writeFileSync(join(scene.project, name), "");
    expect(await start(scene, { LC_ALL: "C.UTF-8" })).toMatchObject({ ...SILENT, stdout: `${brief}\n` });
  });

  test("a notice is shown once, with the brief and without one", async () => {
    const scene = openScene();
    const notice = JSON.stringify({ systemMessage: 'é "q" \\ 100 %s\n' }).slice(1, -1);
    scene.put("notice", `${notice}\n`);
    expect(await start(scene, {}, PROMPT)).toMatchObject(SILENT);
    expect(await start(scene)).toMatchObject({ ...SILENT, stdout: `{${notice}}\n` });
    expect(await start(scene)).toMatchObject(SILENT);
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    scene.put("notice", notice);
    const both = await start(scene);
    expect(JSON.parse(both.stdout)).toEqual({ ...JSON.parse(`{${notice}}`), ...JSON.parse(DEFAULT) });
    expect(await start(scene)).toMatchObject({ stdout: `${DEFAULT}\n` });
    expect(readdirSync(scene.home).sort()).toEqual(["briefs", "offers", "spool"]);
  });

  test("of 16 sessions that start at once, one shows the notice and all the brief", async () => {
    const scene = openScene();
    scene.put("briefs/default", `default\n${DEFAULT}\n`);
    scene.put("notice", '"systemMessage":"once"\n');
    const all = await Promise.all(Array.from({ length: 16 }, () => start(scene)));
    const shown = all.map(({ stdout }) => JSON.parse(stdout));
    expect(shown.filter(({ systemMessage }) => systemMessage === "once")).toHaveLength(1);
    expect(shown.filter(({ hookSpecificOutput }) => hookSpecificOutput)).toHaveLength(16);
  });

  test.each([
    "",
    "Something went wrong",
    '"systemMessage":"half',
    '"systemMessage":"',
    '"systemMessage":"a "quoted" word"',
    '"systemMessage":"C:\\dir"',
    '"systemMessage":"ends with \\"',
    '"systemMessage":"a\tb"',
    '"systemMessage":"a","decision":"block","reason":"b"',
    '{"systemMessage":"a"}',
    '"decision":"block"',
  ])("a notice that says %j is not printed", async (notice) => {
    const scene = openScene();
    scene.put("notice", notice);
    expect(await start(scene)).toMatchObject(SILENT);
  });
});

describe.each(SHELLS_HERE)("under $title, starting the worker", (shell) => {
  test("each prompt, start and subagent starts it once", async () => {
    const scene = openScene();
    const starts = countStarts(scene);
    const subagent = PROMPT.replace("UserPromptSubmit", "SubagentStart");
    for (const [index, stdin] of [START, PROMPT, subagent].entries()) {
      const ran = await scene.run("context", { shell, stdin });
      expect(ran).toMatchObject(SILENT);
      await ran.over;
      expect(starts()).toBe(index + 1);
    }
    await (await scene.run("record", { shell })).over;
    await (await scene.run("pre-tool", { shell })).over;
    expect(starts()).toBe(3);
  });

  const setsid = which("setsid") === undefined ? [] : [{ how: "setsid", signal: "SIGKILL" as const }];
  test.each([...setsid, { how: "no setsid", signal: "SIGTERM" as const }])(
    "with $how, it neither holds the hook nor ends when its process group gets $signal",
    async ({ how, signal }) => {
      const scene = openScene();
      const bin = join(scene.root, "bin");
      mkdirSync(bin);
      for (const program of ["cat", "grep", "mkdir", "sleep"]) symlinkSync(which(program) ?? "", join(bin, program));
      const [ready, go, alive] = ["ready", "go", "alive"].map((name) => join(scene.root, name)) as [
        string,
        string,
        string,
      ];
      // Until it is told to, or the test is gone: never a loop that outlives it.
      const wait = `while ! [ -e "${go}" ] && [ -d "${scene.root}" ] && sleep 0.05; do :; done`;
      plantBootstrap(scene, `echo noise; echo noise >&2; : >"${ready}"; ${wait}; : >"${alive}"`);
      const env = how === "setsid" ? {} : { PATH: bin };
      const ran = await scene.run("context", { shell, stdin: PROMPT, env });
      // Here the hook's stdout and stderr have come to their end, although the worker waits for a word to go on.
      expect(ran).toMatchObject(SILENT);
      expect(await until(() => existsSync(ready))).toBe(true);
      try {
        process.kill(-ran.pid, signal);
      } catch (error) {
        expect(error).toMatchObject({ code: "ESRCH" }); // nobody is left in the group
      }
      writeFileSync(go, "");
      await ran.over;
      expect(existsSync(alive)).toBe(true);
    },
  );

  test("it is given the user's environment, and none of the hook's stdin", async () => {
    const scene = openScene();
    const file = join(scene.root, "seen");
    plantBootstrap(scene, `{ echo "$LC_ALL"; pwd; cat; } >"${file}"`);
    const ran = await scene.run("context", { shell, stdin: START, env: { LC_ALL: "C.UTF-8" } });
    await ran.over;
    expect(readFileSync(file, "utf8")).toBe("C.UTF-8\n/\n");
  });

  test("a plugin that has no bootstrap, or none that can run, starts nothing", async () => {
    const scene = openScene();
    expect(await scene.run("context", { shell, stdin: PROMPT })).toMatchObject(SILENT);
    const starts = countStarts(scene);
    expect(await scene.run("context", { shell, env: { CLAUDE_PLUGIN_ROOT: undefined } })).toMatchObject(SILENT);
    chmodSync(join(scene.root, "plugin/bootstrap.sh"), 0o644);
    const ran = await scene.run("context", { shell, stdin: PROMPT });
    await ran.over;
    expect(ran).toMatchObject(SILENT);
    expect(starts()).toBe(0);
  });
});
