import { launchedBy } from "../shell/launchers.ts";
import type { Command } from "../shell/spelling.ts";
import { isEveryday } from "./looks.ts";

/** What a command of a project is for. */
export type Purpose = "test" | "build" | "lint" | "format" | "check" | "run" | "measure" | "generate" | "migrate";

/** Scripts and targets are named for what they are for. */
const BY_NAME: readonly (readonly [RegExp, Purpose])[] = [
  [/^(?:bench(?:mark)?s?|perf)\b/, "measure"],
  [/^(?:codegen|generate|gen|proto)\b/, "generate"],
  [/^(?:migrate|migrations?)\b/, "migrate"],
  [
    /^(?:(?:i|unit|self|api|ui|sys|func)?tests?|spec|e2e|unit|integration|verify|smoke|acceptance|regression|functional)\b/,
    "test",
  ],
  [/^(?:lint|eslint|clippy|vet|analy[sz]e|typecheck|type-check|tsc|types)\b/, "lint"],
  [/^(?:format:check|fmt-check|check-format|check:format)\b/, "format"],
  [/^(?:check|ci|validate|all-checks)\b/, "check"],
  [/^(?:build|compile|bundle|dist|assemble|package|all)\b/, "build"],
  [/^(?:dev|start|serve|run|up)\b/, "run"],
];
/** Scripts that change files by themselves, or never end. */
const NO_CHECK = /\b(?:fix|write|watch|update|clean|reset|seed|drop|ui|prepare|setup|create|install)\b/;

/** `test:unit`, `run_tests`, `:app:testDebugUnitTest`: the first part that says it. */
const purposeNamed = (name: string): Purpose | null => {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_.]/g, " ")
    .toLowerCase();
  if (NO_CHECK.test(words)) return null;
  const parts = [words.trim(), ...words.split(/[:\s-]+/)].filter((part) => part !== "");
  // That it runs is what all scripts do, so another part tells more.
  const found = parts.flatMap((part) => BY_NAME.find(([pattern]) => pattern.test(part))?.[1] ?? []);
  return found.find((purpose) => purpose !== "run") ?? found[0] ?? null;
};

/** Commands whose purpose is known, as the words they begin with. */
const KNOWN: readonly (readonly [string, Purpose])[] = (
  [
    [
      "test",
      "pytest,py.test,vitest,jest,mocha,ava,tox,nox,rspec,phpunit,ctest,go test,cargo test,cargo nextest run,mix test,dotnet test,deno test,flutter test,dart test,swift test,sbt test,mvn test,mvn verify,rake test,rake spec,rails test,playwright test,cypress run,python -m pytest,python3 -m pytest,python -m unittest,python3 -m unittest,bats,busted,zig build test,bazel test,manage.py test,node --test,xcodebuild test,meson test,lein test,stack test,cabal test,dune test,dune runtest,gleam test,crystal spec,nimble test,ginkgo,gotestsum,artisan test,R CMD check,prove,elm-test,kaocha,karma start,behave,cucumber,rebar3 eunit,rebar3 ct,clojure -M:test,clojure -X:test,clj -M:test,clj -X:test,pants test,newman run,web-test-runner,nix flake check",
    ],
    [
      "build",
      "cargo build,go build,vite build,next build,tsc -b,tsc --build,webpack,rollup,esbuild,ninja,cmake --build,mvn package,mvn compile,dotnet build,swift build,zig build,bazel build,sbt compile,mix compile,flutter build,docker build,docker compose build,hugo,jekyll build,meson compile,stack build,cabal build,dune build,gleam build,nix build,python -m build,xcodebuild build,latexmk,typst compile,sphinx-build,idf.py build,pio run,west build,eleventy",
    ],
    [
      "lint",
      "eslint,ruff check,mypy,pyright,flake8,pylint,cargo clippy,golangci-lint run,go vet,rubocop,tsc --noEmit,tsc -p,vue-tsc,svelte-check,biome check,biome lint,biome ci,oxlint,shellcheck,ktlint,detekt,swiftlint,credo,mix credo,phpstan,psalm,staticcheck,stylelint,clang-tidy,terraform validate,pre-commit run,flutter analyze,dart analyze,buf lint,tflint,hadolint,yamllint,markdownlint,markdownlint-cli2,luacheck,hlint,sqlfluff lint,ansible-lint,actionlint,cppcheck,phpcs,standardrb,erb_lint,basedpyright,ty check,knip,vale,helm lint",
    ],
    [
      "format",
      "prettier --check,black --check,ruff format --check,cargo fmt --check,mix format --check-formatted,dart format --set-exit-if-changed,gofmt -l,biome format,rustfmt --check,stylua --check,shfmt -d,scalafmt --check,terraform fmt -check,ormolu --mode check",
    ],
    [
      "run",
      "cargo run,go run,flask run,rails server,rails s,uvicorn,gunicorn,mix phx.server,docker compose up,dotnet run",
    ],
    ["generate", "prisma generate,buf generate,protoc,go generate,sqlc generate"],
    [
      "migrate",
      "alembic upgrade,prisma migrate,rails db:migrate,rake db:migrate,diesel migration run,manage.py migrate,mix ecto.migrate",
    ],
  ] as const
).flatMap(([purpose, commands]) => commands.split(",").map((words) => [words, purpose] as const));

