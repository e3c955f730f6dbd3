import { own } from "../../../sync/core/own.ts";
import { hasOption, type Ran } from "../shell/commands.ts";
import type { IsMeant } from "./programs.ts";

export const git =
  (...subcommands: readonly string[]): IsMeant =>
  ({ program, words }) =>
    program === "git" && subcommands.includes(words[0] ?? "");
export const both =
  (one: IsMeant, other: IsMeant): IsMeant =>
  (ran) =>
    one(ran) && other(ran);
export const either =
  (...all: readonly IsMeant[]): IsMeant =>
  (ran) =>
    all.some((is) => is(ran));
export const has =
  (...names: readonly string[]): IsMeant =>
  (ran) =>
    names.some((name) => hasOption(ran, name));
export const program =
  (pattern: RegExp): IsMeant =>
  (ran) =>
    pattern.test(ran.program);
export const gh =
  (...words: readonly string[]): IsMeant =>
  (ran) =>
    /^(?:gh|glab)$/.test(ran.program) && words.every((word, i) => word.split("|").includes(ran.words[i] ?? ""));

const RUNNERS =
  /^(?:npm|pnpm|yarn|bun|make|just|task|poetry|uv|pdm|hatch|cargo|go|mix|rake|rails|artisan|gradlew?|mvnw?|dotnet|deno|composer|nx|turbo|swift|flutter|dart|zig|sbt|bazel|lerna|php|manage\.py|python3?|node|ruby|bin\/\w+)$/;

const isHelp = ({ argv }: Ran): boolean => argv.some((arg) => /^(?:--help|--version|-h|-V)$/.test(arg));

/** A program, a script or a target of that name, however it is started. */
const runs =
  (name: RegExp, programs: RegExp): IsMeant =>
  (ran) => {
    if (isHelp(ran)) return false;
    if (programs.test(ran.program)) return true;
    return (
      RUNNERS.test(ran.program) &&
      ran.words.slice(0, 3).some((word) => name.test(word.replace(/^:?(?:[\w-]+:)+(?=\w+$)/, "")) || name.test(word))
    );
  };

const INSTALLS: Readonly<Record<string, readonly string[]>> = {
  npm: ["install"],
  pnpm: ["install"],
  yarn: ["install"],
  bun: ["install"],
  pip: ["install"],
  pip3: ["install"],
  uv: ["add", "pip"],
  poetry: ["add"],
  pdm: ["add"],
  cargo: ["add", "install"],
  go: ["get"],
  gem: ["install"],
  composer: ["require"],
  brew: ["install"],
  apt: ["install"],
  "apt-get": ["install"],
  dotnet: ["add"],
  bundle: ["add"],
  conda: ["install"],
  flutter: ["pub"],
};

/** Adds a package by name; `npm install` alone only fetches what is declared. */
export const installs: IsMeant = ({ program: name, words, argv }) =>
  (own(INSTALLS, name) ?? []).includes(words[0] ?? "") && words.length > 1 && !argv.includes("-r") && words[1] !== ".";

export const TESTS = runs(
  /^(?:tests?|specs?|nextest|e2e|unit)(?:[:_-].*)?$|^[\w-]*Test$|[:_-]tests?$/,
  /^(?:vitest|jest|mocha|ava|pytest|py\.test|rspec|phpunit|pest|playwright|cypress|ctest|tox|nox|gotestsum|minitest|bats|karma|unittest)$/,
);
export const E2E = runs(/e2e|end-to-end|playwright|cypress/, /^(?:playwright|cypress)$/);
export const INTEGRATION: IsMeant = (ran) =>
  runs(/integration/, /^$/)(ran) || (TESTS(ran) && ran.argv.some((arg) => /integration|^-Dit\.|IT$/i.test(arg)));
/** A run of tests that names no file. */
export const ALL_TESTS: IsMeant = (ran) =>
  TESTS(ran) &&
  !(
    /^(?:vitest|jest|mocha|ava|pytest|rspec|phpunit|pest|playwright)$/.test(ran.program) &&
    ran.words.some((word) => !/^(?:run|watch|test|tests|spec)$/.test(word))
  ) &&
  !ran.argv
    .slice(1)
    .some((arg) => /[/.]\w|::/.test(arg) || /^-(?:k|t|-filter|-run|p|-package|-workspace|w|F|run)(?:=|$)/.test(arg));
