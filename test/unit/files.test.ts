import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { readIfThere, readJsonIfThere, writeAtomically, writtenAtMs } from "../../sync/core/files.ts";
import { scratchDir } from "../support/scratch.ts";

const FILES = pathToFileURL(join(import.meta.dirname, "../../sync/core/files.ts")).href;

describe("writing a file in one step", () => {
  test("replaces it, is for its owner alone and leaves no draft", () => {
    const dir = scratchDir();
    const path = join(dir, "state.json");
    writeFileSync(path, "old", { mode: 0o644 });
    for (const durable of [false, true]) writeAtomically(path, `new ${durable}`, { durable });
    expect(readFileSync(path, "utf8")).toBe("new true");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(["state.json"]);
  });

  test("works for the longest name a file can have", () => {
    const path = join(scratchDir(), "x".repeat(255));
    writeAtomically(path, "text");
    expect(readFileSync(path, "utf8")).toBe("text");
  });

  test("that fails leaves the old text whole and no draft", () => {
    const dir = scratchDir();
    mkdirSync(join(dir, "folder"));
    expect(() => writeAtomically(join(dir, "folder"), "text")).toThrow();
    expect(() => writeAtomically(join(dir, "missing", "file"), "text")).toThrow(/ENOENT/);
    expect(readdirSync(dir)).toEqual(["folder"]);
  });

  test("on a disk that is full halfway is an error, and the old text stays", () => {
    const dir = scratchDir();
    const path = join(dir, "state.json");
    writeFileSync(path, "old");
    const script = `import { writeAtomically } from ${JSON.stringify(FILES)};
      try { writeAtomically(process.argv[1], "x".repeat(3000)); console.log("written"); }
      catch (error) { console.log(error.code); }`;
    // A limit of 2 KB on the size of a file: the first write ends in its middle, as on a disk that fills up.
    const run = [
      "-c",
      'ulimit -f 4 && exec "$@"',
      "sh",
      process.execPath,
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      script,
      path,
    ];
    expect(String(execFileSync("sh", run, { cwd: join(import.meta.dirname, "../..") })).trim()).toBe("EFBIG");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(dir)).toEqual(["state.json"]);
  });
});

describe("reading a file that may be missing", () => {
  test("gives its text, or null when there is none", () => {
    const dir = scratchDir();
    writeFileSync(join(dir, "file"), "text");
    symlinkSync("nowhere", join(dir, "link"));
    expect(readIfThere(join(dir, "file"))).toBe("text");
    expect(readIfThere(join(dir, "missing"))).toBeNull();
    expect(readIfThere(join(dir, "file", "below a file"))).toBeNull();
    expect(readIfThere(join(dir, "link"))).toBeNull();
    expect(() => readIfThere(dir)).toThrow(/EISDIR/);
  });

  test("as JSON gives null for what a crash left unreadable", () => {
    const path = join(scratchDir(), "state.json");
    expect(readJsonIfThere(path)).toBeNull();
    for (const text of ["", '{"a":', "\0\0\0"]) {
      writeFileSync(path, text);
      expect(readJsonIfThere(path)).toBeNull();
    }
    writeFileSync(path, '{"a":1}');
    expect(readJsonIfThere(path)).toEqual({ a: 1 });
  });

  test("tells when it was written, or null", () => {
    const path = join(scratchDir(), "file");
    expect(writtenAtMs(path)).toBeNull();
    writeFileSync(path, "");
    expect(writtenAtMs(path)).toBe(statSync(path).mtimeMs);
  });
});
