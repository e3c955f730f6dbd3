import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "../../agent/commands/program.ts";
import { CLI, type Cli, cliOn } from "../support/cli.ts";
import { createTestClock, START_MS } from "../support/clock.ts";

describe("config", () => {
  test("lists every setting with its value, whether it is a default, and its meaning", async () => {
    const cli = cliOn();
    await cli.ok("config", "set", "recall.top", "5");
    const { stdout } = await cli.run(["config"]);
    expect(stdout).toMatch(/^recall\.top +5 +set +memories offered for one prompt$/m);
    expect(stdout).toMatch(/^capture +on +default +record/m);
    expect(await cli.json("config", "get")).toMatchObject({ "recall.top": 5, "queue.concurrency": 2 });
  });

  test("gives one setting to a script as the bare value", async () => {
    const cli = cliOn();
    expect(await cli.ok("config", "get", "recall.top")).toBe("10\n");
    expect(await cli.ok("config", "get", "capture")).toBe("on\n");
    expect(await cli.json("config", "get", "capture")).toBe(true);
    const atTerminal = await cliOn({ interactive: true }).run(["config", "get", "recall.top"]);
    expect(atTerminal.stderr).toContain("memories offered");
  });

  test("says what a change was and became", async () => {
    const cli = cliOn();
    expect(await cli.ok("config", "set", "recall.top", "5")).toBe("recall.top is now 5 (was 10).\n");
    expect(await cli.ok("config", "set", "recall.top", "5")).toBe("recall.top is 5, as before.\n");
  });

  test.each([
    ["logs.level", "debug"],
    ["logs.maxMb", "9"],
    ["logs.keepFiles", "9"],
    ["eventLog.maxMb", "9"],
    ["queue.concurrency", "3"],
  ])("says of %s, which the worker reads at its start, that it takes a restart", async (key, value) => {
    const cli = cliOn();
    expect(await cli.ok("config", "set", key, value)).toContain("after `cairn restart`");
    expect(await cli.ok("config", "set", key, value)).not.toContain("restart");
  });

  test("a slip in key or value is wrong usage, with what was probably meant", async () => {
    const { code, stderr } = await cliOn().run(["config", "set", "recal.top", "5"]);
    expect([code, stderr]).toEqual([2, "cairn: There is no setting recal.top.\nHint: Did you mean recall.top?\n"]);
  });

  test("settings of a project are kept with it, seen from each of its folders", async () => {
    const cli = cliOn();
    const cwd = cli.repository("demo");
    mkdirSync(join(cwd, "sub"));
    const get = async (key: string) => (await cli.run(["config", "get", key], { cwd: join(cwd, "sub") })).stdout;
    expect([await get("project.capture"), await get("project.private")]).toEqual(["on\n", "off\n"]);
    const set = await cli.run(["config", "set", "project.capture", "off"], { cwd });
    expect(set.stdout).toBe("project.capture is off for demo.\n");
    await cli.run(["config", "set", "project.private", "on"], { cwd });
    expect([await get("project.capture"), await get("project.private")]).toEqual(["off\n", "on\n"]);
    expect((await cli.run(["config", "set", "project.private", "maybe"], { cwd })).code).toBe(2);
    expect(existsSync(cli.home.config)).toBe(false);
  });

  /** An editor that does to the file what the shell script says; $1 is the file. */
  const editor = (cli: Cli, script: string): void => {
    const path = join(cli.dir, "editor");
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    cli.env.VISUAL = path;
  };

  test("edit offers every setting commented out, and takes what is valid", async () => {
    const cli = cliOn();
    editor(cli, `grep -q '^#   top: 10' "$1" && printf 'recall:\\n  top: 7\\n' >"$1"`);
    expect(await cli.ok("config", "edit")).toContain("is in force");
    expect(await cli.ok("config", "get", "recall.top")).toBe("7\n");
    expect(statSync(cli.home.config).mode & 0o777).toBe(0o600);
  });

  test("edit without a change changes nothing", async () => {
    const cli = cliOn();
    editor(cli, "exit 0");
    expect(await cli.ok("config", "edit")).toBe("Nothing was changed.\n");
    expect(existsSync(cli.home.config)).toBe(false);
  });

  test("edit keeps the file when the draft is not valid, keeps the draft, and goes on with it", async () => {
    const cli = cliOn();
    await cli.ok("config", "set", "recall.top", "5");
    editor(cli, `echo 'recall: {top: 99}' >"$1"`);
    const { code, stderr } = await cli.run(["config", "edit"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/recall\.top: [\s\S]*draft is kept/);
    expect(await cli.ok("config", "get", "recall.top")).toBe("5\n");
    editor(cli, `sed 's/99/9/' "$1" >"$1.new" && mv "$1.new" "$1"`);
    expect(await cli.ok("config", "edit")).toContain("is in force");
    expect(await cli.ok("config", "get", "recall.top")).toBe("9\n");
  });

  test("an editor that fails or is not there changes nothing", async () => {
    const cli = cliOn();
    editor(cli, `echo 'capture: false' >"$1"; exit 3`);
    expect(await cli.run(["config", "edit"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ended with 3"),
    });
    cli.env.VISUAL = join(cli.dir, "no editor");
    expect(await cli.run(["config", "edit"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("could not be started"),
    });
    expect(existsSync(cli.home.config)).toBe(false);
  });

  test("an editor that fails takes nobody's draft away, old or new", async () => {
    const cli = cliOn();
    const draft = join(cli.home.dir, "config.draft.yaml");
    editor(cli, "exit 1");
    await cli.run(["config", "edit"]);
    expect(existsSync(draft)).toBe(false);
    editor(cli, `echo 'recall: {top: 99}' >"$1"; exit 1`);
    expect((await cli.run(["config", "edit"])).stderr).toContain("draft is kept");
    for (const script of ["exit 1", `echo 'recall: {top: 98}' >"$1"`]) {
      editor(cli, script);
      expect((await cli.run(["config", "edit"])).stderr).toMatch(/draft of last time[\s\S]*draft is kept/);
    }
    cli.env.VISUAL = join(cli.dir, "no editor");
    expect((await cli.run(["config", "edit"])).stderr).toMatch(/could not be started[\s\S]*draft is kept/);
    expect(readFileSync(draft, "utf8")).toContain("98");
  });

  test("edit names what takes a restart, and only that", async () => {
    const cli = cliOn();
    editor(cli, `printf 'recall: {top: 7}\nlogs: {level: debug, maxMb: 10}\n' >"$1"`);
    expect(await cli.ok("config", "edit")).toContain("takes up logs.level after `cairn restart`");
  });
});

describe("event-log", () => {
  test("is turned on and off, as wordy as wanted, and says where it is", async () => {
    const cli = cliOn();
    expect(await cli.ok("event-log")).toBe("The event log is off.\n");
    expect(await cli.ok("event-log", "on", "--verbosity", "names")).toMatch(/is on \(names\): .*events\.jsonl/);
    expect(await cli.json("config", "get")).toMatchObject({ "eventLog.enabled": true, "eventLog.verbosity": "names" });
    expect(await cli.ok("event-log", "off")).toBe("The event log is off.\n");
    expect((await cli.run(["event-log", "loud"])).code).toBe(2);
  });
});

test("what the system refuses is no bug of Cairn, and doctor is the one to ask", async () => {
  const cli = cliOn({ homeName: "file/home" });
  writeFileSync(join(cli.dir, "file"), "");
  for (const argv of [["pause"], ["config", "set", "recall.top", "5"], ["learn", "Prefer const"], ["start"]]) {
    const { code, stderr } = await cli.run(argv);
    expect(code, argv[0]).toBe(1);
    expect(stderr, argv[0]).toMatch(/ENOTDIR[\s\S]*Hint: `cairn doctor`/);
  }
});

describe("pause", () => {
  const until = (cli: Cli, name = "paused"): string => readFileSync(join(cli.home.dir, name), "utf8");

  test("leaves the second until which the hooks do nothing, and status shows it", async () => {
    const cli = cliOn({ clock: createTestClock() });
    expect(await cli.ok("pause", "--for", "2h")).toMatch(/^Cairn records and recalls nothing until .*\(in 2 h\)\.$/m);
    expect(until(cli)).toBe(`${START_MS / 1_000 + 7_200}\n`);
    const { stdout } = await cli.run(["status"]);
    expect(stdout).toMatch(/^paused +until .*\(in 2 h\)$/m);
  });

  test("without an end it holds until it is ended", async () => {
    const cli = cliOn();
    expect(await cli.ok("pause")).toContain("until `cairn pause --off`");
    expect(until(cli)).toBe("0\n");
    expect(await cli.ok("pause", "--off")).toContain("goes on");
    expect(existsSync(join(cli.home.dir, "paused"))).toBe(false);
    expect(await cli.ok("pause", "--off")).toBe("Nothing was paused.\n");
  });

  test("one session alone is named, or is the one it runs in", async () => {
    const cli = cliOn();
    await cli.ok("pause", "--session", "abc-1");
    expect(until(cli, "paused-abc-1")).toBe("0\n");
    expect((await cli.run(["pause", "--session"])).code).toBe(2);
    cli.env.CLAUDE_CODE_SESSION_ID = "def-2";
    await cli.ok("pause", "--session", "--for", "45m");
    expect(Number(until(cli, "paused-def-2"))).toBeGreaterThan(0);
    await cli.ok("pause", "--off", "--session", "abc-1");
    expect(existsSync(join(cli.home.dir, "paused-abc-1"))).toBe(false);
    expect(await cli.ok("pause", "--off")).toContain("1 pause ended");
  });

  test.each([[["--for", "soon"]], [["--session", "../x"]], [["--off", "--for", "2h"]]])("refuses %j", async (argv) => {
    const cli = cliOn();
    expect((await cli.run(["pause", ...argv])).code).toBe(2);
    expect(existsSync(cli.home.dir)).toBe(false);
  });
});

describe("init", () => {
  test("registers the project of the folder and says what it found", async () => {
    const cli = cliOn();
    const cwd = cli.repository("demo");
    spawnSync("git", ["-C", cwd, "remote", "add", "origin", "git@github.com:someone/demo.git"]);
    const { code, stdout } = await cli.run(["init", "--no-start", "--private"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Project demo \(.*someone\/demo.*\)$/m);
    expect(stdout).toContain("capture on, private on");
    expect(existsSync(cli.home.machine)).toBe(true);
    // A second time changes nothing that is not named.
    const again = await cli.run(["init", "--no-start", "--no-capture", "--json"], { cwd });
    expect(JSON.parse(again.stdout)).toMatchObject({ name: "demo", capture: false, private: true });
  });

  test("puts a command on the PATH on request, and uninstall takes it away", async () => {
    const cli = cliOn();
    const { stdout } = await cli.run(["init", "--no-start", "--link"]);
    const command = join(cli.dir, ".local/bin/cairn");
    expect(stdout).toContain(`${command}; `);
    // Run by itself it finds the same home, whatever the environment says.
    const ran = spawnSync(command, ["status", "--json"], {
      env: { PATH: cli.env.PATH, HOME: "/nonexistent" },
      encoding: "utf8",
    });
    expect(JSON.parse(ran.stdout).machine.id).toBe(JSON.parse(readFileSync(cli.home.machine, "utf8")).id);
    expect(readFileSync(command, "utf8")).toContain(CLI);
    await cli.ok("uninstall");
    expect(existsSync(command)).toBe(false);
  });

  test("a command of that name that is somebody else's stays", async () => {
    const cli = cliOn();
    const folder = join(cli.dir, ".local/bin");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cairn"), "mine");
    expect((await cli.run(["init", "--no-start", "--link"])).code).toBe(1);
    await cli.ok("uninstall");
    expect(readFileSync(join(folder, "cairn"), "utf8")).toBe("mine");
  });
});

describe("help", () => {
  test("each command has help with an example, reached both ways", async () => {
    const cli = cliOn();
    for (const name of COMMAND_NAMES) {
      const help = await cli.ok(name, "--help");
      expect(help, name).toMatch(new RegExp(`^Usage: cairn ${name}[\\s\\S]*\\nExamples:\\n`));
      expect(await cli.ok("help", name)).toBe(help);
    }
    expect(existsSync(cli.home.dir)).toBe(false);
  });

  test("without a command it is the overview, with the exit codes", async () => {
    const cli = cliOn();
    const help = await cli.ok();
    expect(help).toMatch(/Exit codes:\n {2}0 {3}/);
    for (const name of COMMAND_NAMES) expect(help).toContain(`  ${name} `);
    expect(await cli.ok("--help")).toBe(help);
    expect(await cli.ok("--version")).toBe("0.1.0\n");
  });

  test("docs/commands.md speaks of every command and every option of it", async () => {
    const cli = cliOn();
    const docs = readFileSync(join(import.meta.dirname, "../../docs/commands.md"), "utf8");
    for (const name of COMMAND_NAMES) {
      const options = [...(await cli.ok(name, "--help")).matchAll(/^ {2}.*?(--[a-z-]+)/gm)].map(
        ([, flag]) => flag ?? "",
      );
      const missing = options.filter((flag) => flag !== "--help" && !docs.includes(flag));
      expect(docs).toContain(`cairn ${name}`);
      expect(missing, name).toEqual([]);
    }
  });
});

describe("wrong usage", () => {
  test.each([
    [["nope"], /unknown command 'nope'/, "cairn --help"],
    [["help", "nope"], /^cairn: There is no command nope\.$/m, "cairn --help"],
    [["help", "memorie"], /^cairn: There is no command memorie\.$/m, "cairn help memories"],
    [["queue", "help", "nope"], /^cairn: queue has no such part\.$/m, "cairn queue --help"],
    [["why"], /missing required argument/, "cairn why --help"],
    [["queue", "list", "--jsn"], /unknown option '--jsn'/, "cairn queue --help"],
    [["event-log", "loud"], /Allowed choices are on, off/, "cairn event-log --help"],
    [["config", "set", "recall.top", "many"], /takes a number, not "many"/, "cairn config get"],
    [["config", "set", "capture", "maybe"], /takes on or off/, "cairn config set capture on"],
    [["memories", "-n", "many"], /is not a number from 1/, "-n 20"],
    [["pause", "--off", "--for", "2h"], /do not go together/, "cairn pause --off"],
    [["pause", "--session", "../x"], /is not the id of a session/, "cairn pause --session"],
  ])("%j is told in a line, with what to do", async (argv, line, hint) => {
    const { code, stderr } = await cliOn().run(argv);
    expect([code, stderr]).toEqual([2, expect.stringMatching(line)]);
    expect(stderr.split("\n").at(-2)).toMatch(/^Hint: /);
    expect(stderr.split("\n").at(-2)).toContain(hint);
  });

  test.each([
    [["export", "no/such/folder/x.ndjson"], "cannot be written"],
    [["import", "nowhere.ndjson"], "cannot be read"],
    [["why", "ctx-nobody"], "nothing has been learned"],
    [["init", "--no-start", "--link"], "HOME is not set"],
  ])("what fails otherwise has a hint too: %j", async (argv, line) => {
    const cli = cliOn();
    delete cli.env.HOME;
    const { code, stderr } = await cli.run(argv);
    expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`${line}.*\\nHint: `))]);
  });
});

