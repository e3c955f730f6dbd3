import { type Context, Hono } from "hono";
import { z } from "zod";
import { AppError } from "../../sync/core/errors.ts";
import { JOB_STATES } from "../../sync/core/job.ts";
import { MEMORY_KINDS, MEMORY_STATES, MIRROR_MODES } from "../../sync/core/words.ts";
import type { WebDeps } from "../deps.ts";

const limit = z.coerce.number().int().min(1).max(1_000).default(20);
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");
const dir = z.string().min(1).nullable().default(null);

const statusQuery = z.object({ fresh: flag, dir });
const searchQuery = z.object({ q: z.string().min(1), dir, limit });
const listQuery = z.object({
  state: z
    .string()
    .default("trusted,proposed")
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(MEMORY_STATES))),
  dir,
  limit,
});
/** Shorter says nothing, longer is no longer one thing. */
const LESSON_CHARS = { min: 3, max: 2_000 } as const;
const lessonBody = z.strictObject({
  text: z.string().trim(),
  scope: z.enum(["user", "project"]),
  kind: z.enum(MEMORY_KINDS).nullable().default(null),
  dir: z.string().min(1),
});
const jobsQuery = z.object({ state: z.enum([...JOB_STATES, "retrying"]), limit });
const reportQuery = z.object({ weeks: z.coerce.number().int().min(1).max(520).default(12), dir });
const lineageQuery = z.object({ of: z.string().trim().min(1), dir: z.string().min(1) });
const relevanceQuery = z.object({ session: z.string().min(1).nullable().default(null), dir });
const exportQuery = z.object({ evidence: flag });
const projectBody = z.strictObject({
  dir: z.string().min(1),
  capture: z.boolean().optional(),
  private: z.boolean().optional(),
  mirror: z.enum(MIRROR_MODES).optional(),
});

/** Checks what came from outside; throws `AppError("invalid")` that names each field that is off. */
const check = <T>(schema: z.ZodType<T>, found: unknown): T => {
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`);
  throw new AppError("invalid", problems.join("; "), {
    hint: "`cairn COMMAND --help` says what a command takes.",
    cause: parsed.error,
  });
};

/** What somebody wants remembered. How long it is, is a person's slip and not a program's: said in words. */
const lessonIn = (body: unknown): z.infer<typeof lessonBody> => {
  const lesson = check(lessonBody, body);
  const { length } = lesson.text;
  if (length >= LESSON_CHARS.min && length <= LESSON_CHARS.max) return lesson;
  const what = length < LESSON_CHARS.min ? "too short to be learned" : "too long for one memory";
  const [min, max] = [LESSON_CHARS.min, LESSON_CHARS.max.toLocaleString("en")];
  throw new AppError("invalid", `The text is ${what}: it has ${length.toLocaleString("en")} characters.`, {
    hint: `Give one sentence of ${min} to ${max} characters; several things are several memories.`,
  });
};

const bodyOf = async (c: Context): Promise<unknown> => {
  try {
    return await c.req.json();
  } catch (cause) {
    throw new AppError("invalid", "The request's body is not JSON.", {
      hint: "Send one JSON object.",
      cause,
    });
  }
};

const missing = (what: string, id: string, hint: string): AppError =>
  new AppError("not-found", `There is no ${what} ${id}.`, { hint });

/** The JSON API that every client speaks. */
export const apiRoutes = (deps: WebDeps): Hono => {
  const api = new Hono();
  api.get("/version", (c) => c.json({ version: deps.version }));
  api.get("/status", async (c) => c.json(await deps.status(check(statusQuery, c.req.query()))));
  api.get("/search", async (c) => {
    const { q, ...query } = check(searchQuery, c.req.query());
    return c.json({ hits: await deps.search({ text: q, ...query }) });
  });
  api.get("/memories", (c) => {
    const { state, ...query } = check(listQuery, c.req.query());
    return c.json({ hits: deps.memories({ states: state, ...query }) });
  });
  api.post("/memories", async (c) => c.json(await deps.learn(lessonIn(await bodyOf(c))), 201));
  api.get("/memories/:id", (c) => {
    const id = c.req.param("id");
    const found = deps.explain(id);
    if (!found) throw missing("memory", id, "`cairn memories` lists them.");
    return c.json(found);
  });
  api.post("/memories/:id/forget", (c) => {
    const id = c.req.param("id");
    const forgotten = deps.forget(id);
    if (!forgotten) throw missing("memory", id, "`cairn memories` lists them.");
    return c.json({ memory: forgotten });
  });
  api.get("/report", (c) => c.json(deps.report(check(reportQuery, c.req.query()))));
  api.get("/lineage", (c) => {
    const { of, dir: place } = check(lineageQuery, c.req.query());
    return c.json({ chains: deps.lineage(of, place) });
  });
  api.get("/relevance", (c) => {
    const { session, dir: place } = check(relevanceQuery, c.req.query());
    const found = deps.relevance(session, place);
    if (!found) throw missing("session", session ?? "yet", "`cairn status` shows whether sessions are recorded.");
    return c.json(found);
  });
  api.get("/tune", async (c) => c.json({ changes: await deps.tune({ apply: false }) }));
  api.post("/tune", async (c) => c.json({ changes: await deps.tune({ apply: true }) }));
  api.get("/cleanup", async (c) => c.json({ changes: await deps.cleanUp({ apply: false }) }));
  api.post("/cleanup", async (c) => c.json({ changes: await deps.cleanUp({ apply: true }) }));
  api.get("/queue", (c) => {
    const { state, limit: most } = check(jobsQuery, c.req.query());
    return c.json({ jobs: deps.jobs(state, most) });
  });
  api.post("/queue/retry", (c) => c.json({ moved: deps.retryJobs(null) }));
  api.post("/queue/archive", async (c) => c.json(await deps.archiveEvents()));
  api.post("/queue/:id/retry", (c) => {
    const id = c.req.param("id");
    const moved = deps.retryJobs(id);
    if (moved === 0) throw missing("job to retry", id, "`cairn queue list` shows what waits or is dead.");
    return c.json({ moved });
  });
  api.post("/queue/:id/discard", (c) => {
    const id = c.req.param("id");
    if (!deps.discardJob(id)) throw missing("job to discard", id, "`cairn queue list` shows what waits or is dead.");
    return c.json({ moved: 1 });
  });
  api.get("/export", (c) => {
    const lines = deps.exportLines(check(exportQuery, c.req.query()));
    // A failure in the middle breaks the answer off, so that half an export never looks like a whole one.
    const body = ReadableStream.from(lines).pipeThrough(new TextEncoderStream());
    return c.body(body, 200, { "content-type": "application/x-ndjson" });
  });
  api.post("/import", async (c) => c.json(await deps.importText(await c.req.text())));
  api.post("/projects", async (c) => {
    const { dir: place, ...settings } = check(projectBody, await bodyOf(c));
    return c.json({
      project: await deps.setProject(place, {
        ...(settings.capture === undefined ? {} : { capture: settings.capture }),
        ...(settings.private === undefined ? {} : { private: settings.private }),
        ...(settings.mirror === undefined ? {} : { mirror: settings.mirror }),
      }),
    });
  });
  api.post("/model/reset", (c) => {
    deps.resetModel();
    return c.json({});
  });
  api.post("/alerts/seen", (c) => c.json({ seen: deps.seeAlerts() }));
  return api;
};
