import { AppError } from "../../sync/core/errors.ts";
import { SECTIONS, type Section, sectionOf } from "../../sync/core/words.ts";
import type { SearchHit } from "../../web/deps.ts";
import { type Terminal, tame, wrap } from "../terminal.ts";

/** A number of entries from the command line. Throws `AppError("usage")`. */
export const parseCount = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1_000) return number;
  throw new AppError("usage", `"${text}" is not a number from 1 to 1000.`, { hint: "For instance `-n 20`." });
};

/** One memory for scripts: flat, with where it applies. */
export const flatHit = ({ memory, score, projectName }: SearchHit) => ({ ...memory, projectName, score });

/** Memories for people: id, what it is and where it applies, then the text. */
export const hitLines = (hits: readonly SearchHit[], { colours, width, isTerminal }: Terminal): string => {
  const { bold, dim, yellow } = colours;
  return hits
    .map(({ memory, projectName }) => {
      const where = memory.scope === "project" ? (projectName ?? "a project") : memory.scope;
      const about = [
        memory.kind,
        tame(where),
        ...(memory.state === "trusted" ? [] : [memory.state]),
        `confidence ${memory.confidence.toFixed(2)}`,
        ...(memory.helpful + memory.harmful > 0 ? [`+${memory.helpful}/-${memory.harmful}`] : []),
        ...(memory.injected > 0 ? [`given ${memory.injected} ×`] : []),
      ].join(", ");
      const mark = memory.state === "proposed" ? yellow("? ") : "  ";
      return `${bold(memory.id)}  ${dim(about)}\n${mark}${isTerminal ? wrap(tame(memory.text), width, "  ") : tame(memory.text)}`;
    })
    .join("\n");
};

const TITLE = {
  strategies_and_hard_rules: "Strategies and hard rules",
  useful_code_snippets: "Useful code snippets",
  troubleshooting_and_pitfalls: "Troubleshooting and pitfalls",
  apis_to_use: "APIs to use",
} as const satisfies Record<Section, string>;

/** Memories by the sections of the playbook, each with how often it has helped and harmed. */
export const playbookLines = (hits: readonly SearchHit[], { colours, width, isTerminal }: Terminal): string => {
  const { bold, yellow } = colours;
  return SECTIONS.map((section) => ({ section, hits: hits.filter(({ memory }) => sectionOf(memory.kind) === section) }))
    .filter((one) => one.hits.length > 0)
    .map(({ section, hits: own }) => {
      const lines = own.map(({ memory }) => {
        const mark = memory.state === "proposed" ? yellow("? ") : "- ";
        const line = `${tame(memory.text)} [${memory.id}] +${memory.helpful}/-${memory.harmful}`;
        return `${mark}${isTerminal ? wrap(line, width, "  ").trimStart() : line}`;
      });
      return [bold(TITLE[section]), ...lines].join("\n");
    })
    .join("\n\n");
};
