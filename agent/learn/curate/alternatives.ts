import { conceptOf } from "./concepts.ts";
import type { Terms } from "./term-sets.ts";

/**
 * Words of which a project or a person uses one at a time. `topic`: one of these must be spoken of, where the words alone say too little.
 * `implied`: goes without saying beside one of them, as tests do beside a test runner.
 */
const GROUPS: readonly { readonly of: string; readonly topic?: string; readonly implied?: string }[] = [
  { of: "npm | pnpm | yarn | bun", implied: "package manager install dependency javascript node" },
  { of: "pip | poetry | uv | pipenv | conda | pdm", implied: "package manager install dependency python environment" },
  { of: "apt | apt-get | dnf | yum | brew | apk | pacman", implied: "package manager install" },
  { of: "jest | vitest | mocha | jasmine | ava", implied: "test unit runner" },
  { of: "pytest | unittest | nose", implied: "test unit runner" },
  { of: "junit | testng | spock", implied: "test unit" },
  { of: "playwright | cypress | selenium | puppeteer", implied: "test e2e browser end" },
  { of: "maven mvn | gradle | bazel | ant", implied: "build" },
  { of: "make | just | ninja | cmake", topic: "build target task runner" },
  { of: "webpack | vite | rollup | esbuild | parcel | turbopack", implied: "bundle bundler build" },
  { of: "prettier | biome | dprint", implied: "format formatter code" },
  { of: "black | yapf | autopep8", implied: "format formatter code" },
  { of: "eslint | oxlint | tslint", implied: "lint linter code" },
  { of: "pylint | flake8 | ruff", implied: "lint linter code" },
  { of: "mypy | pyright | pyre", implied: "type check" },
  { of: "moment | dayjs | luxon | date-fns", implied: "date time" },
  { of: "axios | fetch | ky | got", topic: "http request api" },
  { of: "requests | httpx | aiohttp | urllib", topic: "http request" },
  { of: "pandas | polars | dask", implied: "table data frame dataframe" },
  { of: "matplotlib | seaborn | plotly | altair | bokeh", implied: "plot chart figure graph" },
  { of: "numpy | jax | pytorch torch | tensorflow | keras" },
  { of: "pino | winston | bunyan | log4j | logback | loguru | structlog", implied: "log" },
  { of: "zod | joi | yup | valibot | typebox | ajv", implied: "validate" },
  { of: "postgres postgresql | mysql | mariadb | sqlite | mongodb | oracle", implied: "database" },
  { of: "prisma | drizzle | typeorm | sequelize | knex | hibernate | sqlalchemy", implied: "orm database" },
  { of: "redux | zustand | mobx | jotai | pinia", implied: "state manage" },
  { of: "react | vue | svelte | angular | solid", implied: "component framework frontend ui" },
  { of: "express | fastify | hono | koa | nestjs", implied: "server web framework" },
  { of: "django | flask | fastapi", implied: "server web framework" },
  { of: "tailwind | bootstrap | sass scss | less | styled-components | css-modules", topic: "css style styling" },
  { of: "docker | podman | buildah", implied: "container image build" },
  { of: "terraform | pulumi | cloudformation | opentofu", implied: "infrastructure deploy" },
  { of: "aws | azure | gcp | hetzner", implied: "cloud host" },
  { of: "kafka | rabbitmq | nats | sqs", implied: "queue message" },
  { of: "graphql | rest | grpc | soap | trpc", implied: "api" },
  { of: "json | yaml | toml | xml | csv | text plain plaintext", topic: "config format file log output data" },
  { of: "vim | emacs | vscode | nano", implied: "editor" },
  { of: "bash | zsh | fish | powershell", implied: "shell script" },
  {
    of: "typescript | javascript | python | java | kotlin | scala | swift | rust | golang | ruby | php",
    topic: "write code script in language new module",
  },
  { of: "md5 | sha1 | sha256 | bcrypt | argon2 | scrypt", implied: "hash password" },
  { of: "english | german | spanish | french | italian" },
  { of: "tabs tab | spaces space", implied: "indent" },
  { of: "single | double", topic: "quotes quote" },
  { of: "camelcase | snakecase | kebabcase | pascalcase | uppercase | lowercase" },
  { of: "default | named", topic: "exports export import" },
  { of: "main | master | develop | trunk", topic: "branch" },
  { of: "merge | rebase | squash", topic: "branch commit pullrequest" },
  { of: "px | rem | em | pt", implied: "size unit" },
  { of: "utc | local", topic: "time timestamp date zone" },
  { of: "debug | info | warn | trace", topic: "level log" },
  { of: "imperative | present | past", topic: "tense mood" },
  { of: "singular | plural" },
  { of: "british | american", implied: "spelling spell" },
  { of: "active | passive", topic: "voice" },
  { of: "gcc | clang | msvc", implied: "compiler" },
  { of: "relative | absolute" },
  { of: "parallel | sequential" },
  { of: "synchronous sync | asynchronous async" },
  { of: "automatic | manual" },
  { of: "soft | hard", topic: "delete soft-delete" },
  { of: "public | private" },
  { of: "optional | mandatory required" },
  { of: "mutable | immutable" },
  { of: "static | dynamic" },
  { of: "eager | lazy" },
  { of: "ascending | descending" },
  { of: "before | after" },
  { of: "light | dark" },
  { of: "short | long" },
  { of: "small | big" },
  { of: "fast | slow" },
  { of: "simple | complex clever" },
  { of: "formal | informal casual" },
  { of: "whole full entire complete | diff change part", topic: "show file" },
  { of: "monday | tuesday | wednesday | thursday | friday | saturday | sunday", topic: "start week" },
  { of: "tuple | list | set", topic: "return" },
  { of: "class | function", topic: "component" },
  { of: "class | hooks hook", topic: "component" },
  { of: "inheritance | composition" },
  { of: "speed performance | readability clarity", topic: "optimise optimize" },
  { of: "first | last" },
  { of: "left | right" },
  { of: "up | down" },
  { of: "increase | decrease" },
  { of: "top | bottom" },
];

