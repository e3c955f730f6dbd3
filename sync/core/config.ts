import { z } from "zod";
import { AppError } from "./errors.ts";

const whole = (min: number, max: number, fallback: number) => z.number().int().min(min).max(max).default(fallback);

const modelName = (fallback: string) =>
  z
    .string()
    .regex(/^[\w@][\w.:@/[\]-]*$/, "the name of a model, without spaces")
    .max(200)
    .default(fallback);

/** Whether a URL is of this very machine, so that what is sent there stays here. */
export const isOfThisMachine = (url: string): boolean =>
  URL.canParse(url) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

const EMBEDDINGS_FORMS = "none, the name of a model, or a group of model, url, timeoutMs and anywhere";

/** `none` or a model's name alone stands for the group with that model. */
const embeddings = z
  .preprocess(
    (found) => (typeof found === "string" ? { model: found } : found),
    z
      .strictObject(
        {
          model: modelName("none").describe("finds memories by meaning, too: a model of Ollama, or none"),
          url: z
            .url({ protocol: /^https?$/, error: "a URL that begins with http:// or https://" })
            .default("http://127.0.0.1:11434")
            .describe("where Ollama answers"),
          timeoutMs: whole(100, 60_000, 10_000).describe("longest answer; a prompt never waits longer than 150 ms"),
          anywhere: z
            .boolean()
            .default(false)
            .describe("url may be of another machine, which is then sent prompts and memories"),
        },
        { error: ({ code }) => (code === "invalid_type" ? EMBEDDINGS_FORMS : undefined) },
      )
      .refine(({ url, anywhere }) => anywhere || isOfThisMachine(url), {
        path: ["url"],
        error:
          "only this machine (127.0.0.1, [::1], localhost), since prompts and memories are sent there; recall.embeddings.anywhere on allows others",
      }),
  )
  .prefault({});

