import { type Command, commandsIn } from "../command.ts";

/** Whether a command is one that a phrase speaks of. */
export type IsMeant = (command: Command) => boolean;

const programOf = ({ argv }: Command): string => (argv[0] ?? "").replace(/^.*\//, "");
const hasFlag = ({ flags }: Command, ...names: readonly string[]): boolean =>
  flags.some((flag) => names.includes(flag.replace(/=.*$/, "")));
const git =
  (subcommand: string): IsMeant =>
  (command) =>
    programOf(command) === "git" && command.operands[0] === subcommand;

const INSTALLS: Readonly<Record<string, readonly string[]>> = {
  npm: ["install", "i", "add"],
  pnpm: ["add", "install", "i"],
  yarn: ["add"],
  bun: ["add", "install"],
  pip: ["install"],
  pip3: ["install"],
  uv: ["add"],
  poetry: ["add"],
  cargo: ["add", "install"],
  go: ["get"],
  gem: ["install"],
  composer: ["require"],
  brew: ["install"],
  apt: ["install"],
  "apt-get": ["install"],
};

/** Adds a package by name; `npm install` alone only fetches what is declared. */
const installs: IsMeant = (command) => {
  const verbs = INSTALLS[programOf(command)] ?? [];
  return verbs.includes(command.operands[0] ?? "") && command.operands.length > 1;
};

const RUNNERS =
  /^(?:npm|pnpm|yarn|bun|npx|bunx|make|just|task|poetry|uv|pdm|hatch|bundle|cargo|go|mix|rake|rails|gradle|gradlew|mvn|mvnw|dotnet|deno|composer|docker|nx|turbo|tox|nox)$/;

/** A program, a script or a target of that name, however it is started. */
const runs =
  (name: RegExp, programs: RegExp): IsMeant =>
  (command) => {
    const program = programOf(command);
    if (programs.test(program)) return true;
    return RUNNERS.test(program) && command.operands.some((word) => name.test(word) || programs.test(word));
  };

const TESTS = runs(
  /^(?:tests?|spec|check)(?:[:-].*)?$/,
  /^(?:vitest|jest|mocha|ava|pytest|rspec|phpunit|playwright|cypress|ctest|tox|nox)$/,
);
const LINTER = runs(
  /^lint(?:[:-].*)?$/,
  /^(?:eslint|ruff|pylint|flake8|golangci-lint|rubocop|clippy|stylelint|shellcheck|oxlint)$/,
);
const FORMATTER = runs(/^(?:format|fmt)(?:[:-].*)?$/, /^(?:prettier|black|gofmt|rustfmt|dprint|isort|clang-format)$/);
const TYPE_CHECK = runs(/^(?:type-?check|types|tsc)(?:[:-].*)?$/, /^(?:tsc|mypy|pyright|vue-tsc)$/);

const toMain: IsMeant = (command) =>
  git("push")(command) && command.operands.some((word) => /(?:^|[:/])(?:main|master)$/.test(word));

/** What may stand beside an activity without making it another one. */
const FILLER =
  "(?:(?:ever|directly|straight|just|again|the|any|new|your|all|changes?|anything|code|by yourself|yourself|on your own) ?)*";

/** What people call by a few words, and the commands that do it. A phrase that says more than these words is not understood. */
const ACTIVITIES: readonly (readonly [words: string, isMeant: IsMeant])[] = [
  [
    "force[- ]?push(?:ing)?(?: to [\\w/-]+)?|push(?:ing)? (?:with )?--?force",
    (command) => git("push")(command) && hasFlag(command, "-f", "--force", "--force-with-lease"),
  ],
  [
    "(?:use |using |pass )?`?--no-verify`?|(?:skip|bypass)(?:ping|ing)? (?:the |any |git |pre-commit |commit )*hooks?",
    (command) => hasFlag(command, "--no-verify"),
  ],
  [
    "push(?:ing|e|en)? (?:directly |straight |anything |changes |commits |direkt )*(?:to|on|auf|nach|in) (?:the )?`?(?:main|master)`?(?: branch)?",
    toMain,
  ],
  [
    "amend(?:ing)?(?: (?:existing |old |previous |pushed )*commits?)?",
    (command) => git("commit")(command) && hasFlag(command, "--amend"),
  ],
  ["(?:git )?push(?:ing|e|en|es)?(?: to (?:the )?(?:remote|origin))?", git("push")],
  ["(?:git )?rebas(?:e|ing)", git("rebase")],
  ["(?:git )?stash(?:ing)?", git("stash")],
  ["(?:git )?cherry-pick(?:ing)?", git("cherry-pick")],
  ["(?:use |using |run with )?`?sudo`?", (command) => programOf(command) === "sudo"],
  [
    "(?:install|add)(?:ing|iere|ieren)? (?:npm |python |pip |extra |additional |neue )*(?:packages?|dependenc(?:y|ies)|librar(?:y|ies)|pakete|abhängigkeiten)",
    installs,
  ],
  ["(?:run(?:ning)? )?(?:unit |whole |full |entire )*(?:tests?|test suite|specs?)|test(?:ing)?", TESTS],
  ["(?:run(?:ning)? )?(?:linters?|lint)|lint(?:ing)?", LINTER],
  ["(?:run(?:ning)? )?(?:code )?formatter|format(?:ting)?", FORMATTER],
  ["(?:run(?:ning)? )?type[- ]?check(?:er|s|ing)?", TYPE_CHECK],
  ["(?:run(?:ning)? )?build(?:ing)?|make a build", runs(/^build(?:[:-].*)?$/, /^(?:webpack|rollup|tsup)$/)],
  [
    "deploy(?:ing|ments?)?(?: (?:to )?(?:prod|production|staging))?",
    runs(/^deploy(?:[:-].*)?$/, /^(?:vercel|netlify|flyctl|serverless)$/),
  ],
  [
    "(?:run(?:ning)? |apply(?:ing)? )?(?:database |db )?migrations?|migrat(?:e|ing)",
    runs(/migrat/, /^(?:alembic|flyway)$/),
  ],
  [
    "(?:start|run)(?:ning|ing)? (?:dev|development) server",
    runs(/^(?:dev|start|serve)(?:[:-].*)?$/, /^(?:vite|nodemon)$/),
  ],
  ["(?:git )?commit(?:ting|s|te|ten|es)?(?: anything)?", git("commit")],
];

const PATTERNS = ACTIVITIES.map(([words, isMeant]): readonly [RegExp, IsMeant] => [
  new RegExp(`^${FILLER}(?:${words})(?: |$)${FILLER}$`, "i"),
  isMeant,
]);

/** The commands that a phrase in plain words speaks of ("force-push", "run the linter"); null where it says anything else. */
export const activityIn = (phrase: string): IsMeant | null => {
  const plain = phrase.trim().replace(/\b(?:run|running) the\b/i, "run");
  return PATTERNS.find(([words]) => words.test(plain))?.[1] ?? null;
};

/** Programs that only start another one: "npx eslint ." runs eslint. */
const LAUNCHES =
  /^(?:npx|bunx|pnpx|(?:npm|pnpm|yarn) exec|uv run|poetry run|pdm run|hatch run|bundle exec|sudo|time|env) \S/;

const launched = (command: Command): Command => {
  const argv = command.argv.slice(/^(?:npx|bunx|pnpx|sudo|time|env)$/.test(command.argv[0] ?? "") ? 1 : 2);
  return { ...command, argv, operands: command.operands.slice(command.operands.indexOf(argv[0] ?? "") + 1) };
};

/** The commands that a phrase names as they are typed: "`git push --force`", "npm". */
export const commandNamed = (named: string): IsMeant | null => {
  const [wanted] = commandsIn(named);
  const program = wanted === undefined ? "" : programOf(wanted);
  if (wanted === undefined || !/^[\w./@+-]+$/.test(program)) return null;
  const isNamed: IsMeant = (command) =>
    programOf(command) === program &&
    wanted.operands.every((word) => command.operands.includes(word)) &&
    wanted.flags.every((flag) => hasFlag(command, flag));
  return (command) => isNamed(command) || (LAUNCHES.test(command.argv.join(" ")) && isNamed(launched(command)));
};