interface Alternatives {
  readonly memberByTerm: ReadonlyMap<string, number>;
  /** The words themselves, for people. */
  readonly wordByTerm: ReadonlyMap<string, string>;
  readonly topic: Terms;
  readonly implied: Terms;
}

const conceptsOf = (words: string | undefined): string[] =>
  (words ?? "")
    .split(/[\s-]+/)
    .filter(Boolean)
    .map(conceptOf);

const ALTERNATIVES: readonly Alternatives[] = GROUPS.map(({ of, topic, implied }) => ({
  memberByTerm: new Map(
    of.split("|").flatMap((member, n) =>
      member
        .trim()
        .split(/\s+/)
        .map((word): [string, number] => [conceptOf(word), n]),
    ),
  ),
  wordByTerm: new Map(
    of
      .split(/[\s|]+/)
      .toReversed()
      .map((word): [string, string] => [conceptOf(word), word]),
  ),
  topic: new Set(conceptsOf(topic)),
  implied: new Set(conceptsOf(implied)),
}));

/** `about` without what goes without saying beside the tools in it. */
export const withoutImplied = (about: Terms): Terms => {
  const implied = ALTERNATIVES.filter(({ memberByTerm }) => [...about].some((term) => memberByTerm.has(term))).flatMap(
    (group) => [...group.implied],
  );
  return new Set([...about].filter((term) => !implied.includes(term)));
};

/** Two sets of terms that choose differently among the same alternatives. */
interface OtherChoice {
  /** What each chooses, as a word. */
  readonly a: string;
  readonly b: string;
  /** Terms that only name the choice and its topic. */
  readonly terms: Terms;
}

const chosenAmong = (terms: Terms, { memberByTerm }: Alternatives): string | null => {
  const found = [...terms].filter((term) => memberByTerm.has(term));
  return new Set(found.map((term) => memberByTerm.get(term))).size === 1 ? (found[0] ?? null) : null;
};

const wordOf = ({ wordByTerm }: Alternatives, term: string): string => wordByTerm.get(term) ?? term;

/** Where `a` and `b` each take one of several alternatives, and not the same. Topics must be named by one of them, if there are any. */
export const otherChoices = (a: Terms, b: Terms): OtherChoice[] =>
  ALTERNATIVES.flatMap((group): OtherChoice[] => {
    const [inA, inB] = [chosenAmong(a, group), chosenAmong(b, group)];
    if (inA === null || inB === null || group.memberByTerm.get(inA) === group.memberByTerm.get(inB)) return [];
    const isSpokenOf = group.topic.size === 0 || [...group.topic].some((term) => a.has(term) || b.has(term));
    return isSpokenOf
      ? [
          {
            a: wordOf(group, inA),
            b: wordOf(group, inB),
            terms: new Set([...group.memberByTerm.keys(), ...group.topic, ...group.implied]),
          },
        ]
      : [];
  });
