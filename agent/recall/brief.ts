import type { CountedMemory } from "../../sync/core/words.ts";
import { SECTIONS, type Section, sectionOf } from "../../sync/core/words.ts";
import { oneLine } from "../text/cap.ts";

const TITLES: Readonly<Record<Section, string>> = {
  strategies_and_hard_rules: "Strategies and hard rules",
  useful_code_snippets: "Useful code snippets",
  troubleshooting_and_pitfalls: "Troubleshooting and pitfalls",
  apis_to_use: "APIs to use",
};

const TITLES_CHARS = Object.values(TITLES).reduce((chars, title) => chars + title.length + "\n:\n".length, 0);

const ORIGINS = {
  told: "noted by the user",
  correction: "the user corrected the agent",
  reflection: "observed",
  import: "imported",
} as const;

/** One memory as a line of a brief: the text, where it comes from, its votes when it has any. */
const line = (memory: CountedMemory): string => {
  const votes = memory.helpful + memory.harmful > 0 ? `, +${memory.helpful}/-${memory.harmful}` : "";
  return `- ${memory.text.replace(/\s+/g, " ")} [${memory.id}; ${ORIGINS[memory.origin]}${votes}]`;
};

const INTRO = {
  brief: (project: string) =>
    `What Cairn remembers from earlier sessions that applies to ${project}, as facts with their origin:`,
  news: (project: string) => `Cairn has learned since this session began, for ${project}:`,
  more: (project: string) => `What Cairn also remembers that bears on this request in ${project}:`,
} as const;

/** A project is named by its folder, which may be called anything: that must not fill the brief, nor look like a part of it. */
const PROJECT_CHARS = 80;

export interface Brief {
  readonly text: string;
  readonly memoryIds: readonly string[];
}

/**
 * The text put into a session. The same memories in the same order give the same bytes, whatever the time is: a resumed session is
 * then not told twice. What does not fit into `maxChars` any more is left out, the least worth first; one that is too long by itself
 * leaves its room to the others. Null = nothing to say.
 */
export const composeBrief = (
  memories: readonly CountedMemory[],
  { project, kind, maxChars }: { project: string; kind: keyof typeof INTRO; maxChars: number },
): Brief | null => {
  const intro = INTRO[kind](oneLine(project, PROJECT_CHARS));
  // Room for the intro and the section titles, so that the lines alone decide what fits.
  let room = maxChars - intro.length - TITLES_CHARS;
  const chosen: CountedMemory[] = [];
  for (const memory of memories) {
    const chars = line(memory).length + 1;
    if (chars > room) continue;
    room -= chars;
    chosen.push(memory);
  }
  if (chosen.length === 0) return null;
  return { text: layOut(chosen, intro, kind === "brief"), memoryIds: chosen.map(({ id }) => id) };
};

const layOut = (memories: readonly CountedMemory[], intro: string, sections: boolean): string => {
  if (!sections) return [intro, ...memories.map(line)].join("\n");
  const parts = SECTIONS.flatMap((section) => {
    const own = memories.filter((memory) => sectionOf(memory.kind) === section);
    return own.length === 0 ? [] : [`${TITLES[section]}:\n${own.map(line).join("\n")}`];
  });
  return [intro, ...parts].join("\n");
};
