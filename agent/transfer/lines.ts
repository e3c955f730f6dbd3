import { z } from "zod";
import { isMemoryId } from "../../sync/core/ids.ts";
import { MEMORY_CHANGES, MEMORY_KINDS, MEMORY_ORIGINS, MEMORY_SCOPES, MEMORY_STATES } from "../../sync/core/words.ts";

/** First line of every export. */
export const HEADER = { cairn: "export", version: 1 } as const;

const time = z.number().int().nonnegative();
const count = z.number().int().nonnegative();

const headerLine = z.looseObject({ cairn: z.literal("export"), version: z.literal(1) });

const projectLine = z.strictObject({
  type: z.literal("project"),
  // It becomes a word of the search, by which one project's memories are told from another's.
  id: z.string().regex(/^[a-z0-9]{1,40}$/, "is not a project id (lower-case letters and digits)"),
  key: z.string().min(1),
  name: z.string(),
  remote: z.string().nullable(),
  capture: z.boolean(),
  private: z.boolean(),
});

const memoryLine = z
  .strictObject({
    type: z.literal("memory"),
    id: z.string().refine(isMemoryId, "is not a memory id (ctx-…)"),
    kind: z.enum(MEMORY_KINDS),
    scope: z.enum(MEMORY_SCOPES),
    projectId: z.string().nullable(),
    text: z.string().min(1).max(16_384),
    state: z.enum(MEMORY_STATES),
    origin: z.enum(MEMORY_ORIGINS),
    confidence: z.number().min(0).max(1),
    isPrivate: z.boolean(),
    supersededBy: z.string().nullable(),
    createdAtMs: time,
    updatedAtMs: time,
    injected: count,
    helpful: count,
    harmful: count,
    lastInjectedAtMs: time.nullable(),
  })
  .refine((memory) => (memory.scope === "project") === (memory.projectId !== null), {
    message: "a project memory names its project, any other names none",
    path: ["projectId"],
  });

const changeLine = z.strictObject({
  type: z.literal("change"),
  memoryId: z.string(),
  change: z.enum(MEMORY_CHANGES),
  source: z.string(),
  sessionId: z.string().nullable(),
  quote: z.string().nullable(),
  why: z.string(),
  oldText: z.string().nullable(),
  atMs: time,
});

const line = z.union([z.discriminatedUnion("type", [projectLine, memoryLine, changeLine]), headerLine]);
export type ImportLine = z.infer<typeof line>;

/** Reads one line of an export, or says what is wrong with it. */
export const readLine = (text: string): { readonly ok: ImportLine } | { readonly problem: string } => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "is not JSON" };
  }
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  const schema = { project: projectLine, memory: memoryLine, change: changeLine }[String(type)] ?? headerLine;
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: parsed.data };
  if (schema === headerLine) return { problem: "is neither an export's header nor a project, memory or change" };
  return {
    problem: parsed.error.issues.map((issue) => `${issue.path.join(".") || "line"}: ${issue.message}`).join("; "),
  };
};
