import { z } from "zod";
import { AppError } from "./errors.ts";

const whole = (min: number, max: number, fallback: number) => z.number().int().min(min).max(max).default(fallback);

const modelName = (fallback: string) =>
  z
    .string()
    .regex(/^[\w@][\w.:@/[\]-]*$/, "the name of a model, without spaces")
    .max(200)
    .default(fallback);

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

/** All settings as `recall.top` → value, in the order they are declared. */
export const flatten = (config: Config): [key: string, value: string | number | boolean][] =>
  Object.entries(config).flatMap(([key, value]) =>
    typeof value === "object"
      ? Object.entries(value).map(([inner, v]): [string, string | number | boolean] => [`${key}.${inner}`, v])
      : [[key, value] as [string, boolean]],
  );

/** What a setting means, for `cairn config get`. */
export const describeSetting = (key: string): string => {
  const [first = "", second] = key.split(".");
  const outer = configSchema.shape[first as keyof typeof configSchema.shape];
  if (second === undefined) return outer?.description ?? "";
  const group = outer instanceof z.ZodPrefault ? outer.unwrap() : outer;
  const inner: Readonly<Record<string, z.ZodType>> = group instanceof z.ZodObject ? group.shape : {};
  return inner[second]?.description ?? "";
};
