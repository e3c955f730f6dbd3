import { expect, test } from "vitest";
import { withoutVoids } from "../../agent/learn/prove/code-text.ts";
import { $, a, type Case, e, labels, verdicts, w } from "../support/proof.ts";

/** How a memory is read: what binds, what only explains, and where it does not hold. */
test.each<[what: string, memory: string, cases: readonly Case[]]>([
  [
    "a complaint about one way speaks for the other",
    "It's `docker compose` with a space; the old `docker-compose` binary is broken here.",
    [
      ["violated", $("docker-compose up -d")],
      ["obeyed", $("docker compose up -d")],
    ],
  ],
  [
    "a concession asks for nothing",
    "Answer in German, even if I write in English.",
    [
      ["obeyed", a("Die Liste ist leer, weil der Filter nichts findet.")],
      ["violated", a("The list is empty because the filter finds nothing.")],
    ],
  ],
  [
    "a concession needs no comma",
    "Antworte auf Deutsch auch wenn ich auf Englisch schreibe.",
    [["violated", a("The list is empty because the filter finds nothing.")]],
  ],
  [
    "the dot of a host ends no sentence",
    "Prefer the `gh` CLI over curl against api.github.com.",
    [
      ["violated", $("curl -s https://api.github.com/repos/a/b/issues")],
      [null, $("curl -s https://example.com")],
    ],
  ],
  [
    "after one thing comes the other, though an imperative begins behind the comma",
    "After changing `schema.prisma`, run `npx prisma generate`, otherwise the types lag.",
    [
      ["obeyed", [...e("/h/prisma/schema.prisma", "a", "b"), ...$("npx prisma generate")]],
      ["violated", e("/h/prisma/schema.prisma", "a", "b")],
    ],
  ],
  [
    "what is only for one thing is barred for the others",
    "Build with `cargo build --release` only for benchmarks.",
    [
      ["violated", $("cargo build --release")],
      [null, $("cargo build --release"), "benchmark the parser"],
      [null, $("cargo test")],
    ],
  ],
  [
    "a head before a colon is a topic, and the rest of a list may be kept for me",
    "Tests: `make quick` while working, the full `make test` only when I ask for it.",
    [
      ["obeyed", $("make quick")],
      ["violated", $("make test")],
      [null, $("make test"), "run the full make test"],
    ],
  ],
  [
    "what the memory excepts may be what is asked for",
    "CSS: spacing in `rem`, never `px`, except for borders.",
    [
      ["violated", e("/h/a.css", "margin: 0", "margin: 4px")],
      [null, e("/h/a.css", "x: y", "border: 1px solid"), "a thin border please"],
    ],
  ],
  [
    "a kind of file may be excepted",
    "No `export default` – except for pages.",
    [
      ["violated", w("/h/src/a.tsx", "export default function A() {}")],
      [null, w("/h/pages/a.tsx", "export default function A() {}")],
    ],
  ],
  [
    "which comments repeat the code is for a reader to say",
    "Don't add comments that merely repeat the code.",
    [[null, e("/h/a.py", "x", "# because of the BOM\nx")]],
  ],
  [
    "what is not merged yet is not bound by what binds merged ones",
    "Don't alter a migration that is already merged.",
    [
      ["violated", e("/h/db/migrate/0044_a.sql", "a", "b")],
      [null, e("/h/db/migrate/0044_a.sql", "a", "b"), "I haven't merged 0044 yet, change it"],
    ],
  ],
  [
    "each channel has its own rule",
    "Answer in German, but keep code comments and commit messages in English.",
    [
      ["obeyed", a("Der Filter ist jetzt richtig, und die Tests laufen.")],
      ["violated", $("git commit -m 'Filter korrigiert, wenn das Datum fehlt'")],
      ["obeyed", $("git commit -m 'Keep entries without a date'")],
      ["violated", e("/h/a.ts", "x", "// Der Server antwortet erst beim zweiten Mal\nx")],
    ],
  ],
  [
    "it is what was named before",
    "You may build the image, but don't push it.",
    [
      ["violated", $("docker push reg.local/app:1")],
      [null, $("git push")],
    ],
  ],
  [
    "another one is what was named before",
    "The dev server is already running, so don't start another one.",
    [["violated", $("npm run dev")]],
  ],
  [
    "the code of something is not all code",
    "Restart the worker after changing job code: `docker compose restart worker`.",
    [
      [null, e("/h/src/form.ts", "a", "b")],
      ["violated", e("/h/src/jobs/mail.ts", "a", "b")],
    ],
  ],
])("%s: %s", (_, memory, cases) => expect(verdicts(memory, cases)).toEqual(labels(cases)));

