import { type Ran, typed } from "../shell/commands.ts";
import { activityOf } from "./activities.ts";
import { askedBy, namedBy, namesPackage } from "./asked.ts";
import { branchBase } from "./branch-base.ts";
import { type Check, eachCommand, finding } from "./check.ts";
import { any, CONDITION, ENV, excepted, SIGNS_OFF } from "./command-clause.ts";
import { localOnly, narrowTests } from "./command-limits.ts";
import { envChecks, optionChecks, requestChecks } from "./command-options.ts";
import { containerChecks, directoryChecks, launcherChecks, onePackageManager, pathedChecks } from "./command-places.ts";
import { readOnlyChecks } from "./command-read-only.ts";
import { commandIn, commandsNamed, type Meaning, meaningsOf, optionIn, startedIn, topicOf } from "./command-words.ts";
import { doingOf } from "./doings.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { orderChecks } from "./order-checks.ts";
import { placed, placesIn } from "./places.ts";
import { type IsMeant, isProgram, programCalled, programIs } from "./programs.ts";
import type { Rule } from "./rule.ts";

const isLaunched = (ran: Ran, launcher: IsMeant): boolean =>
  ran.via.some((via) => {
    const argv = via.split(" ");
    const program = (argv[0] ?? "").replace(/^.*\//, "");
    return launcher({ ...ran, argv, program, words: argv.slice(1).filter((word) => !word.startsWith("-")), via: [] });
  });

/** Subcommands that only show what is there: `git stash list`. */
const LOOKS = /^(?:list|ls|show|status|describe|info|df|ps|logs?|inspect|view|diff)$/;

/** What only goes into what is there already: `conda activate`. */
const ENTERS =
  /^(?:activate|deactivate|shell\.\w+|hook|config|login|logout|whoami|publish|view|info|why|outdated|audit|pack|search)$/;

/** A contrast, or something forbidden: what is run of either. */
const choice = (
  rule: Rule,
  wanted: readonly Meaning[],
  unwanted: readonly Meaning[],
  phrases: readonly string[],
): Check => {
  const good = any(wanted);
  const bad = any(unwanted);
  const isExcepted = excepted(rule);
  // "unless I ask": who says only "do a clean" asks for `flutter clean`.
  const isOnDemand = rule.exceptions.some((text) => /^(?:I|the user|ich|yo|je)\b/i.test(text));
  const ends = unwanted.flatMap(({ spelled }) => (isOnDemand ? (spelled?.words.at(-1) ?? []) : []));
  const isAsked = [...phrases, ...ends].map(askedBy);
  const isNamed = namedBy(phrases.flatMap((phrase) => (codesIn(phrase).length > 0 ? codesIn(phrase) : [phrase])));
  // Who names a package wants it installed; how is another matter.
  const isOfPackages = rule.forbids && unwanted.every(({ spelled }) => (spelled?.flags.length ?? 0) === 0);
  const said = phrases.join(" ");
  const hasSubcommand = unwanted.some(({ spelled }) => (spelled?.words.length ?? 0) > 0);
  const isBare = unwanted.every(
    ({ spelled }) => spelled !== undefined && spelled.words.length + spelled.flags.length === 0,
  );
  const isAfterEdits = unwanted.some(({ followsEdits }) => followsEdits);
  const occasions = rule.unwanted.length > 0 ? unwanted.flatMap(({ occasion }) => occasion ?? []) : [];
  return (conduct) => {
    // What the user asks for in so many words is the user's doing.
    if (isAsked.some((is) => is(conduct.prompt)) || isNamed(conduct.prompt)) return [];
    const found = eachCommand((ran) => {
      if (ran.via.length > 0 && isLaunched(ran, good)) return null;
      if (
        bad(ran) &&
        !(wanted.length > 0 && good(ran)) &&
        !isExcepted(ran) &&
        !ran.argv.includes("--help") &&
        !(hasSubcommand && ran.words.slice(1, 3).some((word) => LOOKS.test(word) && !said.includes(word))) &&
        !(isBare && ENTERS.test(ran.words[0] ?? "")) &&
        !(isOfPackages && namesPackage(ran, conduct.prompt))
      )
        return finding(false, typed(ran));
      if (good(ran) || occasions.some((is) => is(ran))) return finding(true, typed(ran));
      return null;
    })(conduct);
    const edited = isAfterEdits ? conduct.deeds.flatMap((deed) => doingOf(deed).written)[0] : undefined;
    return found.length > 0 || edited === undefined
      ? found
      : [finding(true, edited.by === "" ? edited.file : edited.by)];
  };
};

/** Programs under which many things run: another target of the same one is neither here nor there. */
const RUNNER =
  /^(?:make|just|task|npm|pnpm|yarn|bun|nx|turbo|rake|rails|mix|composer|gradlew?|mvnw?|docker|docker-compose|bin)$/;

/** "Run the tests with `make check`": the thing done in another way goes against it. */
const means = (rule: Rule, topic: Meaning, ways: readonly Meaning[]): Check => {
  const good = any(ways);
  const isExcepted = excepted(rule);
  const programs = ways.flatMap(({ spelled }) => spelled?.program ?? []);
  const isRunner = programs.some((program) => RUNNER.test(program));
  const same = programIs(...programs);
  return (conduct) =>
    eachCommand((ran) => {
      if (good(ran)) return finding(true, typed(ran));
      if (!topic.does(ran) || isLaunched(ran, good) || isExcepted(ran)) return null;
      if (same(ran) && (isRunner || ways.every(({ spelled }) => spelled?.words.length === 0))) return null;
      // What is launched by the wanted program is done through it: `just` runs gradle inside.
      return isLaunched(ran, same) ? null : finding(false, typed(ran));
    })(conduct);
};

/** `env`, `date`, `type` in backticks are names more often than commands. */
const isBareWord = (spelled: Meaning["spelled"]): boolean =>
  spelled !== undefined &&
  spelled.words.length + spelled.flags.length === 0 &&
  /^(?:env|date|time|type|open|watch|expect|service|stack|tree|node|less|more|head|tail|render|sdk|act|vale|cap|ld|pass|surge|cross|sops)$/.test(
    spelled.program,
  );

/** "Run X with A", "A for X", "X goes through A". */
const meansChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const { polarity, text, asides, unwanted } = clause;
    if (polarity !== "do" || unwanted.length > 0 || CONDITION.test(wordsOf(text)) || SIGNS_OFF.test(text)) return [];
    if (codesIn(text).some((code) => optionIn(code) !== null || ENV.test(code))) return [];
    const ways = [text, ...asides].flatMap(commandsNamed).filter(({ spelled }) => !isBareWord(spelled));
    const through =
      /^(?:.{3,80}?) (?:with|via|through|using|by|mit|über|con|mediante|avec) (?:the )?(?<way>\w[\w-]*)$/i.exec(
        wordsOf(text),
      )?.groups?.way;
    const named = ways.length === 0 && through !== undefined ? meaningsOf(through) : [];
    const all = [...ways, ...named];
    if (all.length === 0) return [];
    const topic = topicOf(through === undefined ? text : text.replace(new RegExp(`\\b${through}\\b`, "i"), " "));
    // "`make`" is no topic beside itself.
    if (
      topic === null ||
      all.some(({ spelled }) => spelled !== undefined && spelled.program === topic.spelled?.program)
    )
      return [];
    return [means(rule, topic, all)];
  });

