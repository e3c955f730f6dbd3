import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { END, openScene, SESSION, SHELLS_HERE, SILENT, which } from "../support/hooks.ts";

const ROOT = process.getuid?.() === 0;
const NOBODY = 65534;

describe.each(SHELLS_HERE)("under $title", (shell) => {
  test("an event is in the spool byte for byte, ended by 0x1E, for this user only", async () => {
    const scene = openScene();
    const stdin = Buffer.concat([Buffer.from('{"a":"\\ud800 \\\\n $(id)\n'), Buffer.from([0, 0xff, 0xc3, 0x1e, 0x0a])]);
    expect(await scene.run("record", { shell, stdin })).toMatchObject(SILENT);
    const [[name, text] = ["", ""], ...others] = scene.spool();
    expect(others).toEqual([]);
    expect(name).toMatch(new RegExp(`^\\d+\\.[0-9a-f-]+\\.${SESSION}$`));
    expect(text).toBe(stdin.toString("latin1") + END);
    expect(statSync(scene.at(`spool/${name}`)).mode & 0o777).toBe(0o600);
    expect(statSync(scene.at("spool")).mode & 0o777).toBe(0o700);
    expect(statSync(scene.home).mode & 0o777).toBe(0o700);
  });

  test("64 hooks at once, with no spool yet, lose nothing", async () => {
    const scene = openScene();
    const events = Array.from({ length: 64 }, (_, n) => `{"n":${n},"pad":"${"x".repeat(3000)}"}`);
    const all = await Promise.all(events.map((stdin) => scene.run("record", { shell, stdin })));
    for (const ran of all) expect(ran).toMatchObject(SILENT);
    expect([...scene.spool().values()].sort()).toEqual(events.map((event) => event + END).sort());
  });

  test("an event of 6 MB arrives whole", async () => {
    const scene = openScene();
    const stdin = randomBytes(3_000_000).toString("hex");
    expect(await scene.run("record", { shell, stdin })).toMatchObject(SILENT);
    expect([...scene.spool().values()][0] === stdin + END).toBe(true);
  });

  test("stdin that is empty or closed is no trouble", async () => {
    const scene = openScene();
    expect(await scene.run("record", { shell, stdin: "" })).toMatchObject(SILENT);
    expect([...scene.spool().values()]).toEqual([END]);
    expect(await scene.run("record", { shell, stdin: null })).toMatchObject(SILENT);
    expect([...scene.spool().values()]).toEqual([END]);
  });

  test.each(["../../x", "a b", "a\nb", "a.b", "é", "*", "-n; touch x", "x".repeat(300), ""])(
    "a session called %j is recorded as one without a name",
    async (id) => {
      const scene = openScene();
      expect(await scene.run("record", { shell, env: { CLAUDE_CODE_SESSION_ID: id } })).toMatchObject(SILENT);
      const [[name, text] = ["", ""]] = scene.spool();
      expect(name).toMatch(/^\d+\.[0-9a-f-]+\.$/);
      expect(text).toBe(`{}${END}`);
    },
  );

  test("CAIRN_DISABLED=1 leaves no trace", async () => {
    const scene = openScene();
    expect(await scene.run("record", { shell, env: { CAIRN_DISABLED: "1" } })).toMatchObject(SILENT);
    expect(existsSync(scene.home)).toBe(false);
  });

  const later = String(Math.floor(Date.now() / 1000) + 3600);
  test.each([
    ["paused", "0\n"],
    ["paused", later],
    ["paused", `${later}\nby me\n`],
    [`paused-${SESSION}`, "0"],
    [`paused-${SESSION}`, later],
    ["paused", ""],
    ["paused", "tomorrow"],
    ["paused", "-1"],
    ["paused", "99999999999999999999999"],
    ["paused", "$(touch x)"],
  ])("nothing is recorded while %s says %j", async (file, text) => {
    const scene = openScene();
    scene.put(file, text);
    for (const hook of ["record", "context", "pre-tool"] as const) {
      expect(await scene.run(hook, { shell })).toMatchObject(SILENT);
    }
    expect(scene.spool().size).toBe(0);
  });

  test("nothing is recorded while what stands for a pause cannot be read", async () => {
    const scene = openScene();
    mkdirSync(scene.at("paused"), { recursive: true });
    expect(await scene.run("record", { shell })).toMatchObject(SILENT);
    rmdirSync(scene.at("paused"));
    spawnSync("mkfifo", [scene.at("paused")]);
    expect(await scene.run("record", { shell })).toMatchObject(SILENT);
    expect(scene.spool().size).toBe(0);
  });

  test("a pause that is over, or another session's, counts as none", async () => {
    const scene = openScene();
    scene.put("paused", "1700000000\n");
    scene.put(`paused-${SESSION}`, "1700000000\n");
    scene.put("paused-another", "0\n");
    expect(await scene.run("record", { shell })).toMatchObject(SILENT);
    expect(scene.spool().size).toBe(1);
  });

  test("a pause that is over does not shorten one that holds", async () => {
    const scene = openScene();
    scene.put("paused", "1700000000\n");
    scene.put(`paused-${SESSION}`, "0\n");
    await scene.run("record", { shell });
    expect(scene.spool().size).toBe(0);
  });

  test("CAIRN_HOME is used as it is, and only when absolute", async () => {
    const scene = openScene();
    const home = join(scene.root, "elsewhere -n *");
    expect(await scene.run("record", { shell, env: { CAIRN_HOME: home, HOME: undefined } })).toMatchObject(SILENT);
    expect(existsSync(join(home, "spool"))).toBe(true);
    for (const env of [{ CAIRN_HOME: "here" }, { HOME: undefined }, { HOME: "" }, { HOME: "~" }]) {
      expect(await scene.run("record", { shell, env })).toMatchObject(SILENT);
    }
    expect(existsSync(join(scene.project, "here"))).toBe(false);
    expect(existsSync(join(scene.project, "~"))).toBe(false);
    expect(existsSync(scene.home)).toBe(false);
  });

  test("what the environment brings along does not matter", async () => {
    const scene = openScene();
    const env = {
      IFS: "0123456789-/.",
      CDPATH: "/:/tmp",
      GREP_OPTIONS: "-v --color=always",
      POSIXLY_CORRECT: "1",
      LC_ALL: "xx_YY",
      RANDOM: "../../r",
      PPID: "../../p",
      recorded: "yes",
      name: "n",
      unique: "/u",
      spool: "/s",
      home: "/h",
      ends: "0",
    };
    expect(await scene.run("record", { shell, env })).toMatchObject({ code: 0, stdout: "" });
    expect([...scene.spool().keys()][0]).toMatch(new RegExp(`^\\d+\\.[0-9a-f-]+\\.${SESSION}$`));
  });

  test("a folder that has been deleted meanwhile is a place to work in", async () => {
    const scene = openScene();
    const cwd = join(scene.root, "gone");
    mkdirSync(cwd);
    const wrap = ["/bin/sh", "-c", 'rmdir "$PWD"; exec "$@"', "sh"];
    for (const hook of ["record", "context", "pre-tool"] as const) {
      if (!existsSync(cwd)) mkdirSync(cwd);
      const ran = await scene.run(hook, { shell, cwd, wrap, env: { CLAUDE_PROJECT_DIR: undefined } });
      expect(ran).toMatchObject({ code: 0, stdout: "" }); // bash says on stderr that it cannot find the folder
    }
    expect(existsSync(cwd)).toBe(false);
    expect(scene.spool().size).toBe(3);
  });

  test("names stay unique where the kernel offers no uuid", async () => {
    const scene = openScene();
    for (const hook of ["record", "context", "pre-tool"]) {
      const path = join(scene.root, `plugin/hooks/${hook}.sh`);
      writeFileSync(path, readFileSync(path, "utf8").replaceAll("/proc/sys/kernel/random/uuid", "/nowhere/uuid"));
    }
    // The same process id again, as it comes while a worker is away for long.
    const wrap = [
      "/bin/sh",
      "-c",
      'cd "$HOME/.cairn/spool" && echo old >"$$.$PPID-.$CLAUDE_CODE_SESSION_ID" && cd - >&2 && exec "$@" 2>&-',
      "sh",
    ];
    mkdirSync(scene.at("spool"), { recursive: true });
    const ran = await scene.run("record", { shell, env: { RANDOM: "../../r" }, wrap, stdin: "new" });
    expect(ran).toMatchObject({ code: 0, stdout: "" });
    expect([...scene.spool().values()].sort()).toEqual([`new${END}`, "old\n"]);
    const names = [...scene.spool()].filter(([, text]) => text === `new${END}`).map(([name]) => name);
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(new RegExp(`^\\d+\\.[0-9]+-[0-9-]*\\.${SESSION}$`));
  });
});

