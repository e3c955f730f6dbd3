import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** Runs the demo with a folder of its own for what it leaves in the temporary folder. */
const demo = (...args: string[]) => {
  // As short as can be: the worker's socket will lie in there.
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "d-")));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const ran = spawnSync(process.execPath, ["--import", "tsx", join(ROOT, "test/demo/main.ts"), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: temporary, TMPDIR: temporary },
    encoding: "utf8",
  });
  const left = readdirSync(temporary).filter((name) => name.startsWith("cairn-"));
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr, left };
};

describe("the demo", () => {
  test("of one machine carries both corrections into the next session's brief, and leaves nothing behind", () => {
    const { code, stdout, stderr, left } = demo("--one");
    expect({ code, stderr, left }).toEqual({ code: 0, stderr: "", left: [] });
    const brief = stdout.slice(stdout.indexOf("The second session"));
    expect(brief).toMatch(/- .*pnpm.*\[ctx-\w+; the user corrected the agent\]/);
    expect(brief).toMatch(/- .*src\/generated.*\[ctx-\w+; the user corrected the agent\]/);
    expect(stdout).not.toContain("\u001b");
  });

  test("says what there is when it is not told which", () => {
    const { code, stdout } = demo();
    expect({ code, says: stdout.includes("--one") }).toEqual({ code: 0, says: true });
  });

  test("names an option that there is not", () => {
    const { code, stderr } = demo("--two");
    expect({ code, says: stderr.includes("--two") }).toEqual({ code: 1, says: true });
  });
});
