import { describe, expect, test } from "vitest";
import { failedThenPassed } from "../../agent/learn/reflect/failed-then-passed.ts";
import type { Step } from "../../agent/learn/reflect/step.ts";
import { failed, ran, textsOf } from "../support/steps.ts";

const of = (steps: readonly Step[], answer = "", prompt = "run it") =>
  textsOf(failedThenPassed(steps, { prompt, answer }));

describe("one thing said to a program in the place of another", () => {
  const NO_MODULE = "error: no such module 'Pods'";
  test.each<[string, Step[], string, string]>([
    [
      "an option for another",
      [failed("xcodebuild test -project A.xcodeproj", NO_MODULE), ran("xcodebuild test -workspace A.xcworkspace")],
      "The tests run through the workspace.",
      "Run `xcodebuild test -workspace A.xcworkspace`, not `xcodebuild test -project A.xcodeproj`, which fails.",
    ],
    [
      "a variable for an option",
      [failed("pytest --device cpu", "CUDA error: out of memory"), ran("CUDA_VISIBLE_DEVICES= pytest")],
      "An empty CUDA_VISIBLE_DEVICES does it.",
      "Run `CUDA_VISIBLE_DEVICES= pytest`, not `pytest --device cpu`, which fails.",
    ],
    [
      "another value, where both are spoken of",
      [
        failed("docker build --platform linux/arm64 .", "linux/arm64 is not supported"),
        ran("docker build --platform linux/amd64 ."),
      ],
      "The image is built for linux/amd64.",
      "Run `docker build --platform linux/amd64 .`, not `docker build --platform linux/arm64 .`, which fails.",
    ],
    [
      "an option of one letter with a name behind it",
      [failed("dotnet test", "error NETSDK1045: no SDK"), ran("dotnet test -f net8.0")],
      "They pass for net8.0.",
      "Run `dotnet test -f net8.0`, not `dotnet test`, which fails.",
    ],
    [
      "a word behind one dash",
      [failed("latexmk -pdf a.tex", "fontspec requires XeTeX"), ran("latexmk -xelatex a.tex")],
      "It needs xelatex.",
      "Run `latexmk -xelatex a.tex`, not `latexmk -pdf a.tex`, which fails.",
    ],
    [
      "another version of the tool",
      [failed("cargo fmt --check", "only available in nightly"), ran("cargo +nightly fmt --check")],
      "",
      "Run `cargo +nightly fmt --check`, not `cargo fmt --check`, which fails.",
    ],
    [
      "another version of the program",
      [failed("python3 tool.py", "SyntaxError"), ran("python3.11 tool.py")],
      "",
      "Run `python3.11 tool.py`, not `python3 tool.py`, which fails.",
    ],
    [
      "another who asks",
      [failed("ssh web tail a.log", "Permission denied (publickey)."), ran("ssh deploy@web tail a.log")],
      "",
      "Run `ssh deploy@web tail a.log`, not `ssh web tail a.log`, which fails.",
    ],
    [
      "one after the other, as two words",
      [failed("go test ./...", "deadlock detected"), ran("go test -p 1 ./...")],
      "",
      "Run `go test -p 1 ./...`, not `go test ./...`, which fails.",
    ],
    [
      "a way to connect, after a look at what there is",
      [failed("mysql -u app shop", "Can't connect"), ran("java_home -V"), ran("mysql --protocol=tcp -u app shop")],
      "",
      "Run `mysql --protocol=tcp -u app shop`, not `mysql -u app shop`, which fails.",
    ],
  ])("%s is learned where the answer names what was put in", (_name, steps, answer, text) => {
    expect(of(steps, answer)).toEqual([text]);
    expect(of(steps, "It passes.").filter((one) => one.includes("workspace") || one.includes("CUDA"))).toEqual([]);
  });

  test.each<[string, Step[], string, string]>([
    [
      "somebody asked for",
      [failed("cargo run --mode dev", "panicked"), ran("cargo run --profile fast")],
      "With the profile fast it runs.",
      "try the profile fast, too",
    ],
    [
      "chooses less where something failed",
      [failed("ctest", "2 tests failed out of 40"), ran("ctest -R parser")],
      "The tests of the parser pass.",
      "run the tests of all",
    ],
    [
      "is another value that was wanted",
      [failed("python train.py --seed 3", "loss is nan"), ran("python train.py --seed four")],
      "With four it is fine.",
      "go on",
    ],
    [
      "is another value, where the error says nothing of the first",
      [failed("docker build --platform linux/arm64 .", "boom"), ran("docker build --platform linux/amd64 .")],
      "It is built for linux/amd64.",
      "go on",
    ],
    [
      "was a slip",
      [failed("./deploy.sh --enviroment dev", "boom"), ran("./deploy.sh --environment dev")],
      "The environment is dev.",
      "go on",
    ],
    [
      "only shows more",
      [failed("make -C web all", "boom"), ran("make -C web all --verbose")],
      "It passes with verbose.",
      "go on",
    ],
    [
      "is another value of a variable",
      [failed("MODE=debug make test", "assertion"), ran("MODE=release make test")],
      "",
      "go on",
    ],
    [
      "is another statement in quotes",
      [failed("sqlite3 a.db 'select x from order'", "syntax error"), ran("sqlite3 a.db 'select x from \"order\"'")],
      "",
      "go on",
    ],
    ["is mended once", [failed("./a.sh", "bad interpreter"), ran("dos2unix a.sh"), ran("./a.sh")], "", "go on"],
    [
      "had failed itself before",
      [
        failed("curl localhost:80", "Connection refused"),
        failed("curl localhost:81", "Connection refused"),
        ran("curl localhost:80"),
      ],
      "",
      "go on",
    ],
  ])("not what %s", (_name, steps, answer, prompt) => {
    expect(of(steps, answer, prompt)).toEqual([]);
  });

  test("the same behind a launcher, as one word in quotes", () => {
    expect(of([failed("make firmware", "gcc: not found"), ran("nix-shell --run 'make firmware'")])).toEqual([
      "Run `nix-shell --run 'make firmware'`, not `make firmware`, which fails.",
    ]);
  });
});