const OF_TARGETS = /\b(?:for everything|for all|targets?|recipes?|alles|todo|tout|shortcuts?)\b/i;

/** "Use `just` for everything: `just test`, `just lint`": each target is the way of doing what it is called. */
const targetChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap(({ polarity, text, asides, unwanted }) =>
    polarity !== "do" || unwanted.length > 0 || !OF_TARGETS.test(wordsOf(text))
      ? []
      : [text, ...asides].flatMap(commandsNamed).flatMap((meaning) => {
          const { program = "", words = [] } = meaning.spelled ?? {};
          const does = RUNNER.test(program) && words.length === 1 ? activityOf(words[0] ?? "") : null;
          return does === null ? [] : [means(rule, does, [meaning])];
        }),
  );

/** Beside a program that is not to be run, any name in backticks is one: "`trash`, not `rm`". */
const wordProgram = (phrase: string): Meaning[] =>
  codesIn(phrase)
    .filter((code) => /^[a-z][\w-]+$/.test(code) && commandIn(code) === null)
    .map((program) => ({ does: programIs(program) }));

/** "No destructive git commands (`reset --hard`)": the program is in the sentence. */
const withProgram = (aside: string, text: string): string => {
  const program = /\b(git|docker|npm|pnpm|yarn|cargo|kubectl|terraform|make|gh|helm)\b/i
    .exec(wordsOf(text))?.[1]
    ?.toLowerCase();
  return program === undefined || codesIn(aside).some((code) => isProgram(code.split(" ")[0] ?? ""))
    ? aside
    : aside.replace(/`(?=[a-z])/g, (mark, at: number) =>
        aside.slice(0, at).split("`").length % 2 === 1 ? `${mark}${program} ` : mark,
      );
};

