import { askedBy, namedBy, namesPackage } from "./asked.ts";
import { type Check, eachCommand, finding } from "./check.ts";
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
import { launchedBy } from "./launchers.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { orderChecks } from "./order-checks.ts";
import { type IsMeant, isSpelled, programIs } from "./programs.ts";
import type { Clause, Rule } from "./rule.ts";
import { hasOption, type Ran, typed } from "./shell.ts";

const CONDITION =
  /\b(?:before|after|when(?:ever)?|once|if|until|bevor|vor|nach(?:dem)?|wenn|antes|después|cuando|avant|après|quand|each time|every time|as soon as)\b/i;
const SIGNS_OFF = /\bsign(?:ed)?[- ]?off/i;
const ALWAYS =
  /\b(?:always|only|must|every|needs?|strictly|exclusively|immer|nur|siempre|sólo|solo|toujours|uniquement)\b/i;

const any =
  (meanings: readonly { readonly does: IsMeant }[]): IsMeant =>
  (ran) =>
    meanings.some(({ does }) => does(ran));

/** What is allowed in spite of the rule: "plain `cargo test` only for doctests" allows `--doc`. */
const excepted = (rule: Rule): IsMeant => {
  const tests = rule.exceptions.flatMap((text) => {
    const words = (
      wordsOf(text)
        .toLowerCase()
        .match(/[a-z]{3,}/g) ?? []
    ).filter((word) => !/^(?:plain|only|for|the|and|when|with|may|use|you|are|fine)$/.test(word));
    const codes = codesIn(text);
    const spelled = codes.flatMap((code) => commandIn(code) ?? []);
    const options = codes.flatMap((code) => optionIn(code) ?? []);
    return [
      (ran: Ran) =>
        options.some((option) => hasIt(option)(ran)) ||
        // A word of the exception among the options or words of the command.
        ran.argv.slice(1).some((arg) => {
          const plain = arg.toLowerCase().replace(/^-+/, "").replace(/=.*$/, "");
          return plain.length >= 3 && words.some((word) => word.startsWith(plain) || plain.startsWith(word));
        }) ||
        (words.length === 0 && spelled.some((one) => isSpelled(one)(ran))),
    ];
  });
  return (ran) => tests.some((test) => test(ran));
};

