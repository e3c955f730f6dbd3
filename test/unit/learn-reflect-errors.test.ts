import { describe, expect, test } from "vitest";
import { repeatedErrors } from "../../agent/learn/reflect/repeated-errors.ts";
import type { Step } from "../../agent/learn/reflect/step.ts";
import { edit, failed, ran, step, textsOf } from "../support/steps.ts";

describe("a complaint", () => {
  const texts = (...steps: Step[]) => textsOf(repeatedErrors(steps));
  const SSL = (program: string) =>
    `${program}: error: connection failed: FATAL:  no pg_hba.conf entry for host "10.2.0.8"`;

  test("is told with what all calls that passed were given, whichever program says it", () => {
    expect(
      texts(
        failed("psql -h db app -c 'select 1'", SSL("psql")),
        failed("pg_dump -h db app", SSL("pg_dump")),
        ran("psql 'host=db sslmode=require' -c 'select 1'"),
        failed("psql -h db app -f seed.sql", SSL("psql")),
        ran("psql 'host=db sslmode=require' -f seed.sql"),
      ),
    ).toEqual([
      "Call `psql` and `pg_dump` with `sslmode=require`: without, calls fail here with “no pg_hba.conf entry for host 10.2.0.8”.",
    ]);
  });

  test("is told with the value of an option, too", () => {
    const steps = ["shell ls", "install a.apk", "logcat"].flatMap((what) => [
      failed(`adb ${what}`, "error: more than one device/emulator"),
      ran(`adb -s emulator-5554 ${what}`),
    ]);
    expect(texts(...steps)).toEqual([
      "Call `adb` with `-s emulator-5554`: without, calls fail here with “more than one device/emulator”.",
    ]);
  });

  test("of a shell is told with the name of the shell", () => {
    const steps = ["a", "b", "c"].map((name) => failed(`ls ${name}*.ts`, `zsh: no matches found: ${name}*.ts`));
    expect(texts(...steps)).toEqual([
      "Put quotes around arguments with brackets, stars or question marks: `zsh` takes such words for patterns.",
    ]);
  });

  test("is told with what was run each time before it passed, and not with how it was called then", () => {
    const steps = ["a", "b", "c"].flatMap((name) => [
      failed(`git commit -m ${name}`, "error: files are not formatted, said the hook"),
      ran("gofumpt -w ."),
      ran(`git commit -am ${name}`),
    ]);
    expect(texts(...steps)).toEqual([
      "Run `gofumpt -w .` before `git commit`, which fails with “files are not formatted, said the hook” otherwise.",
    ]);
  });

  test("is not told with how it was called, where something was done in between", () => {
    const steps = ["gofumpt -w .", "prettier -w .", "black ."].flatMap((fix, i) => [
      failed(`git commit -m ${i}`, "error: files are not formatted, said the hook"),
      ran(fix),
      ran(`git commit -am ${i}`),
    ]);
    expect(texts(...steps)).toEqual([
      "Note that `git commit` fails here with “files are not formatted, said the hook”, as 3 times in one session.",
    ]);
  });

  test("is not told with what is installed once", () => {
    const steps = ["a", "b", "c"].flatMap((name) => [
      failed(`draw ${name}.svg`, "draw: there is no plugin for it"),
      ran("pip install draw-svg"),
      ran(`draw ${name}.svg --all`),
    ]);
    expect(texts(...steps).filter((text) => text.includes("pip install"))).toEqual([]);
  });

  test("of packages that were missing is not told", () => {
    const steps = ["six", "attrs", "yaml"].flatMap((name) => [
      failed("python a.py", `ModuleNotFoundError: No module named '${name}'`),
      ran(`pip install ${name}`),
    ]);
    expect(texts(...steps, ran("python a.py"))).toEqual([]);
  });

  test("that ends by itself is not told", () => {
    const REFUSED = "curl: (7) Failed to connect: Connection refused";
    const steps = ["a", "b", "c"].map((path) => failed(`curl localhost/${path}`, REFUSED));
    expect(texts(...steps)).toHaveLength(1);
    expect(texts(...steps, ran("sleep 2"), ran("curl localhost/c"))).toEqual([]);
  });

  test("that is long ends with a word", () => {
    const said = "You must name the region of the account before you name the queue there";
    const steps = ["a", "b", "c"].map((name) => failed(`aws sqs ${name}`, said));
    expect(texts(...steps)).toEqual([
      "Note that `aws sqs` fails here with “You must name the region of the account before you name the”, as 3 times in one session.",
    ]);
  });
});

