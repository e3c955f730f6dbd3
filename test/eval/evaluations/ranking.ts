import { recallFor } from "../../../agent/recall/recall.ts";
import { defaultConfig } from "../../../sync/core/config.ts";
import type { Memory } from "../../../sync/core/words.ts";
import { openStore } from "../../../sync/store/open.ts";
import type { Evaluation, Figure, Findings } from "../evaluation.ts";
import { share } from "../measures.ts";
import { plainSearch } from "../plain-search.ts";
import { memoryId, type Question, type Remembered, readTopics, rememberedIn, type Topic } from "../ranking-data.ts";

const NOW_MS = Date.UTC(2024, 5, 1);
const DAY_MS = 86_400_000;
const DISTRACTORS = 1_900;
const TOP = 10;

/** Memories that nobody asks for, spread over the topics' projects and the person's own. */
const distractors = async (topics: readonly Topic[]): Promise<Remembered[]> => {
  // Loaded only when it is needed: the generator runs on what was built.
  const { memories } = await import("../../bench/corpus.ts");
  const all = [...memories(DISTRACTORS, NOW_MS)];
  return all.map((memory, n) => {
    const topic = topics[Number(memory.projectId?.replace("project-", "")) % topics.length];
    // Two of three were learned from something, as the topics' own were.
    const context = n % 3 === 0 ? "" : (all[(n + 7) % all.length]?.text ?? "");
    return { memory: { ...memory, projectId: memory.projectId === null ? null : (topic?.name ?? "") }, context };
  });
};

interface Asked {
  readonly topic: Topic;
  readonly question: Question;
  /** Ids of memories, the best first. */
  readonly found: readonly string[];
}
type Search = (topic: Topic, question: string) => readonly string[];

const ask = (topics: readonly Topic[], search: Search): Asked[] =>
  topics.flatMap((topic) =>
    topic.questions.map((question) => ({ topic, question, found: search(topic, question.text) })),
  );

const productSearch = (topics: readonly Topic[], all: readonly Remembered[]): Search => {
  const store = openStore(":memory:");
  store.atomically(() => {
    for (const { name } of topics) store.projects.add({ id: name, key: `/${name}`, name, remote: null, nowMs: NOW_MS });
    for (const { memory, context } of all) {
      store.memories.add(memory);
      store.memories.addContext(memory.id, context);
    }
  });
  return (topic, question) => {
    const place = { projectId: topic.name, everyProject: false };
    const settings = { ...defaultConfig.recall, top: TOP };
    const found = recallFor(store, question, { place, nowMs: NOW_MS, settings, exclude: new Set() });
    return found.map(({ memory }) => memory.id);
  };
};

const isRecallable = ({ state, confidence }: Memory): boolean =>
  state === "trusted" && confidence >= defaultConfig.recall.minConfidence;

/** The same memories, each with what it was learned from as a part of its text. */
const baselineSearch = (topics: readonly Topic[], all: readonly Remembered[]): Search => {
  const searches = new Map(
    topics.map(({ name }) => {
      const applicable = all.filter(
        ({ memory }) => isRecallable(memory) && (memory.projectId === null || memory.projectId === name),
      );
      return [
        name,
        plainSearch(applicable.map(({ memory, context }) => ({ id: memory.id, text: `${memory.text} ${context}` }))),
      ];
    }),
  );
  return ({ name }, question) => searches.get(name)?.(question, TOP) ?? [];
};

const rankOf = ({ topic, question, found }: Asked): number => {
  const ranks = question.wants.map((id) => found.indexOf(memoryId(topic, id)) + 1).filter((rank) => rank > 0);
  return Math.min(...ranks, Number.POSITIVE_INFINITY);
};

const average = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / (numbers.length || 1);

/** What was reached less a margin; above what plain FTS5 finds where that is possible at all. */
const GOALS: Readonly<Record<string, Figure["goal"]>> = {
  "the right memory first": { atLeast: 0.82 },
  "the right memory among the first 5": { atLeast: 0.88 },
  "mean reciprocal rank": { atLeast: 0.85 },
  "no memory bears on it: nothing given": { atLeast: 0.55 },
  "memories given for a question": { atMost: 4.5 },
};

const figuresOf = (asked: readonly Asked[]): Figure[] => {
  const answerable = asked.filter(({ question }) => question.wants.length > 0);
  const unanswerable = asked.filter(({ question }) => question.wants.length === 0);
  const within = (k: number): number => answerable.filter((one) => rankOf(one) <= k).length;
  return [
    share("the right memory first", within(1), answerable.length),
    share("the right memory among the first 5", within(5), answerable.length),
    share("the right memory among the first 10", within(TOP), answerable.length),
    { what: "mean reciprocal rank", value: average(answerable.map((one) => 1 / rankOf(one))), n: answerable.length },
    share(
      "no memory bears on it: nothing given",
      unanswerable.filter(({ found }) => found.length === 0).length,
      unanswerable.length,
    ),
    {
      what: "memories given for a question",
      value: average(answerable.map(({ found }) => found.length)),
      unit: "memories",
      n: answerable.length,
    },
  ];
};

const named = (prefix: string, figures: readonly Figure[]): Figure[] =>
  figures.map((figure) => ({ ...figure, what: `${prefix}${figure.what}` }));

const aimed = (figures: readonly Figure[]): Figure[] =>
  figures.map((figure) => {
    const goal = GOALS[figure.what];
    return goal === undefined ? figure : { ...figure, goal };
  });

const mistakesOf = (asked: readonly Asked[]): string[] =>
  asked
    .filter((one) => (one.question.wants.length > 0 ? rankOf(one) > 1 : one.found.length > 0))
    .map((one) => {
      const { topic, question, found } = one;
      const place = question.wants.length > 0 ? `place ${rankOf(one)}` : `${found.length} given`;
      return `${topic.name}, ${question.kind}: ${question.text.slice(0, 100)} → ${question.wants} at ${place}; first ${found[0]}`;
    });

export const ranking: Evaluation = {
  name: "ranking",
  what: "which memories are recalled for a prompt, among 2,000",
  run: async (): Promise<Findings> => {
    const topics = readTopics();
    const all = [
      ...topics.flatMap((topic) => rememberedIn(topic, NOW_MS - 30 * DAY_MS)),
      ...(await distractors(topics)),
    ];
    const searches = { product: productSearch(topics, all), baseline: baselineSearch(topics, all) };
    const findingsOf = (half: Topic["half"]) => {
      const of = topics.filter((topic) => topic.half === half);
      const asked = ask(of, searches.product);
      const kinds = [...new Set(asked.map(({ question }) => question.kind))].sort();
      return {
        figures: [
          ...aimed(figuresOf(asked)),
          ...named("plain FTS5: ", figuresOf(ask(of, searches.baseline))),
          ...kinds
            .filter((kind) => kind !== "none")
            .map((kind) => {
              const these = asked.filter(({ question }) => question.kind === kind);
              return share(`${kind}: among the first 5`, these.filter((one) => rankOf(one) <= 5).length, these.length);
            }),
        ],
        mistakes: mistakesOf(asked),
      };
    };
    const { figures, mistakes } = findingsOf("check");
    return { figures, mistakes, tuning: findingsOf("tune").figures };
  },
};