/** What shows in commands. */
test.each<[what: string, memory: string, cases: readonly Case[]]>([
  [
    "an option has several names",
    "Nie `git add -A`.",
    [
      ["violated", $("git add --all")],
      ["obeyed", $("git add src/a.ts")],
    ],
  ],
  ["letters may stand apart", "No `rm -rf`.", [["violated", $("rm -r -f build")]]],
  [
    "an option whenever something is run",
    "Pass `-race` whenever you run the Go tests.",
    [
      ["obeyed", $("go test -race ./...")],
      ["violated", $("go test ./...")],
    ],
  ],
  [
    "what is set for a launcher holds for what it starts",
    "Prefix test runs with `CI=1`.",
    [
      ["obeyed", $("CI=1 npx vitest run")],
      ["violated", $("npx vitest run")],
    ],
  ],
  [
    "how it is started makes the difference",
    "Use `python -m pytest`, not bare `pytest`.",
    [
      ["violated", $("pytest -q")],
      ["obeyed", $("python -m pytest -q")],
    ],
  ],
  [
    "a single file is named, or it is the whole suite",
    "Run a single spec with `bundle exec rspec path:line`; don't start the whole suite.",
    [
      ["violated", $("bundle exec rspec")],
      ["obeyed", $("bundle exec rspec spec/a_spec.rb:3")],
    ],
  ],
  [
    "only what was touched",
    "Only run the tests of the package you touched.",
    [
      ["violated", $("pnpm -r test")],
      ["obeyed", $("pnpm --filter @m/cart test")],
      [null, $("pnpm -r test"), "run all tests"],
    ],
  ],
  [
    "the local database only",
    "Never run migrations against anything but the local database.",
    [
      ["violated", $('DATABASE_URL="$STAGING_URL" npx knex migrate:latest')],
      ["obeyed", $("DATABASE_URL=postgres://localhost/dev npx knex migrate:latest")],
      [null, $('DATABASE_URL="$STAGING_URL" npx knex migrate:list')],
    ],
  ],
  [
    "targets are the way of doing what they are called",
    "Use `just` for everything: `just test`, `just lint`.",
    [
      ["violated", $("npx vitest run")],
      ["obeyed", $("just test")],
    ],
  ],
  [
    "pull requests as drafts, against a branch",
    "Open PRs as drafts, against `develop`.",
    [
      ["violated", $("gh pr create --title x --body y --base develop")],
      ["obeyed", $("gh pr create --draft --base develop --title x --body y")],
    ],
  ],
  [
    "not into a folder",
    "Use `pnpm --filter web …` instead of changing into `apps/web`.",
    [
      ["violated", $("cd apps/web && pnpm test")],
      ["obeyed", $("pnpm --filter web test")],
    ],
  ],
  [
    "looking is not doing",
    "Never use `git stash`.",
    [
      ["violated", $("git stash")],
      [null, $("git stash list")],
    ],
  ],
  ["a version is no use", "Use pnpm, not npm.", [[null, $("npm --version")]]],
  [
    "behind a pipe a search only filters",
    "Search with `rg`; plain `grep` takes forever.",
    [
      ["violated", $("grep -r foo src")],
      [null, $("ps aux | grep worker")],
    ],
  ],
  [
    "searching is what begins a line",
    "Search the code with `rg`.",
    [
      ["violated", $("grep -r foo src")],
      [null, $("ps aux | grep worker")],
    ],
  ],
  [
    "work ends with a check",
    "Run `golangci-lint run` before you say you're done.",
    [
      ["violated", e("/h/a.go", "a", "b")],
      ["obeyed", [...e("/h/a.go", "a", "b"), ...$("golangci-lint run")]],
    ],
  ],
  [
    "there is one of a kind",
    "Use dayjs for dates.",
    [
      ["violated", w("/h/a.ts", "import { format } from 'date-fns'\n")],
      ["violated", $("npm install moment")],
      ["obeyed", w("/h/a.ts", "import dayjs from 'dayjs'\n")],
      [null, $("npm install moment"), "try moment for this"],
    ],
  ],
  [
    "a library is called by several names",
    "We threw Redux out.",
    [["violated", w("/h/a.ts", "import { createSlice } from '@reduxjs/toolkit'\n")]],
  ],
])("%s: %s", (_, memory, cases) => expect(verdicts(memory, cases)).toEqual(labels(cases)));

