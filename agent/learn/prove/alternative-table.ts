/** Programs or libraries of which a project has one at a time. Common knowledge, not found in any memory. */
export interface Group {
  /** What they are for, as people say it. */
  readonly what: RegExp;
  readonly members: readonly Member[];
}

export interface Member {
  /** How it is called, as a whole word. */
  readonly name: string;
  /** What it is run as; packages carry the name and those in `packages`. */
  readonly program?: RegExp;
  readonly packages?: readonly string[];
  /** How it shows where nothing has to be imported. */
  readonly code?: RegExp;
  readonly files?: RegExp;
}

const JS = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const PY = /\.pyi?$/;
const PRINTS_JS: Member = {
  name: "console",
  code: /\bconsole\.(?:log|info|debug|warn|error)\(/,
  files: JS,
  packages: [],
};

const libraries = (names: string): Member[] => names.split(" ").map((name) => ({ name }));
const programs = (names: string): Member[] =>
  names.split(" ").map((name) => ({ name, program: new RegExp(`^${name}$`), packages: [name] }));

export const GROUPS: readonly Group[] = [
  {
    what: /\b(?:dates?|times?|datetime|datum\w*|fechas?)\b/i,
    members: [
      ...libraries("date-fns dayjs luxon"),
      { name: "moment", packages: ["moment", "moment-timezone"] },
      { name: "js-joda", packages: ["@js-joda/core"] },
    ],
  },
  {
    what: /\b(?:http|requests?|api calls?|fetch\w*|ajax|network)\b/i,
    members: [
      ...libraries("axios ky superagent node-fetch undici"),
      { name: "fetch", code: /(?<![\w.])fetch\(/, files: JS, packages: [] },
    ],
  },
  {
    what: /\b(?:http|requests?|api calls?)\b/i,
    members: [...libraries("requests httpx aiohttp urllib3"), { name: "urllib", packages: ["urllib.request"] }],
  },
  {
    what: /\b(?:tests?|specs?|testing|test runner)\b/i,
    members: [
      ...programs("vitest jest mocha ava jasmine"),
      { name: "node:test", packages: ["node:test"], program: /^$/ },
    ],
  },
  {
    what: /\b(?:e2e|end-to-end|browser|ui|acceptance) ?-?(?:tests?|testing|specs?|automation)\b|\bbrowsers?\b/i,
    members: [
      { name: "playwright", program: /^playwright$/, packages: ["playwright", "@playwright/test"] },
      ...programs("cypress"),
      ...libraries("puppeteer selenium selenium-webdriver webdriverio testcafe"),
    ],
  },
  {
    what: /\b(?:validat\w+|schemas?|parsing|forms?)\b/i,
    members: libraries("zod yup joi valibot ajv io-ts superstruct"),
  },
  {
    what: /\b(?:state|stores?)\b/i,
    members: [
      ...libraries("zustand mobx jotai recoil valtio pinia vuex xstate"),
      { name: "redux", packages: ["redux", "@reduxjs/toolkit", "react-redux"] },
    ],
  },
  {
    what: /\b(?:data fetching|server state|quer(?:y|ies)|caching)\b/i,
    members: [
      { name: "react-query", packages: ["react-query", "@tanstack/react-query"] },
      { name: "tanstack query", packages: ["@tanstack/react-query"] },
      { name: "swr" },
      { name: "apollo", packages: ["@apollo/client"] },
      { name: "urql" },
    ],
  },
  { what: /\b(?:helpers?|utilit\w+|collections?)\b/i, members: libraries("lodash ramda underscore remeda es-toolkit") },
  {
    what: /\b(?:logs?|logging|logger)\b/i,
    members: [...libraries("pino winston bunyan log4js loglevel consola"), PRINTS_JS],
  },
  {
    what: /\b(?:orms?|database|db|quer(?:y|ies)|sql|models?)\b/i,
    members: [
      { name: "prisma", packages: ["@prisma/client", "prisma"] },
      { name: "drizzle", packages: ["drizzle-orm"] },
      ...libraries("typeorm sequelize knex kysely objection"),
    ],
  },
  {
    what: /\bicons?\b/i,
    members: [
      { name: "lucide", packages: ["lucide-react", "lucide-vue-next"] },
      { name: "lucide-react" },
      { name: "react-icons" },
      { name: "heroicons", packages: ["@heroicons/react"] },
      { name: "font awesome", packages: ["@fortawesome"] },
      { name: "tabler", packages: ["@tabler/icons-react"] },
    ],
  },
  { what: /\bforms?\b/i, members: libraries("react-hook-form formik react-final-form") },
  {
    what: /\b(?:charts?|graphs?|plots?)\b/i,
    members: [...libraries("recharts echarts victory highcharts d3"), { name: "chart.js" }],
  },
  {
    what: /\b(?:ids?|uuids?|identifiers)\b/i,
    members: [...libraries("nanoid uuid cuid ulid")],
  },
  {
    what: /\b(?:styl(?:e|es|ing)|css)\b/i,
    members: [
      { name: "styled-components" },
      { name: "emotion", packages: ["@emotion/react", "@emotion/styled"] },
      { name: "css modules", code: /from ["'][^"'\n]+\.module\.(?:css|scss)["']/, files: JS, packages: [] },
    ],
  },
  { what: /\b(?:server|api|web framework|routes?)\b/i, members: libraries("express fastify koa hono") },
  {
    what: /\b(?:logs?|logging|logger)\b/i,
    members: [...libraries("loguru structlog"), { name: "print", code: /(?<![\w.])print\(/, files: PY, packages: [] }],
  },
  { what: /\b(?:data ?frames?|tables?|data)\b/i, members: libraries("pandas polars dask") },
  { what: /\b(?:cli|command[- ]line|arguments?|options?)\b/i, members: libraries("click typer argparse docopt") },
  { what: /\b(?:validat\w+|schemas?|models?)\b/i, members: libraries("pydantic marshmallow cerberus voluptuous") },
  { what: /\b(?:jobs?|tasks?|queues?|background)\b/i, members: libraries("celery rq dramatiq huey arq") },
  {
    what: /\b(?:python|packages?|dependenc\w+|environments?|installs?)\b/i,
    members: ["uv", "poetry", "pipenv", "conda", "pdm", "pip"].map((name) => ({
      name,
      program: name === "pip" ? /^pip3?$/ : new RegExp(`^${name}$`),
      packages: [],
    })),
  },
  {
    what: /\b(?:format\w*|lint\w*|imports?|style)\b/i,
    members: programs("ruff black flake8 pylint isort yapf autopep8"),
  },
  { what: /\b(?:format\w*|lint\w*)\b/i, members: programs("biome eslint prettier oxlint dprint") },
  { what: /\b(?:containers?|images?)\b/i, members: programs("docker podman nerdctl") },
  { what: /\b(?:infra\w*|provision\w*)\b/i, members: programs("terraform tofu pulumi") },
  {
    what: /\b(?:node versions?|versions? of node|runtime versions?)\b/i,
    members: programs("nvm fnm volta asdf mise"),
  },
  { what: /\b(?:bundl\w+|builds?|dev server)\b/i, members: programs("vite webpack rollup parcel") },
  {
    what: /\b(?:logs?|logging|logger)\b/i,
    members: [
      { name: "slog", packages: ["log/slog"] },
      { name: "zap", packages: ["go.uber.org/zap"] },
      { name: "zerolog", packages: ["github.com/rs/zerolog"] },
      { name: "logrus", packages: ["github.com/sirupsen/logrus"] },
    ],
  },
  {
    what: /\b(?:rout(?:es?|ers?|ing)|http)\b/i,
    members: [
      { name: "chi", packages: ["github.com/go-chi/chi"] },
      { name: "gin", packages: ["github.com/gin-gonic/gin"] },
      { name: "echo", packages: ["github.com/labstack/echo"] },
      { name: "gorilla", packages: ["github.com/gorilla/mux"] },
      { name: "fiber", packages: ["github.com/gofiber/fiber"] },
    ],
  },
  { what: /\b(?:http|requests?)\b/i, members: libraries("reqwest ureq surf") },
  { what: /\b(?:dates?|times?)\b/i, members: libraries("chrono jiff") },
  { what: /\b(?:async|runtime)\b/i, members: libraries("tokio async-std smol") },
  { what: /\b(?:cli|arguments?|command[- ]line)\b/i, members: libraries("clap structopt argh") },
  {
    what: /\bjson\b/i,
    members: [
      { name: "jackson", packages: ["com.fasterxml.jackson"] },
      { name: "gson", packages: ["com.google.gson"] },
      { name: "moshi", packages: ["com.squareup.moshi"] },
    ],
  },
  { what: /\b(?:tests?|specs?)\b/i, members: programs("rspec minitest") },
  { what: /\b(?:tests?|specs?)\b/i, members: programs("phpunit pest") },
  { what: /\b(?:http|requests?|api calls?)\b/i, members: libraries("faraday httparty rest-client") },
  { what: /\b(?:jobs?|background|queues?)\b/i, members: libraries("sidekiq delayed_job resque good_job solid_queue") },
];