/** Programs whose first words name a script, a target or a task. */
const RUNNERS =
  /^(?:npm|pnpm|yarn|bun|make|gmake|just|task|rake|gradle|gradlew|poe|invoke|inv|nx|turbo|composer|deno|hatch|pdm|mise|mage|earthly|mach|mvnw|mvn|xcodebuild|sbt)$/;
const BARE_BUILDS = /^(?:make|gmake|ninja|hugo|webpack)$/;
const INTERPRETERS = /^(?:node|deno|bun|python3?|ruby|php|bash|sh|tsx|ts-node|perl|Rscript|julia|elixir|lua)$/;
const OWN_SCRIPT = /^(?:\.\/|bin\/|scripts?\/|tools?\/|\.?\w*\.\/)/;
/** A command with all that wraps it is not longer than this before it says what it does. */
const WRAPPED_MAX = 9;

export interface Meant {
  readonly purpose: Purpose;
  /** Where in the words the program stands that tells it. */
  readonly at: number;
}

/** What a command is for, wherever in the line the program that tells it stands: `uv run pytest`, `bin/dev mix test`. */
export const meaningOf = (argv: readonly string[]): Meant | null => {
  const own = ownTask(argv);
  if (own !== null) return own;
  for (let at = 0; at < Math.min(argv.length, WRAPPED_MAX); at++) {
    const purpose = purposeAt(argv, at);
    if (purpose !== null) return { purpose, at };
  }
  return null;
};

/** What any other program calls what it is told to do. */
const TASK = /^(?:tests?|check|lint|build|compile|bench|benchmark|typecheck|verify|validate)$/;
const NO_TASKS = /^(?:git|gh|glab|docker|podman|kubectl|helm|curl|wget|ssh|psql|mysql|npm|pnpm|yarn|bun)$/;

/** `forge test`, `npx hardhat test`, `poetry run dbt build`: a program that is told what to do by a word for it. */
const ownTask = (argv: readonly string[]): Meant | null => {
  let words = argv;
  for (let launched = launchedBy(words); launched?.argv !== undefined; launched = launchedBy(words))
    words = launched.argv;
  const [program = "", task = ""] = words;
  const at = argv.length - words.length;
  if (at >= WRAPPED_MAX || !TASK.test(task) || NO_TASKS.test(program) || isEveryday(program)) return null;
  const purpose = purposeNamed(task);
  return purpose === null || purposeAt(argv, at) !== null ? null : { purpose, at };
};

