import { describe, expect, test } from "vitest";
import { type Deed, deedsOf } from "../../agent/learn/prove/deed.ts";
import { prove } from "../../agent/learn/prove/prove.ts";

const $ = (command: string): Deed[] => deedsOf("Bash", { command });
const w = (file_path: string, content = ""): Deed[] => deedsOf("Write", { file_path, content });
const e = (file_path: string, old_string: string, new_string: string): Deed[] =>
  deedsOf("Edit", { file_path, old_string, new_string });
const a = (text: string): Deed[] => [{ kind: "answer", text }];

/** A memory, and what deeds mean for it; null: nothing. */
type Case = readonly [is: "violated" | "obeyed" | null, deeds: readonly Deed[]];
type Row = readonly [memory: string, cases: readonly Case[]];

const verdicts = ([memory, cases]: Row) =>
  cases.map(([, deeds]) => prove(memory, { prompt: "please do it", deeds, earlier: [] })?.verdict ?? null);

describe("forms of rules that are read", () => {
  test.each<Row>([
    [
      "Always pass `--dry-run` to rsync first.",
      [
        ["obeyed", [...$("rsync -a --dry-run a b"), ...$("rsync -a a b")]],
        ["violated", $("rsync -a a b")],
      ],
    ],
    [
      "Squash-merge PRs with `gh pr merge --squash`, never create merge commits.",
      [
        ["violated", $("gh pr merge 12 --merge")],
        ["obeyed", $("gh pr merge 12 --squash --delete-branch")],
        [null, $("gh pr view 12")],
      ],
    ],
    [
      "Kubernetes is read-only for you: `kubectl get`, `describe` and `logs` are fine, nothing that changes the cluster.",
      [
        ["violated", $("kubectl delete pod x")],
        ["violated", $("kubectl apply -f a.yaml")],
        ["obeyed", $("kubectl get pods -n x")],
      ],
    ],
    [
      "Never delete remote branches.",
      [
        ["violated", $("git push origin --delete feat/x")],
        ["violated", $("git push origin :feat/x")],
        [null, $("git branch -d feat/x")],
      ],
    ],
    [
      "Before opening a PR run `make lint` and `make test`.",
      [
        ["violated", [...$("make lint"), ...$("gh pr create --fill")]],
        ["obeyed", [...$("make lint && make test"), ...$("gh pr create --fill")]],
      ],
    ],
    [
      "Tests laufen nur mit `pnpm test:unit`; `pnpm test` startet Cypress.",
      [
        ["violated", $("pnpm test")],
        ["obeyed", $("pnpm test:unit src/a")],
      ],
    ],
    [
      "Don't start background servers; if you need one running, ask me.",
      [
        ["violated", $("npm run dev &")],
        [null, $("npm test")],
      ],
    ],
    [
      "Deployments only go through `make deploy ENV=staging`; never touch production.",
      [
        ["violated", $("make deploy ENV=production")],
        ["obeyed", $("make deploy ENV=staging")],
      ],
    ],
    [
      "No network in the sandbox: don't curl or wget anything.",
      [
        ["violated", $("curl -s https://x.y/z")],
        ["violated", $("wget https://x.y")],
        [null, $("ls")],
      ],
    ],
    [
      "Build the docs with Sphinx via `make -C docs html`, not by calling sphinx-build.",
      [
        ["violated", $("sphinx-build docs out")],
        ["obeyed", $("make -C docs html")],
        [null, $("make -C docs clean")],
      ],
    ],
    [
      "Ask before you install anything with brew or apt.",
      [
        ["violated", $("brew install jq")],
        ["violated", $("sudo apt-get install -y jq")],
        [null, $("brew list")],
      ],
    ],
    [
      "Push with `--force-with-lease`, never `--force`.",
      [
        ["violated", $("git push --force")],
        ["obeyed", $("git push --force-with-lease origin feat")],
        [null, $("git push")],
      ],
    ],
    [
      "Run everything from the repo root, never cd into packages.",
      [
        ["violated", $("cd packages/a && npm test")],
        [null, $("npm test")],
      ],
    ],
    [
      "Tag releases with annotated tags (`git tag -a`), never lightweight ones.",
      [
        ["violated", $("git tag v1.2.0")],
        ["obeyed", $("git tag -a v1.2.0 -m x")],
        [null, $("git tag -l")],
      ],
    ],
    [
      "After adding a dependency, run `cargo deny check`.",
      [
        ["violated", $("cargo add serde")],
        ["obeyed", [...$("cargo add serde"), ...$("cargo deny check")]],
        [null, $("cargo build")],
      ],
    ],
    ["Don't use `sed -i` for edits; use the editing tools.", [["violated", $("sed -i 's/a/b/' x.py")]]],
    [
      "E2E tests need `pnpm build` first.",
      [
        ["violated", $("pnpm exec playwright test")],
        ["obeyed", $("pnpm build && pnpm exec playwright test")],
      ],
    ],
    [
      "Merging is my job: leave PRs open.",
      [
        ["violated", $("gh pr merge 3 --squash")],
        [null, $("gh pr view 3")],
      ],
    ],
    [
      "Never use `sudo npm`.",
      [
        ["violated", $("sudo npm i -g x")],
        [null, $("npm i x")],
        [null, $("sudo systemctl restart x")],
      ],
    ],
    [
      "Docker images are built with `make image`, a bare `docker build` misses the build args.",
      [
        ["violated", $("docker build .")],
        ["obeyed", $("make image")],
        [null, $("docker ps")],
      ],
    ],
    [
      "Start Postgres via docker compose, not brew services.",
      [
        ["violated", $("brew services start postgresql")],
        ["obeyed", $("docker compose up -d postgres")],
      ],
    ],
    [
      "Use `ruff format` and `ruff check`; black, isort and flake8 are no longer used.",
      [
        ["violated", $("black .")],
        ["violated", $("isort src")],
        ["obeyed", $("ruff format src")],
      ],
    ],
    [
      "Use `http` (httpie) instead of curl for API calls.",
      [
        ["violated", $("curl localhost:3000/x")],
        ["obeyed", $("http :3000/x")],
      ],
    ],
    [
      "Don't use npx to run tools that are in devDependencies; use `pnpm exec`.",
      [
        ["violated", $("npx eslint .")],
        ["obeyed", $("pnpm exec eslint .")],
      ],
    ],
    [
      "Use `make test-unit` for tests; `make test` also runs the slow suite.",
      [
        ["violated", $("make test")],
        ["obeyed", $("make test-unit")],
      ],
    ],
    [
      "Python deps: `uv add`, never edit `requirements.txt` or call pip.",
      [
        ["violated", $("pip install x")],
        ["obeyed", $("uv add x")],
      ],
    ],
    [
      "I start and stop the containers myself, don't run `docker compose up` or `down`.",
      [
        ["violated", $("docker compose up -d")],
        ["violated", $("docker compose down")],
        [null, $("docker compose logs")],
      ],
    ],
    [
      "Run `mix format` before you commit Elixir code.",
      [
        ["violated", $("git commit -m x")],
        ["obeyed", $("mix format && git commit -m x")],
      ],
    ],
    [
      "Show me `helm diff upgrade` before each `helm upgrade`.",
      [
        ["violated", $("helm upgrade a ./a")],
        ["obeyed", $("helm diff upgrade a ./a && helm upgrade a ./a")],
      ],
    ],
    [
      "Playwright runs headless here; never pass `--headed` or `--ui`.",
      [
        ["violated", $("npx playwright test --headed")],
        ["obeyed", $("npx playwright test a")],
      ],
    ],
    [
      "Keep xcodebuild quiet: always `-quiet`, the log is long.",
      [
        ["violated", $("xcodebuild build")],
        ["obeyed", $("xcodebuild -quiet build")],
      ],
    ],
    [
      "Build and test Rust with `--locked`.",
      [
        ["violated", $("cargo build")],
        ["violated", $("cargo test")],
        ["obeyed", $("cargo build --locked")],
      ],
    ],
    [
      "Use mamba for environments, conda takes ages to solve.",
      [
        ["violated", $("conda install numpy")],
        ["obeyed", $("mamba install numpy")],
        [null, $("conda activate x")],
      ],
    ],
    [
      "Don't restart or stop services with systemctl yourself.",
      [
        ["violated", $("systemctl restart nginx")],
        [null, $("systemctl status nginx")],
      ],
    ],
    [
      "Format Go with gofumpt, not gofmt or go fmt.",
      [
        ["violated", $("go fmt ./...")],
        ["obeyed", $("gofumpt -w .")],
      ],
    ],
    [
      "Branch off `origin/main`, never off a stale local main.",
      [
        ["violated", $("git switch -c a")],
        ["violated", $("git checkout -b a main")],
        ["obeyed", $("git fetch && git switch -c a origin/main")],
      ],
    ],
    [
      "Start the database with `make db-up` before running integration tests, or they hang.",
      [
        ["violated", $("go test -tags=integration ./...")],
        ["obeyed", $("make db-up && go test -tags=integration ./...")],
      ],
    ],
  ])("rules on commands: %s", (...row) => {
    expect(verdicts(row)).toEqual(row[1].map(([is]) => is));
  });

  test.each<Row>([
    [
      "Rust integration tests go to `tests/`, unit tests stay in a `mod tests` in the same file.",
      [["obeyed", w("/w/tests/roundtrip.rs", "#[test]\nfn a() {}\n")]],
    ],
    [
      "Every new page component under `app/` comes with a `loading.tsx`.",
      [
        ["violated", w("/w/app/users/page.tsx", "export default function Page() {}")],
        [
          "obeyed",
          [...w("/w/app/users/page.tsx", "export default function Page() {}"), ...w("/w/app/users/loading.tsx", "x")],
        ],
      ],
    ],
    [
      "Tests for `src/foo/bar.py` go to `tests/foo/test_bar.py`, mirroring the source tree.",
      [
        ["obeyed", w("/w/tests/billing/test_invoice.py", "def test_a(): pass")],
        ["violated", w("/w/src/billing/test_invoice.py", "def test_a(): pass")],
      ],
    ],
    [
      "Leave `CHANGELOG.md` alone, release-please writes it.",
      [
        ["violated", e("/w/CHANGELOG.md", "a", "b")],
        [null, e("/w/README.md", "a", "b")],
      ],
    ],
    [
      "Storybook stories sit next to their component, e.g. `Button.stories.tsx` beside `Button.tsx`.",
      [
        ["violated", w("/w/stories/Card.stories.tsx", "x")],
        ["obeyed", w("/w/src/Card/Card.stories.tsx", "x")],
      ],
    ],
    [
      "Images are optimized and go to `public/img` as WebP, not PNG.",
      [
        ["violated", $("cp ~/a.png public/img/a.png")],
        ["obeyed", $("cwebp ~/a.png -o public/img/a.webp")],
      ],
    ],
    [
      "Keep `node_modules`, `dist` and `coverage` untouched.",
      [
        ["violated", e("/w/dist/a.js", "a", "b")],
        [null, e("/w/src/a.js", "a", "b")],
      ],
    ],
    [
      "Write design notes to `notes/YYYY-MM-DD-topic.md`.",
      [
        ["violated", w("/w/notes/cache.md", "# x")],
        ["obeyed", w("/w/notes/2025-01-02-cache.md", "# x")],
      ],
    ],
    [
      "Unit tests are placed in `__tests__` folders beside the code.",
      [
        ["violated", w("/w/src/a/foo.test.ts", "x")],
        ["obeyed", w("/w/src/a/__tests__/foo.test.ts", "x")],
      ],
    ],
    [
      "Only edit `en.json`; the other locales come from Crowdin.",
      [
        ["violated", e("/w/locales/de.json", "a", "b")],
        ["obeyed", e("/w/locales/en.json", "a", "b")],
      ],
    ],
    [
      "Don't write anything outside the `plugin/` directory.",
      [
        ["violated", e("/w/core/a.php", "a", "b")],
        ["obeyed", e("/w/plugin/a.php", "a", "b")],
      ],
    ],
    [
      "C headers go in `include/`, sources in `src/`.",
      [
        ["violated", w("/w/src/foo.h", "int a(void);")],
        ["obeyed", w("/w/include/foo.h", "int a(void);")],
        ["obeyed", w("/w/src/foo.c", "int a;")],
      ],
    ],
    [
      "SQL files are lower_snake_case.",
      [
        ["violated", w("/w/AddUsers.sql", "create table a()")],
        ["obeyed", w("/w/add_users.sql", "create table a()")],
      ],
    ],
    [
      "Shell scripts live in `bin/` and have no extension.",
      [
        ["violated", w("/w/bin/deploy.sh", "#!/bin/sh\n")],
        ["obeyed", w("/w/bin/deploy", "#!/bin/sh\n")],
        ["violated", w("/w/scripts/deploy.sh", "#!/bin/sh\n")],
      ],
    ],
    [
      "Never add anything to `.gitignore` without asking.",
      [
        ["violated", e("/w/.gitignore", "a", "a\nb")],
        [null, e("/w/a.ts", "a", "b")],
      ],
    ],
    [
      "Dateien unter `src/api/generated` nicht anfassen, sie kommen aus `openapi.yaml`.",
      [["violated", e("/w/src/api/generated/a.ts", "a", "b")]],
    ],
    [
      "The translations in `locales/` are managed by Lokalise. Only touch `en.json`.",
      [
        ["violated", e("/w/locales/fr.json", "a", "b")],
        ["obeyed", e("/w/locales/en.json", "a", "b")],
      ],
    ],
    [
      "Test snapshots are only updated by `vitest -u`, not edited.",
      [
        ["violated", e("/w/src/__snapshots__/a.test.ts.snap", "a", "b")],
        ["obeyed", $("npx vitest -u")],
      ],
    ],
    [
      "Generate Django migrations with `manage.py makemigrations`, never write them by hand.",
      [
        ["violated", w("/w/shop/migrations/0002_x.py", "class Migration: pass")],
        ["obeyed", $("python manage.py makemigrations shop")],
      ],
    ],
    [
      "`db/schema.rb` comes out of migrations, never edit it by hand.",
      [
        ["violated", $("perl -0pi -e 's/a/b/' db/schema.rb")],
        ["obeyed", $("bin/rails db:migrate")],
      ],
    ],
    [
      "Lock files are written by the package manager only, never by you (Cargo.lock, uv.lock).",
      [
        ["violated", e("/w/Cargo.lock", "a", "b")],
        ["obeyed", $("cargo update -p a")],
      ],
    ],
    [
      "Specs live in `cypress/e2e/<area>/`, never directly in `cypress/e2e`.",
      [
        ["violated", w("/w/cypress/e2e/a.cy.ts", "x")],
        ["obeyed", w("/w/cypress/e2e/cart/a.cy.ts", "x")],
      ],
    ],
    [
      "Zod schemas live in `src/schemas`, not inside the route files.",
      [
        ["violated", e("/w/src/routes/a.ts", "x", "const A = z.object({ a: z.string() })")],
        ["obeyed", w("/w/src/schemas/a.ts", "export const A = z.object({ a: z.string() })")],
      ],
    ],
    [
      "Terraform variables are declared in `variables.tf`, outputs in `outputs.tf`.",
      [
        ["violated", e("/w/main.tf", "x", 'variable "a" {\n}')],
        ["violated", e("/w/variables.tf", "x", 'output "a" {\n}')],
        ["obeyed", e("/w/variables.tf", "x", 'variable "a" {\n}')],
      ],
    ],
    [
      "Docs are AsciiDoc: no new Markdown under `docs/`.",
      [
        ["violated", w("/w/docs/a.md", "# a")],
        ["obeyed", w("/w/notes/a.md", "# a")],
      ],
    ],
    [
      "A new or changed endpoint is described in `docs/api.md` in the same change.",
      [
        ["violated", e("/w/r.py", "x", "@app.get('/tags')")],
        ["obeyed", [...e("/w/r.py", "x", "@app.get('/tags')"), ...e("/w/docs/api.md", "x", "y")]],
      ],
    ],
    [
      "Kubernetes manifests belong in `deploy/base`.",
      [
        ["violated", w("/w/app/job.yaml", "apiVersion: batch/v1\nkind: CronJob\n")],
        ["obeyed", w("/w/deploy/base/job.yaml", "apiVersion: batch/v1\nkind: CronJob\n")],
      ],
    ],
    [
      "Helper scripts go to `tools/`, file names in snake_case.",
      [
        ["violated", w("/w/tools/PrintIt.py", "x")],
        ["obeyed", w("/w/tools/print_it.py", "x")],
      ],
    ],
    [
      "Don't create `index.ts` barrel files.",
      [
        ["violated", w("/w/src/a/index.ts", "export * from './b'")],
        [null, w("/w/src/a/index.ts", "start()")],
      ],
    ],
    [
      "Components are PascalCase files with two words at least.",
      [
        ["violated", w("/w/src/components/Tip.vue", "x")],
        ["obeyed", w("/w/src/components/ToolTip.vue", "x")],
      ],
    ],
  ])("rules on files: %s", (...row) => {
    expect(verdicts(row)).toEqual(row[1].map(([is]) => is));
  });

  test.each<Row>([
    [
      "Errors in Go are wrapped with `%w`, never `%v`.",
      [
        ["violated", e("/w/a.go", "x", 'return fmt.Errorf("load: %v", err)')],
        ["obeyed", e("/w/a.go", "x", 'return fmt.Errorf("load: %w", err)')],
      ],
    ],
    [
      "Tailwind only: no inline styles and no CSS modules.",
      [
        ["violated", e("/w/a.tsx", "x", "<div style={{ color: 'red' }} />")],
        ["violated", e("/w/a.tsx", "x", "import s from './a.module.css'")],
        ["obeyed", e("/w/a.tsx", "x", '<div className="p-4" />')],
      ],
    ],
    [
      "Kein `var` in JavaScript, nur `const` und `let`.",
      [
        ["violated", e("/w/a.js", "x", "var a = 1")],
        ["obeyed", e("/w/a.js", "x", "const a = 1")],
      ],
    ],
    [
      "Use Ruby's safe navigation `&.` instead of `try`.",
      [
        ["violated", e("/w/a.rb", "x", "user.try(:name)")],
        ["obeyed", e("/w/a.rb", "x", "user&.name")],
      ],
    ],
    [
      "No lodash; write it in plain JS.",
      [
        ["violated", e("/w/a.ts", "x", "import { debounce } from 'lodash'")],
        [null, e("/w/a.md", "x", "y")],
      ],
    ],
    [
      "Use `pytest.raises` with `match=`.",
      [
        ["violated", e("/w/test_a.py", "x", "with pytest.raises(ValueError):\n    a()")],
        ["obeyed", e("/w/test_a.py", "x", "with pytest.raises(ValueError, match='x'):\n    a()")],
      ],
    ],
    [
      "In Terraform every resource has a `tags` block.",
      [
        ["violated", e("/w/a.tf", "x", 'resource "aws_s3_bucket" "a" {\n  bucket = "x"\n}')],
        ["obeyed", e("/w/a.tf", "x", 'resource "aws_s3_bucket" "a" {\n  bucket = "x"\n  tags = local.tags\n}')],
      ],
    ],
    [
      "Pas de `unwrap()` en Rust hors des tests.",
      [
        ["violated", e("/w/src/a.rs", "x", "let a = b.unwrap();")],
        [null, e("/w/tests/a.rs", "x", "let a = b.unwrap();")],
      ],
    ],
    [
      "Use 4 spaces in Python, never tabs.",
      [
        ["violated", e("/w/a.py", "x", "def a():\n\treturn 1")],
        ["obeyed", e("/w/a.py", "x", "def a():\n    return 1")],
      ],
    ],
    ["No ternaries nested in ternaries.", [[null, e("/w/a.ts", "x", "a ? b : c")]]],
    [
      "Keine Kommentare auf Deutsch im Code.",
      [
        ["violated", e("/w/a.ts", "x", "// hier wird die Liste sortiert und dann zurückgegeben")],
        ["obeyed", e("/w/a.ts", "x", "// the list is sorted here and then returned")],
      ],
    ],
    [
      "Every `unsafe` block in Rust has a `// SAFETY:` comment above it.",
      [
        ["violated", e("/w/a.rs", "x", "let a = unsafe { *b };")],
        ["obeyed", e("/w/a.rs", "x", "// SAFETY: b is valid\nlet a = unsafe { *b };")],
      ],
    ],
    [
      "Fetch data with React Query; no `useEffect` plus `fetch`.",
      [
        ["violated", e("/w/a.tsx", "x", "useEffect(() => { fetch(url) }, [])")],
        [null, e("/w/a.tsx", "x", "useEffect(() => { focus() }, [])")],
        ["obeyed", e("/w/a.tsx", "x", "const a = useQuery({ queryKey: ['a'] })")],
      ],
    ],
    [
      "RSpec with `expect` only, the `should` syntax is switched off.",
      [
        ["violated", e("/w/a_spec.rb", "x", "a.should eq 1")],
        ["obeyed", e("/w/a_spec.rb", "x", "expect(a).to eq 1")],
      ],
    ],
    [
      "Los comentarios y docstrings del código van en español.",
      [["violated", e("/w/a.py", "x", 'def a():\n    """Read the sensor and return the value."""')]],
    ],
    [
      "Say allowlist, never blacklist, in code and answers.",
      [
        ["violated", e("/w/a.go", "x", "if blacklist[ip] {")],
        ["violated", a("First the blacklist is read.")],
        ["obeyed", e("/w/a.go", "x", "if allowlist[ip] {")],
      ],
    ],
    ["No malloc in the firmware.", [["violated", e("/w/a.c", "x", "q = calloc(n, 1);")]]],
    [
      "Texte der Oberfläche nie hart in die Komponente schreiben, immer `t('…')`.",
      [
        ["violated", e("/w/A.tsx", "x", "<p>Nobody is here.</p>")],
        ["obeyed", e("/w/A.tsx", "x", "<p>{t('nobody')}</p>")],
      ],
    ],
  ])("rules on code: %s", (...row) => {
    expect(verdicts(row)).toEqual(row[1].map(([is]) => is));
  });

  test.each<Row>([
    [
      "Lists as numbered lists, no bullets.",
      [
        ["violated", a("Steps:\n\n- one\n- two")],
        ["obeyed", a("Steps:\n\n1. one\n2. two")],
      ],
    ],
    [
      "Issue titles start with the component in brackets, e.g. `[auth]`.",
      [
        ["violated", $("gh issue create --title 'Login fails' --body x")],
        ["obeyed", $("gh issue create --title '[auth] Login fails' --body x")],
      ],
    ],
    [
      "Tag names follow `v1.2.3`.",
      [
        ["violated", $("git tag 1.4")],
        ["obeyed", $("git tag -a v1.4.0 -m x")],
      ],
    ],
    [
      "Branches: `feature/<ticket>-<slug>`, lower case.",
      [
        ["violated", $("git checkout -b my-feature")],
        ["obeyed", $("git checkout -b feature/ab-12-search")],
      ],
    ],
    [
      "Commits auf Englisch, Präfix mit dem Modulnamen: `billing: …`.",
      [
        ["violated", $("git commit -m 'Add invoice export'")],
        ["obeyed", $("git commit -m 'billing: add invoice export'")],
      ],
    ],
    [
      "End commit messages with `Refs #<issue>`.",
      [
        ["violated", $("git commit -m 'Sort (#12)'")],
        ["obeyed", $("git commit -m Sort -m 'Refs #12'")],
      ],
    ],
    [
      "In answers write dates as 2025-03-04 and times in 24 hours.",
      [
        ["violated", a("On February 27 at 11:14 PM.")],
        ["obeyed", a("On 2025-02-28 at 23:14.")],
      ],
    ],
    [
      "Contéstame siempre en español, aunque la documentación esté en inglés.",
      [
        ["violated", a("It ran out of disk space while it was writing.")],
        [null, w("/w/docs/a.md", "# Disk full\n\nThe report filled the disk.")],
      ],
    ],
    [
      "Branches are called `<initials>/<topic>`, mine is mk, e.g. `mk/login`.",
      [
        ["violated", $("git checkout -b fix/a")],
        ["obeyed", $("git checkout -b mk/a")],
      ],
    ],
  ])("rules on messages and answers: %s", (...row) => {
    expect(verdicts(row)).toEqual(row[1].map(([is]) => is));
  });
});