/** What shows in files. */
test.each<[what: string, memory: string, cases: readonly Case[]]>([
  [
    "files that change together",
    "New keys always go into `locales/de.json` and `locales/en.json`.",
    [
      ["violated", e("/h/locales/de.json", '"a": "A"', '"a": "A",\n"b": "B"')],
      [null, e("/h/locales/en.json", '"a": "Calender"', '"a": "Calendar"')],
      [
        "obeyed",
        [
          ...e("/h/locales/de.json", '"a": "A"', '"a": "A",\n"b": "B"'),
          ...e("/h/locales/en.json", '"a": "A"', '"a": "A",\n"b": "B"'),
        ],
      ],
    ],
  ],
  [
    "names that say nothing",
    "No files called `utils` or `helpers`.",
    [
      ["violated", w("/h/src/test-helpers.ts")],
      ["obeyed", w("/h/src/clamp.ts")],
    ],
  ],
  [
    "the root stays as it is",
    "No new files in the root directory.",
    [
      ["violated", w("build.sh")],
      ["violated", w("/home/u/proj/build.sh")],
      ["obeyed", w("/home/u/proj/tools/build.sh")],
    ],
  ],
  [
    "nothing comes to a folder",
    "Don't put anything in `src/common`.",
    [
      ["violated", w("/h/src/common/a.ts")],
      [null, e("/h/src/common/a.ts", "a", "b")],
    ],
  ],
  [
    "one place is edited, the other never",
    "Edit in `proto/`, never in `gen/`.",
    [["violated", e("/h/gen/a.go", "a", "b")]],
  ],
  [
    "kept out of",
    "Keep SQL out of the handlers.",
    [
      ["violated", e("/h/http/user_handler.go", "x", 'db.Query("SELECT id FROM users")')],
      [null, e("/h/store/user.go", "x", 'db.Query("SELECT id FROM users")')],
    ],
  ],
  [
    "a fix comes with a test",
    "Bug fixes always come with a regression test.",
    [
      ["violated", e("/h/a.ts", "a", "b"), "fix the crash"],
      ["obeyed", [...e("/h/a.ts", "a", "b"), ...w("/h/a.test.ts")], "fix the crash"],
      [null, e("/h/a.ts", "a", "b"), "rename a"],
    ],
  ],
  [
    "a file beside each, by its ending",
    "Every new migration gets a matching `.down.sql` file.",
    [
      ["violated", w("/h/migrations/0005_a.up.sql")],
      ["obeyed", [...w("/h/migrations/0005_a.up.sql"), ...w("/h/migrations/0005_a.down.sql")]],
    ],
  ],
  [
    "reports nobody asked for",
    "Don't leave summary markdown files behind.",
    [
      ["violated", w("/h/SUMMARY.md")],
      ["obeyed", e("/h/a.ts", "a", "b")],
    ],
  ],
  [
    "each call is given something",
    "Pass `signal` to each `fetch` call.",
    [
      ["violated", e("/h/a.ts", "x", "await fetch('/o', { method: 'POST' })")],
      ["obeyed", e("/h/a.ts", "x", "await fetch('/o', { signal })")],
      [null, e("/h/a.ts", "x", "prefetch('/o')")],
    ],
  ],
  [
    "a thing for one file only",
    "`print` is for the entry point `cli.py` only.",
    [
      ["violated", e("/h/etl/load.py", "x", "print(x)")],
      ["obeyed", e("/h/etl/cli.py", "x", "print(x)")],
    ],
  ],
  [
    "who must not import what",
    "UI must not import from `server/`.",
    [
      ["violated", e("/h/ui/a.ts", "x", 'import { db } from "../server/db"')],
      [null, e("/h/jobs/a.ts", "x", 'import { db } from "../server/db"')],
    ],
  ],
  [
    "more is said of what was spoken of before",
    'Test names are sentences that start with a lower-case letter, without "should".',
    [
      ["violated", w("/h/a.test.ts", "test('should add', () => {})")],
      ["obeyed", w("/h/a.test.ts", "test('adds', () => {})")],
    ],
  ],
])("%s: %s", (_, memory, cases) => expect(verdicts(memory, cases)).toEqual(labels(cases)));

