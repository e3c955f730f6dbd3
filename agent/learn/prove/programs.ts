import { own } from "../../../sync/core/own.ts";
import type { Ran } from "../shell/commands.ts";
import { setsOption } from "../shell/option-names.ts";

/** Whether a command is one that a phrase speaks of. */
export type IsMeant = (ran: Ran) => boolean;

const KNOWN = new Set(
  `npm pnpm yarn bun npx bunx node tsx ts-node deno vitest jest mocha ava playwright cypress tsc eslint biome prettier vite webpack nx turbo lerna
  python python3 pip pip3 pipx pytest tox nox uv uvx poetry pdm hatch rye pixi pipenv conda mamba ruff mypy pyright black isort flake8 pylint
  cargo rustc rustup rustfmt make cmake ninja meson gradle gradlew mvn mvnw ant docker docker-compose podman kubectl helm k9s minikube skaffold
  terraform tofu terragrunt pulumi ansible ansible-playbook vagrant packer git gh glab hub svn hg dotnet nuget msbuild swift swiftlint swiftformat
  xcodebuild fastlane pod flutter dart php composer phpunit phpstan pest artisan ruby bundle rails rake rspec rubocop gem mix iex sbt lein java
  javac kotlinc ktlint detekt gcc clang clang-format g++ bazel buck2 supabase vercel netlify wrangler firebase heroku flyctl psql mysql mysqldump
  pg_dump sqlite3 redis-cli mongosh mongo alembic prisma drizzle-kit knex flyway liquibase golangci-lint gofmt goimports gotestsum rg grep ack
  fd curl wget httpie jq yq sed awk sudo ssh scp rsync brew apt apt-get yum dnf apk pacman systemctl pre-commit lefthook shellcheck shfmt stylelint
  nvm fnm volta asdf mise direnv aws gcloud az eslint_d oxlint knip tsup rollup esbuild parcel storybook nodemon pm2 tmux screen protoc buf sqlc
  nextest gofumpt micromamba zig elixir cabal dune opam oc kustomize stern k3d hatchling twine manage.py console mage dbt cdk sam gsutil bq ng expo eas fvm melos kamal dvc snakemake nextflow julia octave platformio west idf.py arduino-cli godot nix nix-shell nix-build stow sqlx diesel trunk wasm-pack cross cargo-watch maturin ansible-lint ansible-vault vault consul nomad packwerk sorbet srb steep brakeman rector pint sail wp drush symfony phpcs php-cs-fixer psalm infection ktor sdk flutterfire cap capistrano overmind hivemind wrk ab k6 locust hey siege vegeta trivy grype syft cosign skopeo buildah img crane oras hadolint yamllint markdownlint vale codespell typos lychee act earthly dagger pants bazelisk tilt garden devspace okteto telepresence argocd flux istioctl linkerd kubectx kubens k3s rancher eksctl doctl hcloud linode-cli scw fly railway render surge gcc g++ ld nm objdump gdb lldb valgrind perf strace ltrace tcpdump nmap dig nslookup openssl gpg age sops pass ffmpeg convert magick inkscape pandoc xelatex pdflatex biber typst plantuml mmdc dot graphviz manim latexmk quarto hugo jekyll mkdocs`.split(
    /\s+/,
  ),
);

/** Names of programs that are plain words as well: they count in backticks, or where nothing else is said. */
const ALSO_WORDS = new Set(
  "go just task find kill cat ls rm mv cp cd echo env open date touch tee head tail node which watch time type stack service fly http rake pest bash sh zsh pkill killall chmod chown ln dd diff tree less more expect at bat eza su".split(
    " ",
  ),
);

/** Known programs whose names are words: "pass `--x`", "the screen". */
const PLAIN_WORDS = new Set(
  "pass act render surge cross cap dig hey siege locust dot console sail pint steep mage perf pants screen convert pod trunk stow west vale tilt garden dagger rector infection consul ant hub crane age img stern sdk oc ab ld nm wp ng".split(
    " ",
  ),
);

const CALLED: Readonly<Record<string, string>> = {
  gradle: "gradle",
  maven: "mvn",
  ripgrep: "rg",
  "docker compose": "docker compose",
  kubernetes: "kubectl",
  postgres: "psql",
  golang: "go",
  pythons: "python",
};

/** Programs that are one and the same however they are started. */
const SAME: readonly RegExp[] = [
  /^python[\d.]*$/,
  /^pip[\d.]*$/,
  /^(?:docker-compose)$/,
  /^fdfind$|^fd$/,
  /^apt(?:-get)?$/,
];

const WRAPPED: Readonly<Record<string, string>> = { gradlew: "gradle", mvnw: "mvn" };

const sameProgram = (one: string, other: string): boolean =>
  one === other || SAME.some((pattern) => pattern.test(one) && pattern.test(other));

