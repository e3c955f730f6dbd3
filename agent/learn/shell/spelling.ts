/** A shell command taken apart, its words as they were typed, as far as two of them must be compared. */
export interface Command {
  /** `NAME=value` before the program. */
  readonly env: readonly string[];
  /** Program and arguments, without pipes and redirections. */
  readonly argv: readonly string[];
  readonly flags: readonly string[];
  /** Arguments that are no flags; the first one of most tools is the subcommand. */
  readonly operands: readonly string[];
}

const TOKEN = /\d?>>?(?:&\d)?|<+|\|\||&&|\|&?|;|&|(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'|&;<>\\])+/g;
const CHANGES_DIRECTORY = /^(?:cd|pushd)$/;

/** The one command of a line; null where there are several that do something, or where the shell does more than run it. */
export const readCommand = (line: string): Command | null => {
  if (/[`\n]|\$\(|<<|…|\[redacted:/.test(line)) return null;
  const segments: string[][] = [[]];
  let skipped = false;
  for (const token of line.match(TOKEN) ?? []) {
    if (token === "&&" || token === ";") segments.push([]);
    else if (/^(?:\|\||&)$/.test(token)) return null;
    else if (/^\|/.test(token))
      skipped = true; // what a pipe does with the output is no matter here
    else if (/^\d?[<>]/.test(token)) segments.at(-1)?.push(...(token.includes("&") ? [] : [">"]));
    else if (!skipped) segments.at(-1)?.push(token);
    if (token === "&&" || token === ";") skipped = false;
  }
  const doing = segments
    .map(withoutRedirections)
    .filter((words) => words.length > 0 && !CHANGES_DIRECTORY.test(words[0] ?? ""));
  return doing.length === 1 ? commandOf(doing[0] ?? []) : null;
};

/** Words as a command; null where they only set variables. */
const commandOf = (words: readonly string[]): Command | null => {
  const firstOfProgram = words.findIndex((word) => !/^[A-Z_][A-Z0-9_]*=/i.test(word));
  if (firstOfProgram === -1) return null;
  const argv = words.slice(firstOfProgram);
  const args = argv.slice(1);
  return {
    env: words.slice(0, firstOfProgram),
    argv,
    flags: args.filter((word) => word.startsWith("-")),
    operands: args.filter((word) => !word.startsWith("-")),
  };
};

/** A redirection takes the word after it with it. */
const withoutRedirections = (words: readonly string[]): string[] =>
  words.filter((word, i) => word !== ">" && words[i - 1] !== ">");

/** The command as it is typed, without what the shell did around it. */
export const spelled = ({ env, argv }: Command): string => [...env, ...argv].join(" ");

const INFORMATIVE = new Set(
  `npm pnpm yarn bun npx bunx node tsx deno vitest jest mocha ava playwright cypress tsc eslint biome prettier vite webpack next nx turbo lerna
  python python3 pip pip3 pytest tox nox uv poetry pdm hatch ruff mypy pyright black cargo rustc go make cmake ninja meson gradle mvn docker
  docker-compose podman kubectl helm terraform tofu ansible-playbook git gh glab dotnet swift xcodebuild flutter dart php composer phpunit ruby
  bundle rails rake rspec mix sbt java javac gcc g++ clang bazel supabase vercel wrangler psql alembic prisma drizzle-kit`.split(
    /\s+/,
  ),
);

const programOf = ({ argv }: Command): string => (argv[0] ?? "").replace(/^.*\//, "");

/** Tools of which it is worth knowing how they are called here: builds, tests, packages, deployment. Not searching and listing. */
export const isInformative = (command: Command): boolean =>
  INFORMATIVE.has(programOf(command)) || /^\.\/[\w./-]+$/.test(command.argv[0] ?? "");