describe("completions", () => {
  const complete = (script: string, words: readonly string[]): string[] => {
    const program = `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})\nCOMP_CWORD=${words.length - 1}\n_cairn\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync("bash", ["-c", program], { encoding: "utf8" }).stdout.trim().split("\n");
  };

  test("bash completes commands, their parts, options and choices", async () => {
    const script = await cliOn().ok("completions", "bash");
    expect(complete(script, ["cairn", "mem"])).toEqual(["memories"]);
    expect(complete(script, ["cairn", "queue", "re"])).toEqual(["retry"]);
    expect(complete(script, ["cairn", "queue", "list", "--de"])).toEqual(["--dead"]);
    expect(complete(script, ["cairn", "event-log", ""])).toEqual(expect.arrayContaining(["on", "off"]));
    expect(complete(script, ["cairn", "--json", "co"])).toEqual(["config", "completions"]);
  });

  test("bash completes the values of options and the keys of settings, wherever they may stand", async () => {
    const script = await cliOn().ok("completions", "bash");
    const states = ["dead", "retrying", "running", "ready", "done"];
    expect(complete(script, ["cairn", "queue", "list", "--state", ""])).toEqual(states);
    expect(complete(script, ["cairn", "queue", "list", "--state", "=", "re"])).toEqual(["retrying", "ready"]);
    expect(complete(script, ["cairn", "queue", "list", "--state", "="])).toEqual(states);
    expect(complete(script, ["cairn", "learn", "Prefer", "--kind", "pre"])).toEqual(["preference"]);
    expect(complete(script, ["cairn", "logs", "-f", "--level", "e"])).toEqual(["error"]);
    // A value is no word of the command: what comes after it is completed as if it were not there.
    expect(complete(script, ["cairn", "queue", "list", "--state", "dead", "--li"])).toEqual(["--limit"]);
    expect(complete(script, ["cairn", "queue", "list", "-n", ""])).toEqual([""]);
    for (const verb of ["get", "set"]) {
      expect(complete(script, ["cairn", "config", verb, "recall.t"])).toEqual(["recall.top"]);
      expect(complete(script, ["cairn", "config", verb, "project."])).toEqual(["project.capture", "project.private"]);
    }
    expect(complete(script, ["cairn", "config", "set", "recall.top", ""])).toEqual([""]);
  });

  test("zsh and fish offer the values of options and the keys of settings too", async () => {
    const cli = cliOn();
    const zsh = await cli.ok("completions", "zsh");
    expect(zsh).toMatch(/' queue list'\*' --state'\) found=\('dead' 'retrying'/);
    expect(zsh).toMatch(/' config set'\) found=\('capture' 'recall\.enabled'/);
    const fish = await cli.ok("completions", "fish");
    expect(fish).toMatch(/from logs' -l level -x -a 'debug info warn error' -d/);
    expect(fish).toMatch(/from config; and __fish_seen_subcommand_from get; and not .*' -a recall\.top$/m);
  });

  test("zsh and fish get every command; a quote in a description stays one", async () => {
    const cli = cliOn();
    for (const shell of ["zsh", "fish"]) {
      const script = await cli.ok("completions", shell);
      for (const name of COMMAND_NAMES) expect(script).toContain(name);
      // Both quote as sh does, so an odd quote would show here.
      expect(spawnSync("sh", ["-c", `: ${script.match(/'(?:[^']|'\\'')*'/g)?.join(" ") ?? ""}`]).status).toBe(0);
    }
    expect((await cli.run(["completions", "tcsh"])).code).toBe(2);
  });
});