const isLaunched = (ran: Ran, launcher: IsMeant): boolean =>
  ran.via.some((via) => {
    const argv = via.split(" ");
    const program = (argv[0] ?? "").replace(/^.*\//, "");
    return launcher({ ...ran, argv, program, words: argv.slice(1).filter((word) => !word.startsWith("-")), via: [] });
  });

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
  const isAsked = phrases.map(askedBy);
  const isNamed = namedBy(phrases.flatMap((phrase) => (codesIn(phrase).length > 0 ? codesIn(phrase) : [phrase])));
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
        !(rule.forbids && namesPackage(ran, conduct.prompt))
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

const ownerOf = (rule: Rule, clause: Clause, options: readonly Option[]): IsMeant | null => {
  const namedIn = (one: Clause) =>
    [one.text, ...one.asides].flatMap(commandsNamed).flatMap(({ spelled }) => spelled ?? []);
  const own = namedIn(clause);
  // "`pytest -q`, never `-v`": the command is in the clause before.
  const named = own.length > 0 || topicOf(clause.text) !== null ? own : rule.clauses.flatMap(namedIn);
  if (named.length > 0) {
    const owners = named.map(({ program, words }): IsMeant => isSpelled({ program, words, flags: [] }));
    return (ran) => owners.some((is) => is(ran));
  }
  const topic =
    topicOf(clause.text) ??
    (/\b(?:it|them|they)\b/i.test(clause.text) ? topicOf(wordsOf(rule.text).slice(0, 100)) : null);
  if (topic !== null) return topic.occasion ?? topic.does;
  if (options.some(({ name }) => name === "--no-verify"))
    return (ran) => ran.program === "git" && /^(?:commit|push|merge)$/.test(ran.words[0] ?? "");
  return null;
};

const optionChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const { polarity, text, asides } = clause;
    if (polarity !== "do" && polarity !== "dont") return [];
    if (CONDITION.test(wordsOf(text)) && polarity === "do") return [];
    // Whether a commit is signed off also shows in its message, where it is looked for.
    if (SIGNS_OFF.test(text)) return [];
    const codes = [...codesIn(text), ...asides.flatMap(codesIn)];
    const options = codes.flatMap(optionsIn);
    if (options.length > 0) {
      // "use `--a`, not `--b`": each has its own side.
      const rejected = clause.unwanted.flatMap(codesIn).flatMap((code) => optionIn(code) ?? []);
      const owner = ownerOf(rule, clause, options);
      if (polarity === "dont") {
        const everywhere: IsMeant = (ran) => options.some((one) => one.name.length > 3 && hasIt(one)(ran));
        return [option(rule, owner ?? everywhere, options, false)];
      }
      if (owner === null) return [];
      const wanted = options.filter(({ name }) => !rejected.some((one) => one.name === name));
      if (wanted.length > 0 && rejected.length === 0) return [option(rule, owner, wanted, true)];
      const isEither: IsMeant = (ran) => owner(ran) && [...wanted, ...rejected].some((one) => hasIt(one)(ran));
      return [option(rule, isEither, wanted, true)];
    }
    // "Always `git pull --rebase`": the bare command goes against it.
    const spelled = codes.flatMap((code) => commandIn(code) ?? []).filter(({ flags }) => flags.length > 0);
    const [one] = spelled;
    if (polarity !== "do" || one === undefined || spelled.length > 1 || clause.unwanted.length > 0) return [];
    const topic = topicOf(text);
    const isAlone = !/[a-z]/i.test(wordsOf(text));
    if (!ALWAYS.test(text) && topic === null && !isAlone) return [];
    const bare = isSpelled({ ...one, flags: [] });
    const options_ = one.flags.flatMap((flag) => optionIn(flag) ?? []);
    return options_.length === 0 ? [] : [everyOption(bare, options_)];
  });

const everyOption = (owner: IsMeant, options: readonly Option[]): Check =>
  eachCommand((ran) =>
    owner(ran)
      ? finding(
          options.every((one) => hasIt(one)(ran)),
          typed(ran),
        )
      : null,
  );

