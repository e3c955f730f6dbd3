import { describe, expect, test } from "vitest";
import { e, labels, type Row, verdicts, w } from "../support/proof.ts";

describe("memories on code", () => {
  test.each<Row>([
    [
      "Don't edit existing migrations, add a new one.",
      [
        ["violated", e("/w/db/migrations/001_init.sql", "a", "b")],
        ["obeyed", w("/w/db/migrations/002_x.sql", "alter table x")],
      ],
    ],
    [
      "Put new components in `src/components/`.",
      [
        ["violated", w("/w/src/pages/Button.tsx", "export const Button = () => null")],
        ["obeyed", w("/w/src/components/Button.tsx", "x")],
        [null, w("/w/src/util.ts", "x")],
      ],
    ],
    [
      "Migrations are named `YYYYMMDD_description.sql`.",
      [
        ["violated", w("/w/migrations/add_users.sql", "create table x()")],
        ["obeyed", w("/w/migrations/20240102_add_users.sql", "x")],
      ],
    ],
    [
      "Use `.yaml`, not `.yml`.",
      [
        ["violated", w("/w/a.yml", "a: 1")],
        ["obeyed", w("/w/a.yaml", "a: 1")],
      ],
    ],
    [
      "Don't create README or summary markdown files unless I ask.",
      [
        ["violated", w("/w/SUMMARY.md", "# done")],
        [null, w("/w/README.md", "# x"), "write a readme"],
      ],
    ],
    [
      "ADRs go to `docs/adr` as `NNNN-title.md`.",
      [
        ["violated", w("/w/docs/adr/use-redis.md", "# Use\n\n## Status\nok")],
        ["obeyed", w("/w/docs/adr/0007-use-redis.md", "## Status")],
        ["violated", w("/w/docs/0007-use-redis.md", "# Use\n\n## Status\nok")],
      ],
    ],
    [
      "SQL queries belong in `db/queries`, never inline in handlers.",
      [
        ["obeyed", w("/w/db/queries/users.sql", "select 1")],
        ["violated", w("/w/api/users.sql", "select 1")],
      ],
    ],
    [
      "Temporary scripts go into `/tmp`, not into the repo.",
      [
        ["violated", w("/w/repo/tmp_fix.sh", "#!/bin/sh")],
        [null, w("/w/src/a.ts", "x")],
      ],
    ],
    [
      "Use `logger` instead of `console.log`.",
      [
        ["violated", e("/w/src/a.ts", "a", "console.log('x')")],
        ["obeyed", e("/w/src/a.ts", "a", "logger.info('x')")],
        [null, e("/w/README.md", "a", "console.log")],
        [null, e("/w/src/a.ts", "x", "// console.log is bad")],
      ],
    ],
    [
      "Prefer `date-fns` over `moment`.",
      [
        ["violated", e("/w/src/a.ts", "a", "import moment from 'moment'")],
        ["obeyed", e("/w/src/a.ts", "a", "import { format } from 'date-fns'")],
        [null, e("/w/src/a.ts", "a", "const moment = 1")],
      ],
    ],
    [
      "Don't use the `any` type.",
      [
        ["violated", e("/w/src/a.ts", "a", "function f(x: any) {}")],
        [null, e("/w/src/a.ts", "a", "if (any(x)) y()")],
        [null, e("/w/a.py", "a", "any(x)")],
      ],
    ],
    [
      "Use `unknown` instead of `any` in TypeScript.",
      [
        ["violated", e("/w/src/a.ts", "a", "let x: any")],
        ["obeyed", e("/w/src/a.ts", "a", "let x: unknown")],
      ],
    ],
    [
      "No default exports except in `pages/`.",
      [
        ["violated", w("/w/src/a.ts", "export default function x() {}")],
        [null, w("/w/pages/a.ts", "export default function x() {}")],
        ["obeyed", w("/w/src/a.ts", "export function x() {}")],
      ],
    ],
    [
      "Never use `unwrap()` outside of tests.",
      [
        ["violated", e("/w/src/a.rs", "a", "let x = y.unwrap();")],
        [null, e("/w/tests/a.rs", "a", "let x = y.unwrap();")],
      ],
    ],
    [
      "Use tabs for indentation.",
      [
        ["violated", w("/w/src/a.js", "function x() {\n  return 1\n}")],
        ["obeyed", w("/w/src/a.js", "function x() {\n\treturn 1\n}")],
      ],
    ],
    [
      "Never write `SELECT *`; name the columns.",
      [
        ["violated", e("/w/a.py", "a", "db.execute('select * from users')")],
        ["obeyed", e("/w/a.py", "a", "db.execute('select id, name from users')")],
        [null, e("/w/a.py", "a", "x = 1")],
      ],
    ],
    [
      "CSS colours come from variables, no hex codes.",
      [
        ["violated", e("/w/a.css", "a", ".x { color: #ff0000; }")],
        ["obeyed", e("/w/a.css", "a", ".x { color: var(--red); }")],
      ],
    ],
    [
      "Use `rem` not `px` for font sizes.",
      [
        ["violated", e("/w/a.css", "a", "font-size: 14px;")],
        ["obeyed", e("/w/a.css", "a", "font-size: 0.9rem;")],
      ],
    ],
    [
      "Write code comments in English.",
      [
        ["violated", e("/w/a.ts", "a", "// Das ist eine Liste der Benutzer und nicht mehr")],
        ["obeyed", e("/w/a.ts", "a", "// This is the list of users that are active")],
        [null, e("/w/a.ts", "a", "x()")],
      ],
    ],
    [
      "Don't catch `Exception`; catch the specific error.",
      [
        ["violated", e("/w/a.py", "a", "try:\n    x()\nexcept Exception:\n    pass")],
        ["obeyed", e("/w/a.py", "a", "try:\n    x()\nexcept ValueError:\n    y()")],
      ],
    ],
    [
      "Use `pathlib` rather than `os.path`.",
      [
        ["violated", e("/w/a.py", "a", "os.path.join(a, b)")],
        ["obeyed", e("/w/a.py", "a", "Path(a) / b")],
      ],
    ],
    [
      'Test names start with "should".',
      [
        ["violated", w("/w/a.test.ts", "it('works', () => {})")],
        ["obeyed", w("/w/a.test.ts", "it('should work', () => {})")],
      ],
    ],
    [
      "Shell scripts start with `set -euo pipefail`.",
      [
        ["violated", w("/w/bin/x.sh", "#!/bin/bash\necho hi")],
        ["obeyed", w("/w/bin/x.sh", "#!/bin/bash\nset -euo pipefail\necho hi")],
      ],
    ],
    [
      "All services extend `BaseService`.",
      [
        ["violated", w("/w/src/user.service.ts", "export class UserService {\n}")],
        ["obeyed", w("/w/src/user.service.ts", "export class UserService extends BaseService {\n}")],
      ],
    ],
    [
      "Call `useTranslation` from our `@/i18n`, not from `react-i18next`.",
      [
        ["violated", e("/w/a.tsx", "a", "import { useTranslation } from 'react-i18next'")],
        ["obeyed", e("/w/a.tsx", "a", "import { useTranslation } from '@/i18n'")],
      ],
    ],
    [
      "Use `httpx` for HTTP calls instead of `requests`.",
      [
        ["violated", e("/w/a.py", "a", "import requests")],
        ["obeyed", e("/w/a.py", "a", "import httpx")],
      ],
    ],
    [
      'Wrap errors with `fmt.Errorf("…: %w", err)`.',
      [
        ["violated", e("/w/a.go", "a", "\treturn err")],
        ["obeyed", e("/w/a.go", "a", '\treturn fmt.Errorf("read: %w", err)')],
      ],
    ],
    [
      "No `print()` in library code.",
      [
        ["violated", e("/w/lib/a.py", "a", "print('x')")],
        [null, e("/w/lib/a.py", "a", "x = 1")],
      ],
    ],
    [
      "Images need an `alt` attribute.",
      [
        ["violated", e("/w/a.html", "a", '<img src="x.png">')],
        ["obeyed", e("/w/a.html", "a", '<img src="x.png" alt="x">')],
      ],
    ],
    [
      "Never disable eslint rules with comments.",
      [
        ["violated", e("/w/a.ts", "a", "// eslint-disable-next-line no-x\nfoo()")],
        [null, e("/w/a.ts", "a", "foo()")],
      ],
    ],
    [
      "Constants in SCREAMING_SNAKE_CASE.",
      [
        ["violated", e("/w/a.ts", "a", "export const maxRetries = 3")],
        ["obeyed", e("/w/a.ts", "a", "export const MAX_RETRIES = 3")],
      ],
    ],
    [
      "Im Frontend nur Tailwind-Klassen, keine Inline-Styles.",
      [
        ["violated", e("/w/web/A.tsx", "a", "<div style={{ color: 'red' }}>")],
        ["obeyed", e("/w/web/A.tsx", "a", '<div className="flex p-2">')],
      ],
    ],
    ["Use `Result` for expected failures, don't throw.", [["violated", e("/w/a.ts", "a", "throw new Error('x')")]]],
    [
      "Money is stored as integer cents, never as floats.",
      [
        ["violated", e("/w/a.py", "a", "price: float = 9.99")],
        [null, e("/w/a.py", "a", "x = 1")],
      ],
    ],
    [
      "Lines are at most 100 characters.",
      [
        ["violated", e("/w/a.py", "a", `x = '${"y".repeat(120)}'`)],
        ["obeyed", e("/w/a.py", "a", "x = 1")],
      ],
    ],
    [
      "Functions take at most three parameters.",
      [
        ["violated", e("/w/a.ts", "a", "function f(a, b, c, d) {}")],
        ["obeyed", e("/w/a.ts", "a", "function f(a, b) {}")],
      ],
    ],
    [
      "Log with `structlog`, not the `logging` module.",
      [
        ["violated", e("/w/a.py", "a", "import logging")],
        ["obeyed", e("/w/a.py", "a", "import structlog")],
      ],
    ],
    [
      "No jQuery in new code, plain DOM calls will do.",
      [
        ["violated", e("/w/a.js", "a", "$('#x').hide()")],
        [null, e("/w/a.css", "a", "x")],
      ],
    ],
    ["Vermeide Kommentare im Code.", [["violated", e("/w/a.ts", "a", "// adds one\nx + 1")]]],
    [
      "Don't put anything new into `utils.py`; it is being taken apart.",
      [
        ["violated", e("/h/app/utils.py", "a", "a\ndef foo(): pass")],
        [null, e("/h/app/text.py", "a", "b")],
      ],
    ],
    [
      "SQL files are numbered: `001_users.sql`, `002_orders.sql`.",
      [
        ["violated", w("/h/sql/products.sql", "create table p();")],
        ["obeyed", w("/h/sql/003_products.sql", "create table p();")],
      ],
    ],
    [
      "Put SVG icons into `src/icons` and run them through svgo.",
      [
        ["violated", w("/h/public/star.svg", "<svg/>")],
        ["obeyed", w("/h/src/icons/star.svg", "<svg/>")],
      ],
    ],
    [
      "Use `const` unless the variable is reassigned; never `var`.",
      [
        ["violated", e("/h/a.js", "a", "var x = 1")],
        ["obeyed", e("/h/a.js", "a", "const x = 1")],
      ],
    ],
    [
      "Don't write `== null`; compare with `===`.",
      [
        ["violated", e("/h/a.js", "a", "if (x == null) y()")],
        ["obeyed", e("/h/a.js", "a", "if (x === null) y()")],
      ],
    ],
    [
      "Dates with Luxon, no native `Date` arithmetic and no dayjs.",
      [
        ["violated", e("/h/a.ts", "a", "import dayjs from 'dayjs'")],
        ["obeyed", e("/h/a.ts", "a", "import { DateTime } from 'luxon'")],
      ],
    ],
    [
      "Kotlin: no `!!`; use `?:` or `requireNotNull`.",
      [
        ["violated", e("/h/A.kt", "a", "val x = y!!.z")],
        ["obeyed", e("/h/A.kt", "a", "val x = requireNotNull(y)")],
        [null, e("/h/A.kt", "a", "if (!!a) b")],
      ],
    ],
    [
      "SQL keywords in upper case.",
      [
        ["violated", e("/h/q.sql", "a", "select id from users where id = 1")],
        ["obeyed", e("/h/q.sql", "a", "SELECT id FROM users")],
        [null, e("/h/a.ts", "a", "const select = 1")],
      ],
    ],
    [
      "Go errors: wrap them with `%w`, don't return them bare.",
      [
        ["violated", e("/h/a.go", "a", "\treturn nil, err")],
        ["obeyed", e("/h/a.go", "a", '\treturn nil, fmt.Errorf("load: %w", err)')],
      ],
    ],
    [
      "Public functions in `src/lib` need a JSDoc block.",
      [
        ["violated", e("/h/src/lib/a.ts", "a", "export function foo() {}")],
        ["obeyed", e("/h/src/lib/a.ts", "a", "/** Foo. */\nexport function foo() {}")],
        [null, e("/h/src/app/a.ts", "a", "export function foo() {}")],
      ],
    ],
    [
      "Avoid `setTimeout` in tests, use fake timers.",
      [
        ["violated", w("/h/a.test.ts", "setTimeout(x, 10)")],
        ["obeyed", w("/h/a.test.ts", "vi.useFakeTimers()")],
        [null, e("/h/a.ts", "a", "setTimeout(x, 10)")],
      ],
    ],
    [
      "In C headers use `#pragma once`, no include guards.",
      [
        ["violated", w("/h/a.h", "#ifndef A_H\n#define A_H\n#endif")],
        ["obeyed", w("/h/a.h", "#pragma once\n")],
        [null, w("/h/a.c", "int x;")],
      ],
    ],
    [
      "Every `<img>` gets an `alt` text.",
      [
        ["violated", e("/h/a.vue", "a", '<img :src="x">')],
        ["obeyed", e("/h/a.vue", "a", '<img :src="x" alt="A hat">')],
      ],
    ],
    [
      "HTTP calls go through our `apiClient`, never straight through `fetch`.",
      [
        ["violated", e("/h/a.ts", "a", "await fetch('/x')")],
        ["obeyed", e("/h/a.ts", "a", "await apiClient.get('/x')")],
        [null, e("/h/a.ts", "a", "prefetch('/x')")],
      ],
    ],
    [
      "Env vars are read in `config.ts` only, nowhere else `process.env`.",
      [
        ["violated", e("/h/src/a.ts", "a", "const p = process.env.PORT")],
        [null, e("/h/src/a.ts", "a", "const p = config.port")],
        ["obeyed", e("/h/src/config.ts", "a", "export const port = process.env.PORT")],
      ],
    ],
    [
      "Indent YAML with two spaces, never tabs.",
      [
        ["violated", e("/h/a.yaml", "a", "a:\n\tb: 1")],
        ["obeyed", e("/h/a.yaml", "a", "a:\n  b: 1")],
        [null, e("/h/Makefile", "a", "a:\n\techo")],
      ],
    ],
    [
      "Don't leave `console.log` or `debugger` behind.",
      [
        ["violated", e("/h/a.js", "a", "debugger")],
        ["violated", e("/h/a.js", "a", "console.log(1)")],
        [null, e("/h/a.js", "a", "x()")],
      ],
    ],
    [
      "In Python, annotate with `X | None`, not `Optional[X]`.",
      [
        ["violated", e("/h/a.py", "a", "def f(x: Optional[int]) -> int:")],
        ["obeyed", e("/h/a.py", "a", "def f(x: int | None) -> int:")],
      ],
    ],
    [
      "No raw SQL in controllers; use the query builder.",
      [
        ["violated", e("/h/app/controllers/a.ts", "a", "db.query('select id from t')")],
        [null, e("/h/app/models/a.ts", "a", "db.query('select id from t')")],
      ],
    ],
    [
      "Use `@testing-library` queries by role, never `getByTestId`.",
      [
        ["violated", w("/h/a.test.tsx", "getByTestId('x')")],
        ["obeyed", w("/h/a.test.tsx", "getByRole('button')")],
      ],
    ],
    [
      "Comments end with a full stop.",
      [
        ["violated", e("/h/a.ts", "a", "// Adds one")],
        ["obeyed", e("/h/a.ts", "a", "// Adds one.")],
        [null, e("/h/a.ts", "a", "x()")],
      ],
    ],
    [
      "Log messages start lower case.",
      [
        ["violated", e("/h/a.ts", "a", "log.info('Started')")],
        ["obeyed", e("/h/a.ts", "a", "log.info('started')")],
      ],
    ],
    [
      'Release notes say "you", not "the user".',
      [
        ["violated", e("/h/docs/release-notes.md", "a", "Now the user can log in.")],
        ["obeyed", e("/h/docs/release-notes.md", "a", "Now you can log in.")],
      ],
    ],
    [
      'Don\'t call anything "blazingly fast" or "seamless" in the README.',
      [
        ["violated", e("/h/README.md", "a", "A seamless setup.")],
        ["obeyed", e("/h/README.md", "a", "A quick setup.")],
        [null, e("/h/src/a.ts", "a", "seamless()")],
      ],
    ],
  ])("%s", (memory, cases) => {
    expect(verdicts(memory, cases)).toEqual(labels(cases));
  });
});
