import { describe, expect, test } from "vitest";
import { detect } from "../../agent/learn/detect/detect.ts";
import { signsOf } from "../../agent/learn/detect/signs.ts";
import { splitClauses } from "../../agent/learn/read/clause.ts";
import { otherLanguage } from "../../agent/learn/read/languages/languages.ts";
import { readProse } from "../../agent/learn/read/prose.ts";
import { readTurn } from "../../agent/learn/read/reading.ts";
import { doubtOf } from "../../agent/learn/word/doubt.ts";
import { extract } from "../../agent/learn/word/extract.ts";
import { inOwnWords } from "../../agent/learn/word/own-words.ts";
import { wordingsOf } from "../../agent/learn/word/wording.ts";
import { said } from "../support/turns.ts";

const worded = (sentence: string): string[] => wordingsOf(sentence).map(({ text }) => text);
const learn = (text: string) => extract(said(text), detect(said(text)));
const texts = (text: string): string[] => learn(text).map((candidate) => candidate.text);

describe("a sentence that says several things is several lessons", () => {
  test.each<[what: string, sentence: string, lessons: string[]]>([
    [
      "clauses with a subject and a predicate of their own",
      "Branches are named after the ticket, and mapping is done in a mapper class",
      ["Note that branches are named after the ticket.", "Note that mapping is done in a mapper class."],
    ],
    [
      "the last of several, and those before it",
      "the strings go through i18n, prices are in cents and ids are ulids",
      ["Note that the strings go through i18n.", "Note that prices are in cents.", "Note that ids are ulids."],
    ],
    [
      "what always or never is so",
      "env vars are read in config.ts, secrets never go in the repo",
      ["Note that env vars are read in config.ts.", "Never put secrets in the repo."],
    ],
    [
      "orders in a row",
      "use tabs in go files, keep lines under 100 chars, and write tests first",
      ["Use tabs in go files.", "Keep lines under 100 chars.", "Write tests first."],
    ],
    ["a ban and an order", "no emojis and stay brief", ["Avoid emojis.", "Stay brief."]],
    [
      "what semicolons part",
      "always use tabs; max line length 100",
      ["Always use tabs.", "Prefer max line length 100."],
    ],
    [
      "a list without verbs",
      "sentence case in headings, one idea per paragraph, and no emoji in titles",
      ["Prefer sentence case in headings.", "Prefer one idea per paragraph.", "Avoid emoji in titles."],
    ],
    [
      "a list of a few words each",
      "tables plural, columns snake_case, and no id suffix",
      ["Prefer tables plural.", "Prefer columns snake_case.", "Avoid id suffix."],
    ],
    [
      "what only looks like an order, between others",
      "commits in present tense always, branch names start with the ticket id, and don't squash",
      ["Note that commits in present tense always.", "Branch names start with the ticket id.", "Don't squash."],
    ],
    [
      "what stands under a heading that only announces",
      "Two rules: never touch generated/, and keep PRs under 300 lines",
      ["Never touch generated/.", "Keep PRs under 300 lines."],
    ],
    [
      "what stands under a heading that names its topic, said of each",
      "Animations: max 200ms, and always respect reduced motion",
      ["For animations, use max 200ms.", "For animations, always respect reduced motion."],
    ],
    [
      "several headings",
      "For commits: present tense; for branches: kebab-case",
      ["For commits, use present tense.", "For branches, use kebab-case."],
    ],
    [
      "what follows something that was pointed at",
      "That's not how we do it: business logic goes into services, and services never import express",
      ["Put business logic into services.", "Note that services never import express."],
    ],
    [
      "two items under a heading",
      "answers: no headings, max 10 lines",
      ["For answers, use no headings.", "For answers, use max 10 lines."],
    ],
    [
      "what a verb in the third person says",
      "UI labels are bold, and the body explains why",
      ["Note that UI labels are bold.", "Note that the body explains why."],
    ],
    [
      "a condition with a colon",
      "When fixing a bug: write a failing test, and reference the issue in the commit",
      ["When fixing a bug, write a failing test.", "When fixing a bug, reference the issue in the commit."],
    ],
    [
      "what follows a statement that announces it",
      "the linter is law here: no eslint-disable comments, and warnings must be fixed",
      ["Avoid eslint-disable comments.", "Note that warnings must be fixed."],
    ],
    [
      "a condition is said of every part",
      "When you write tests, use describe blocks, and don't use snapshots",
      ["When you write tests, use describe blocks.", "When you write tests, don't use snapshots."],
    ],
    [
      "a reason is none of them",
      "the school network blocks everything from outside, so no CDNs, and no web fonts",
      ["Avoid CDNs.", "Avoid web fonts."],
    ],
    [
      "what was only to be done now is none of them",
      "add the endpoint for invoices, and from now on always write a test first",
      ["Always write a test first."],
    ],
  ])("%s: %s", (_what, sentence, lessons) => {
    expect(worded(sentence)).toEqual(lessons);
  });

  test.each<[what: string, sentence: string]>([
    ["a choice and what it is over", "use pnpm, not npm"],
    ["a choice with never", "use pnpm in web/, never npm"],
    ["a choice with no", "use css modules and no styled-components"],
    ["one thing instead of another", "use ruff, no flake8"],
    ["always the one and never the other", "always rebase, never merge"],
    ["two steps", "lint and test before you push"],
    ["a next step", "run the tests, then push"],
    ["two subjects", "tests and fixtures must live in test/"],
    ["what it is to prevent", "put types in types.ts so we don't get import cycles"],
    ["what there is an example of", "use plural names for tables, like users"],
    ["an idiom that bans nothing", "every route needs an auth check, no exceptions, and a rate limit"],
    ["what a ban says of the subject before it", "errors start lower case, no punctuation"],
    ["what it is for", "keep functions small so we can test every one"],
    ["brackets", "always give file and line (and never just the file)"],
  ])("%s is one: %s", (_what, sentence) => {
    expect(worded(sentence)).toHaveLength(1);
    // … and nothing of it is lost.
    const words = sentence.split(/[ )]+/).filter(Boolean);
    for (const word of [words[0], words.at(-1)]) expect(worded(sentence)[0]?.toLowerCase()).toContain(word);
  });
});

