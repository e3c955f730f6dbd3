import { describe, expect, test } from "vitest";
import { $, a, e, labels, type Row, verdicts } from "../support/proof.ts";

describe("memories on commands", () => {
  test.each<Row>([
    [
      "Always run tests with `make test`, never call pytest directly.",
      [
        ["violated", $("cd /w && pytest -q tests/a.py")],
        ["obeyed", $("make test")],
        ["violated", $("python -m pytest tests -x")],
        [null, $("grep -n pytest setup.cfg")],
      ],
    ],
    [
      "We use uv, so `uv pip install` or `uv add` instead of pip.",
      [
        ["violated", $("pip install requests")],
        ["obeyed", $("uv add requests")],
        [null, $("uv run pytest")],
      ],
    ],
    [
      "Use `rg` instead of `grep`.",
      [
        ["violated", $("grep -rn foo src")],
        ["obeyed", $("rg foo src")],
        [null, $("ls")],
      ],
    ],
    [
      "Never run `rm -rf` without asking me.",
      [
        ["violated", $("rm -rf build")],
        ["obeyed", $("rm build/a.o")],
        [null, $("rm -rf build"), "rm -rf the build folder"],
        [null, $("ls")],
      ],
    ],
    [
      "Never force-push.",
      [
        ["violated", $("git push --force origin feat")],
        ["violated", $("git push -f")],
        ["obeyed", $("git push")],
        [null, $("git commit -m x")],
        [null, $("git push -f"), "force-push it please"],
      ],
    ],
    [
      "Don't push to main; open a PR.",
      [
        ["violated", $("git push origin main")],
        ["obeyed", $("git push -u origin feat/x")],
        [null, $("git push origin main"), "push it to main now"],
      ],
    ],
    [
      "Don't use `git add -A` or `git add .`; add files by name.",
      [
        ["violated", $("git add -A && git commit -m x")],
        ["violated", $("git add .")],
        ["obeyed", $("git add src/a.ts && git commit -m x")],
      ],
    ],
    [
      "Run all PHP commands inside the container: `docker compose exec app php artisan …`.",
      [
        ["violated", $("php artisan migrate")],
        ["obeyed", $("docker compose exec app php artisan migrate")],
        [null, $("docker compose ps")],
      ],
    ],
    [
      "Python is only run through poetry (`poetry run python …`).",
      [
        ["violated", $("python scripts/a.py")],
        ["obeyed", $("poetry run python scripts/a.py")],
      ],
    ],
    [
      "Use `docker compose`, not `docker-compose`.",
      [
        ["violated", $("docker-compose up -d")],
        ["obeyed", $("docker compose up -d")],
        [null, $("docker ps")],
      ],
    ],
    [
      "Run `pytest` with `-x -q`.",
      [
        ["violated", $("pytest tests")],
        ["obeyed", $("pytest -x -q tests")],
      ],
    ],
    [
      "Run the linter before every commit.",
      [
        ["violated", [...e("/w/a.ts", "a", "b"), ...$("git commit -am x")]],
        ["obeyed", [...e("/w/a.ts", "a", "b"), ...$("npm run lint && git commit -am x")]],
        [null, $("npm run lint")],
      ],
    ],
    [
      "Never commit without running the tests first.",
      [
        ["violated", [...e("/w/a.ts", "a", "b"), ...$("git commit -am x")]],
        ["obeyed", [...e("/w/a.ts", "a", "b"), ...$("npm test"), ...$("git commit -am x")]],
        [null, e("/w/a.ts", "a", "b")],
      ],
    ],
    [
      "After changing a `.proto` file run `make proto`.",
      [
        ["violated", e("/w/api/user.proto", "a", "b")],
        ["obeyed", [...e("/w/api/user.proto", "a", "b"), ...$("make proto")]],
        [null, e("/w/a.go", "a", "b")],
      ],
    ],
    [
      "Run `cargo fmt` after editing Rust files.",
      [
        ["violated", e("/w/src/a.rs", "a", "b")],
        ["obeyed", [...e("/w/src/a.rs", "a", "b"), ...$("cargo fmt")]],
        [null, e("/w/a.md", "a", "b")],
      ],
    ],
    [
      "Don't start the dev server, it is already running on port 3000.",
      [
        ["violated", $("npm run dev")],
        ["violated", $("pnpm dev &")],
        [null, $("curl localhost:3000")],
        [null, $("npm run build")],
      ],
    ],
    [
      "Ask before installing new dependencies.",
      [
        ["violated", $("npm install dayjs")],
        [null, $("npm install dayjs"), "install dayjs"],
        [null, $("npm ci")],
      ],
    ],
    [
      "Always pull with `--rebase`.",
      [
        ["violated", $("git pull")],
        ["obeyed", $("git pull --rebase origin main")],
        [null, $("git push")],
      ],
    ],
    [
      "No `sudo`.",
      [
        ["violated", $("sudo apt install jq")],
        [null, $("apt list")],
      ],
    ],
    [
      "Set `CI=1` when running the tests.",
      [
        ["violated", $("npm test")],
        ["obeyed", $("CI=1 npm test")],
        [null, $("npm run build")],
      ],
    ],
    [
      "Run npm commands in `frontend/`, not in the root.",
      [
        ["violated", $("cd backend && npm install x")],
        ["obeyed", $("cd frontend && npm run build")],
        ["obeyed", $("npm --prefix frontend run build")],
      ],
    ],
    [
      "`terraform apply` is for me only; you may run `terraform plan`.",
      [
        ["violated", $("terraform apply -auto-approve")],
        [null, $("terraform fmt")],
      ],
    ],
    [
      "Führe Tests immer mit `npm run test:ci` aus.",
      [
        ["violated", $("npx vitest run")],
        ["obeyed", $("npm run test:ci")],
      ],
    ],
    [
      "Kein `npm`, wir nehmen hier yarn.",
      [
        ["violated", $("npm i left-pad")],
        ["obeyed", $("yarn add left-pad")],
      ],
    ],
    [
      "N'utilise jamais `git stash`.",
      [
        ["violated", $("git stash && git pull")],
        [null, $("git status")],
      ],
    ],
    [
      "Use `fd` over `find`.",
      [
        ["violated", $("find . -name '*.ts'")],
        ["obeyed", $("fd -e ts")],
      ],
    ],
    [
      "Don't merge PRs yourself.",
      [
        ["violated", $("gh pr merge 12 --squash")],
        [null, $("gh pr view 12")],
      ],
    ],
    [
      "Use `pnpm dlx` rather than `npx`.",
      [
        ["violated", $("npx create-vite")],
        ["obeyed", $("pnpm dlx create-vite")],
      ],
    ],
    [
      "Build with `just build`, not `cargo build`.",
      [
        ["violated", $("cargo build --release")],
        ["obeyed", $("just build")],
      ],
    ],
    [
      "Database access goes through `make psql`; don't call psql yourself.",
      [
        ["violated", $("psql -h db -c 'select 1'")],
        ["obeyed", $("make psql")],
      ],
    ],
    [
      "Use the Makefile targets instead of calling `go build` and `go test`.",
      [
        ["violated", $("go test ./...")],
        ["violated", $("go build ./cmd/x")],
      ],
    ],
    [
      "curl always with `--fail`.",
      [
        ["violated", $("curl -s http://x")],
        ["obeyed", $("curl --fail -s http://x")],
      ],
    ],
    [
      "Don't run `prisma migrate reset`.",
      [
        ["violated", $("npx prisma migrate reset --force")],
        [null, $("npx prisma generate")],
      ],
    ],
    [
      "Before pushing run `npm run build`.",
      [
        ["violated", [...e("/w/a.ts", "a", "b"), ...$("git push")]],
        ["obeyed", $("npm run build && git push")],
      ],
    ],
    [
      "Add an entry to `CHANGELOG.md` whenever you change code in `src/`.",
      [
        ["violated", e("/w/src/a.ts", "a", "b")],
        ["obeyed", [...e("/w/src/a.ts", "a", "b"), ...e("/w/CHANGELOG.md", "a", "b")]],
        [null, e("/w/README.md", "a", "b")],
      ],
    ],
    [
      "Never commit `.env` files.",
      [
        ["violated", $("git add .env && git commit -m x")],
        [null, $("git add src")],
      ],
    ],
    [
      "Branch names start with `feature/` or `fix/`.",
      [
        ["violated", $("git checkout -b my-branch")],
        ["obeyed", $("git switch -c fix/login")],
        [null, $("git checkout main")],
      ],
    ],
    [
      "At the end of each answer list the files you changed.",
      [
        ["violated", [...e("/w/src/a.ts", "a", "b"), ...a("Fixed.")]],
        ["obeyed", [...e("/w/src/a.ts", "a", "b"), ...a("Fixed. Changed: src/a.ts")]],
      ],
    ],
    [
      "Deploys only through `./deploy.sh`; never call `kubectl apply` or `helm upgrade` yourself.",
      [
        ["violated", $("helm upgrade api charts/api -n prod")],
        ["violated", $("kubectl -n prod apply -f api.yaml")],
        ["obeyed", $("./deploy.sh staging")],
        [null, $("kubectl get pods")],
      ],
    ],
    [
      "Rails commands go through `bin/rails`, not the global `rails` – the versions differ.",
      [
        ["violated", $("rails db:migrate")],
        ["obeyed", $("bin/rails db:migrate")],
        ["violated", $("bundle exec rails test")],
        [null, $("cat config/routes.rb")],
      ],
    ],
    [
      "Restart the worker container after changing anything in `worker/` (`docker compose restart worker`).",
      [
        ["violated", [...e("/h/worker/jobs.py", "a", "b"), ...a("ok")]],
        ["obeyed", [...e("/h/worker/jobs.py", "a", "b"), ...$("docker compose restart worker")]],
        [null, e("/h/web/x.py", "a", "b")],
      ],
    ],
    [
      "Never publish to npm from here; releases are made by CI.",
      [
        ["violated", $("npm publish --access public")],
        ["violated", $("pnpm publish")],
        [null, $("npm view x")],
      ],
    ],
    [
      "Use `git switch` and `git restore`; `git checkout` confuses me.",
      [
        ["violated", $("git checkout -b feat/x")],
        ["obeyed", $("git switch -c feat/x")],
        ["violated", $("git checkout -- a.ts")],
        [null, $("git status")],
      ],
    ],
    [
      "Format only the files you changed, never the whole repo (`prettier --write .`).",
      [
        ["violated", $("npx prettier --write .")],
        ["obeyed", $("npx prettier --write src/a.ts")],
        [null, $("npx eslint .")],
      ],
    ],
    [
      "Go tests always with the race detector: `go test -race ./...`.",
      [
        ["violated", $("go test ./...")],
        ["obeyed", $("go test -race ./internal/...")],
        [null, $("go build ./...")],
      ],
    ],
    [
      "Bau das Projekt nie mit `mvn` direkt, immer mit `./mvnw`.",
      [
        ["violated", $("mvn -q package")],
        ["obeyed", $("./mvnw -q package")],
        [null, $("cat pom.xml")],
      ],
    ],
    [
      "Don't touch the production database: no `psql` with `PROD_URL`.",
      [
        ["violated", $("psql $PROD_URL -c 'select 1'")],
        [null, $("psql $DEV_URL -c 'select 1'")],
      ],
    ],
    [
      "Squash merges only: `gh pr merge --squash`.",
      [
        ["violated", $("gh pr merge 12 --merge")],
        ["obeyed", $("gh pr merge 12 --squash")],
        [null, $("gh pr view 12")],
      ],
    ],
    [
      "Prefer `make` targets over raw docker commands.",
      [
        ["violated", $("docker build -t x .")],
        ["obeyed", $("make image")],
        [null, $("ls")],
      ],
    ],
    [
      "Rebase feature branches onto main, never merge main into them.",
      [
        ["violated", $("git merge main")],
        ["violated", $("git fetch && git merge origin/main")],
        ["obeyed", $("git rebase origin/main")],
      ],
    ],
    [
      "Ejecuta las migraciones con `make migrate`, nunca con `alembic` a mano.",
      [
        ["violated", $("alembic upgrade head")],
        ["obeyed", $("make migrate")],
        [null, $("ls alembic")],
      ],
    ],
    [
      "Check `terraform plan` before any `terraform apply`.",
      [
        ["violated", $("terraform apply -auto-approve")],
        ["obeyed", $("terraform plan -out=p && terraform apply p")],
      ],
    ],
    [
      "Fetch before you rebase.",
      [
        ["violated", $("git rebase origin/main")],
        ["obeyed", $("git fetch && git rebase origin/main")],
      ],
    ],
    [
      "Tests need the database: run `docker compose up -d db` before `npm test`.",
      [
        ["violated", $("npm test")],
        ["obeyed", $("docker compose up -d db && npm test")],
      ],
    ],
    [
      "Search with ripgrep; plain grep is too slow here.",
      [
        ["violated", $("grep -rn foo .")],
        ["obeyed", $("rg foo")],
      ],
    ],
    [
      "No network calls in the sandbox: don't use curl or wget.",
      [
        ["violated", $("curl -s https://x")],
        ["violated", $("wget https://x")],
        [null, $("ls")],
      ],
    ],
    [
      "Screenshots go to `docs/img` as PNG, with hyphens in the name.",
      [
        ["violated", $("mv ~/shot.png docs/shot.png")],
        ["obeyed", $("mv ~/shot.png docs/img/main-window.png")],
        ["violated", $("cp /tmp/a.png docs/img/Main_Window.png")],
      ],
    ],
    [
      "Never delete tests; mark them with `skip` and a reason.",
      [
        ["violated", $("rm tests/test_a.py")],
        [null, $("rm src/a.py")],
      ],
    ],
    [
      "Schreib Commit-Nachrichten auf Englisch und im Imperativ.",
      [
        ["violated", $("git commit -m 'Fixed the parser of dates'")],
        ["violated", $("git commit -m 'Die Liste ist jetzt nicht mehr leer'")],
        ["obeyed", $("git commit -m 'Fix the parser of the dates'")],
      ],
    ],
    [
      "Branches: `<initials>/<ticket>-<slug>`.",
      [
        ["violated", $("git switch -c fix-menu")],
        ["obeyed", $("git switch -c ab/SHOP-12-menu")],
      ],
    ],
    [
      "Always pass `-n 5` to `git log`, the history is huge.",
      [
        ["violated", $("git log --oneline")],
        ["obeyed", $("git log -n 5")],
        [null, $("git status")],
      ],
    ],
    [
      "Use `yarn` in this repo; `npm` breaks the lock file.",
      [
        ["violated", $("npm install x")],
        ["obeyed", $("yarn add x")],
        ["violated", $("cd web && CI=1 npm ci")],
      ],
    ],
    [
      "Test the backend with `./run-tests.sh`, it starts the database; bare `pytest` fails.",
      [
        ["violated", $("pytest tests/")],
        ["obeyed", $("./run-tests.sh tests/api")],
        [null, $("cat run-tests.sh")],
      ],
    ],
    [
      "Stage hunks or files explicitly, no `git commit -a`.",
      [
        ["violated", $("git commit -am x")],
        ["obeyed", $("git add a.ts && git commit -m x")],
      ],
    ],
    [
      "Don't run the e2e tests, they take an hour; CI does that.",
      [
        ["violated", $("npm run test:e2e")],
        ["violated", $("npx playwright test")],
        [null, $("npm test")],
      ],
    ],
    [
      "Before a commit run `pre-commit run --all-files`.",
      [
        ["violated", $("git commit -m x")],
        ["obeyed", $("pre-commit run --all-files && git commit -m x")],
      ],
    ],
    [
      "Install Python packages with `uv add`, so that they land in `pyproject.toml`.",
      [
        ["violated", $("pip install rich")],
        ["obeyed", $("uv add rich")],
        ["violated", $("uv pip install rich")],
      ],
    ],
    [
      "Compile with `-Wall -Werror`.",
      [
        ["violated", $("gcc -O2 a.c -o a")],
        ["obeyed", $("gcc -Wall -Werror a.c -o a")],
        [null, $("ls")],
      ],
    ],
    [
      "The app runs in Docker – use `docker compose exec web` for every `manage.py` call.",
      [
        ["violated", $("python manage.py migrate")],
        ["obeyed", $("docker compose exec web python manage.py migrate")],
        [null, $("docker compose ps")],
      ],
    ],
    [
      "Make no network requests in tests; run them with `--disable-socket`.",
      [
        ["violated", $("pytest tests")],
        ["obeyed", $("pytest --disable-socket tests")],
      ],
    ],
    [
      "Don't kill processes with `kill -9`.",
      [
        ["violated", $("kill -9 123")],
        ["violated", $("pgrep node | xargs kill -9")],
        ["obeyed", $("kill 123")],
      ],
    ],
    [
      "Vor dem Pushen immer `git pull --rebase` ausführen.",
      [
        ["violated", $("git push")],
        ["obeyed", $("git pull --rebase && git push")],
      ],
    ],
    [
      "Wenn du `package.json` änderst, führe danach `npm install` aus, damit das Lockfile stimmt.",
      [
        ["violated", e("/h/package.json", "a", "b")],
        ["obeyed", [...e("/h/package.json", "a", "b"), ...$("npm install")]],
      ],
    ],
    [
      "Utilise `pnpm` et jamais `npm`.",
      [
        ["violated", $("npm i x")],
        ["obeyed", $("pnpm add x")],
      ],
    ],
    [
      "Nunca borres ramas remotas.",
      [
        ["violated", $("git push origin --delete feat")],
        [null, $("git branch")],
      ],
    ],
    [
      "Lint with `ruff check --fix`, we dropped flake8 and pylint.",
      [
        ["violated", $("flake8 src")],
        ["obeyed", $("ruff check --fix src")],
        ["violated", $("python -m pylint src")],
      ],
    ],
    [
      "Tag releases with a leading `v` (`v1.2.3`).",
      [
        ["violated", $("git tag 1.2.3")],
        ["obeyed", $("git tag v1.4.0")],
        [null, $("git tag -l")],
      ],
    ],
    [
      "Use `trash` instead of `rm`.",
      [
        ["violated", $("rm a.txt")],
        ["obeyed", $("trash a.txt")],
        ["violated", $("find . -name x | xargs rm")],
      ],
    ],
    [
      "No `--force` with npm install, fix the peer dependency.",
      [
        ["violated", $("npm install --force")],
        ["obeyed", $("npm install x")],
        [null, $("git push --force")],
      ],
    ],
    [
      "Use `feat:`, `fix:` or `chore:` as commit prefixes, nothing else.",
      [
        ["violated", $("git commit -m 'docs: x'")],
        ["obeyed", $("git commit -m 'fix: x'")],
      ],
    ],
    [
      "Name branches after the ticket: `PROJ-123-short-title`.",
      [
        ["violated", $("git checkout -b fix-login")],
        ["obeyed", $("git checkout -b PROJ-7-fix-login")],
      ],
    ],
    [
      'Write commit messages in the present tense: "Add", not "Added".',
      [
        ["violated", $("git commit -m 'Added menu'")],
        ["obeyed", $("git commit -m 'Add menu'")],
      ],
    ],
    [
      "Use npm scripts (`npm run lint`) instead of calling eslint or tsc directly.",
      [
        ["violated", $("npx eslint src")],
        ["violated", $("tsc --noEmit")],
        ["obeyed", $("npm run lint")],
      ],
    ],
    [
      "Every `docker run` gets `--rm`.",
      [
        ["violated", $("docker run -it alpine sh")],
        ["obeyed", $("docker run --rm alpine ls")],
        [null, $("docker ps")],
      ],
    ],
    [
      "`pip install` only inside the virtualenv (`.venv/bin/pip`).",
      [
        ["violated", $("pip install x")],
        ["obeyed", $(".venv/bin/pip install x")],
      ],
    ],
    [
      "Use the project's Python: `.venv/bin/python`, not the system one.",
      [
        ["violated", $("python3 a.py")],
        ["obeyed", $(".venv/bin/python a.py")],
      ],
    ],
    [
      "ssh into the servers is off limits.",
      [
        ["violated", $("ssh web1 uptime")],
        [null, $("cat ~/.ssh/config")],
      ],
    ],
    [
      "Leave my containers running: no `docker compose down`, no `docker stop`.",
      [
        ["violated", $("docker compose down")],
        ["violated", $("docker stop db")],
        [null, $("docker ps")],
      ],
    ],
    [
      "I start the server myself. Never run `npm start` or `npm run dev`.",
      [
        ["violated", $("npm run dev &")],
        ["violated", $("cd web && npm start")],
        [null, $("npm run build")],
      ],
    ],
    [
      "`make lint` and `make test` must both have run before you commit.",
      [
        ["violated", [...e("/h/a.py", "a", "b"), ...$("make test && git commit -am x")]],
        ["obeyed", [...e("/h/a.py", "a", "b"), ...$("make lint test && git commit -am x")]],
        ["obeyed", [...e("/h/a.py", "a", "b"), ...$("make lint && make test && git commit -am x")]],
      ],
    ],
    [
      "After `git pull` run `npm ci`.",
      [
        ["violated", $("git pull")],
        ["obeyed", $("git pull && npm ci")],
      ],
    ],
    [
      "Once you've edited a Go file, gofmt it (`gofmt -w`).",
      [
        ["violated", e("/h/a.go", "a", "b")],
        ["obeyed", [...e("/h/a.go", "a", "b"), ...$("gofmt -w a.go")]],
      ],
    ],
    [
      "For API calls from the shell use `http` (HTTPie) instead of curl.",
      [
        ["violated", $("curl -s localhost")],
        ["obeyed", $("http :8000/x")],
      ],
    ],
    [
      "No destructive git commands: `reset --hard`, `clean -fd`, `checkout .`.",
      [
        ["violated", $("git reset --hard HEAD~1")],
        ["violated", $("git clean -fd")],
        [null, $("git status")],
      ],
    ],
    [
      "Don't install with `npm install` when the lock file exists – `npm ci`.",
      [
        ["violated", $("npm install")],
        ["obeyed", $("npm ci")],
      ],
    ],
    [
      "Use `bun` for everything: `bun test`, `bun run`, `bunx`.",
      [
        ["violated", $("npm test")],
        ["violated", $("npx tsc")],
        ["obeyed", $("bun test")],
      ],
    ],
    [
      "We're on Yarn 4; don't bring npm or pnpm in.",
      [
        ["violated", $("pnpm add x")],
        ["obeyed", $("yarn add x")],
      ],
    ],
    [
      "Pushing is my job.",
      [
        ["violated", $("git push origin x")],
        [null, $("git fetch")],
      ],
    ],
    [
      "You are not allowed to run `terraform apply`.",
      [
        ["violated", $("terraform apply")],
        [null, $("terraform plan")],
      ],
    ],
    [
      "Please don't rebase shared branches.",
      [
        ["violated", $("git rebase main")],
        [null, $("git log")],
      ],
    ],
  ])("%s", (memory, cases) => {
    expect(verdicts(memory, cases)).toEqual(labels(cases));
  });
});
