import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as RandomModule from "../../sync/core/random.ts";
import type { Memory, MemoryKind } from "../../sync/core/words.ts";
import { labelledTurns } from "../support/turns.ts";
import { built } from "./built.ts";

// Memories and prompts of made-up teams, the same for the same seed. Few words stand in many memories and most in few, as in
// any text, since that is what makes a search quick or slow.

const { seededRandom } = await built<typeof RandomModule>("sync/core/random.js");

type Unit = () => number;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const TOPICS = words(`
  test tests build commit branch migration database schema index query cache session token request response header route
  handler service worker queue job retry timeout error log logger config setting environment deploy release version package
  dependency lockfile import export module type interface class function component hook page form button table list modal
  style theme icon image upload download file folder path script command flag option argument container image volume network
  cluster secret certificate domain proxy webhook event message topic consumer producer schedule cron backup restore report
  dashboard metric alert trace span sample dataset model training batch tensor notebook parser lexer token tree graph node
  edge cursor buffer stream socket channel thread lock mutex pool connection transaction rollback snapshot fixture mock stub
  factory seed locale translation currency invoice order customer address payment refund discount cart price stock supplier
  user account role permission password login signup email template notification comment review pull request label issue
  documentation changelog readme example tutorial lint formatter compiler bundler runtime browser server client endpoint`);

const TOOLS = words(`
  pnpm npm yarn vitest jest pytest cargo gradle maven docker compose kubectl helm terraform ansible eslint biome prettier
  ruff black mypy tsc esbuild vite webpack rollup postgres sqlite redis kafka rabbitmq nginx caddy playwright cypress storybook
  prisma drizzle knex sqlalchemy alembic flyway polars pandas numpy pytorch spark airflow dbt grafana prometheus sentry git gh
  make just bazel nx turborepo zod valibot fastify express hono django flask fastapi rails laravel spring react svelte vue`);

const ACTS = words(`
  run use add remove rename move check update rebuild regenerate restart lint format type-check validate mock stub cache
  invalidate retry throttle batch split merge rebase squash tag document translate review measure profile log trace escape
  sanitise encrypt rotate migrate seed back-up restore deploy roll-back announce archive`);

const STEMS = words(`
  user order price cart invoice ledger tax stock ship label route geo search rank feed mail push chat call media video audio
  photo auth token scope role audit quota limit plan trial coupon refund payout bank card wallet fraud risk score model train
  eval batch queue retry cron sync merge patch diff tree graph cache shard replica lease lock clock trace metric alert probe
  theme grid form modal table chart icon badge toast menu nav tab page panel card list item row cell field input select date`);

const ENDINGS = words(`
  Service Store Repository Handler Controller Client Gateway Adapter Factory Builder Parser Mapper Resolver Loader Worker
  Scheduler Provider Context Reducer Hook Panel Page Table Form Schema Policy Guard Filter Queue Index`);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** One of a list, the first ones far more often than the last. */
const often = <T>(list: readonly T[], unit: Unit, fallback: T): T =>
  list[Math.floor(list.length * unit() ** 2.2)] ?? fallback;

const identifier = (unit: Unit): string =>
  `${often(STEMS, unit, "user")}${capital(often(STEMS, unit, "order"))}${often(ENDINGS, unit, "Service")}`;

const file = (unit: Unit): string => `src/${often(STEMS, unit, "user")}/${identifier(unit)}.ts`;

