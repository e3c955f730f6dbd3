import { join } from "node:path";
import { recallFor } from "../../../agent/recall/recall.ts";
import { defaultConfig } from "../../../sync/core/config.ts";
import { openStore, type Store } from "../../../sync/store/open.ts";
import type { Evaluation, Figure } from "../evaluation.ts";
import { type Question, readLocomo, type Sample } from "../locomo-file.ts";
import { plainSearch } from "../plain-search.ts";

/** How much of the evidence is found, and how long a question takes. */
export interface LocomoFigures {
  readonly questions: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly byCategory: Readonly<Record<string, { questions: number; recallAt5: number; recallAt10: number }>>;
}

const CATEGORIES: Readonly<Record<number, string>> = {
  1: "multi-hop",
  2: "temporal",
  3: "open-domain",
  4: "single-hop",
  5: "adversarial",
};

const MONTHS = "january february march april may june july august september october november december".split(" ");

/** `1:56 pm on 8 May, 2023` → ms since 1970; of the day alone, nothing else matters here. */
const timeOf = (date: string): number => {
  const [, day = "1", month = "january", year = "2000"] = /(\d{1,2}) (\p{L}+),? (\d{4})/u.exec(date) ?? [];
  return Date.UTC(Number(year), Math.max(0, MONTHS.indexOf(month.toLowerCase())), Number(day));
};

const dayOf = (date: string): string => date.replace(/^.* on /, "");

interface Remembered {
  readonly id: string;
  readonly text: string;
  /** What stands around it: the day, the two turns before it, since an answer rarely repeats the question, and the turn after it. */
  readonly context: string;
  readonly atMs: number;
}

/** Each turn as a memory would be made of it. */
const memoriesOf = ({ sessions }: Sample): Remembered[] =>
  sessions.flatMap(({ date, turns }) => {
    const said = turns.map(({ text, caption }) => (caption === null ? text : `${text} (${caption})`));
    return turns.map(({ id, speaker }, n) => ({
      id,
      text: `${speaker}: ${said[n]}`,
      context: [dayOf(date), ...said.slice(Math.max(0, n - 2), n), said[n + 1] ?? ""].join("\n"),
      atMs: timeOf(date),
    }));
  });

const idOf = (sample: Sample, turnId: string): string => `ctx-${sample.id}/${turnId}`;

const fill = (store: Store, sample: Sample): void =>
  store.atomically(() => {
    store.projects.add({ id: sample.id, key: `/${sample.id}`, name: sample.id, remote: null, nowMs: 0 });
    for (const { id, text, context, atMs } of memoriesOf(sample)) {
      const memoryId = idOf(sample, id);
      store.memories.add({
        id: memoryId,
        kind: "experience",
        scope: "project",
        projectId: sample.id,
        text,
        state: "trusted",
        origin: "told",
        confidence: 0.9,
        isPrivate: false,
        supersededBy: null,
        createdAtMs: atMs,
        updatedAtMs: atMs,
      });
      store.memories.addContext(memoryId, context);
    }
  });

interface Asked {
  readonly sample: Sample;
  readonly question: Question;
  readonly found: readonly string[];
  readonly tookMs: number;
}

type Search = (sample: Sample, question: string) => readonly string[];

/** Asks every question that has evidence. */
const ask = (samples: readonly Sample[], search: Search): Asked[] =>
  samples.flatMap((sample) =>
    sample.questions
      .filter(({ evidence }) => evidence.length > 0)
      .map((question) => {
        const startedMs = performance.now();
        const found = search(sample, question.text);
        return { sample, question, found, tookMs: performance.now() - startedMs };
      }),
  );

const productSearch = (samples: readonly Sample[]): Search => {
  const store = openStore(":memory:");
  for (const sample of samples) fill(store, sample);
  return (sample, question) => {
    const nowMs = timeOf(sample.sessions.at(-1)?.date ?? "");
    const place = { projectId: sample.id, everyProject: false };
    const settings = { ...defaultConfig.recall, top: 10 };
    const found = recallFor(store, question, { place, nowMs, settings, exclude: new Set(), thorough: true });
    return found.map(({ memory }) => memory.id.slice(idOf(sample, "").length));
  };
};

const baselineSearch = (samples: readonly Sample[]): Search => {
  const searches = new Map(samples.map((sample) => [sample.id, plainSearch(memoriesOf(sample))]));
  return (sample, question) => searches.get(sample.id)?.(question, 10) ?? [];
};

const recallAt = (k: number, { question, found }: Asked): number =>
  question.evidence.filter((id) => found.slice(0, k).includes(id)).length / question.evidence.length;

const average = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / (numbers.length || 1);

const quantile = (numbers: readonly number[], q: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * q)] ?? 0;

const figuresOf = (asked: readonly Asked[]) => ({
  questions: asked.length,
  recallAt5: average(asked.map((one) => recallAt(5, one))),
  recallAt10: average(asked.map((one) => recallAt(10, one))),
});

const summary = (asked: readonly Asked[]): LocomoFigures => ({
  ...figuresOf(asked),
  p50Ms: quantile(
    asked.map(({ tookMs }) => tookMs),
    0.5,
  ),
  p95Ms: quantile(
    asked.map(({ tookMs }) => tookMs),
    0.95,
  ),
  byCategory: Object.fromEntries(
    [...new Set(asked.map(({ question }) => question.category))]
      .sort((a, b) => a - b)
      .map((category) => [
        CATEGORIES[category] ?? String(category),
        figuresOf(asked.filter(({ question }) => question.category === category)),
      ]),
  ),
});

/** How much of the evidence recall finds in a file in the format of LoCoMo; questions without evidence are left out. */
export const evaluateLocomo = (file: string): LocomoFigures => {
  const samples = readLocomo(file);
  return summary(ask(samples, productSearch(samples)));
};

const HERE = join(import.meta.dirname, "../data/locomo");

const measure = (half: "tune" | "check", goal?: Figure["goal"]): { figures: Figure[]; mistakes: string[] } => {
  const samples = readLocomo(join(HERE, `${half}.json`));
  const asked = ask(samples, productSearch(samples));
  const { questions: n, recallAt5, recallAt10, byCategory } = summary(asked);
  const baseline = figuresOf(ask(samples, baselineSearch(samples)));
  const mistakes = asked
    .filter((one) => recallAt(10, one) < 1)
    .map(({ question, found }) => `${question.text} wants ${question.evidence}, got ${found}`);
  return {
    figures: [
      { what: "evidence among the first 5", value: recallAt5, n },
      { what: "evidence among the first 10", value: recallAt10, n, ...(goal ? { goal } : {}) },
      { what: "plain FTS5: evidence among the first 5", value: baseline.recallAt5, n },
      { what: "plain FTS5: evidence among the first 10", value: baseline.recallAt10, n },
      ...Object.entries(byCategory).map(([category, { questions, recallAt10: value }]) => ({
        what: `${category}: evidence among the first 10`,
        value,
        n: questions,
      })),
    ],
    mistakes,
  };
};

export const locomo: Evaluation = {
  name: "locomo",
  what: "which turns of long conversations answer a question",
  run: () => {
    const { figures, mistakes } = measure("check", { atLeast: 0.68 });
    return { figures, mistakes, tuning: measure("tune").figures };
  },
};