describe("what the second of two leaves out is put back", () => {
  test.each<[what: string, sentence: string, second: string]>([
    ["the verb", "we write texts in English, and dates in ISO form", "Write dates in ISO form."],
    ["the verb, before another limit", "keep coverage above 80, plus complexity under 15", "Keep complexity under 15."],
    ["where things are", "the readme is in english, comments in german", "Note that comments are in german."],
    ["where a thing goes", "documentation goes to docs/, ADRs to docs/adr", "Put ADRs in docs/adr."],
    ["what we do with it", "for the frontend we use tailwind, for emails mjml", "For emails, use mjml."],
    ["who is to do it", "I want you to ask first, to keep diffs small", "Keep diffs small."],
    [
      "what is said of it",
      "vale has to be clean before you hand me a page, and so does the link checker",
      "Note that the link checker has to be clean before you hand me a page.",
    ],
    [
      "what it is about",
      "the changelog is for users, so no file names in it, and keep entries short",
      "Avoid file names in the changelog.",
    ],
  ])("%s: %s", (_what, sentence, second) => {
    expect(worded(sentence)).toContain(second);
  });

  test("what the sentence before it is about, where both agree in number", () => {
    const about = (pronoun: string) =>
      texts(`Code samples always have to run. ${pronoun} should always use the demo account.`);
    expect(about("They")).toContain("Note that code samples should always use the demo account.");
    expect(about("It")).toHaveLength(1);
  });
});

describe("an order that was said in its own way", () => {
  test.each<[string, string]>([
    ["when you change notebooks please clear the outputs", "When you change notebooks, clear the outputs."],
    [
      "if you need a change there edit the template in templates/",
      "If you need a change there edit the template in templates/.",
    ],
    ["and *no* default exports except for pages", "Avoid default exports except for pages."],
    ["for go tools it's `go tool`", "For go tools, use `go tool`."],
    ["for dates use ISO 8601", "For dates, use ISO 8601."],
    ["tabs not spaces", "Use tabs, not spaces."],
    ["kannst du mir immer erst erklären was du vorhast", "Immer erst erklären was du vorhast."],
    ["les guillemets sont doubles partout", "Note: les guillemets sont doubles partout."],
    ["it's supabase db push here, there is no prisma anymore", "Use supabase db push, there is no prisma anymore."],
    ["no i have windows", "Note that the user has windows."],
    ["wrong, we are on Postgres 12", "Note that we are on Postgres 12."],
    [
      "Whenever the public API changes, the minor version has to be bumped",
      "Note that whenever the public API changes, the minor version has to be bumped.",
    ],
    ["each package has its own README", "Note that each package has its own README."],
    ["the interface is declared where it is used", "Note that the interface is declared where it is used."],
    ["secrets never go in the repo", "Never put secrets in the repo."],
    ["the config stays where it is, this file", "Note that the config stays where it is."],
  ])("%s → %s", (sentence, lesson) => {
    expect(worded(sentence)).toEqual([lesson]);
  });
});

