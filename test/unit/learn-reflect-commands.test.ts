import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failedThenPassed } from "../../agent/learn/reflect/failed-then-passed.ts";
import { type Step, stepOf } from "../../agent/learn/reflect/step.ts";
import { formProblems } from "../../agent/learn/word/form.ts";
import type { ToolUse } from "../../sync/store/tool-uses.ts";
import { edit, use } from "../support/tool-use.ts";

const stepFor = ({ tool, summary, outcome, error }: ToolUse): Step =>
  stepOf({
    tool,
    input: tool === "Bash" ? { command: summary } : { file_path: summary, old_string: "a", new_string: "b" },
    turn: 0,
    outcome,
    error: error ?? "",
    output: "",
  });
const reflect = (uses: readonly ToolUse[]) => failedThenPassed(uses.map(stepFor));

const texts = (...uses: ToolUse[]): string[] => reflect(uses).map(({ text }) => text);

describe("a command that failed and passed when it was called in another way", () => {
  test("is learned, as proposed", () => {
    expect(reflect([use("npm test", "failed"), use("npm test -- --run")])).toEqual([
      {
        text: "Run `npm test -- --run`, not `npm test`, which fails.",
        kind: "pitfall",
        scope: "project",
        confidence: 0.45,
        quote: "`npm test` failed (Exit code 1); `npm test -- --run` passed",
        state: "proposed",
        from: "failed-then-passed",
        context: "\nExit code 1",
      },
    ]);
  });

  test.each([
    ["NODE_OPTIONS added", "jest src/a.test.ts", "NODE_OPTIONS=--experimental-vm-modules jest src/a.test.ts"],
    ["another launcher", "pytest tests/unit", "uv run pytest tests/unit"],
    ["as a module", "pytest", "python -m pytest"],
    ["another package manager", "npm test", "pnpm test"],
    ["another spelling of the program", "docker-compose up -d db", "docker compose up -d db"],
    ["the wrapper of the repository", "gradle build", "./gradlew build"],
    ["another python", "python manage.py migrate", "python3 manage.py migrate"],
    ["an option that the tool needs", "terraform apply plan.out", "terraform apply -input=false plan.out"],
    [
      "in a folder, with its output cut",
      "cd web && npm test 2>&1 | tail -20",
      "cd web && npm test -- --run 2>&1 | tail -5",
    ],
    ["a quoted argument", 'cargo test --features "a b"', 'cargo test --locked --features "a b"'],
  ])("%s", (_name, failed, passed) => {
    const [text = ""] = texts(use(failed, "failed"), use(passed));
    expect(text).toMatch(/^Run `.+`, not `.+`, which fails\.$/);
    expect(formProblems(text)).toEqual([]);
  });

  test("is learned across other calls that only look, and across edits when the tool itself named the wrong option", () => {
    expect(
      texts(use("npm test", "failed"), use("cat package.json"), use("git status"), use("npm test -- --run")),
    ).toHaveLength(1);
    const wrong = use("tsc --fooo -p .", "failed", {
      error: "error TS5023: Unknown compiler option; unknown option --fooo",
    });
    expect(texts(wrong, edit("/p/a.ts"), use("tsc -p ."))).toHaveLength(1);
  });

  test("is learned once, however often it happened", () => {
    expect(texts(use("npm test", "failed"), use("npm test", "failed"), use("npm test -- --run"))).toHaveLength(1);
  });
});

describe("nothing is learned from", () => {
  test.each<[string, ToolUse[]]>([
    ["the same command after an edit", [use("npm test", "failed"), edit("/p/a.ts"), use("npm test")]],
    ["another command after an edit", [use("npm test", "failed"), edit("/p/a.ts"), use("npm test -- --run")]],
    [
      "another command after an installation",
      [use("npm test", "failed"), use("npm install"), use("npm test -- --run")],
    ],
    ["the same command passing as well", [use("npm test", "failed"), use("npm test -- --run"), use("npm test")]],
    ["a part of the tests", [use("pytest", "failed"), use("pytest -k login")]],
    ["one file of the tests", [use("npm test", "failed"), use("npm test src/a.test.ts")]],
    ["more output", [use("cargo build", "failed"), use("cargo build --verbose")]],
    ["a check that was switched off", [use("git commit -m x", "failed"), use("git commit --no-verify -m x")]],
    ["force", [use("git push origin main", "failed"), use("git push --force origin main")]],
    ["updated snapshots", [use("vitest run", "failed"), use("vitest run --update")]],
    ["asking for help", [use("supabase db", "failed"), use("supabase db --help")]],
    ["a search that found nothing", [use("grep -r foo .", "failed"), use("grep -ri foo .")]],
    ["a failure that was swallowed", [use("npm test", "failed"), use("npm test -- --run || true")]],
    ["another script", [use("npm run lint", "failed"), use("npm run format")]],
    ["several commands at once", [use("npm ci && npm test", "failed"), use("npm ci && npm test -- --run")]],
    ["the same command from another folder", [use("npm test", "failed"), use("cd /p && npm test")]],
    ["other files with another option", [use("pytest tests/a", "failed"), use("pytest -p no:cacheprovider tests/b")]],
    ["the first of several commands", [use("npm test && npm run e2e", "failed"), use("npm test -- --run")]],
    ["a command that was cut", [use("npm test", "failed"), use("npm test -- --run …")]],
    ["a secret", [use("npm publish", "failed"), use("NPM_TOKEN=[redacted:npm-token] npm publish")]],
    ["a call that was interrupted", [use("npm test", "interrupted"), use("npm test -- --run")]],
    ["what passed first and failed then", [use("npm test -- --run"), use("npm test", "failed")]],
    ["no tool use at all", []],
  ])("%s", (_name, uses) => {
    expect(reflect(uses)).toEqual([]);
  });

  test("any commands whatever: it never throws, and what it says keeps the form and is proposed", () => {
    const words = fc.constantFrom(
      "npm",
      "test",
      "--run",
      "-x",
      "&&",
      "|",
      ";",
      ">",
      "2>&1",
      "'",
      '"',
      "`",
      "$(",
      "a=b",
      "…",
      "cd",
      "\\",
      "ü",
    );
    const command = fc.array(words, { maxLength: 8 }).map((parts) => parts.join(" "));
    const uses = fc.array(fc.tuple(command, fc.constantFrom("ok", "failed", "rejected")), { maxLength: 8 });
    fc.assert(
      fc.property(uses, (list) => {
        for (const candidate of reflect(list.map(([line, outcome]) => use(line, outcome as ToolUse["outcome"])))) {
          expect(formProblems(candidate.text)).toEqual([]);
          expect(candidate.state).toBe("proposed");
        }
      }),
      { numRuns: 2000 },
    );
  });
});
