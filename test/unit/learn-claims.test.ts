import { describe, expect, test } from "vitest";
import { relationOf } from "../../agent/learn/curate/relation.ts";

const of = (first: string, second: string) => {
  const [there, back] = [relationOf(first, second)?.is ?? "none", relationOf(second, first)?.is ?? "none"];
  return there === back ? there : `${there}, the other way round ${back}`;
};
const MORE = "same, the other way round extends";

/** What is understood without a model, each by a pair that needs nothing else. */
describe("two memories are the same", () => {
  test.each([
    ["a synonym", "Delete obsolete snapshots.", "Remove outdated snapshots."],
    ["another form of the word", "Answer briefly.", "Give brief answers."],
    ["a verb of two words", "Turn on strict mode.", "Use strict mode."],
    ["said of the thing instead of ordered", "Imports are relative.", "Use relative imports."],
    ["the end before the means", "Handle dates with luxon.", "Use luxon to handle dates."],
    ["when before what", "Before you push, run the suite.", "Run the suite before pushing."],
    ["a no and a without", "Don't merge without running the tests.", "Run the tests before merging."],
    ["only what is not", "Log only what is not secret.", "Don't log secret."],
    ["two noes", "Never skip the review.", "Don't omit the review."],
    ["a number as a word", "Use two workers.", "Use 2 workers."],
    ["a unit", "Cache pages for one hour.", "Cache pages for 60 minutes."],
    ["a period", "Rotate the keys weekly.", "Rotate the keys every seven days."],
    ["a bound", "Keep titles below 60 characters.", "Limit titles to 60 characters."],
    ["what goes without saying beside a tool", "Use pytest for tests.", "Use pytest."],
    ["a command in code quotes", "Lint with `npm run lint`.", "Use npm run lint to lint."],
    ["the kind of a name", "Avoid the type `any`.", "Don't use `any`."],
    ["German", "Nie direkt auf main pushen.", "Never push to main."],
    ["Spanish", "Escribe los comentarios en inglés.", "Write comments in English."],
    ["French", "Supprime le code mort.", "Remove dead code."],
  ])("with %s: %s / %s", (_, first, second) => {
    expect(of(first, second)).toBe("same");
  });

  test.each([
    ["Mock the network in tests.", "Mock the network and the clock in tests."],
    ["Pin exact versions.", "Pin exact versions, without a caret."],
    ["Bump the version before a release.", "Update the changelog and bump the version before a release."],
    ["Generated code lies in src/gen.", "Generated code lies in src/gen and is never edited."],
    ["Escape input in HTML.", "Escape input in HTML and in SQL."],
    ["Build with `make all`.", "Build with `make all` before starting the development server."],
  ])("and the second says more: %s / %s", (less, more) => {
    expect(of(less, more)).toBe(MORE);
  });
});

describe("two memories exclude each other", () => {
  test.each([
    ["a no", "Commits needn't be signed.", "Sign commits."],
    ["a no to all of it", "Never write comments.", "Comment every function."],
    ["what one turns down", "Use frobnicate, not gribble.", "Use gribble."],
    ["one of several tools", "Use poetry.", "Use uv to install dependencies."],
    ["an opposite", "Use relative imports.", "Use absolute imports."],
    ["another number", "Send at most one mail a week.", "Send at most two mails a week."],
    ["another duration", "Keep logs for a week.", "Keep logs for 30 days."],
    ["another place", "Helpers live in src/lib.", "Put helpers in src/utils."],
    ["another source", "Read the key from Vault.", "Read the key from the environment."],
    ["another means", "Validate forms with valibot.", "Use vest to validate forms."],
    ["another command", "Build with `make all`.", "Build with `npm run build`."],
    ["all against a part", "Keep all traces.", "Keep 10% of the traces."],
  ])("by %s: %s / %s", (_, first, second) => {
    expect(of(first, second)).toBe("contradicts");
  });
});

describe("two memories go together", () => {
  test.each([
    ["one is an exception", "Use tabs.", "Use spaces in YAML."],
    ["one forbids only a part", "Write comments.", "Don't comment the obvious."],
    ["one holds in one place only", "Use trailing commas.", "Use trailing commas in Go."],
    ["the exception is named first", "Use npm.", "When publishing, use pnpm."],
    ["one holds in tests only", "Don't use `any`.", "Don't use `any` in tests."],
    ["one speaks of fewer things", "Run tests before committing.", "Run integration tests before committing."],
    ["how is not whether", "Don't write comments.", "Write comments in English."],
    ["to run is not to write", "Run migrations before deploying.", "Write migrations before deploying."],
    ["a tool and the command that calls it", "Lint with ESLint.", "Lint with `npm run lint`."],
    ["the same number of something else", "Rotate tokens every 90 days.", "Keep backups for 90 days."],
    ["the topic is no order", "Don't use exceptions.", "Errors: wrap them with %w."],
    ["one speaks of something else", "Commit the lock file.", "Answer in German."],
    ["nothing is said", "…", "Use tabs."],
  ])("where %s: %s / %s", (_, first, second) => {
    expect(of(first, second)).toBe("none");
  });
});

test("the reason is one that a person understands", () => {
  const why = (first: string, second: string) => relationOf(first, second)?.why;
  expect(why("Keep logs for a week.", "Keep logs for 30 days.")).toBe("they name different numbers of the same");
  expect(why("Use relative imports.", "Use absolute imports.")).toBe("one chooses relative, the other absolute");
  expect(why("Sort by name.", "Sort by date.")).toBe("the same is to be done by something else");
});
