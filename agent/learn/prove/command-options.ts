import { hasOption, type Ran, typed } from "../shell/commands.ts";
import { askedBy, namedBy } from "./asked.ts";
import { type Check, eachCommand, finding } from "./check.ts";
import { ALWAYS, CONDITION, ENV, excepted, SIGNS_OFF, topicsOf } from "./command-clause.ts";
import {
  commandIn,
  commandsNamed,
  hasIt,
  type Meaning,
  meaningsOf,
  type Option,
  optionIn,
  topicOf,
} from "./command-words.ts";
import { doingOf } from "./doings.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { type IsMeant, isSpelled } from "./programs.ts";
import type { Clause, Rule } from "./rule.ts";

const option = (rule: Rule, topic: IsMeant, options: readonly Option[], isWanted: boolean): Check => {
  const isExcepted = excepted(rule);
  const isSet = (ran: Ran): boolean => options.some((one) => hasIt(one)(ran));
  const names = namedBy(options.map(({ name }) => name));
  const isAsked = askedBy(options.map(({ name }) => `\`${name}\``).join(" "));
  return (conduct) =>
    eachCommand((ran) => {
      if (!topic(ran) || isExcepted(ran) || ran.argv.some((arg) => /^--(?:help|version)$/.test(arg))) return null;
      const isGood = isSet(ran) === isWanted;
      if (!isGood && !isWanted && (names(conduct.prompt) || isAsked(conduct.prompt))) return null;
      return finding(isGood, typed(ran));
    })(conduct);
};

/** The commands that an option belongs to, from what its sentence says of them. */
/** `-Wall -Werror` are two. */
const optionsIn = (code: string): Option[] =>
  (/^-\S+(?: -\S+)+$/.test(code) ? code.split(" ") : [code]).flatMap((one) => optionIn(one) ?? []);

/** The option of `kubectl --context prod`. */
const optionAtEnd = (code: string): Option | null => optionIn(/ (--[\w-]+(?:[= ][\w.-]+)?)$/.exec(code)?.[1] ?? "");

const opensRequest: IsMeant = (ran) =>
  /^(?:gh|glab)$/.test(ran.program) && /^(?:pr|mr)$/.test(ran.words[0] ?? "") && ran.words[1] === "create";

/** "Open PRs as drafts, against `develop`": what is said in words is an option of the command. */
export const requestChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause): Check[] => {
    const words = wordsOf(clause.text);
    if (clause.polarity !== "do" && clause.polarity !== "dont") return [];
    if (!/(?<!\p{L})(?:prs?|pull[- ]requests?|mrs?|merge[- ]requests?)(?!\p{L})/iu.test(words)) return [];
    const drafts: Option[] = /\bdrafts?\b|\bentwürfe?\b|\bborrador(?:es)?\b|\bbrouillons?\b/i.test(words)
      ? [{ name: "--draft", value: "" }]
      : [];
    const [base] = /\b(?:against|into|target\w*|gegen|contra|base[ds]?)\b/i.test(words)
      ? codesIn(clause.wanted[0] ?? clause.text)
      : [];
    const bases: Option[] = base !== undefined && /^[\w/-]+$/.test(base) ? [{ name: "--base", value: base }] : [];
    return [...drafts, ...bases].map((one) => option(rule, opensRequest, [one], clause.polarity === "do"));
  });

/** "Playwright runs headless; never pass `--headed`", "keep xcodebuild quiet: always `-quiet`": the program was named before. */
const programBefore = (rule: Rule, clause: Clause): Meaning | null => {
  for (const { text } of rule.clauses.slice(0, rule.clauses.indexOf(clause)).reverse()) {
    const topic = topicOf(text);
    if (topic?.spelled !== undefined) return topic;
  }
  return null;
};

const ownerOf = (rule: Rule, clause: Clause, options: readonly Option[]): IsMeant | null => {
  const namedIn = (one: Clause) =>
    [one.text, ...one.asides].flatMap(commandsNamed).flatMap(({ spelled }) => spelled ?? []);
  const own = namedIn(clause);
  // "`pytest -q`, never `-v`": the command is in the clause before.
  const named = own.length > 0 || topicOf(clause.text) !== null ? own : rule.clauses.flatMap(namedIn);
  if (named.length > 0) {
    // "`git add .` or `-A`": the place is no part of what the option belongs to.
    const owners = named.map(
      ({ program, words }): IsMeant =>
        isSpelled({ program, words: words.filter((word) => !/^[.*]/.test(word)), flags: [] }),
    );
    return (ran) => owners.some((is) => is(ran));
  }
  if (/(?<!\p{L})(?:prs?|pull[- ]requests?|mrs?|merge[- ]requests?)(?!\p{L})/iu.test(wordsOf(clause.text)))
    return opensRequest;
  const topic =
    topicOf(clause.text) ??
    (/\b(?:it|them|they)\b/i.test(clause.text) ? topicOf(wordsOf(rule.text).slice(0, 100)) : null) ??
    programBefore(rule, clause);
  // "Build and test Rust with `--locked`": both of them.
  const others = clause.text.split(/,? (?:and|or|und|y|et) /).flatMap((part, _, parts) => {
    const object = parts.at(-1) ?? "";
    return part === clause.text ? [] : (topicOf(`${part} ${object.split(" ").slice(1).join(" ")}`) ?? []);
  });
  if (topic !== null) {
    const all = [topic, ...others].map(({ occasion, does, isElsewhere }) => (isElsewhere ? does : (occasion ?? does)));
    return (ran) => all.some((is) => is(ran));
  }
  if (options.some(({ name }) => name === "--no-verify"))
    return (ran) => ran.program === "git" && /^(?:commit|push|merge)$/.test(ran.words[0] ?? "");
  return null;
};

