import type { Command } from "../shell/spelling.ts";
import { CHOOSES, meaningOf } from "./purpose.ts";

/**
 * Flags that tell nothing about how a command must be called: they choose what runs, how much is said or how fast it is, they change
 * files, or they switch a check off, which must never be learned.
 */
const UNTELLING =
  /^(?:-[vqxsukthjnfy]\w*|-count=\d+|--(?:verbose|quiet|silent|debug|trace|color|no-color|grep|filter|only|test|testNamePattern|test-name-pattern|testPathPattern|related|watch|bail|maxfail|fail-fast|update|update-snapshot|updateSnapshot|fix|write|jobs|workers|maxWorkers|timeout|testTimeout|reporter|coverage|help|version|dry-run|list|collect-only|force|hard|no-verify|no-check|no-verify-ssl|insecure|passWithNoTests|pass-with-no-tests|legacy-peer-deps|privileged|tail|stat|oneline|name-only|lf|last-failed|yes|auto-approve|retry|retries|reruns|count|no-cache|clean|rerun-tasks|rerun|refresh|force-with-lease|amend|since|changed|head|limit)(?:=.*)?|--(?:skip|ignore|deselect|allow|no-fail|disable|exclude|include)[\w-]*(?:=.*)?)$/;

/** What these choose in a check, they say of a place or a person where something is asked or deployed: `kubectl -n shop`, `createdb -U u`. */
const SAYS_WHERE = /^-[nuth]$/;

/** Flags that say more about what happens, or do less of it. */
const SHOWS_MORE =
  /^(?:-(?:short|race|rA|ra|l|X|e|w|S|c|o)|--(?:tb|durations|showlocals|stepwise|sw|ff|failed-first|nf|pdb|co|nocapture|no-capture|show-output|capture|logs?|log-level|loglevel|stacktrace|full-stacktrace|info|scan|detectOpenHandles|inspect|inspect-brk|source-?maps?|progress|trace-warnings|trace-deprecation|pretty|json|format|output|diff|stats|explain|showConfig|print-config|show-config|why|seed|randomize|shuffle|sequence|random-order|order|rerun-each|repeat|repeat-each|loop|short|cache|incremental|prefer-offline|offline|slowmo|headed)(?:=.*)?)$/;
/** Environment that only shows more or writes files anew. */
const UNTELLING_ENV =
  /^(?:RUST_BACKTRACE|RUST_LOG|LOG_LEVEL|LOGLEVEL|DEBUG|VERBOSE|TRACE|NO_COLOR|FORCE_COLOR|UPDATE_\w+|SKIP\w*|FORCE|HUSKY|PYTHONUNBUFFERED|PYTHONFAULTHANDLER|NODE_DEBUG|TERM|GIT_TRACE\w*)=/;
/** Flags that switch a check off, beyond the names that all of them have. */
const LETS_PASS =
  /^(?:-D(?:skipTests|maven\.test\.skip)\b.*|-(?:lock|refresh)=false|-Wno-.*|--(?:keep-going|lax|break-system-packages|no-(?:gpg-sign|strict|deps|sandbox|engine-strict|check-certificate|error|errors|integrity|frozen-lockfile|lint|typecheck|audit|immutable|hooks))(?:=.*)?)$/;
/** Flags that make a call strict: without them it passes, and nothing was mended. */
const STRICT =
  /^(?:--(?:frozen|locked|immutable|strict|fail-on|deny|max-warnings|check|error-on)[\w-]*(?:=.*)?|-Werror.*|-D)$/;

/** Flags that make what runs run one after the other: telling, unlike other numbers of workers. */
const SERIAL =
  /^(?:-n=?[01]|-j=?1|-p=?1|(?:--jobs|--workers|--maxWorkers|--max-workers|--parallel|--test-threads|--concurrency)=1|--runInBand|--no-parallel|--no-file-parallelism|--serial)$/;