describe("errors that come again and again", () => {
  const thrice = (make: (i: number) => Step[]): Step[] => [0, 1, 2].flatMap(make);
  const editFails = (file: string, before: string, error: string): Step =>
    step("Edit", { file_path: file, old_string: before, new_string: "x" }, { outcome: "failed", error });
  test.each<[string, Step[], RegExp]>([
    [
      "unread files",
      thrice((i) => [editFails(`/p/${i}.ts`, "a", "File has not been read yet.")]),
      /^Read each file before/,
    ],
    [
      "tabs",
      thrice((i) => [
        editFails(`/p/${i}.go`, "    run()", "String to replace not found in file."),
        step("Edit", { file_path: `/p/${i}.go`, old_string: "\trun()", new_string: "x" }),
      ]),
      /^Indent with a tab, not spaces, .* `\.go` files\.$/,
    ],
    [
      "a missing program",
      thrice((i) => [failed(`rg ${i} src`, "zsh: command not found: rg"), ran(`grep ${i} src`)]),
      /^Call `grep`, not `rg`/,
    ],
    [
      "large files",
      thrice((i) => [
        step(
          "Read",
          { file_path: `/p/${i}.csv` },
          { outcome: "failed", error: "File content exceeds maximum allowed tokens" },
        ),
      ]),
      /^Read large `\.csv` files in parts/,
    ],
    [
      "files that lie elsewhere",
      thrice((i) => [
        step("Read", { file_path: `/p/src/${i}.ts` }, { outcome: "failed", error: "File does not exist." }),
        step("Read", { file_path: `/p/packages/app/src/${i}.ts` }),
      ]),
      /^Search for files in `packages\/app\/src`, not in `src`\.$/,
    ],
    [
      "what a program complains of, with what helped",
      [
        ...thrice(() => [failed("npm run dev", "Error: listen EADDRINUSE: :::3000")]),
        ran("npx kill-port 3000"),
        ran("npm run dev"),
      ],
      /^Run `npx kill-port 3000` before `npm run dev`, which fails with EADDRINUSE otherwise\.$/,
    ],
  ])("%s", (_name, steps, text) => {
    const texts = textsOf(repeatedErrors(steps));
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(text);
    expect(repeatedErrors(steps.slice(0, 2))).toEqual([]);
  });

  const READ_ONLY = "EROFS: read-only file system, open '/p/x'";
  test.each<[string, Step[], string]>([
    [
      "what the machine does not allow, whichever program meets it",
      [
        failed("npx eslint . --cache", READ_ONLY),
        failed("pnpm exec tsc -b", `error TS5033: ${READ_ONLY}`),
        failed("npx vite build", READ_ONLY),
        ran("npx vite build --outDir /tmp/x"),
      ],
      "Note that `eslint`, `tsc` and `vite` fail here with “read-only file system”, as 3 times in one session.",
    ],
    [
      "a network that is closed",
      [
        failed("curl -s https://a.example", "curl: (56) CONNECT tunnel failed, response 403"),
        failed("npm view x", "Network access is blocked by the sandbox"),
        failed("wget https://a.example", "Proxy tunneling failed: Forbidden"),
      ],
      "Don't count on the network here: hosts can't be reached.",
    ],
    [
      "what a server calls its errors",
      thrice((i) => [
        failed(`kubectl get ${"x".repeat(i)}`, `Error from server (Forbidden): ${"x".repeat(i)} is forbidden`),
      ]),
      "Note that `kubectl get` fails here with “Error from server (Forbidden)”, as 3 times in one session.",
    ],
    [
      "a line that different programs have in common",
      [
        failed("git fetch", "git@h: Permission denied (publickey).\nfatal: no"),
        failed("git push", "git@h: Permission denied (publickey).\nfatal: no"),
        failed("git clone h:x", "git@h: Permission denied (publickey).\nfatal: no"),
      ],
      "Note that `git` fails here with “git@h: Permission denied (publickey)”, as 3 times in one session.",
    ],
    [
      "a device that is not there, without the paths",
      [
        failed("python train.py", "RuntimeError: found no usable device in /opt/cuda/lib64/libcudart.so"),
        failed("./bench", "RuntimeError: found no usable device in /opt/cuda/lib64/libcudart.so"),
        failed("make gpu", "x\nRuntimeError: found no usable device in /opt/cuda/lib64/libcudart.so"),
      ],
      "Note that `python`, `bench` and `make` fail here with “RuntimeError: found no usable device in libcudart.so”, as 3 times in one session.",
    ],
    [
      "what a formatter changes",
      thrice((i) => [
        step("Read", { file_path: `/p/${i}.rs` }),
        ran("cargo fmt"),
        editFails(`/p/${i}.rs`, "a", "File has been modified since read"),
      ]),
      "Read `.rs` files again after `cargo fmt` and before you edit them: the call changes them.",
    ],
    [
      "the same call after the same remedy, whatever the program did in between",
      thrice(() => [
        failed("npm run dev", "listen EADDRINUSE: address already in use :::3000"),
        ran("npm run stop"),
        ran("npm run dev"),
      ]),
      "Run `npm run stop` before `npm run dev`, which fails with EADDRINUSE otherwise.",
    ],
    [
      "a missing program, by what did its work and not by what looked for it",
      thrice((i) => [
        failed(`python a${i}.py`, "bash: python: command not found"),
        ran("which python3"),
        ran(`python3 a${i}.py`),
      ]),
      "Call `python3`, not `python`, which is not installed here.",
    ],
    [
      "timeouts, by the program and not by where it runs",
      thrice((i) => [failed(`cd api && ./gradlew t${i}`, "Command timed out after 2m 0s")]),
      "Give `./gradlew` more time or run `./gradlew` in the background: the call runs into the timeout.",
    ],
    [
      "what root may do",
      thrice((i) => [
        failed(`docker ps ${i}`, "permission denied while trying to connect"),
        ran(`sudo docker ps ${i}`),
      ]),
      "Call `sudo docker`, not `docker`: permission is denied otherwise.",
    ],
  ])("%s, in these words", (_name, steps, text) => {
    expect(textsOf(repeatedErrors(steps))).toEqual([text]);
    expect(repeatedErrors(steps.slice(0, 2))).toEqual([]);
  });

  test.each<[string, Step[]]>([
    [
      "what one program says of the code while it is mended",
      thrice((i) => [failed(`pytest tests/${i}`, "E  TypeError: can only join an iterable"), edit("a", "b", "c")]),
    ],
    ["one call that fails the same way each time", thrice(() => [failed("./run", "the moon is not full")])],
    ["a script's own errors", thrice(() => [failed("node a.mjs", "Error: no such thing"), edit("a.mjs", "b", "c")])],
    [
      "a test that fails while it is worked on",
      thrice(() => [failed("npm test", "AssertionError: expected 1 to be 2"), edit("a", "b", "c")]),
    ],
    ["the code's own errors", thrice(() => [failed("npm test", "Cannot find module './a'")])],
    [
      "a slow connection",
      thrice(() => [
        failed("git fetch", "fatal: Connection timed out"),
        failed("git fetch", "ssh: Operation timed out"),
      ]),
    ],
    ["files that were looked for", thrice((i) => [failed(`cat ${i}.txt`, `cat: ${i}.txt: No such file or directory`)])],
    [
      "three different ones",
      [failed("a", "x: command not found"), failed("b", "y: command not found"), failed("c", "z: command not found")],
    ],
    ["searches without a find", thrice(() => [failed("grep -r foo .", "")])],
  ])("not %s", (_name, steps) => {
    expect(repeatedErrors(steps)).toEqual([]);
  });
});
