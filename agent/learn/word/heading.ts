import { readClause, splitClauses } from "../read/clause.ts";
import { wordsOf } from "../read/lexicon.ts";
import { inProject, teaches } from "../read/markers.ts";
import { FOR_THE_AGENT } from "../read/prose.ts";
import { isFragment } from "./phrase.ts";

/** "House style: …", "Commits: …": a few words without a verb, then what is said of them. */
const HEADED = /^([^:;,.`"]{3,60}): (?=\S)(.+)$/u;

/** Says that something is to be kept, not of what. */
const ONLY_ANNOUNCES =
  /\b(?:style|things?|basics|notes?|reminders?|requests?|points?|remarks?|following|housekeeping|setup|workflow|please|this)\b/iu;

/** "That's not how we do it: …", "I said it before: …", "the linter is law: no …": what is meant follows. */
const pointsAhead = (heading: string, rest: string): boolean => {
  const { act, subject, words } = readClause(heading, false);
  if (act === "rejects" || act === "recalls" || act === "blames" || subject === "thing") return true;
  const first = splitClauses(rest)[0] ?? "";
  return (
    act === "states" &&
    words.length > 3 &&
    /^(?:forbids|orders)$/.test(readClause(first, false).act) &&
    !CONDITION.test(heading)
  );
};

const CONDITION = /^(?:when|whenever|if|before|after|for|in|wenn|cuando|quand)\b/i;

/** The heading of a sentence that lists what is to be kept, and the list; null where it has none. */
export const headingOf = (core: string): { readonly topic: string | null; readonly rest: string } | null => {
  const [, heading = "", rest = ""] = HEADED.exec(core) ?? [];
  if (rest === "" || /^(?:\/\/|\d)/.test(rest)) return null;
  const announces =
    FOR_THE_AGENT.test(heading) ||
    teaches(heading) !== null ||
    inProject(heading) !== null ||
    ONLY_ANNOUNCES.test(heading);
  if (announces || pointsAhead(heading, rest)) return { topic: null, rest };
  const topic = heading.replace(/^(?:for|in|on) (?:the )?/i, "");
  return wordsOf(topic).length <= 3 && isFragment(topic) ? { topic, rest } : null;
};
