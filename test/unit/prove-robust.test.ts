import fc from "fast-check";
import { expect, test } from "vitest";
import type { Deed } from "../../agent/learn/prove/deed.ts";
import { checksOf, judge } from "../../agent/learn/prove/prove.ts";

const words = fc.constantFrom(
  ..."never don't use always run `npm test` not before after in `src/**` tests \"quoted\" unless ( ) : ; – `--flag` `a | b` commit messages answers no every file's `Name.*.ts` keine siempre jamais only except `$(` `'` 3 lines".split(
    " ",
  ),
);
const memory = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.array(words, { maxLength: 30 }).map((all) => all.join(" ")),
);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        "git commit -m ",
        "'",
        '"',
        "$(",
        ")",
        "<<X\n",
        "X\n",
        "|",
        "&&",
        "/*",
        "*/",
        "`",
        "\n",
        "npm i x",
        "> f",
        "// a",
        "import x from 'y'",
      ),
      { maxLength: 40 },
    )
    .map((all) => all.join("")),
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant("command" as const), line: text }),
  fc.record({ kind: fc.constant("edit" as const), file: text, added: text, removed: text, isNew: fc.boolean() }),
  fc.record({ kind: fc.constant("answer" as const), text }),
);
const deeds = fc.array(deed, { maxLength: 6 });

test("any text is a memory, and any deeds can be held against it", () => {
  fc.assert(
    fc.property(memory, text, deeds, deeds, (said, prompt, done, earlier) => {
      const found = judge(checksOf(said), { prompt, deeds: done, earlier });
      expect([undefined, "obeyed", "violated"]).toContain(found?.verdict);
    }),
    { numRuns: 400 },
  );
});

test("the same deeds give the same finding", () => {
  fc.assert(
    fc.property(memory, deeds, (said, done) => {
      const conduct = { prompt: "", deeds: done, earlier: [] };
      expect(judge(checksOf(said), conduct)).toEqual(judge(checksOf(said), conduct));
    }),
    { numRuns: 100 },
  );
});

const MEMORIES = [
  "Never use `any`, no `var`, no force unwraps (`!`) and no comments; single quotes in JavaScript.",
  "Use pnpm, not npm. Run `npx tsc --noEmit` before pushing.",
  "Commit subjects begin with a lower-case letter and stay below 50 characters; answer in German in at most 3 sentences.",
  "Put tests beside the source as `*.test.ts`; never touch `dist/`.",
  "Every public function gets type hints and a docstring; TODO comments carry a ticket; lines at most 100 characters.",
  "Don't catch `Exception`, no `SELECT *`, semicolons always, no nested ternaries, no empty catch blocks.",
];
const SEEDS = [
  "<<a\n",
  "$(",
  "/*",
  '"',
  "'",
  "`",
  "(",
  "a.",
  "--a ",
  "# ",
  "|",
  "\n\n",
  "? : ",
  "def f(",
  "a, ",
  "not ",
  "create table a ",
  "catch {",
  "I'm ",
  "[",
  "https://",
  "x\\",
  "/",
  "- a\n",
  "never use ",
  "(a)(",
  "ZQ1QZ",
  "A-1 ",
];

test("megabytes of one pattern are worked off like anything else", () => {
  for (const seed of SEEDS) {
    const long = seed.repeat(Math.ceil(1_000_000 / seed.length));
    const done: Deed[] = [
      { kind: "command", line: `git commit -m "${long}` },
      { kind: "edit", file: "src/a.ts", added: long, removed: long, isNew: false },
      { kind: "edit", file: "src/a.py", added: long, removed: "", isNew: true },
      { kind: "edit", file: long, added: "x", removed: "", isNew: true },
      { kind: "answer", text: long },
    ];
    for (const said of [...MEMORIES, long]) judge(checksOf(said), { prompt: long, deeds: done, earlier: done });
  }
}, 20_000);