/** "Pass `-race` whenever you run the tests" says of what the option is, and not after what it comes. */
export const WHENEVER_RUN =
  / (?:when(?:ever)?|if|each time|every time|wenn|sobald|immer wenn|cuando|siempre que|quand|chaque fois que) (?:you|du|tu|vous)? ?(?:run|runs|call|invoke|start|use|execute|launch|ejecut\w+|corr\w+|lanc\w+|exécut\w+|startest|aufrufst|laufen lässt)\b/i;

const AT_FIRST = /\bfirst$|\bfirst,|\bat first\b|\bzuerst\b|\bprimero\b|\bd['’]abord\b/i;

/** "Pass `--dry-run` first": once it was run so, it may be run without. */
const optionFirst =
  (owner: IsMeant, options: readonly Option[]): Check =>
  ({ deeds, earlier }) => {
    const ran = [...earlier, ...deeds].flatMap((deed) => doingOf(deed).ran).filter(owner);
    const isSet = (one: Ran): boolean => options.some((option) => hasIt(option)(one));
    return eachCommand((one) => {
      if (!owner(one)) return null;
      const before = ran.slice(0, ran.indexOf(one));
      return finding(isSet(one) || before.some(isSet), typed(one));
    })({ deeds, earlier, prompt: "" });
  };

export const optionChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const { polarity, text, asides } = clause;
    if (polarity !== "do" && polarity !== "dont") return [];
    if (CONDITION.test(wordsOf(text).replace(WHENEVER_RUN, "")) && polarity === "do") return [];
    // Whether a commit is signed off also shows in its message, where it is looked for.
    if (SIGNS_OFF.test(text)) return [];
    const codes = [...codesIn(text), ...asides.flatMap(codesIn)];
    const options = codes.flatMap(optionsIn);
    if (options.length > 0) {
      // "use `--a`, not `--b`": each has its own side.
      const rejected = [
        ...clause.unwanted,
        ...(polarity === "do" ? rule.clauses.filter((one) => one.polarity === "dont").flatMap((one) => one.text) : []),
      ]
        .flatMap(codesIn)
        .flatMap((code) => optionIn(code) ?? optionAtEnd(code) ?? []);
      const owner = ownerOf(rule, clause, options);
      if (polarity === "dont") {
        const everywhere: IsMeant = (ran) =>
          options.some(
            (one) =>
              one.name.length > 3 && (ran.program === "git" ? hasIt(one)(ran) : hasOption(ran, one.name, one.value)),
          );
        return [option(rule, owner ?? everywhere, options, false)];
      }
      if (owner === null) return [];
      const isRejected = ({ name, value }: Option) => rejected.some((one) => one.name === name && one.value === value);
      const wanted = options.filter((one) => !isRejected(one));
      if (AT_FIRST.test(wordsOf(text))) return [optionFirst(owner, wanted)];
      if (wanted.length > 0 && rejected.length === 0) return [option(rule, owner, wanted, true)];
      const isEither: IsMeant = (ran) => owner(ran) && [...wanted, ...rejected].some((one) => hasIt(one)(ran));
      return [option(rule, isEither, wanted, true)];
    }
    // "Always `git pull --rebase`": the bare command goes against it.
    const spelled = codes.flatMap((code) => commandIn(code) ?? []).filter(({ flags }) => flags.length > 0);
    const [one] = spelled;
    // "annotated tags (`git tag -a`), never lightweight ones": what is turned down is the command without it.
    const isPlain = clause.unwanted.every((phrase) => codesIn(phrase).length === 0 && meaningsOf(phrase).length === 0);
    if (polarity !== "do" || one === undefined || spelled.length > 1 || !isPlain) return [];
    const topic = topicOf(text);
    const isAlone = !/[a-z]/i.test(wordsOf(text));
    if (!ALWAYS.test(text) && topic === null && !isAlone && clause.unwanted.length === 0) return [];
    const bare = isSpelled({ ...one, flags: [] });
    const options_ = one.flags.flatMap((flag) => optionIn(flag) ?? []);
    return options_.length === 0 ? [] : [everyOption(bare, options_)];
  });

/** `git tag`, `git branch -d`: nothing is made. */
const isListing = ({ program, words, argv }: Ran): boolean =>
  program === "git" &&
  /^(?:tag|branch|stash)$/.test(words[0] ?? "") &&
  (words.length < 2 || argv.some((arg) => /^(?:-[ldDnv]|--(?:list|delete|verify))$/.test(arg)));

const everyOption = (owner: IsMeant, options: readonly Option[]): Check =>
  eachCommand((ran) =>
    owner(ran) && !isListing(ran)
      ? finding(
          options.every((one) => hasIt(one)(ran)),
          typed(ran),
        )
      : null,
  );

/** "Run the tests with `TZ=UTC`". */
export const envChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do" && clause.polarity !== "dont") return [];
    const codes = [...codesIn(clause.text), ...clause.asides.flatMap(codesIn)];
    const wanted = codes.flatMap((code) => ENV.exec(code.split(" ")[0] ?? "")?.[0] ?? []);
    const topics = /\btest (?:database|db|data|server|env\w*)\b/i.test(clause.text)
      ? null
      : (topicsOf(clause) ?? topicOf(clause.text.replace(CONDITION, " "))?.does ?? null);
    const [one] = wanted;
    if (one === undefined || topics === null) return [];
    return [
      eachCommand((ran) => {
        if (!topics(ran)) return null;
        const isSet =
          ran.env.includes(one) ||
          hasOption(ran, "-e", one) ||
          new RegExp(`\\bexport ${one.replace(/\W/g, "\\$&")}`).test(ran.line) ||
          ran.via.some((via) => via.includes(one));
        return finding(isSet === (clause.polarity === "do"), typed(ran));
      }),
    ];
  });
