import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepOf } from "../../agent/learn/reflect/step.ts";
import { summariseSession } from "../../agent/learn/reflect/summary.ts";
import { filesPutBack } from "../../agent/learn/reflect/tried-and-dropped.ts";
import type { Turn } from "../../sync/store/turns.ts";
import { edit, use } from "../support/tool-use.ts";

const turn = (prompt: string, answer: string | null = null): Turn => ({
  id: 1,
  sessionId: "s",
  promptId: null,
  prompt,
  answer,
  state: "answered",
  atMs: 1,
});

describe("the summary of a session", () => {
  test("says what was asked, changed, run, and what failed", () => {
    const uses = [
      edit("/home/u/demo/src/a.ts"),
      edit("/home/u/demo/src/a.ts", { userModified: true }),
      edit("/home/u/demo/test/a.test.ts"),
      use("npm test", "failed"),
      use("npm test"),
      use("rm -rf x", "rejected"),
    ];
    expect(
      summariseSession([turn("add a login\nplease", "Done."), turn("now test it", "All tests pass.")], uses).text,
    ).toBe(
      [
        "Asked: “add a login please”, “now test it”.",
        "Changed 2 files in /home/u/demo/: src/a.ts, test/a.test.ts.",
        "Ran `npm test` (failed, then passed).",
        "1 tool call failed, 1 refused, 1 edit changed by the user.",
        "Ended with: All tests pass.",
      ].join("\n"),
    );
  });

  test("of a long session names the first and the last requests, and what failed in the end before the rest", () => {
    const asked = ["plan", "build", "paint", "mend", "test", "polish", "ship it"];
    const uses = [use("ls -la"), use("cd /home/u/demo && npm run build"), use("npm test"), use("npm test", "failed")];
    expect(
      summariseSession(
        asked.map((prompt) => turn(prompt, "ok")),
        uses,
      ).text,
    ).toBe(
      [
        "Asked: “plan”, “build”, 2 more, “test”, “polish”, “ship it”.",
        "Ran `npm test` (failed, also the last time), `npm run build`.",
        "1 tool call failed.",
        "Ended with: ok",
      ].join("\n"),
    );
  });

  test("says which files went back as they were, and that the last turn was cut off", () => {
    const uses = [edit("/p/a.ts"), edit("/p/b.ts"), use("git checkout -- a.ts")];
    const last = { ...turn("go on"), state: "interrupted" as const };
    expect(summariseSession([turn("try it", "I tried."), last], uses, ["/p/a.ts"]).text).toBe(
      [
        "Asked: “try it”, “go on”.",
        "Changed 1 file: /p/b.ts.",
        "Put back as before: /p/a.ts.",
        "Ran `git checkout -- a.ts`.",
        "the last turn was interrupted.",
        "Ended with: I tried.",
      ].join("\n"),
    );
  });

  test("of an empty session is empty", () => {
    expect(summariseSession([], [])).toMatchObject({
      text: "",
      facts: { turns: 0, asked: [], filesChanged: [], outcome: null },
    });
  });

  test("of any session is at most 1,200 characters, well formed, and the same each time", () => {
    const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
    const long = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.constant("🎉é".repeat(200)));
    fc.assert(
      fc.property(fc.array(long, { maxLength: 12 }), fc.array(long, { maxLength: 12 }), (prompts, names) => {
        const turns = prompts.map((prompt) => turn(prompt, prompt));
        const uses = names.flatMap((name) => [edit(`/p/${name}`), use(name, "failed")]);
        const { text, facts } = summariseSession(turns, uses);
        expect(text.length).toBeLessThanOrEqual(1200);
        expect(text).not.toMatch(LONE);
        expect(summariseSession(turns, uses)).toEqual({ text, facts });
      }),
    );
  });
});

describe("files that went back as they were", () => {
  const ran = (command: string) =>
    stepOf({ tool: "Bash", input: { command }, turn: 0, outcome: "ok", error: "", output: "" });
  const changed = (file: string, before: string, after: string) =>
    stepOf({
      tool: "Edit",
      input: { file_path: `/p/${file}`, old_string: before, new_string: after },
      turn: 0,
      outcome: "ok",
      error: "",
      output: "",
    });
  const back = (...steps: ReturnType<typeof ran>[]) => filesPutBack({ turns: [], steps });
  const a = changed("a.ts", "one", "two");

  test.each([
    ["by git checkout", [a, ran("git checkout -- a.ts")], ["/p/a.ts"]],
    ["by git restore of all", [a, ran("git restore .")], ["/p/a.ts"]],
    ["by an edit the other way round", [a, changed("a.ts", "two", "one")], ["/p/a.ts"]],
    ["not where another change is left", [a, changed("a.ts", "x", "y"), changed("a.ts", "two", "one")], []],
    ["not where it was changed again", [a, ran("git checkout a.ts"), changed("a.ts", "one", "three")], []],
    ["not where the stash came back", [a, ran("git stash"), ran("npm test"), ran("git stash pop")], []],
    ["not by another file's checkout", [a, ran("git checkout -- b.ts")], []],
    ["not by a change of branch", [a, ran("git checkout main")], []],
  ])("%s", (_name, steps, files) => {
    expect(back(...steps)).toEqual(files);
  });
});