describe("sentences beside a lesson", () => {
  test.each<[what: string, text: string, lesson: string]>([
    ["without a verb", "We always write docs in English. Commit messages in English, max 72 chars.", "Commit messages"],
    ["before it", "Object names max 30 characters. Never use hints without asking me first.", "bject names"],
    ["on a condition", "We use pnpm here. If the build is red, post the log.", "If the build is red"],
    ["after a few words", "We never use abbreviations here. Full words. Constants in upper case.", "onstants"],
    [
      "asked politely",
      "Can you always show me the diff before applying it? Never run migrations.",
      "Always show me the diff",
    ],
  ])("%s are lessons, too: %s", (_what, text, lesson) => {
    expect(texts(text).some((one) => one.includes(lesson))).toBe(true);
  });

  test("items of one list are, wherever one of them surely is", () => {
    expect(
      texts(
        "Some ground rules:\n- ask me before adding a dependency\n- the old ones were written by Tom last year\n- PR titles under 60 chars",
      ),
    ).toContain("Note that PR titles under 60 chars.");
  });

  test.each([
    "Never push to main. Could you now fix the header?",
    "Never push to main. Then add the header.",
    "Never push to main. It was broken yesterday.",
  ])("requests of the moment and what only tells are none: %s", (text) => {
    expect(texts(text)).toEqual(["Never push to main."]);
  });

  test("an order of things in general is one, but not now", () => {
    expect(texts("We use pnpm here. Rename all branches.")).toContain("Rename all branches.");
    expect(texts("We use pnpm here. Now rename all branches.")).toEqual(["Use pnpm."]);
  });
});

describe("what does not say itself that it lasts must be surer", () => {
  const doubt = (text: string, at = 0): number => {
    const reading = readTurn(said(text));
    const sentence = reading.sentences[at];
    const signs = signsOf(reading, said(text)).filter((found) => found.sentence === at);
    return sentence === undefined
      ? 0
      : doubtOf(
          sentence,
          signs.map(({ sign }) => sign),
          reading,
        );
  };

  test("what is marked is not doubted, but in a list of things to do and in a long text", () => {
    expect(doubt("Never push to main.")).toBe(1);
    expect(doubt("Don't push to main.")).toBeLessThan(0.9);
    expect(doubt("- Never push to main.")).toBeLessThan(0.8);
    expect(doubt("Our rules:\n- Never push to main.", 1)).toBe(1);
    expect(
      doubt(`Never push to main. ${"The page shows what was sold and to whom it went. ".repeat(15)}`),
    ).toBeLessThan(0.9);
  });

  test("a ban with a mark of lasting is surer than one without", () => {
    const deed = {
      previousAnswer: "I added comments to the tests.",
      lastTools: [{ tool: "Edit", summary: "a.ts", files: ["a.ts"] }],
    };
    const state = (text: string) => extract(said(text, deed), detect(said(text, deed)))[0];
    expect(state("no, we never use comments in tests")?.state).toBe("trusted");
    expect(state("don't use comments in tests")?.state).toBe("proposed");
  });
});

describe("languages that are read by phrases", () => {
  const parts = (text: string): string[] => {
    const language = otherLanguage(text);
    return language === null ? [] : inOwnWords(language, text).map(({ wording }) => wording.text);
  };

  test.each<[string, string[]]>([
    [
      "我们项目用 pnpm，不要用 npm；每次改完都要先跑测试",
      ["注意： 我们项目用 pnpm，不要用 npm", "注意： 每次改完都要先跑测试"],
    ],
    [
      "Всегда отвечай по-русски, и не трогай файлы миграций",
      ["Учти: Всегда отвечай по-русски", "Учти: не трогай файлы миграций"],
    ],
    [
      "A gente usa pnpm aqui, não npm, e os testes sempre ficam em tests/",
      ["Atenção: A gente usa pnpm aqui, não npm", "Atenção: os testes sempre ficam em tests/"],
    ],
    ["não mexa nas migrations, porque é perigoso", ["Atenção: não mexa nas migrations, porque é perigoso"]],
    [
      "Sempre responda em português e não mexa nas migrations antigas",
      ["Atenção: Sempre responda em português", "Atenção: não mexa nas migrations antigas"],
    ],
  ])("are split where each clause teaches: %s", (text, lessons) => {
    expect(parts(text)).toEqual(lessons);
  });

  test("whose each lesson is shows in its own clause", () => {
    const language = otherLanguage("Всегда отвечай по-русски, и не трогай файлы миграций");
    expect(
      language && inOwnWords(language, "Отвечай по-русски, и не трогай файлы миграций").map(({ scope }) => scope),
    ).toEqual(["user", "project"]);
  });

  test("English with words of another language in it is English", () => {
    expect(
      otherLanguage("You keep reaching for px. We do rem, for spacing as well as for fonts, and do it everywhere."),
    ).toBeNull();
    expect(otherLanguage("os testes ficam em tests, como já disse")).not.toBeNull();
  });
});

describe("sentences", () => {
  const sentences = (text: string) => readProse(text).sentences.map((sentence) => sentence.text);

  test("are not cut at the brackets of a call", () => {
    expect(splitClauses("lenient() is not allowed (ask me)")).toEqual(["lenient() is not allowed", "ask me"]);
  });

  test("numbers within a line begin items, ordinals end no sentence", () => {
    expect(sentences("1. Use tabs. 2. No mocks. 3. Ask me.")).toEqual(["Use tabs.", "No mocks.", "Ask me."]);
    expect(sentences("ich bin im 2. semester")).toEqual(["ich bin im 2. semester"]);
  });
});
