import { remember } from "../../../agent/learn/remember.ts";
import { seededRandom } from "../../../sync/core/random.ts";
import { openStore, type Store } from "../../../sync/store/open.ts";
import { memoryPairs, type Pair, RELATIONS, type Relation } from "../../support/memory-pairs.ts";
import type { Evaluation, Figure, Findings } from "../evaluation.ts";
import { macroF1, precisionRecall, share } from "../measures.ts";

const ACTION_BY_CHANGE = {
  added: "add",
  reinforced: "reinforce",
  merged: "merge",
  superseded: "contradict",
  known: "reinforce",
} as const satisfies Record<ReturnType<typeof remember>["change"], Pair["action"]>;

const RELATION_BY_ACTION = {
  add: "different",
  reinforce: "same",
  merge: "same",
  contradict: "contradicts",
} as const satisfies Record<Pair["action"], Relation>;

/** What the product does when `candidate` is said and `known` is all there is: through the store and its search, as in life. */
const actionOn = (store: Store, n: number, known: string, candidate: string): Pair["action"] => {
  const projectId = `project-${n}`;
  store.projects.add({ id: projectId, key: `/${n}`, name: projectId, remote: null, nowMs: 1 });
  const say = (text: string, source: string) =>
    remember(
      { store, random: seededRandom(n), nowMs: 1 },
      {
        text,
        projectId,
        source: `${source}:${n}`,
        kind: "rule",
        scope: "project",
        isPrivate: false,
        state: "trusted",
        origin: "correction",
        confidence: 0.8,
        sessionId: null,
        quote: text,
        why: "[]",
      },
    );
  say(known, "first");
  return ACTION_BY_CHANGE[say(candidate, "second").change];
};

interface Judged extends Pair {
  readonly did: Pair["action"];
  readonly found: Relation;
  /** What is found the other way round: what two memories are to each other does not depend on which came first. */
  readonly foundBack: Relation;
}

const judge = (pairs: readonly Pair[]): Judged[] => {
  const store = openStore(":memory:");
  const judged = pairs.map((pair, n): Judged => {
    const did = actionOn(store, 2 * n, pair.known, pair.candidate);
    const back = actionOn(store, 2 * n + 1, pair.candidate, pair.known);
    return { ...pair, did, found: RELATION_BY_ACTION[did], foundBack: RELATION_BY_ACTION[back] };
  });
  store.close();
  return judged;
};

const figuresOf = (judged: readonly Judged[]): Figure[] => {
  const byRelation = RELATIONS.map((relation) =>
    precisionRecall(
      relation,
      judged.map((pair) => ({ is: pair.relation === relation, found: pair.found === relation })),
    ),
  );
  const of = (what: string, is: (pair: Judged) => boolean, among = judged) =>
    share(what, among.filter(is).length, among.length);
  return [
    macroF1(
      "macro-F1 of the three relations",
      RELATIONS,
      judged.map(({ relation, found }) => ({ is: relation, found })),
      { atLeast: 0.85 },
    ),
    ...byRelation.flat(),
    of("the right relation", isRight),
    of(
      "the right relation, of hard pairs",
      isRight,
      judged.filter(({ hard }) => hard),
    ),
    of("the right action", ({ action, did }) => action === did),
    of("the same relation either way round", ({ found, foundBack }) => found === foundBack),
  ];
};

const isRight = ({ relation, found }: Judged): boolean => relation === found;

const mistakesOf = (half: string, judged: readonly Judged[]): string[] =>
  judged
    .filter((pair) => !isRight(pair))
    .map(({ relation, found, known, candidate }) => `${half} ${relation}, found ${found}: “${known}” / “${candidate}”`)
    .toSorted();

export const curation: Evaluation = {
  name: "curation",
  what: "whether two memories say the same, exclude each other, or have nothing to do with each other",
  run: (): Findings => {
    const [check, tune] = [judge(memoryPairs("check")), judge(memoryPairs("tune"))];
    return {
      figures: figuresOf(check),
      tuning: figuresOf(tune),
      mistakes: [...mistakesOf("check", check), ...mistakesOf("tune", tune)],
    };
  },
};