/** What tests a whole package from within its language, or by a script that all runners have. */
const TESTS_WITHIN =
  /^(?:Rscript|R|julia)\b.{0,80}\b(?:devtools::(?:test|check)\(|Pkg\.test\()|^[a-z]\S* .{0,80}\brun_?tests?\.\w+$/;

const purposeAt = (argv: readonly string[], at: number): Purpose | null => {
  const first = argv[at] ?? "";
  const program = first.replace(/^.*\//, "");
  const rest = [program, ...argv.slice(at + 1)].join(" ");
  if (TESTS_WITHIN.test(rest)) return "test";
  const service = /^docker compose run (?:--?\S+ )*([a-z][\w-]*)$/.exec(rest)?.[1];
  if (service !== undefined) return purposeNamed(service);
  const known = KNOWN.find(([words]) => rest === words || rest.startsWith(`${words} `));
  if (known) return known[1];
  const words = argv.slice(at + 1).filter((word, i) => !word.startsWith("-") && !/^-[Cf]$/.test(argv[at + i] ?? ""));
  if (INTERPRETERS.test(program) && /\.\w+$/.test(words[0] ?? ""))
    return purposeNamed(nameOfScript(words[0] ?? "")) ?? purposeNamed(folderName(words[0] ?? ""));
  if (RUNNERS.test(program)) {
    const names = words.slice(0, 3).filter((word) => !/^(?:run|exec|workspace)$/.test(word) && !word.includes("="));
    const named = names.map(purposeNamed).find((purpose) => purpose !== null);
    return named ?? (names.length === 0 && BARE_BUILDS.test(program) ? "build" : null);
  }
  if (!OWN_SCRIPT.test(first)) return null;
  return words.length === 0 ? purposeNamed(nameOfScript(program)) : purposeNamed(words[0] ?? "");
};

/** The target of a runner that a command calls by its name, or the script of the project; null for anything else. */
export const targetOf = (argv: readonly string[]): string | null => {
  const [program = "", ...args] = argv;
  const isScript = OWN_SCRIPT.test(program);
  if (!isScript && !RUNNERS.test(program.replace(/^.*\//, ""))) return null;
  const words = args.filter((word) => !/^(?:run|exec)$/.test(word));
  const target = isScript ? nameOfScript(program) : (words[0] ?? "");
  const isName = /^[a-z][\w:.-]*$/i.test(target) && words.length <= (isScript ? 0 : 1);
  return isName && !NO_TARGET.test(target.toLowerCase()) && purposeNamed(target) === null && !NO_CHECK.test(target)
    ? target
    : null;
};
/** Whether a command calls what the project itself has given a name: a script, or a target of a runner. */
export const isNamedByProject = (argv: readonly string[]): boolean =>
  OWN_SCRIPT.test(argv[0] ?? "") ||
  /^(?:g?make|just|task|rake|poe|inv|invoke|mage|earthly) [a-z]|^(?:npm|pnpm|yarn|bun) run [a-z]/.test(argv.join(" "));

/** What runners do to packages and machines, rather than to what was changed. */
const NO_TARGET =
  /^(?:i|ci|add|rm|un|up|down|ls|list|why|info|view|link|version|init|new|get|help|ps|x|dlx|dev|fetch|pull|open|env)$|\b(?:deps?|remove|uninstall|(?:up|down)grade|dedupe|audit|outdated|log(?:s|in|out)?|publish|pack|re?start|stop|kill|shell|sh|console|repl|deploy\w*|release\w*|format|fmt|serve|preview|push|ship|upload|send|sync|promote|apply|rollout|prod|production|staging|flash|provision|bump|tag|notify|submit|undo|rollback|destroy|purge|backup|restore)\b/;

/** What everybody who works in the language calls to see whether it compiles, without a word that is of the project. */
const OF_EVERY_PROJECT =
  /^(?:cargo (?:check|build|run)|go (?:build|vet|run)|swift build|zig build|mix compile|(?:npx )?tsc(?: --noEmit)?|mvn compile)(?: (?:\.|\.\/\.\.\.|--release|-q|--quiet|-v))*$/;
export const isOfEveryProject = ({ env, argv }: Command): boolean =>
  env.length === 0 && OF_EVERY_PROJECT.test(argv.join(" "));

const nameOfScript = (path: string): string => path.replace(/^.*\//, "").replace(/\.\w+$/, "");
const folderName = (path: string): string => path.split("/").at(-2) ?? "";

export const CHOOSES =
  /^(?:-k|-t|-run|-run=.*|--run=.*|-g|--grep(?:=.*)?|--only|--package(?:=.*)?|--testNamePattern(?:=.*)?|--test-name-pattern(?:=.*)?|--lf|--last-failed|--example|-bench|--bench|--tags(?:=.*)?|--spec(?:=.*)?|--project(?:=.*)?|-pl|--tests?|-Dtest=.*)$/;
const ONE_FILE = /::|[^.]\.(?:[cm]?[jt]sx?|py|go|rs|rb|exs?|java|kt|cs|php|swift|dart|c|cc|cpp|h|vue|svelte)$/;
const WHOLE = /^(?:\.|\.\/|\.\/\.\.\.|\.\.\.|src\/?|lib\/?|app\/?|tests?\/?|spec\/?|\S*\brun_?tests?\.\w+)$/;

const isOnePart = (word: string): boolean =>
  !/^["']?[-@]|\(/.test(word) &&
  !word.includes("=") &&
  !WHOLE.test(word) &&
  (ONE_FILE.test(word) || /\w\/\w/.test(word));

/** The call of which this runs a part, as far as files and folders make the part; null where something else chooses it. */
export const wholeOf = (argv: readonly string[], { at }: Meant): readonly string[] | null =>
  argv.some((word, i) => i > at && CHOOSES.test(word))
    ? null
    : argv.filter(
        (word, i) =>
          i <= at + 1 - Number(!INTERPRETERS.test((argv[at] ?? "").replace(/^.*\//, ""))) || !isOnePart(word),
      );

/** Whether only a part is run: one file, one folder, one test. What a part needs says little of how the whole is called. */
export const isPart = (argv: readonly string[], { purpose, at }: Meant): boolean => {
  const args = argv.slice(at + 1);
  if (args.some((word) => /^--(?:select|models?)\b/.test(word))) return true;
  // A workspace's own filter chooses a package, that of a program that tests chooses tests.
  const isFiltered =
    !/^(?:pnpm|turbo|yarn|nx|lerna)$/.test(argv[at] ?? "") && args.some((word) => /^--filter\b/.test(word));
  if (isFiltered || args.some((word) => CHOOSES.test(word))) return purpose === "test" || purpose === "lint";
  // Only what checks can be run on a part; what is built or started is named by its place.
  if (!/^(?:test|lint|format|check)$/.test(purpose)) return false;
  const isScript = INTERPRETERS.test((argv[at] ?? "").replace(/^.*\//, ""));
  return args.slice(isScript ? 1 : 0).some(isOnePart);
};