/** A word that stands for whatever comes there: `<file>`, `FILE`, `…`, `path/to/test`. */
const isPlaceholder = (word: string): boolean =>
  /^(?:…|\.{3}|<.*>|\[.*\]|\{.*\}|\$\w+|[A-Z][A-Z_]{2,}|path\/to\/.*|\S*…\S*|(?:<[^>]*>|\w+)=<.*>)$/.test(word) ||
  word === "./..." ||
  /^(?:X|N|NAME|FILE|name|file|path|foo|bar|xyz|service|package|pkg|branch|msg|message|target|test_?name|module|(?:path|file|dir)(?::\w+)?)$/.test(
    word,
  );

export interface Spelled {
  readonly program: string;
  readonly words: readonly string[];
  readonly flags: readonly string[];
  /** `bin/rails` is another one than the `rails` of the machine. */
  readonly path?: string;
  /** Named in plain words: "Gradle" is also its wrapper. */
  readonly isLoose?: boolean;
  /** `rspec path:line` names what is to be run: without it, it is another command. */
  readonly needsMore?: boolean;
}

/** `python manage.py migrate` is `manage.py migrate`. */
const isScriptOf = (ran: Ran, program: string): boolean =>
  /^(?:python[\d.]*|php|ruby|node)$/.test(ran.program) &&
  /^(?:manage\.py|artisan|console)$/.test(program) &&
  (ran.words[0] ?? "").replace(/^.*\//, "") === program;

/** Whether a command has what is spelled out: the program, its words in this order, its options. */
export const isSpelled =
  ({ program, words, flags, path = "", isLoose = false, needsMore = false }: Spelled): IsMeant =>
  (ran) => {
    if (isScriptOf(ran, program)) {
      const [, ...own] = ran.words;
      return words.every((word, i) => own[i] === word) && flags.every((flag) => setsOption(ran, flag));
    }
    if (needsMore && ran.words.length <= words.length) return false;
    const name = isLoose ? (own(WRAPPED, ran.program) ?? ran.program) : ran.program;
    if (!sameProgram(name, program) || !(ran.argv[0] ?? "").endsWith(path)) return false;
    let at = 0;
    for (const word of words) {
      const found = ran.words.findIndex((one, i) => i >= at && (one === word || one.replace(/^\.\//, "") === word));
      // The subcommand comes first, or it is another command.
      if (found === -1 || (at === 0 && found > 0 && !/^(?:docker|npm|pnpm|yarn|make|just)$/.test(program)))
        return false;
      at = found + 1;
    }
    return flags.every((flag) => {
      const [name = "", value = ""] = flag.split(/[= ]/);
      return setsOption(ran, name, isPlaceholder(value) ? "" : value);
    });
  };

/** A command as somebody spells it in a memory, placeholders left out; null where it names no program. */
export const spelledIn = (ran: Ran): Spelled | null => {
  if (!/^[\w.@+-]+$/.test(ran.program)) return null;
  const words = ran.words.filter((word) => !isPlaceholder(word) && word !== "");
  const flags = ran.argv.slice(1).flatMap((arg, i) => {
    if (!/^--?[A-Za-z\d]/.test(arg)) return [];
    const next = ran.argv[i + 2] ?? "-";
    const takesNext = !arg.includes("=") && !/^-/.test(next) && !ran.words.includes(next);
    return [takesNext ? `${arg} ${next}` : arg];
  });
  const file = ran.argv[0] ?? "";
  const needsMore = ran.words.some((word) => isPlaceholder(word) && !/^\./.test(word) && /^[<a-z]/.test(word));
  return {
    program: ran.program,
    words,
    flags,
    ...(needsMore ? { needsMore } : {}),
    ...(/^(?!\.{1,2}\/)[\w.-]+\//.test(file) ? { path: file } : {}),
  };
};

/** The program that plain words name: "pnpm", "Gradle"; null for other words. */
export const programCalled = (words: string, isAlone: boolean): string | null => {
  const name = words.trim().toLowerCase();
  const called = own(CALLED, name);
  if (called !== undefined) return called;
  if (PLAIN_WORDS.has(name) && !isAlone) return null;
  return KNOWN.has(name) || (isAlone && ALSO_WORDS.has(name)) ? name : null;
};

/** Whether a word in backticks is a program rather than a name from code. */
export const isProgram = (name: string): boolean =>
  KNOWN.has(name) ||
  ALSO_WORDS.has(name) ||
  /^\.{1,2}\/[\w./-]+$/.test(name) ||
  (/^[\w.-]+\/[\w./-]+$/.test(name) && KNOWN.has(name.slice(name.lastIndexOf("/") + 1)));

export const programIs =
  (...names: readonly string[]): IsMeant =>
  ({ program }) =>
    names.some((name) => sameProgram(program, name));
