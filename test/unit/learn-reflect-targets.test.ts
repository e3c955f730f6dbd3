import { describe, expect, test } from "vitest";
import { projectCommands } from "../../agent/learn/reflect/project-commands.ts";
import type { Step } from "../../agent/learn/reflect/step.ts";
import { edit, failed, ran, step, textsOf } from "../support/steps.ts";

const listed = (target: string): Step =>
  step("Read", { file_path: "/p/Taskfile.yml" }, { output: `tasks:\n  ${target}:\n    cmds: [x]` });
const change = (turn: number, file = "layouts/base.html"): Step => edit(file, `a${turn}`, "b", { turn });
const of = (...steps: Step[]) => textsOf(projectCommands(steps, (path) => path.replace("/p/", "")));

describe("a target whose name does not say what it is for", () => {
  test("is learned as what was run after changes, in more than one piece of work", () => {
    const once = [listed("site"), change(0), ran("task site")];
    expect(of(...once)).toEqual([]);
    expect(of(...once, change(1), ran("rm x && task site", { turn: 1 }))).toEqual([
      "Run `task site` after you change `layouts/base.html`.",
    ]);
    expect(of(...once, change(1, "layouts/rss/list.xml"), ran("task site", { turn: 1 }))).toEqual([
      "Run `task site` after you change files in `layouts`.",
    ]);
  });

  test.each<[string, Step[]]>([
    ["nobody listed", [change(0), ran("task site"), change(1), ran("task site", { turn: 1 })]],
    ["was run without a change", [listed("site"), change(0), ran("task site"), ran("task site", { turn: 1 })]],
    ["failed", [listed("site"), change(0), failed("task site"), change(1), ran("task site", { turn: 1 })]],
    ["ships it", [listed("ship"), change(0), ran("task ship"), change(1), ran("task ship", { turn: 1 })]],
  ])("not one that %s", (_name, steps) => {
    expect(of(...steps)).toEqual([]);
  });
});

describe("what a command is for", () => {
  const inTwoTurns = (line: string): string[] => of(ran(line), ran(line, { turn: 1 }));
  test.each([
    ["npx elm-test", "Run the tests with `npx elm-test`."],
    ["docker compose run --rm test", "Run the tests with `docker compose run --rm test`."],
    ["pnpm --filter @app/web test", "Run the tests with `pnpm --filter @app/web test`."],
    ["make smoke", "Run the smoke tests with `make smoke`."],
    ["scripts/itest.sh", "Run the tests with `scripts/itest.sh`."],
    ["Rscript -e 'devtools::check()'", "Run the tests with `Rscript -e 'devtools::check()'`."],
  ])("%s", (line, text) => {
    expect(inTwoTurns(line)).toEqual([text]);
  });

  test.each(["cargo check -q", "go build ./...", "npx tsc --noEmit"])("%s is called so everywhere", (line) => {
    expect(inTwoTurns(line)).toEqual([]);
  });
});