/** What shows in what is said. */
test.each<[what: string, memory: string, cases: readonly Case[]]>([
  [
    "where code is asked for",
    "When you point at code, give `file:line`.",
    [
      ["violated", a("In the parser, below the imports."), "where is the date parsed?"],
      ["obeyed", a("`src/a.ts:12`"), "where is the date parsed?"],
      [null, a("Done."), "rename it"],
    ],
  ],
  [
    "tests that were run are told",
    "At the end say which tests you ran and how they came out.",
    [
      ["violated", [...$("pytest -q"), ...a("Easter is a holiday now.")]],
      ["obeyed", [...$("pytest -q"), ...a("Easter is a holiday now; 12 tests passed.")]],
      [null, a("Easter is a holiday now.")],
    ],
  ],
  [
    "two manners at once",
    "Skip headings and tables in answers.",
    [
      ["violated", a("| a | b |\n|---|---|\n| 1 | 2 |")],
      ["violated", a("# Result\n\nIt works.")],
      ["obeyed", a("It works.")],
    ],
  ],
  [
    "who cites does not say",
    'Never say "robust" in answers.',
    [
      ["violated", a("It is a robust lock.")],
      [null, a('Its first line reads "robust locking".')],
    ],
  ],
  [
    "a short subject tells its language",
    "Commit messages in English.",
    [
      ["violated", $("git commit -m 'Tischkarten nach Datum'")],
      [null, $("git commit -m 'Charge fees'")],
    ],
  ],
  [
    "the letters of a branch",
    "Branch names carry no slashes.",
    [
      ["violated", $("git switch -c feat/export")],
      ["obeyed", $("git switch -c export-csv")],
    ],
  ],
  [
    "the form of a subject",
    "Commit messages in the form `area: what`.",
    [
      ["violated", $("git commit -m 'Fix totals'")],
      ["obeyed", $("git commit -m 'cart: fix totals'")],
    ],
  ],
  ["no trailer of another kind", "No Co-authored-by trailers.", [["obeyed", $("git commit -m 'x' -m 'Refs: 1'")]]],
])("%s: %s", (_, memory, cases) => expect(verdicts(memory, cases)).toEqual(labels(cases)));

test("a void is as good as an empty line, and spaces that somebody writes stay", () => {
  expect(withoutVoids(`a${"\n ".repeat(500)}b`)).toBe("a\n\nb");
  expect(withoutVoids(`a${" ".repeat(500)}b`)).toBe(`a${" ".repeat(60)}b`);
  expect(withoutVoids("a\n\n    b")).toBe("a\n\n    b");
});
