import { z } from "zod";
import { isoTime } from "../../sync/core/clock.ts";
import { type CountedMemory, MEMORY_KINDS, type MemoryKind, SECTIONS, sectionOf } from "../../sync/core/words.ts";

const entry = z.looseObject({ id: z.string().min(1).max(100), text: z.string().min(3).max(2_000) });
const file = z.looseObject({ memories: z.array(z.unknown()) });
const kind = z.enum(MEMORY_KINDS);

/** What somebody else's Cairn (or a person) has put into the file. */
export interface ForeignEntry {
  readonly id: string;
  readonly text: string;
  readonly kind: MemoryKind | null;
}

/** A mirror as it was read. */
export interface Mirror {
  /** Entries that are none of this machine's memories, as they stand in the file. */
  readonly foreign: readonly unknown[];
  /** Those of them that say something. */
  readonly readable: readonly ForeignEntry[];
}

/** Reads `memory.json`; null where it is damaged. `isOwn` tells the ids of this machine's memories. */
export const readMirror = (text: string, isOwn: (id: string) => boolean): Mirror | null => {
  const read = file.safeParse(parse(text));
  if (!read.success) return null;
  const foreign = read.data.memories.filter((one) => {
    const known = entry.safeParse(one);
    return !known.success || !isOwn(known.data.id);
  });
  const readable = foreign.flatMap((one): ForeignEntry[] => {
    const known = entry.safeParse(one);
    if (!known.success) return [];
    return [{ id: known.data.id, text: known.data.text, kind: kind.safeParse(known.data.kind).data ?? null }];
  });
  return { foreign, readable };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const byId = (a: unknown, b: unknown): number => {
  const [left, right] = [a, b].map((one) => entry.safeParse(one).data?.id ?? "");
  return (left ?? "") < (right ?? "") ? -1 : 1;
};

/** `memory.json`: sorted by id and without anything that changes by itself, so that the same memories give the same bytes. */
export const mirrorText = (memories: readonly CountedMemory[], foreign: readonly unknown[]): string => {
  const own = memories.map(({ id, kind: of, text, origin, confidence, createdAtMs }) => ({
    id,
    kind: of,
    text,
    origin,
    confidence: Math.round(confidence * 100) / 100,
    learned: isoTime(createdAtMs),
  }));
  return `${JSON.stringify({ version: 1, memories: [...own, ...foreign].sort(byId) }, null, 2)}\n`;
};

const TITLES: Readonly<Record<(typeof SECTIONS)[number], string>> = {
  strategies_and_hard_rules: "Strategies and hard rules",
  useful_code_snippets: "Useful code snippets",
  troubleshooting_and_pitfalls: "Troubleshooting and pitfalls",
  apis_to_use: "APIs to use",
};

/** `brief.md`: the same for a person to read. */
export const briefText = (memories: readonly CountedMemory[]): string => {
  const sections = SECTIONS.flatMap((section) => {
    const lines = memories
      .filter((memory) => sectionOf(memory.kind) === section)
      .map(({ text }) => `- ${text.replace(/\s+/g, " ")}`);
    return lines.length === 0 ? [] : [`## ${TITLES[section]}\n\n${lines.sort().join("\n")}\n`];
  });
  return `# What was learned here\n\n${sections.length === 0 ? "Nothing yet.\n" : sections.join("\n")}`;
};