/** Before a command these say nothing about how it has to be called. */
const NO_LAUNCHER =
  /^(?:echo|time|timeout|gtimeout|sudo|nohup|xargs|watch|nice|strace|ltrace|which|man|env|command|type|test|if|for|while|do|then|bash|sh|zsh|git|rm|cp|mv|find|grep|cat|gdb|lldb|valgrind|perf|rr|coverage|script|unbuffer|stdbuf|retry|stress|\[+)$/;

/** The same program under another name, or what starts the same files. */
const STANDS_FOR: readonly (readonly string[])[] = [
  ["npm", "pnpm", "yarn", "bun"],
  ["npm run", "pnpm", "pnpm run", "yarn", "yarn run", "bun run"],
  ["npm install", "npm i", "npm add", "pnpm add", "yarn add", "bun add"],
  ["npm ci", "npm install", "pnpm install", "yarn install", "bun install", "yarn"],
  ["npx", "pnpm", "pnpm exec", "pnpm dlx", "yarn", "yarn dlx", "bunx"],
  [
    "python",
    "python3",
    "uv run python",
    "uv run",
    "poetry run python",
    "pipenv run python",
    "pdm run python",
    "hatch run python",
  ],
  [
    "pip install",
    "pip3 install",
    "uv pip install",
    "python -m pip install",
    "python3 -m pip install",
    "uv add",
    "poetry add",
    "pdm add",
    "pipx install",
  ],
  ["pip", "pip3", "uv pip", "python -m pip", "python3 -m pip"],
  ["node", "tsx", "npx tsx", "ts-node", "npx ts-node", "bun", "bun run", "deno run", "pnpm tsx", "node --import tsx"],
  ["docker-compose", "docker compose"],
  ["gradle", "./gradlew"],
  ["mvn", "./mvnw"],
  ["docker", "podman"],
  ["terraform", "tofu"],
  ["make", "gmake"],
  ["vim", "nvim"],
];

const startsWith = (argv: readonly string[], start: readonly string[]): boolean =>
  start.every((word, i) => argv[i] === word);
const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && startsWith(a, b);

const WORDS = STANDS_FOR.map((names) => names.map((name) => name.split(" ")));

const standsFor = (failed: readonly string[], passed: readonly string[]): boolean =>
  WORDS.some((names) =>
    names.some(
      (before) =>
        startsWith(failed, before) &&
        names.some(
          (after) =>
            after !== before &&
            startsWith(passed, after) &&
            isSame(passed.slice(after.length), failed.slice(before.length)),
        ),
    ),
  );

/** `vendor/bin/phpunit` for `phpunit`, `.venv/bin/pytest` for `pytest`. */
const isFoundElsewhere = (
  [before = "", ...failed]: readonly string[],
  [after = "", ...passed]: readonly string[],
): boolean => !before.includes("/") && after.endsWith(`/${before}`) && isSame(failed, passed);

const unquoted = (words: readonly string[]): string[] => words.map((word) => word.replace(/["'\\]/g, ""));

/** The very command behind others: `uv run pytest`, `docker compose exec web npm test`. */
export const isWrapped = (failed: readonly string[], passed: readonly string[]): boolean =>
  !NO_LAUNCHER.test(passed[0] ?? "") &&
  ((passed.length > failed.length && isSame(passed.slice(-failed.length), failed)) ||
    // `nix-shell --run 'make test'`: as one word in quotes.
    (failed.length > 1 && passed.length > 1 && unquoted(passed.slice(-1)).join() === unquoted(failed).join(" ")));

/** `python -m examples.basic` for `python examples/basic.py`. */
const isAsModule = ([before = "", file = "", ...failed]: readonly string[], passed: readonly string[]): boolean =>
  passed[0] === before &&
  passed[1] === "-m" &&
  passed[2] ===
    file
      .replace(/\.\w+$/, "")
      .replace(/^\.\//, "")
      .replaceAll("/", ".") &&
  isSame(failed, passed.slice(3));

/** `go run .` for `go run main.go`: the folder for one of its files. Not of tests, where more files are other tests. */
const isWholeFolder = (failed: readonly string[], passed: readonly string[]): boolean => {
  const at = failed.findIndex((word, i) => word !== passed[i]);
  const [file = "", folder = ""] = [failed[at], passed[at]];
  return (
    failed.length === passed.length &&
    at > 1 &&
    isSame(failed.slice(at + 1), passed.slice(at + 1)) &&
    /\.\w+$/.test(file) &&
    (file.replace(/\/?[^/]*$/, "").replace(/^\.\//, "") || ".") === (folder.replace(/^\.\/|\/$/g, "") || ".") &&
    !/^(?:test|lint|format)$/.test(meaningOf(failed)?.purpose ?? "")
  );
};

/** `python3.11` for `python3`, `gcc-12` for `gcc`: the same program of another version. */
const isOtherVersion = (
  [before = "", ...failed]: readonly string[],
  [after = "", ...passed]: readonly string[],
): boolean => {
  const stem = (program: string): string => program.replace(/-?\d[\d.]*$/, "");
  return before !== after && stem(before) === stem(after) && stem(before) !== "" && isSame(failed, passed);
};

const isLaunchedOtherwise = (failed: readonly string[], passed: readonly string[]): boolean =>
  isWrapped(failed, passed) ||
  isAsModule(failed, passed) ||
  isWholeFolder(failed, passed) ||
  standsFor(failed, passed) ||
  isOtherVersion(failed, passed) ||
  isFoundElsewhere(failed, passed);

/** Whether one word is the other with a slip of the fingers: that teaches nothing. */
export const isSlip = (a: string, b: string): boolean => {
  if (a === b || Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  // Another sign is another name.
  if (/[^a-z]/i.test(x + y)) return false;
  return Math.max(x.length, y.length) <= 1 || (x.length === 2 && x === [...y].reverse().join(""));
};

const nameIn = (word: string): string => word.replace(/=.*$/s, "");
const difference = (a: readonly string[], b: readonly string[]): string[] => a.filter((word) => !b.includes(word));

/** `''` after a flag is its value, not something that is worked on. */
const EMPTY = /^(?:''|"")$/;
const operandsOf = ({ operands }: Command): string[] => operands.filter((word) => !EMPTY.test(word));
const flagsOf = ({ flags, operands }: Command): string[] => [...flags, ...operands.filter((word) => EMPTY.test(word))];

/** Whether the second has all words of the first in their order, and between them only flags with their values. */
export const isGivenMore = (failed: readonly string[], passed: readonly string[]): boolean => {
  let at = 0;
  for (const [i, word] of passed.entries()) {
    if (word === failed[at]) at++;
    else if (!word.startsWith("-") && !(passed[i - 1]?.startsWith("-") && passed[i - 1] !== "--")) return false;
  }
  return at === failed.length;
};

/** Flags that the second call has and the first has not; null where more than flags makes the difference. */
export const addedFlags = (failed: Command, passed: Command): readonly string[] | null =>
  isSame(failed.env, passed.env) && failed.argv[0] === passed.argv[0]
    ? difference(flagsOf(passed), flagsOf(failed))
    : null;

/** Whether an option or a variable by its name says how a call has to be made, rather than what is wanted of it this time. */
export const isTelling = (name: string, value = ""): boolean =>
  // A letter means this or that; the word after it shows that it is no matter of how much is said or how fast it is.
  // A whole word behind one dash is none of the short options that are written together.
  (/^-[a-z]{4,}$/i.test(name) && ![SHOWS_MORE, CHOOSES, LETS_PASS, STRICT].some((pattern) => pattern.test(name))) ||
  (/^-[a-z]$/i.test(name) && /^["']?[\p{L}./]/u.test(value) && !CHOOSES.test(name)) ||
  SERIAL.test(name) ||
  SERIAL.test(`${name}=${value}`) ||
  (![UNTELLING, SHOWS_MORE, CHOOSES, LETS_PASS, STRICT].some((pattern) => pattern.test(name)) &&
    !UNTELLING_ENV.test(`${name}=`));

export const isSerial = (flag: string): boolean => SERIAL.test(flag);

/**
 * Whether the second call differs from the first only in how it is made: its flags, its environment, what it is started with.
 * @param isUnknown whether the program itself said of a flag that there is none: what takes its place tells, whatever it does.
 */
export const isCalledOtherwise = (
  failed: Command,
  passed: Command,
  isUnknown: (flag: string) => boolean = () => false,
): boolean => {
  if (isSame(failed.env, passed.env)) {
    if (isLaunchedOtherwise(failed.argv, passed.argv)) return true;
    // What the shell makes of brackets and stars is another command.
    const [one, other] = [unquoted(failed.argv), unquoted(passed.argv)];
    // Another statement in quotes is another question, though.
    const isQuoted = !isSame(failed.argv, passed.argv) && isSame(one, other);
    if (isQuoted && !one.some((word, i) => /\s/.test(word) && failed.argv[i] !== passed.argv[i])) return true;
  }
  // What git does depends on where the branches stand at that moment.
  if (failed.argv[0] !== passed.argv[0] || failed.argv[0] === "git") return false;
  if (!isSame(operandsOf(failed), operandsOf(passed)) && !isGivenMore(failed.argv, passed.argv)) return false;
  const [added, removed] = [difference(flagsOf(passed), flagsOf(failed)), difference(flagsOf(failed), flagsOf(passed))];
  const environment = [...difference(passed.env, failed.env), ...difference(failed.env, passed.env)];
  const telling = [...added, ...removed].filter((flag) => flag !== "--");
  const isCheck = meaningOf(failed.argv) !== null;
  const isEased = added.some((flag) => LETS_PASS.test(flag)) || removed.some((flag) => STRICT.test(flag));
  // Another value for the same option or variable is another thing that is wanted.
  const named = (words: readonly string[]): string[] => words.filter((word) => word.includes("=")).map(nameIn);
  const gone = named([...removed, ...difference(failed.env, passed.env)]);
  const isOtherValue = [...added, ...difference(passed.env, failed.env)].some(
    (word) => gone.includes(nameIn(word)) && !SERIAL.test(word),
  );
  const isMisspelt = added.some((flag) => removed.some((wrong) => isSlip(wrong, flag)));
  return (
    telling.length + environment.length > 0 &&
    !isEased &&
    !isMisspelt &&
    !isOtherValue &&
    !environment.some((variable) => UNTELLING_ENV.test(variable)) &&
    (removed.some(isUnknown) ||
      !telling.some(
        (flag) =>
          [UNTELLING, SHOWS_MORE, CHOOSES].some((pattern) => pattern.test(flag)) &&
          (isCheck || !(SAYS_WHERE.test(flag) || /^--project(?:=|$)/.test(flag))) &&
          !SERIAL.test(flag),
      ))
  );
};