test("an event never overwrites another, whatever its name", async () => {
  const scene = openScene();
  const path = join(scene.root, "plugin/hooks/record.sh");
  const fixed = readFileSync(path, "utf8").replace(/^ {2}name=.*$/m, "  name=same");
  writeFileSync(path, fixed);
  await scene.run("record", { stdin: "first" });
  expect(await scene.run("record", { stdin: "second" })).toMatchObject(SILENT);
  expect(scene.spool()).toEqual(new Map([["same", `first${END}`]]));
});

test("a prompt that looks like a command runs nothing", async () => {
  const scene = openScene();
  const stdin = JSON.stringify({
    hook_event_name: "UserPromptSubmit",
    prompt: "$(touch x) `touch x`; touch x\ntouch x",
  });
  for (const hook of ["record", "context", "pre-tool"] as const) {
    expect(await scene.run(hook, { stdin, env: { CLAUDE_CODE_SESSION_ID: "$(touch x)" } })).toMatchObject(SILENT);
  }
  expect(readdirSync(scene.project)).toEqual([]);
  expect([...scene.spool().values()]).toEqual([stdin + END, stdin + END, stdin + END]);
});

test("without cat in the PATH nothing is recorded and nothing disturbed", async () => {
  const scene = openScene();
  const bin = join(scene.root, "bin");
  mkdirSync(bin);
  for (const program of ["mkdir", "rm"]) symlinkSync(which(program) ?? "", join(bin, program));
  for (const hook of ["record", "context", "pre-tool"] as const) {
    expect(await scene.run(hook, { env: { PATH: bin } })).toMatchObject(SILENT);
  }
  expect(scene.spool().size).toBe(0);
});