/** "`rm` on anything outside the repo": what comes after the command narrows it down to what cannot be seen. */
const BEYOND = /`[^`]*\b(?:outside|against|from|for|except)\b(?!`)[^`]*$/i;

/** "`python -m pytest`, not bare `pytest`": how it is started makes the difference. */
const startedBy = (phrase: string, unwanted: readonly Meaning[]): Meaning[] | null => {
  const started = codesIn(phrase).flatMap((code) => startedIn(code) ?? []);
  const isSame = started.some(({ inner }) =>
    unwanted.some(({ spelled }) => spelled?.program === inner && spelled.words.length === 0),
  );
  return isSame ? started.map(({ meaning }) => meaning) : null;
};

/** "…, instead of changing into `apps/web`": whatever is run there. */
const movingInto = (phrase: string): Meaning[] => {
  const [place = /\b(?:into|to) (?:the )?([a-z][\w-]{2,20})(?: folders?| director(?:y|ies))?$/.exec(phrase)?.[1]] =
    placesIn(phrase);
  const moves =
    /\b(?:cd(?:ing)?|chang\w+ (?:in)?to|go(?:ing)? into|switch\w* (?:in)?to|enter\w*|wechsel\w*|cambi\w+ a|entrar en|aller dans)\b/i;
  if (place === undefined || !(moves.test(wordsOf(phrase)) || codesIn(phrase).some((code) => code.startsWith("cd "))))
    return [];
  const isThere = placed([place]);
  return [{ does: (ran) => ran.dir !== "" && isThere(`${ran.dir}/`) }];
};

const ANOTHER =
  /\b(?:another(?: one)?|a second(?: one)?|it|one|them|this|that|noch einen|ihn|otro|otra|un autre|une autre)\b/i;

/** "The dev server is running, don't start another one": what is meant was named before. */
const pointedAt = (rule: Rule, phrase: string): Meaning[] => {
  if (!ANOTHER.test(wordsOf(phrase))) return [];
  const at = rule.clauses.findIndex(({ unwanted }) => unwanted.includes(phrase));
  const isStart = /\b(?:start|run|launch|open|spin|restart|starte|lauf|arranc|inici|lanc|démarr)\w*/i.test(phrase);
  for (const { text } of rule.clauses.slice(0, Math.max(0, at)).reverse()) {
    const topic = isStart ? topicOf(text) : null;
    if (topic !== null) return [topic];
    const noun = [...wordsOf(text).matchAll(/\b(?:the|an?|any|every) ([\w-]+)/gi)].at(-1)?.[1];
    if (noun === undefined) continue;
    // "build the image, but don't push it": each way in which it is spoken of.
    const ways = phrase
      .split(/,? (?:or|and) /)
      .map((part) => part.replace(/\b(?:it|them|that|this)\b/gi, `the ${noun}`));
    const meant = ways.flatMap(meaningsOf);
    if (meant.length > 0) return meant;
  }
  return [];
};

