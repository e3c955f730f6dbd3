import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detect } from "../../agent/learn/detect/detect.ts";
import type { Surroundings } from "../../agent/learn/read/surroundings.ts";
import { type Candidate, extract } from "../../agent/learn/word/extract.ts";
import { formProblems } from "../../agent/learn/word/form.ts";
import { wordingsOf } from "../../agent/learn/word/wording.ts";
import { tunedWeights } from "../eval/train.ts";
import { asInput, type LabelledTurn, labelledTurns, said } from "../support/turns.ts";

const learn = (text: string, around: Partial<Surroundings> = {}): readonly Candidate[] => {
  const turn = said(text, { previousAnswer: "I did it.", ...around });
  return extract(turn, detect(turn));
};
const texts = (text: string, around: Partial<Surroundings> = {}): string[] =>
  learn(text, around).map((found) => found.text);

const turns = labelledTurns();
const weights = tunedWeights(turns);
const learned = turns.map((turn) => ({
  turn,
  candidates: extract(asInput(turn), detect(asInput(turn), weights), weights),
}));

const isRight = ({ durable, lessons }: LabelledTurn, { text }: Candidate): boolean =>
  durable && lessons.some(({ has }) => has.some((term) => text.toLowerCase().includes(term.toLowerCase())));

describe("on turns written by hand", () => {
  test("two of three trusted lessons hold the words of a lesson, in the half it was not made on", () => {
    const trusted = learned
      .filter(({ turn }) => turn.half === "check")
      .flatMap(({ turn, candidates }) =>
        candidates.filter(({ state }) => state === "trusted").map((c) => isRight(turn, c)),
      );
    expect(trusted.length).toBeGreaterThanOrEqual(15);
    expect(trusted.filter(Boolean).length / trusted.length).toBeGreaterThanOrEqual(0.68);
  });

  test("every lesson keeps the form, its confidence fits its state, and its quote is the user's", () => {
    for (const { turn, candidates } of learned) {
      for (const { text, state, confidence, quote } of candidates) {
        expect(formProblems(text), text).toEqual([]);
        expect(state === "trusted" ? confidence >= 0.5 : confidence < 0.5).toBe(true);
        expect(turn.text.replace(/\s+/g, " ")).toContain(quote.slice(0, 20));
      }
    }
  });

  test("where there is nothing to learn nothing becomes trusted, but for three in a hundred", () => {
    const none = learned.filter(({ turn }) => turn.label === "none");
    const wrong = none.filter(({ candidates }) => candidates.some(({ state }) => state === "trusted"));
    expect(wrong.length / none.length).toBeLessThanOrEqual(0.03);
  });
});

describe("wording", () => {
  test.each([
    ["we use pnpm here, not npm", "Use pnpm, not npm."],
    ["No, we don't do exceptions in this code base.", "Don't use exceptions."],
    ["please stop adding comments to everything", "Don't add comments to everything."],
    ["quit committing directly to main", "Don't commit directly to main."],
    ["I'd really rather you asked me before installing new packages", "Ask me before installing new packages."],
    ["I prefer named exports over default exports", "Prefer named exports over default exports."],
    ["I don't want emojis in commit messages", "Avoid emojis in commit messages."],
    ["I hate it when you summarise everything at the end", "Don't summarise everything at the end."],
    ["can you always run the linter before committing?", "Always run the linter before committing."],
    ["would you mind not committing on my behalf?", "Don't commit on my behalf."],
    ["You should never touch the migrations folder", "Don't touch the migrations folder."],
    ["you keep adding emojis to commit messages", "Don't add emojis to commit messages."],
    ["No inline styles please, ever", "Avoid inline styles."],
    ["Secrets always belong in vault", "Always put secrets in vault."],
    ["From now on, always run `make lint` before you push", "Always run `make lint` before you push."],
    ["remember that the ci runners are arm64", "Note that the ci runners are arm64."],
    ["When you add a component, always add a story for it too", "When you add a component, always add a story for it."],
    ["nein, wir nutzen hier gradle und nicht maven", "Nutze gradle, nicht maven."],
    ["Bitte antworte immer auf Deutsch.", "Antworte immer auf Deutsch."],
    ["siempre responde en español por favor", "Siempre responde en español."],
  ])("%s → %s", (text, expected) => {
    expect(wordingsOf(text).map((wording) => wording.text)).toEqual([expected]);
  });

  test("several lessons become several memories", () => {
    expect(texts("Never use inline styles. Always run the linter before committing.")).toEqual([
      "Never use inline styles.",
      "Always run the linter before committing.",
    ]);
    expect(texts("Always answer in German. Always run the linter before committing.")).toEqual([
      "Always answer in German.",
      "Always run the linter before committing.",
    ]);
    expect(texts("always answer in German; never add emojis")).toEqual([
      "Always answer in German.",
      "Never add emojis.",
    ]);
  });

  test("what only says that something was wrong teaches nothing", () => {
    for (const text of [
      "wrong table. orders_v2",
      "revert that",
      "no",
      "not what I asked",
      "You forgot the import again",
    ])
      expect(texts(text)).toEqual([]);
    expect(texts("Always answer in German. Worth bearing in mind.")).toEqual(["Always answer in German."]);
    expect(texts("You broke the build again. Never push without running the tests.")).toEqual([
      "Never push without running the tests.",
    ]);
  });
});

