import { type Command, spelled } from "../shell/spelling.ts";
import { runAfterChanges } from "./after-changes.ts";
import { code, distinct, type Insight, insight } from "./insight.ts";
import { chained, folderOf } from "./looks.ts";
import { isNamedByProject, isOfEveryProject, isPart, meaningOf, type Purpose, wholeOf } from "./purpose.ts";
import { type Called, editedFile, type Step, same } from "./step.ts";

/** How an order to do it begins: for all of the project, and for a part of it. */
const ORDER: Readonly<Record<Purpose, (part: string | null) => string>> = {
  test: (part) => `Run the ${part === null ? "" : `${part} `}tests with`,
  build: (part) => `Build ${part === null ? "" : `${part} `}with`,
  lint: (part) => `Lint ${part === null ? "" : `${part} `}with`,
  format: (part) => `Check the formatting ${part === null ? "" : `of ${part} `}with`,
  check: (part) => `Check ${part ?? "everything"} with`,
  run: (part) => `Start ${part ?? "the program"} with`,
  measure: (part) => `Run the ${part === null ? "" : `${part} `}benchmark with`,
  generate: (part) => `Generate the code ${part === null ? "" : `of ${part} `}with`,
  migrate: (part) => `Migrate the database ${part === null ? "" : `of ${part} `}with`,
};

/** `test:e2e`, `integration-test`: tests of one sort, which are not all tests. */
const SORT =
  /^(?:tests?[:_-]([a-z]\w*)|(?!elm-)([a-z]\w*)[:_-]tests?|(smoke|acceptance|regression|functional|e2e|unit|integration))$/i;
