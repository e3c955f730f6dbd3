import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { END, openScene, type RunOptions, type Scene, SHELLS_HERE, SILENT } from "../support/hooks.ts";
import { answerTo, countStarts, serve } from "../support/hooks-worker.ts";

const PROMPT = '{"session_id":"s","hook_event_name":"UserPromptSubmit","prompt":"hello"}';
const START = '{"session_id":"s","hook_event_name":"SessionStart","source":"startup"}';
const BRIEF = answerTo("SessionStart", "prepared");
const ROOT = process.getuid?.() === 0;
const NOBODY = 65534;

const env = { CLAUDE_ENV_FILE: "/nowhere/env.sh" };
const start = (scene: Scene, options: RunOptions = {}) =>
  scene.run("context", { stdin: START, ...options, env: { ...env, ...options.env } });

/** What the user is shown, or undefined when nothing is. */
const shown = ({ stdout }: { readonly stdout: string }): string | undefined =>
  stdout === "" ? undefined : JSON.parse(stdout).systemMessage;

describe.each(SHELLS_HERE)("under $title", (shell) => {
  test("that the home cannot be made is said once, at a start, with what to do; tools and prompts see nothing", async () => {
    const scene = openScene();
    writeFileSync(dirname(scene.home), "a file where a folder should be");
    const starts = countStarts(scene);
    for (const hook of ["record", "pre-tool"] as const) expect(await scene.run(hook, { shell })).toMatchObject(SILENT);
    expect(await scene.run("context", { shell, stdin: PROMPT })).toMatchObject(SILENT);
    const first = await start(scene, { shell });
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(shown(first)).toContain(scene.home);
    expect(shown(first)).toContain("/cairn:doctor");
    await first.over;
    expect(await start(scene, { shell })).toMatchObject(SILENT);
    expect(starts()).toBe(0);
  });

  test("of 16 sessions that start at once, one says it", async () => {
    const scene = openScene();
    writeFileSync(dirname(scene.home), "");
    const all = await Promise.all(Array.from({ length: 16 }, () => start(scene, { shell })));
    expect(all.filter((ran) => shown(ran) !== undefined)).toHaveLength(1);
  });

  test("a failure after it has worked again is said again", async () => {
    const scene = openScene();
    writeFileSync(dirname(scene.home), "");
    expect(shown(await start(scene, { shell }))).toBeDefined();
    rmSync(dirname(scene.home));
    expect(await start(scene, { shell })).toMatchObject(SILENT);
    expect(readdirSync(scene.runtime)).toEqual([]);
    rmSync(dirname(scene.home), { recursive: true });
    writeFileSync(dirname(scene.home), "");
    expect(shown(await start(scene, { shell }))).toBeDefined();
  });

  test("it is said each time where nothing can remember it, and where someone else claims to", async () => {
    const scene = openScene();
    writeFileSync(dirname(scene.home), "");
    const nowhere = { shell, env: { XDG_RUNTIME_DIR: "/nowhere" } };
    expect(shown(await start(scene, nowhere))).toBeDefined();
    expect(shown(await start(scene, nowhere))).toBeDefined();
    const marker = join(scene.runtime, `cairn-cannot-record-${process.getuid?.()}`);
    symlinkSync(scene.project, marker);
    expect(shown(await start(scene, { shell }))).toBeDefined();
    rmSync(marker);
    writeFileSync(marker, "");
    expect(shown(await start(scene, { shell }))).toBeDefined();
    rmSync(marker);
    if (!ROOT) return;
    mkdirSync(marker);
    chownSync(marker, NOBODY, NOBODY);
    expect(shown(await start(scene, { shell }))).toBeDefined();
  });

  test("a home whose name cannot stand in JSON is not named", async () => {
    const scene = openScene();
    for (const name of ['a"b', "a\\", "a\nb", "a\\u00zz"]) {
      const home = join(dirname(scene.home), name);
      mkdirSync(dirname(home), { recursive: true });
      writeFileSync(home, "");
      const ran = await start(scene, { shell, env: { CAIRN_HOME: home } });
      expect(shown(ran)).toContain("its home folder");
      rmSync(scene.runtime, { recursive: true });
      mkdirSync(scene.runtime);
    }
  });

  test("having no home at all is said too", async () => {
    const scene = openScene();
    expect(shown(await start(scene, { shell, env: { HOME: undefined } }))).toContain("HOME is not set");
    rmSync(scene.runtime, { recursive: true });
    mkdirSync(scene.runtime);
    expect(shown(await start(scene, { shell, env: { CAIRN_HOME: "here" } }))).toContain("absolute path");
  });

  test("in a home that can only be read, the session gets its brief and the notice stays for later", async () => {
    const scene = openScene();
    scene.put("spool/.keep", "");
    scene.put("briefs/default", `default\n${BRIEF}\n`);
    scene.put("notice", '"systemMessage":"later"\n');
    scene.put("offers/x.json", answerTo("PreToolUse", "offer"));
    chmodSync(dirname(scene.root), 0o755);
    if (ROOT) for (const path of [scene.at("spool"), scene.home, scene.runtime]) chownSync(path, NOBODY, NOBODY);
    for (const path of [scene.at("spool"), scene.at("offers"), scene.home]) chmodSync(path, 0o555);
    const who: RunOptions = { shell, ...(ROOT && { uid: NOBODY }) };
    const ran = await start(scene, who);
    expect(JSON.parse(ran.stdout)).toEqual({ systemMessage: expect.any(String), ...JSON.parse(BRIEF) });
    expect(shown(ran)).toContain(scene.home);
    expect(await start(scene, who)).toMatchObject({ ...SILENT, stdout: `${BRIEF}\n` });
    expect(existsSync(scene.at("notice"))).toBe(true);
    expect(await scene.run("pre-tool", { ...who, env: { CLAUDE_CODE_SESSION_ID: "x" } })).toMatchObject(SILENT);
    for (const path of [scene.home, scene.at("spool"), scene.at("offers")]) chmodSync(path, 0o755);
  });

  test("an event that cannot be written to its end leaves nothing behind", async () => {
    const scene = openScene();
    const wrap = ["/bin/sh", "-c", 'ulimit -f 8; exec "$@"', "sh"];
    const stdin = START + " ".repeat(100_000);
    let asked = 0;
    await serve(scene.at("worker.sock"), (_, response) => {
      asked++;
      response.end(BRIEF);
    });
    expect(await scene.run("record", { shell, stdin, wrap })).toMatchObject(SILENT);
    const ran = await start(scene, { shell, stdin, wrap });
    expect(shown(ran)).toContain("is the disk full");
    expect(scene.spool().size).toBe(0);
    expect(await start(scene, { shell, stdin, wrap })).toMatchObject(SILENT);
    expect(asked).toBe(0); // the worker could not tell which event it is about
  });
});