const SENTENCES: readonly ((unit: Unit, topic: () => string) => string)[] = [
  (unit, topic) => `Always ${often(ACTS, unit, "run")} the ${topic()} before you touch \`${identifier(unit)}\`.`,
  (unit, topic) =>
    `Use ${often(TOOLS, unit, "pnpm")} for every ${topic()} in this project, never ${often(TOOLS, unit, "npm")}.`,
  (unit, topic) => `Never edit ${file(unit)} by hand; the ${topic()} generates it from the ${topic()}.`,
  (unit, topic) =>
    `When ${often(TOOLS, unit, "docker")} fails with a ${topic()} ${topic()}, ${often(ACTS, unit, "restart")} the ${topic()} first.`,
  (unit, topic) =>
    `The ${topic()} of \`${identifier(unit)}\` expects cents, not euros; convert them in the ${topic()}.`,
  (_unit, topic) => `I prefer short answers: show the ${topic()} and the ${topic()}, and leave the recap out.`,
  (unit, topic) =>
    `\`${often(TOOLS, unit, "npm")} ${often(ACTS, unit, "run")} --filter ${often(STEMS, unit, "user")}\` runs only the ${topic()} ${topic()}; the whole suite takes minutes.`,
  (unit, topic) =>
    `Errors of the ${topic()} go through \`${identifier(unit)}\`, so that the ${topic()} can tell the user what to do.`,
  (unit, topic) =>
    `Changing ${file(unit)} needs a change in ${file(unit)} as well, else the ${topic()} breaks on staging.`,
  (_unit, topic) =>
    `Commit messages name the ${topic()} first and the reason second; no emojis, no ${topic()} numbers.`,
];

const KINDS: readonly MemoryKind[] = ["rule", "preference", "pitfall", "snippet", "api", "experience"];
const PROJECTS = 20;
const DAY_MS = 86_400_000;

/** The project that is asked about; it has the most memories. */
export const PROJECT_ID = "project-0";

/** All projects there are. */
export const projectIds = (): string[] => Array.from({ length: PROJECTS }, (_, n) => `project-${n}`);

const textOf = (unit: Unit): string => {
  const topic = () => often(TOPICS, unit, "test");
  const sentence = () => (SENTENCES[Math.floor(unit() * SENTENCES.length)] ?? SENTENCES[0])?.(unit, topic) ?? "";
  return unit() < 0.3 ? `${sentence()} ${sentence()}` : sentence();
};

/** One fifth of them the person's own, the rest of 20 projects, the first of which has about a quarter of those. */
export const memories = function* (count: number, nowMs: number): Generator<Memory> {
  const { unit } = seededRandom(7);
  for (let n = 0; n < count; n++) {
    const atMs = nowMs - Math.floor(unit() * 400 * DAY_MS);
    const isUsers = unit() < 0.2;
    yield {
      id: `ctx-bench${String(n).padStart(8, "0")}`,
      kind: KINDS[Math.floor(unit() * KINDS.length)] ?? "rule",
      scope: isUsers ? "user" : "project",
      projectId: isUsers ? null : `project-${Math.floor(PROJECTS * unit() ** 2.2)}`,
      text: textOf(unit),
      state: unit() < 0.95 ? "trusted" : "proposed",
      origin: "correction",
      confidence: 0.3 + unit() * 0.69,
      isPrivate: false,
      supersededBy: null,
      createdAtMs: atMs,
      updatedAtMs: atMs,
    };
  }
};

const said = (): string[] => labelledTurns().map(({ text }) => text);

const pasted = readFileSync(join(import.meta.dirname, "../support/payloads/bodies/prompt.txt"), "utf8");

/** What people type: what they really said, short orders, nothing but common words, and long requests with a pasted log. */
export const prompts = (): string[] => {
  const { unit } = seededRandom(11);
  const topic = () => often(TOPICS, unit, "test");
  const many = (n: number, make: () => string): string[] => Array.from({ length: n }, make);
  return [
    ...said(),
    ...many(40, () => `${often(ACTS, unit, "add")} the ${topic()} of ${identifier(unit)}`),
    ...many(40, () => many(6 + Math.floor(unit() * 20), topic).join(" ")),
    ...many(40, () => many(3, () => textOf(unit)).join(" ")),
    ...many(40, () => `Look at ${file(unit)} and ${file(unit)}. ${many(8, () => textOf(unit)).join(" ")}\n\n${pasted}`),
  ];
};