export const BUILDS = runs(
  /^(?:build|assemble|compile\w*|package|bundle)(?:[:_-].*)?$/,
  /^(?:webpack|rollup|tsup|esbuild|parcel|cmake|ninja|xcodebuild|gcc|g\+\+|clang|clang\+\+|cc|javac|rustc)$/,
);
export const LINTS = runs(
  /^(?:lint|clippy|vet|eslint)(?:[:_-].*)?$/,
  /^(?:eslint|ruff|pylint|flake8|golangci-lint|rubocop|clippy|stylelint|shellcheck|oxlint|ktlint|detekt|swiftlint|phpstan|biome)$/,
);
export const FORMATS = runs(
  /^(?:format|fmt)(?:[:_-].*)?$/,
  /^(?:prettier|black|gofmt|goimports|rustfmt|dprint|isort|clang-format|swiftformat|shfmt)$/,
);
export const TYPES = runs(/^(?:type-?check|types|tsc|mypy)(?:[:_-].*)?$/, /^(?:tsc|mypy|pyright|vue-tsc|pyre)$/);
export const MIGRATES = either(
  runs(/^(?:db:)?migrat|^makemigrations$/, /^(?:alembic|flyway|liquibase|goose|dbmate)$/),
  ({ program: name, words }) =>
    /^(?:knex|prisma|drizzle-kit|sequelize|typeorm|mikro-orm|sqlx|diesel|atlas|flask|doctrine)$/.test(name) &&
    words.slice(0, 2).some((word) => /migrat|^push$/.test(word)) &&
    !words.some((word) => /(?:^|:)(?:list|status|history)$/.test(word)),
);
export const SERVES = runs(
  /^(?:dev|start|serve|runserver|server)(?:[:_-].*)?$/,
  /^(?:vite|nodemon|uvicorn|gunicorn|puma|foreman|overmind)$/,
);
export const DEPLOYS = either(
  runs(/^(?:deploy|release)(?:[:_-].*)?$/, /^(?:vercel|netlify|serverless|cap|kamal)$/),
  ({ program: name, words }) =>
    (name === "kubectl" &&
      /^(?:apply|rollout|set|scale|patch|replace)$/.test(words[0] ?? "") &&
      words[1] !== "status") ||
    (name === "helm" && /^(?:install|upgrade|rollback)$/.test(words[0] ?? "")) ||
    (/^fly(?:ctl)?$/.test(name) && words[0] === "deploy"),
);
export const dropsTables: IsMeant = (ran) =>
  databases(ran) &&
  (ran.program === "dropdb" ||
    /\b(?:drop (?:table|database|schema)|truncate)\b/i.test(ran.argv.join(" ") + ran.heredoc));
export const appliesTerraform: IsMeant = ({ program: name, words }) =>
  /^(?:terraform|tofu|terragrunt)$/.test(name) && /^(?:apply|destroy)$/.test(words[0] ?? "");
export const pushesImage: IsMeant = ({ program: name, words, argv }) =>
  /^(?:docker|podman)$/.test(name) &&
  (words[0] === "push" ||
    (words.includes("build") && argv.includes("--push")) ||
    words.slice(0, 2).join(" ") === "compose push");
export const dropsVolumes: IsMeant = ({ program: name, words, argv }) =>
  /^(?:docker|docker-compose|podman)$/.test(name) &&
  ((words[0] === "volume" && /^(?:rm|prune)$/.test(words[1] ?? "")) ||
    (words.includes("down") && argv.some((arg) => /^(?:-v|--volumes)$/.test(arg))) ||
    (words.includes("prune") && argv.includes("--volumes")));
export const PUBLISHES = either(runs(/^(?:publish|npm-publish)$/, /^(?:twine)$/), gh("release", "create"));
export const HOOKED = git("commit", "push", "merge");

export const toMain: IsMeant = ({ program: name, words }) =>
  name === "git" &&
  words[0] === "push" &&
  words.some((word) => /(?:^|[:/])(?:main|master|trunk|develop|production)$/.test(word));
export const addsAll: IsMeant = (ran) =>
  (git("add")(ran) && (has("-A", "--all", "-u")(ran) || ran.words.some((word) => /^(?:\.|\*|:\/)$/.test(word)))) ||
  (git("commit")(ran) && has("-a", "--all")(ran));
export const wipes: IsMeant = either(
  both(git("reset"), has("--hard")),
  both(git("clean"), (ran) => ran.argv.some((arg) => /^-\w*f/.test(arg))),
  (ran) => git("checkout")(ran) && ran.argv.some((arg) => arg === "--" || arg === "."),
  git("restore"),
);
export const forces = both(
  git("push"),
  (ran) => has("-f", "--force", "--force-with-lease")(ran) || ran.words.some((word) => word.startsWith("+")),
);
export const fetches = program(/^(?:curl|wget|http|httpie|xh|aria2c)$/);
export const pipesToShell: IsMeant = ({ program: name, after }) =>
  /^(?:ba|z|da)?sh$|^python[\d.]*$/.test(name) && after.some((one) => /^(?:curl|wget)$/.test(one));
export const deletes = program(/^(?:rm|rmdir|unlink|shred)$/);
export const databases = program(/^(?:psql|mysql|mysqldump|sqlite3|mongosh?|redis-cli|pg_dump|pg_restore|dropdb)$/);