const DIRECTORY =
  /\b(?:(?:only )?(?:from|in|inside|within)|aus|im|in|desde|en|dans|depuis) (?:the |der |dem |la |el |le )?(?:`(?<code>[^`\s]+)`|(?<root>(?:repo(?:sitory)?|project|workspace|monorepo) root|root(?: of the (?:repo|project|monorepo))?))(?: (?:folder|directory|dir|subfolder|package))?/i;

/** "Run npm in `web/`": where a command is to be run. */
const directoryChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do" || CONDITION.test(wordsOf(clause.text))) return [];
    const found = DIRECTORY.exec(clause.text)?.groups;
    const topics = topicsOf(clause);
    const where = found?.code?.replace(/^\.\//, "").replace(/\/$/, "");
    if (
      found === undefined ||
      topics === null ||
      !/\b(?:run|call|execute|start|invoke|work|only|always|lauf\w*|ejecut\w*|lanc\w*)\b/i.test(clause.text)
    )
      return [];
    if (where !== undefined && (/^-|\.\w{1,4}$/.test(where) || commandIn(where) !== null)) return [];
    return [
      eachCommand((ran) => {
        if (!topics(ran)) return null;
        const said = [
          ran.dir,
          ...["--prefix", "-C", "--cwd", "--dir", "--manifest-path", "-f", "--project", "--directory"].flatMap(
            (name) => ran.argv[ran.argv.indexOf(name) + 1] ?? [],
          ),
        ].join(" ");
        if (where === undefined)
          return ran.dir === "" || !/\/\w+\/\w|^(?!\/|~|\.\.)\w/.test(ran.dir)
            ? null
            : finding(!/^(?!\/|~|\.)/.test(ran.dir), typed(ran));
        const isThere = new RegExp(`(?:^|[/ ])${where.replace(/[^\w/-]/g, "\\$&")}(?:/|$| )`).test(said);
        // A session may stand in the folder already: only another folder shows that it is not there.
        if (!isThere && ran.dir !== "" && !ran.dir.startsWith("/")) return finding(false, typed(ran));
        return isThere ? finding(true, typed(ran)) : null;
      }),
    ];
  });

const topicsOf = ({ text }: Clause): IsMeant | null => {
  const named = commandsNamed(text);
  if (named.length > 0) return any(named);
  return topicOf(text)?.does ?? null;
};

const ENV = /^([A-Z_][A-Z0-9_]*)=(\S*)$/;

/** "Run the tests with `TZ=UTC`". */
const envChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do" && clause.polarity !== "dont") return [];
    const codes = [...codesIn(clause.text), ...clause.asides.flatMap(codesIn)];
    const wanted = codes.flatMap((code) => ENV.exec(code.split(" ")[0] ?? "")?.[0] ?? []);
    const topics = topicsOf(clause) ?? topicOf(clause.text.replace(CONDITION, " "))?.does ?? null;
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

const THROUGH =
  /\b(?:in(?:side)?(?: of)?|through|via|within|im|dentro de|en|dans) (?:the |a |el |le |der |dem )?(?:[\w-]+ )?(?:(?:docker |dev |app |web |php )*container|docker|compose|contenedor|conteneur)\b/i;

/** "Everything PHP runs in the container": the program on its own goes against it. */
const containerChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do" || !THROUGH.test(clause.text) || CONDITION.test(wordsOf(clause.text))) return [];
    const topic = topicOf(clause.text.replace(THROUGH, " ").replace(/`docker[^`]*`/g, " "));
    const programs = [...wordsOf(clause.text).matchAll(/[\w.-]+/g)]
      .map(([word]) => word.toLowerCase())
      .filter((word) =>
        /^(?:php|composer|artisan|python|rails|ruby|bundle|node|npm|pnpm|yarn|pytest|django|mix|go|cargo)$/.test(word),
      );
    const named = [...codesIn(clause.text).flatMap((code) => commandIn(code)?.program ?? []), ...programs].filter(
      (one) => !/^docker/.test(one),
    );
    const isMeant: IsMeant | null = named.length > 0 ? programIs(...named) : (topic?.does ?? null);
    if (isMeant === null) return [];
    return [
      eachCommand((ran) => {
        if (!isMeant(ran) || /^docker/.test(ran.program)) return null;
        return finding(
          ran.via.some((via) => /\b(?:exec|run)\b/.test(via) && /^(?:\S*docker|\S*podman|kubectl)/.test(via)),
          typed(ran),
        );
      }),
    ];
  });

/** "`docker compose exec web` for every `manage.py` call": a launcher, and what it is for. */
const launcherChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const codes = codesIn(clause.text);
    if (clause.polarity !== "do" || codes.length < 2 || CONDITION.test(wordsOf(clause.text))) return [];
    const launcher = codes.find(
      (code) =>
        /^(?:docker|podman|poetry|uv|bundle|pipenv|nix|direnv|mise)\b/.test(code) &&
        launchedBy([...code.split(" "), "x"]) !== null &&
        launchedBy(code.split(" ")) === null,
    );
    if (
      launcher === undefined ||
      !/\b(?:for|before|every|all|each|with|through|via|für|para|pour)\b/i.test(wordsOf(clause.text))
    )
      return [];
    const others = codes.filter((code) => code !== launcher && /^[\w./-]+$/.test(code));
    if (others.length === 0) return [];
    const begins = launcher.split(" ").slice(0, 2).join(" ");
    return [
      eachCommand((ran) => {
        if (
          !others.some((name) => ran.program === name || ran.words[0] === name) ||
          ran.program === begins.split(" ")[0]
        )
          return null;
        return finding(
          ran.via.some((via) => via.startsWith(begins)),
          typed(ran),
        );
      }),
    ];
  });