const sortOf = (line: string): string | null => {
  const found = line.split(" ").flatMap((word) => SORT.exec(word.replace(/^.*\//, "")) ?? []);
  return found[1] ?? found[2] ?? found[3] ?? null;
};

const INSIGHTS_MAX = 4;
const PASSED_MIN = 2;

const MANIFESTS: readonly (readonly [RegExp, RegExp])[] = [
  [/\bpackage\.json$/, /^(?:npm|pnpm|yarn|bun|npx|bunx)$/],
  [/\b(?:GNU)?[Mm]akefile$/, /^g?make$/],
  [
    /\b(?:pyproject\.toml|tox\.ini|setup\.cfg|noxfile\.py)$/,
    /^(?:pytest|tox|nox|python3?|uv|poetry|pdm|hatch|ruff|mypy|poe|black)$/,
  ],
  [/\bCargo\.toml$/, /^cargo$/],
  [/\b[Jj]ustfile$/, /^just$/],
  [/\bTaskfile\.ya?ml$/, /^task$/],
  [/\b(?:Rakefile|Gemfile)$/, /^(?:rake|bundle|rspec)$/],
  [/\bcomposer\.json$/, /^(?:composer|phpunit)$/],
  [/\bmix\.exs$/, /^mix$/],
  [/\.github\/workflows\/|\.gitlab-ci\.yml$/, /./],
  [/\b(?:build\.gradle(?:\.kts)?|pom\.xml)$/, /^(?:gradle|\.\/gradlew|mvn|\.\/mvnw)$/],
  [/\b(?:README|CONTRIBUTING|DEVELOPMENT|CLAUDE|AGENTS)\.(?:md|rst|txt)$/i, /./],
];

const LOOKERS = /^(?:Read|Grep)$/;

/** Commands that list what there is to call. */
const LISTS =
  /^\s*(?:npm run|pnpm run|yarn run|make help|make -qp|just(?: -l| --list)?|task (?:-l|--list|-a)|rake -T|composer run(?:-script)? --list|poe|invoke --list|\.\/gradlew tasks)\s*(?:\||$)/;

/** Which programs a file that was looked at tells how to call. */
const manifestsIn = (step: Step): RegExp[] => {
  if (step.outcome !== "ok") return [];
  const lister = LISTS.exec(step.command)?.[0].trim().split(" ")[0];
  if (lister !== undefined)
    return MANIFESTS.map(([, program]) => program).filter((program) => program.source !== "." && program.test(lister));
  const named = LOOKERS.test(step.tool) ? [step.file ?? ""] : step.tool === "Bash" ? step.command.split(/[\s'"]+/) : [];
  // What a package of others says is no matter of this project.
  const own = named.filter((word) => !/(?:^|\/)(?:node_modules|vendor|site-packages|\.venv)\//.test(word));
  const looks = LOOKERS.test(step.tool) || /^\s*(?:cat|grep|rg|sed -n|head|jq|less|bat)\b/.test(step.command);
  return looks ? MANIFESTS.filter(([file]) => own.some((word) => file.test(word))).map(([, program]) => program) : [];
};

const FAILED_IN_OUTPUT =
  /\b[1-9]\d* (?:failed|failing|failures?|errors?)\b|\bFAIL(?:ED)?\b|^error\b|ERR!|Traceback|\bnot ok \d/im;

/** A pipe passes whatever came before it, so what it shows must say that all went well. */
export const hasPassed = ({ command, outcome, output }: Step): boolean =>
  outcome === "ok" &&
  (!/(?<!\|)\|(?!\|)/.test(command.replace(/"[^"]*"|'[^']*'/g, "")) ||
    (output !== "" && !FAILED_IN_OUTPUT.test(output)));

/** How often said and how loud is no matter of how a command is called. */
const NOISE = /^(?:-v+|-q+|-s|-x|--verbose|--quiet|--silent|--bail|--color(?:=.*)?|--no-color|--reporter=.*)$/;

interface Seen {
  readonly key: string;
  readonly purpose: Purpose;
  readonly folder: string | null;
  readonly lines: string[];
  readonly turns: Set<number>;
  /** In how many pieces of work: what comes with a tool says less of the project than what the project itself has given a name. */
  readonly turnsMin: number;
  isDescribed: boolean;
  /** How often it has to pass where nothing else speaks for it. */
  readonly least: number;
}

/** The same for calls that differ only in what they tell, in the same folder. */
const keyOf = (folder: string | null, { env }: Command, argv: readonly string[]): string =>
  `${folder ?? ""} ${[...env, ...argv.filter((word) => !NOISE.test(word))].join(" ")}`;

/** Files that the session wrote itself: a script of that day is no command of the project. */
const writtenIn = (steps: readonly Step[]): ReadonlySet<string> =>
  new Set(steps.filter((step) => step.tool === "Write").flatMap((step) => editedFile(step)?.split("/").at(-1) ?? []));

/**
 * How the project is tested, built, linted and run, from what was run: a command that passed in two turns, a target of its own that
 * passed twice, or either once after the file that tells of it had been read, or a part of it had been run in the same way.
 */
export const projectCommands = (steps: readonly Step[], called: Called = same): readonly Insight[] => {
  const written = writtenIn(steps);
  const described: { readonly program: RegExp; readonly text: string }[] = [];
  const seen = new Map<string, Seen>();
  const parts = new Set<string>();
  for (const step of steps) {
    described.push(...manifestsIn(step).map((program) => ({ program, text: step.output })));
    if (step.tool !== "Bash" || !hasPassed(step)) continue;
    const folder = folderOf(step.command);
    if (folder !== null && /^[/~$.]/.test(folder)) continue;
    for (const command of chained(step.command)) {
      const meant = meaningOf(command.argv);
      if (meant === null) continue;
      if (isPart(command.argv, meant)) {
        const whole = wholeOf(command.argv, meant);
        if (whole !== null) parts.add(keyOf(folder, command, whole));
        continue;
      }
      if (command.argv.some((word) => written.has(word.replace(/^.*\//, "")) || word.startsWith("/tmp/"))) continue;
      const key = keyOf(folder, command, command.argv);
      const one = seen.get(key) ?? {
        key,
        purpose: meant.purpose,
        folder,
        lines: [],
        turns: new Set(),
        turnsMin: isNamedByProject(command.argv) && meant.purpose !== "measure" ? 1 : 2,
        isDescribed: false,
        least: isOfEveryProject(command) ? 3 : PASSED_MIN,
      };
      one.lines.push(spelled(command));
      one.turns.add(step.turn);
      // What was read has to speak of it, as far as it is known what that was.
      const name = command.argv.findLast((word) => !word.startsWith("-")) ?? "";
      one.isDescribed ||= described.some(
        ({ program, text }) => command.argv.some((word) => program.test(word)) && (text === "" || text.includes(name)),
      );
      seen.set(key, one);
    }
  }
  const found = [...seen.values()]
    .filter(
      ({ key, lines, turns, isDescribed, least, turnsMin }) =>
        (lines.length >= least && turns.size >= turnsMin) || isDescribed || parts.has(key),
    )
    .toSorted((a, b) => b.lines.length - a.lines.length);
  const told = new Set<string>();
  const insights = found.flatMap(({ purpose, folder, lines }) => {
    const line = lines.at(-1) ?? "";
    const sort = purpose === "test" ? sortOf(line) : null;
    const order = ORDER[purpose](folder === null ? sort : code(folder));
    // Of two ways to do the same, the one that was taken more often.
    if (told.has(order)) return [];
    told.add(order);
    return insight({
      from: "project-command",
      text: `${order} ${code(line)}${folder === null ? "" : ` in ${code(folder)}`}.`,
      kind: "snippet",
      quote: `\`${line}\` passed ${lines.length === 1 ? "once, after its description was read" : `${lines.length} times`}`,
      context: purpose,
    });
  });
  // What the project has a target for has to be read of before the name alone is trusted.
  const isDescribed = (argv: readonly string[], target: string): boolean =>
    described.some(
      ({ program, text }) => program.source !== "." && program.test(argv[0] ?? "") && text.includes(target),
    );
  return distinct([...insights, ...runAfterChanges(steps, { called, isDescribed })], INSIGHTS_MAX);
};