/** Every setting with its type, default and meaning. `config.yaml` holds only what differs from the defaults. */
const configSchema = z.strictObject({
  capture: z.boolean().default(true).describe("record what happens in Claude Code at all"),
  recall: z
    .strictObject({
      enabled: z.boolean().default(true).describe("give memories back to sessions"),
      top: whole(1, 50, 10).describe("memories offered for one prompt"),
      minConfidence: z.number().min(0).max(1).default(0.5).describe("recalled from this confidence on …"),
      minHelpful: whole(1, 100, 2).describe("… or from this many helpful votes on"),
      briefChars: whole(500, 9500, 9500).describe("longest brief; Claude Code cuts at 10,000"),
      embeddings,
    })
    .prefault({}),
  learning: z
    .strictObject({
      enabled: z.boolean().default(true).describe("learn from corrections and from what failed and then passed"),
      tokensPerDay: whole(0, 100_000_000, 0).describe("model tokens a day for learning; 0 = rules only, no model"),
      model: z
        .enum(["none", "anthropic", "claude-cli"])
        .default("none")
        .describe("none, anthropic (its API, with a key of yours) or claude-cli (your own `claude -p`)"),
      reflectorModel: modelName("claude-sonnet-5").describe("model that words lessons and looks at what was tried"),
      curatorModel: modelName("claude-haiku-4-5").describe("model that tells whether two memories say the same"),
      modelTimeoutS: whole(1, 300, 45).describe("seconds for one question to a model, retries included"),
      modelUrl: z
        .url({ protocol: /^https?$/, error: "a URL that begins with https:// or http://" })
        .default("https://api.anthropic.com")
        .describe("where Anthropic's API answers"),
    })
    .prefault({}),
  breaker: z
    .strictObject({
      failures: whole(1, 100, 3).describe("failures in a row after which a service is not called for a while …"),
      share: z.number().min(0.05).max(1).default(0.5).describe("… or this share of failures …"),
      of: whole(4, 1_000, 20).describe("… among this many calls"),
      pauseS: whole(1, 86_400, 60).describe("seconds until it is tried again with a single call"),
    })
    .prefault({}),
  queue: z
    .strictObject({
      concurrency: whole(1, 8, 2).describe("jobs at the same time"),
      jobTimeoutS: whole(1, 600, 60).describe("seconds until a job counts as failed"),
      attemptsMax: whole(1, 50, 5).describe("attempts until a job is dead"),
    })
    .prefault({}),
  worker: z
    .strictObject({
      memoryLimitMb: whole(150, 8192, 300).describe("planned restart when the worker holds more than this"),
      idleDays: whole(1, 365, 7).describe("days without an event after which the worker ends itself"),
    })
    .prefault({}),
  events: z
    .strictObject({
      keepCount: whole(100, 10_000_000, 10_000).describe("handled events kept in the database"),
      keepDays: whole(1, 3650, 30).describe("days handled events are kept in the database"),
      archiveDays: whole(0, 3650, 7).describe("days the gzip archives of older events are kept"),
      traceDays: whole(30, 3650, 180).describe(
        "days tool calls and the lineage of code are kept after the last of them",
      ),
    })
    .prefault({}),
  backups: z
    .strictObject({
      hour: whole(0, 23, 3).describe("local hour of the nightly backup"),
      keep: whole(1, 60, 3).describe("backups kept"),
    })
    .prefault({}),
  logs: z
    .strictObject({
      level: z.enum(["debug", "info", "warn", "error"]).default("info").describe("least weight of a line to be logged"),
      maxMb: whole(1, 1024, 10).describe("size at which the log of a day is rotated"),
      keepFiles: whole(1, 365, 14).describe("rotated logs kept"),
    })
    .prefault({}),
  eventLog: z
    .strictObject({
      enabled: z.boolean().default(false).describe("write each event as a line to logs/events.jsonl"),
      verbosity: z
        .enum(["names", "normal", "full"])
        .default("normal")
        .describe("names only, without bodies, or everything"),
      maxMb: whole(1, 1024, 5).describe("size at which it is rotated; also daily"),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;

export const defaultConfig: Config = configSchema.parse({});

/** Whether a model is to be asked at all. Without tokens none is, whatever is set. */
export const asksModel = ({ enabled, model, tokensPerDay }: Config["learning"]): boolean =>
  enabled && model !== "none" && tokensPerDay > 0;

/** What vectors are to be asked of, or null for nobody: the default. */
export const embeddingsIn = ({
  enabled,
  embeddings: found,
}: Config["recall"]): Config["recall"]["embeddings"] | null => (enabled && found.model !== "none" ? found : null);

/** Checks what a config file holds. Throws `AppError("config")` that names each setting that is off. */
export const parseConfig = (found: unknown, place: string): Config => {
  const parsed = configSchema.safeParse(found ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`);
  throw new AppError("config", `${place} is not a valid configuration: ${problems.join("; ")}`, {
    hint: "Mend it with `cairn config edit`, or list what there is with `cairn config get`.",
    cause: parsed.error,
  });
};

type Setting = string | number | boolean;

/** All settings as `recall.top` → value, in the order they are declared. */
export const flatten = (config: Config): [key: string, value: Setting][] => flattenIn(config, "");

const flattenIn = (group: object, before: string): [string, Setting][] =>
  Object.entries(group).flatMap(([key, value]) =>
    typeof value === "object" ? flattenIn(value, `${before}${key}.`) : [[before + key, value] as [string, Setting]],
  );

/** What a setting means, for `cairn config get`. */
export const describeSetting = (key: string): string => {
  let found: unknown = configSchema;
  for (const name of key.split(".")) {
    const group = withoutDefault(found);
    found = group instanceof z.ZodObject && Object.hasOwn(group.shape, name) ? group.shape[name] : undefined;
  }
  return found instanceof z.ZodType ? (found.description ?? "") : "";
};

const withoutDefault = (schema: unknown): unknown => {
  if (schema instanceof z.ZodPrefault) return withoutDefault(schema.unwrap());
  return schema instanceof z.ZodPipe ? withoutDefault(schema.out) : schema;
};