describe("what a pronoun stands for", () => {
  const push = [{ tool: "Bash", summary: "git push --force", files: [] }];

  test("is taken from the one call that was refused, interrupted, or made", () => {
    for (const around of [{ rejectedTools: push }, { interruptedTools: push }, { lastTools: push }])
      expect(texts("never do that again without asking me", around)).toEqual(["Don't run `git push --force`."]);
  });

  test("is not guessed among several calls, or where the call was cut or held a secret", () => {
    const other = { tool: "Bash", summary: "npm test", files: [] };
    expect(texts("never do that again", { rejectedTools: [...push, other], lastTools: [other] })).toEqual([]);
    expect(
      texts("never do that again", {
        rejectedTools: [{ tool: "Bash", summary: "curl -H '[redacted:jwt]' x", files: [] }],
      }),
    ).toEqual([]);
    expect(
      texts("never do that again", { rejectedTools: [{ tool: "Bash", summary: `${"x".repeat(70)}…`, files: [] }] }),
    ).toEqual([]);
  });

  test("in the same sentence is kept, outside of it there is no lesson", () => {
    expect(texts("When a test fails, always fix it before you commit")).toEqual([
      "When a test fails, always fix it before you commit.",
    ]);
    expect(texts("always run it before committing")).toEqual([]);
  });
});

describe("scope and kind", () => {
  test.each<[string, Candidate["scope"], Candidate["kind"]]>([
    ["always answer in German", "user", "preference"],
    ["I prefer short answers", "user", "preference"],
    ["always ask me before you delete anything", "user", "preference"],
    ["we use pnpm, not npm", "project", "rule"],
    ["never edit third_party/", "project", "rule"],
    ["in this repo we always write tests with vitest", "project", "rule"],
    ["remember that the integration tests hang without docker", "project", "pitfall"],
    ["remember that `getUser` returns null since version 3", "project", "api"],
  ])("%s → %s, %s", (text, scope, kind) => {
    expect(learn(text)[0]).toMatchObject({ scope, kind });
  });
});

describe("the form of a memory", () => {
  test.each([
    ["Use pnpm, not npm.", []],
    ["When a test fails, fix it.", []],
    ["Note that files that are generated live in gen/.", []],
    ["Note that this project supports Python 3.8.", []],
    ["Use `a?.b` for optional fields.", []],
    ["Use it.", ["dangling it"]],
    ["Don't do that.", ["dangling that"]],
    ["Use this function.", ["dangling this"]],
    ["Change the other one.", ["dangling one"]],
    ["The tests are slow.", ["not imperative"]],
    ["Should tests be fast?", ["not imperative", "question"]],
    [`Use ${"x".repeat(170)}.`, ["too long"]],
    ["Use\npnpm now.", ["line break"]],
    ["Stop.", ["too short"]],
  ])("%j: %j", (text, problems) => {
    expect(formProblems(text)).toEqual(problems);
  });
});

test("any turn at all: it never throws, every lesson keeps the form, none twice, and the same each time", () => {
  const words =
    "no don't never always please use run commit pnpm npm tests not , . ! : ; - — the a when you before we i prefer it that this them one instead of and so because `npm test` wir nutzen nicht usa siempre from now on in this repo can you ? stop adding comments".split(
      " ",
    );
  const text = fc
    .array(fc.constantFrom(...words), { minLength: 1, maxLength: 20 })
    .map((parts) => parts.join(" ").replace(/ (?=[,.!:;?])/g, ""));
  fc.assert(
    fc.property(text, fc.constantFrom(null, "I ran npm test and committed.", "Shall I?"), (said_, previousAnswer) => {
      const turn = said(said_, { previousAnswer });
      const candidates = extract(turn, detect(turn));
      for (const candidate of candidates) expect(formProblems(candidate.text), candidate.text).toEqual([]);
      expect(new Set(candidates.map((candidate) => candidate.text.toLowerCase())).size).toBe(candidates.length);
      expect(extract(turn, detect(turn))).toEqual(candidates);
    }),
    { numRuns: 3000 },
  );
});