test.skipIf(!ROOT)("nothing is put into the spool of another user", async () => {
  const scene = openScene();
  mkdirSync(scene.at("spool"), { recursive: true });
  chownSync(scene.at("spool"), NOBODY, NOBODY);
  expect(await scene.run("record")).toMatchObject(SILENT);
  expect(scene.spool().size).toBe(0);
});

test.skipIf(!ROOT || which("prlimit") === undefined).each(["dash", "busybox"])(
  "%s that cannot start another process does not block the prompt",
  async (title) => {
    const shell = SHELLS_HERE.find((one) => one.title === title);
    const scene = openScene();
    chmodSync(dirname(scene.root), 0o755);
    mkdirSync(scene.at("spool"), { recursive: true });
    for (const path of [dirname(scene.home), scene.home, scene.at("spool")]) chownSync(path, 54321, 54321);
    for (const hook of ["record", "context", "pre-tool"] as const) {
      const ran = await scene.run(hook, { ...(shell && { shell }), uid: 54321, wrap: ["prlimit", "--nproc=1"] });
      expect(ran).toMatchObject({ code: 0, stdout: "" });
    }
    expect([...scene.spool().values()].join("")).toBe("");
  },
);

test("a hook without its record.sh, as in the middle of an update, blocks nothing", async () => {
  const scene = openScene();
  rmSync(join(scene.root, "plugin/hooks/record.sh"));
  for (const hook of ["context", "pre-tool"] as const) {
    expect(await scene.run(hook)).toMatchObject({ code: 0, stdout: "" });
  }
});