/** "Run X with A", "A for X", "X goes through A". */
const meansChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const { polarity, text, asides, unwanted } = clause;
    if (polarity !== "do" || unwanted.length > 0 || CONDITION.test(wordsOf(text)) || SIGNS_OFF.test(text)) return [];
    if (codesIn(text).some((code) => optionIn(code) !== null || ENV.test(code))) return [];
    const ways = [...commandsNamed(text), ...asides.flatMap(commandsNamed)];
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
  return program === undefined || commandsNamed(aside).length > 0
    ? aside
    : aside.replace(/`(?=[a-z])/g, (mark, at: number) =>
        aside.slice(0, at).split("`").length % 2 === 1 ? `${mark}${program} ` : mark,
      );
};

/** "`.venv/bin/python`": the program of that name anywhere else is another one. */
const pathedChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do" || CONDITION.test(wordsOf(clause.text))) return [];
    const spelled = [clause.text, ...clause.asides].flatMap(codesIn).flatMap((code) => commandIn(code) ?? []);
    const own = spelled.filter(({ path }) => path !== undefined);
    const [one] = own;
    if (one === undefined) return [];
    return [
      eachCommand((ran) => {
        if (!programIs(one.program)(ran)) return null;
        const isOwn = own.some((each) => (ran.argv[0] ?? "").endsWith(each.path ?? ""));
        return isOwn || !(ran.argv[0] ?? "").includes("/") ? finding(isOwn, typed(ran)) : null;
      }),
    ];
  });

const PACKAGE_MANAGERS = /^(?:npm|npx|pnpm|yarn|bun|bunx)$/;

/** "We're on Yarn", "use bun for everything": of package managers there is one. */
const onePackageManager = (rule: Rule): Check[] => {
  const { clauses } = rule;
  const said = clauses.filter(
    ({ polarity, text }) =>
      polarity === "do" &&
      /^(?:use|we['’]?re on|everything|all|only|always|wir|this (?:repo|project) (?:uses|is on))\b/i.test(text) &&
      !CONDITION.test(wordsOf(text)),
  );
  const named = said.flatMap(({ text, wanted }) =>
    [
      ...codesIn(text),
      ...wanted.flatMap((phrase) => wordsOf(phrase).toLowerCase().split(/\W+/).slice(0, 2)),
      ...(/\bon (\w+)/i.exec(text)?.slice(1) ?? []),
    ].map((one) => one.toLowerCase().split(" ")[0] ?? ""),
  );
  const mine = [...new Set(named.filter((one) => PACKAGE_MANAGERS.test(one)))];
  const [one] = mine;
  if (
    one === undefined ||
    rule.exceptions.length > 0 ||
    clauses.some(
      ({ text, polarity }) =>
        polarity === "do" && codesIn(text).some((code) => /\s/.test(code)) && !/everything/i.test(text),
    )
  )
    return [];
  const isMine = (program: string): boolean =>
    mine.includes(program) ||
    (mine.includes("bun") && program === "bunx") ||
    (mine.includes("npm") && program === "npx");
  const isNamed = namedBy(["npm", "pnpm", "yarn", "bun"].filter((name) => !isMine(name)));
  return [
    (conduct) =>
      isNamed(conduct.prompt)
        ? []
        : eachCommand((ran) => {
            if (
              !PACKAGE_MANAGERS.test(ran.program) ||
              /^(?:view|info|whoami|why|ls|list|config|publish|login)$/.test(ran.words[0] ?? "")
            )
              return null;
            if (isMine(ran.program)) return finding(true, typed(ran));
            return ran.program === "npx" && !mine.includes("bun") ? null : finding(false, typed(ran));
          })(conduct),
  ];
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
  const unwanted = phrases.flatMap(meaningsOf);
  if (unwanted.length > 0) {
    const wanted = [
      ...rule.wanted.flatMap(meaningsOf),
      ...rule.wanted.flatMap((phrase) => commandsNamed(phrase)),
      ...rule.wanted.flatMap(wordProgram),
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
