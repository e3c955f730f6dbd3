import { expect, test } from "vitest";
import { $, labels, type Row, verdicts } from "../support/proof.ts";

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
])("a form of rules on commands that is read: %s", (memory, cases) => {
  expect(verdicts(memory, cases)).toEqual(labels(cases));
});