/** Makes a spool of 16 pages and fills all but one; then, after the hook, prints what is in it. */
const TINY = `mkdir -p "$HOME/.cairn/spool" && cd "$HOME/.cairn/spool" && mount -t tmpfs -o size=64k,mode=700 none . &&
cd - >/dev/null && head -c 61440 /dev/zero >"$HOME/.cairn/spool/filler" && "$@" && ls "$HOME/.cairn/spool"`;
const MOUNTS = ROOT && spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

describe.skipIf(!MOUNTS).each(SHELLS_HERE)("under $title, on a disk that is full", (shell) => {
  const wrap = ["unshare", "-m", "/bin/sh", "-c", TINY, "sh"];

  test("an event that just fits is kept", async () => {
    const scene = openScene();
    const { code, stdout } = await scene.run("record", { shell, wrap, stdin: "x".repeat(4095) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\S+\nfiller\n$/);
  });

  test.each([4096, 5000, 100_000])("an event of %i bytes leaves nothing, and it is said once", async (bytes) => {
    const scene = openScene();
    const stdin = START.padEnd(bytes);
    const ran = await scene.run("record", { shell, wrap, stdin });
    expect(ran).toMatchObject({ code: 0, stdout: "filler\n" });
    const [message = "", ...rest] = (await start(scene, { shell, wrap, stdin })).stdout.split("\n");
    expect(JSON.parse(message)).toEqual({ systemMessage: expect.stringContaining("is the disk full") });
    expect(rest).toEqual(["filler", ""]);
    expect(await start(scene, { shell, wrap, stdin })).toMatchObject({ code: 0, stdout: "filler\n" });
  });
});

test("recording goes on in a home that recovers, without a start in between", async () => {
  const scene = openScene();
  writeFileSync(dirname(scene.home), "");
  await start(scene);
  rmSync(dirname(scene.home));
  expect(await scene.run("record")).toMatchObject(SILENT);
  expect([...scene.spool().values()]).toEqual([`{}${END}`]);
});