/** "uv for everything Python": the program comes first, what it is for behind it. */
const endsWith = (phrase: string): Meaning[] => {
  const name = / (?:with|via|using|mit|con|avec) (?:the )?(docker compose|[a-z][\w-]{2,24})$/.exec(
    wordsOf(phrase),
  )?.[1];
  if (name === "docker compose") return meaningsOf(name);
  return name === undefined ? [] : [{ does: programIs(programCalled(name, true) ?? name) }];
};

const everythingWith = (phrase: string): Meaning[] => {
  const name = /^([a-z][\w-]+) (?:for|für|para|pour) /i.exec(wordsOf(phrase))?.[1];
  return name === undefined ? [] : meaningsOf(name);
};

/** Checks on the commands that an agent runs. */
export const commandChecks = (rule: Rule): readonly Check[] => {
  const ordered = orderChecks(rule);
  if (ordered.length > 0) return ordered;
  const special = [
    ...optionChecks(rule),
    ...envChecks(rule),
    ...directoryChecks(rule),
    ...containerChecks(rule),
    ...launcherChecks(rule),
    ...pathedChecks(rule),
    ...onePackageManager(rule),
    ...requestChecks(rule),
    ...targetChecks(rule),
    ...narrowTests(rule),
    ...localOnly(rule),
    ...branchBase(rule),
    ...readOnlyChecks(rule),
  ];
  const checks: Check[] = [...special];
  const phrases = [
    ...rule.unwanted,
    ...rule.clauses
      .filter(({ polarity }) => polarity === "dont")
      .flatMap(({ asides, text }) =>
        asides.filter((aside) => codesIn(aside).length > 0).map((aside) => withProgram(aside, text)),
      ),
  ];
  // Whether a condition holds cannot be seen; where something else is wanted in its place it hardly matters.
  const hasOther = rule.wanted.some((phrase) => commandsNamed(phrase).length > 0);
  const unwanted = phrases
    .filter((phrase) => hasOther || !(CONDITION.test(wordsOf(phrase)) || BEYOND.test(phrase)))
    .flatMap((phrase) => {
      const own = meaningsOf(phrase);
      return own.length > 0 ? own : [...movingInto(phrase), ...pointedAt(rule, phrase)];
    });
  if (unwanted.length > 0) {
    const wanted = [
      ...rule.clauses
        .filter((clause) => clause.polarity === "do" && clause.unwanted.length === 0)
        .flatMap(({ asides, wanted: own }) => [...asides.flatMap(commandsNamed), ...own.flatMap(everythingWith)]),
      ...rule.wanted.filter((phrase) => startedBy(phrase, unwanted) === null).flatMap(meaningsOf),
      ...rule.wanted.flatMap((phrase) => startedBy(phrase, unwanted) ?? commandsNamed(phrase)),
      ...rule.clauses
        .filter(
          ({ polarity, text, unwanted: bad }) =>
            polarity === "do" && bad.length === 0 && /\binstead\b|\bstattdessen\b|\ben su lugar\b/i.test(text),
        )
        .flatMap(({ text }) => topicOf(text) ?? []),
      ...rule.wanted.flatMap((phrase) => [...wordProgram(phrase), ...endsWith(phrase)]),
    ];
    checks.push(
      choice(
        rule,
        wanted,
        unwanted,
        phrases.filter((phrase) => meaningsOf(phrase).length > 0),
      ),
    );
  } else if (special.length === 0) checks.push(...meansChecks(rule));
  return checks;
};
