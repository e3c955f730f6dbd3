import { commandsOf, type Ran } from "../shell/commands.ts";
import { setsOption } from "../shell/option-names.ts";
import { type Activity, activityOf, activityWithin } from "./activities.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { type IsMeant, isProgram, isSpelled, programCalled, programIs, type Spelled, spelledIn } from "./programs.ts";

/** Words that begin a line of code rather than a command. */
const KEYWORD =
  /^(?:const|let|var|import|from|type|class|new|return|def|async|await|export|public|private|static|if|else|for|while|select|insert|create|alter|drop|update|delete|grant|fn|func|fun|use|using|pub|guard|interface|enum|struct|as|in|is|not|and|or|throw|throws|raise|catch|except|try|switch|case|default|extends|implements|package|module|namespace|require|include|lambda|yield|with|where|on|order|group|unsafe|impl|mut|val|override|final|abstract|void|int|string|bool|declare|readonly|keyof|typeof|set|get|feat|fix|chore|docs|this|self|super|null|true|false|todo|min|max)$/i;

/** `dbt run --select x`: words and options as they are typed, of a program that nobody has told of. */
const looksTyped = (code: string): boolean =>
  /^[a-z][\w.-]{1,24}(?: (?:--?[a-zA-Z][\w-]*(?:=\S+)?|[\w./:@-]+|<[\w -]+>|…))+$/.test(code) &&
  !KEYWORD.test(code.split(" ")[0] ?? "") &&
  !/\.$|:$/.test(code);

/** The command that a piece of code in a memory spells out; null for names, paths and lone options. */
export const commandIn = (code: string): Spelled | null => {
  if (/^-/.test(code) || /^[\w.-]*\($/.test(code) || /[{}=;]\s*$/.test(code) || code.includes("|")) return null;
  const [first] = commandsOf(code);
  if (first === undefined) return null;
  if (!isProgram(first.program) && !isProgram(first.argv[0] ?? "") && !looksTyped(code)) return null;
  return spelledIn(commandsOf(code).at(-1) ?? first) ?? spelledIn(first);
};

/** An option that a piece of code names: `--flag`, `-x`, `--context staging`. */
export interface Option {
  readonly name: string;
  readonly value: string;
}

const OPTION = /^(--?[A-Za-z][\w-]*)(?:[= ](\S+))?$/;

export const optionIn = (code: string): Option | null => {
  const found = OPTION.exec(code);
  if (found === null) return null;
  const value = found[2] ?? "";
  return { name: found[1] ?? "", value: /^(?:<.*>|…|\.{3}|[A-Z]{1,}|\d+|\$.*)$/.test(value) ? "" : value };
};

export const hasIt =
  ({ name, value }: Option): IsMeant =>
  (ran) =>
    setsOption(ran, name, value);

/** `curl … | sh`: a command behind another one's pipe. */
const pipeIn = (code: string): IsMeant | null => {
  const parts = code.split("|").map((part) => part.trim().split(/\s+/)[0] ?? "");
  const last = parts.at(-1);
  if (parts.length < 2 || last === undefined || !parts.every((part) => isProgram(part))) return null;
  return (ran) => programIs(last)(ran) && parts.slice(0, -1).every((part) => ran.after.includes(part));
};

/** Everything that a phrase may mean among commands. */
export interface Meaning {
  readonly does: IsMeant;
  readonly occasion?: IsMeant;
  readonly followsEdits?: true;
  readonly isElsewhere?: true;
  /** How it is spelled out, where it is. */
  readonly spelled?: Spelled;
}

/** Behind a pipe a program only filters what another one said. */
const unpiped =
  (is: IsMeant): IsMeant =>
  (ran) =>
    ran.after.length === 0 && is(ran);

const ofSpelled = (spelled: Spelled): Meaning => {
  const { program, words, flags } = spelled;
  // Without its options it would be the same command, done as it should be.
  const occasion =
    flags.length > 0
      ? {
          occasion: unpiped(isSpelled({ program, words: words.slice(0, 1).filter((word) => word !== "."), flags: [] })),
        }
      : {};
  // "not grep" is about searching: behind a pipe it only filters.
  const is = isSpelled(spelled);
  return { does: program === "grep" && words.length + flags.length === 0 ? unpiped(is) : is, spelled, ...occasion };
};

const LEAD =
  /^(?:(?:by|the|a|an|any|plain|bare|raw|run|running|call|calling|execute|use|using|invoke|bring|drag|pull|type|to|with|via|through|mit|con|avec|por|über|directly|just|nur|only|el|la|le|der|die|das) )+/i;

const CALLS = /^(?:by )?(?:call(?:ing)?|run(?:ning)?|invok(?:e|ing)) ([a-z\d]+(?:-[a-z\d]+)+)(?: directly| yourself)?$/;
const SUBCOMMAND =
  /^[a-z][\w.-]* (?:fmt|vet|get|install|add|test|build|run|exec|audit|apply|destroy|prune|clean|update|upgrade|publish|deploy|stash|rebase|checkout|restore|switch|reset|sync|lock|migrate|makemigrations|doc|clippy|check|ci|init|generate|up|down|start|stop|restart|eject|link|services|compose)$/;

/** The program that a phrase is, when it is nothing else: "npm", "the Docker CLI". */
const ofName = (phrase: string): Meaning | null => {
  const name = phrase
    .replace(LEAD, "")
    .replace(
      / (?:cli|command|directly|itself|commands|here|anymore|yourself|by yourself|on your own|at all|anywhere|any more|by hand|in|back|back in|anything|stuff|things|something)$/i,
      "",
    );
  if (/^docker[- ]compose$/i.test(name))
    return {
      does: (ran) => ran.program === "docker-compose" || (ran.program === "docker" && ran.words[0] === "compose"),
    };
  const [head = "", sub] = name.split(" ");
  // "go fmt", "bundle exec": the subcommand is said as well.
  if (sub !== undefined && SUBCOMMAND.test(name) && programCalled(head, true) !== null)
    return ofSpelled({ program: head, words: [sub], flags: [] });
  // "calling sphinx-build": whatever is called so is a program.
  const called = CALLS.exec(phrase)?.[1];
  const program = programCalled(name, true) ?? called ?? null;
  return program === null ? null : ofSpelled({ program, words: [], flags: [], isLoose: true });
};

const ofActivity = (activity: Activity | null): Meaning | null => activity;

/** Launchers that only fetch a program: with or without them it is the same. */
const PLAIN_LAUNCHER = /^(?:npx|bunx|pnpx|uvx|env|time|\w+ -m|(?:npm|pnpm|yarn|bun) (?:exec|dlx|x))\b/;

/** `poetry run python`: the program counts only where it is started that way. */
const launchedIn = (code: string): Meaning | null => {
  const all = commandsOf(code);
  const [outer, last] = [all[0], all.at(-1)];
  const via = last?.via[0];
  if (outer === undefined || last === undefined || via === undefined || PLAIN_LAUNCHER.test(via)) return null;
  const inner = spelledIn(last);
  const spelled = spelledIn(outer);
  if (inner === null || spelled === null) return null;
  const [first = "", second = ""] = via.split(" ");
  const does: IsMeant = (ran) =>
    isSpelled(inner)(ran) && ran.via.some((one) => one.startsWith(`${first} ${second}`.trim()));
  return { does, spelled: { ...spelled, words: [] } };
};

/** A program by how it is started: `python -m pytest` is another thing than `pytest`. */
export const startedIn = (code: string): { readonly inner: string; readonly meaning: Meaning } | null => {
  const all = commandsOf(code);
  const last = all.at(-1);
  const via = last?.via.at(-1);
  if (last === undefined || via === undefined || all.length < 2) return null;
  const inner = spelledIn(last);
  return inner === null
    ? null
    : {
        inner: inner.program,
        meaning: { does: (ran) => isSpelled(inner)(ran) && ran.via.some((one) => one.startsWith(via)), spelled: inner },
      };
};

/** What the code in a phrase means among commands. */
export const commandsNamed = (phrase: string): Meaning[] =>
  codesIn(phrase).flatMap((code) => {
    const pipe = code.includes("|") ? pipeIn(code) : null;
    if (pipe !== null) return [{ does: pipe }];
    const launched = launchedIn(code);
    if (launched !== null) return [launched];
    const spelled = commandIn(code);
    return spelled === null ? [] : [ofSpelled(spelled)];
  });

/** "push to `main`": a name in backticks that is read as a word. */
const BRANCH = /`(main|master|trunk|develop|production|staging|origin)`/g;

/** "curl against api.github.com": a program that is only meant where it goes there. */
const AGAINST =
  /^(?<program>[a-z][\w-]*) (?:against|on|to|for|at|from|gegen|auf|contra|contre) (?:the )?(?<what>[\w-]+(?:\.[\w-]+)+)$/i;

const ofTarget = (phrase: string): Meaning | null => {
  const { program = "", what = "" } = AGAINST.exec(phrase)?.groups ?? {};
  const name = programCalled(program, true);
  return name === null ? null : { does: (ran) => programIs(name)(ran) && ran.argv.join(" ").includes(what) };
};

/** "restart or stop services with systemctl yourself": what a program is not to be told to do. */
const WITH_PROGRAM =
  /^(?<verbs>[a-z]+(?:(?:,| or| and|, or) [a-z]+){0,3})(?: [\w ]{2,30}?)? (?:with|via|using|through|mit|con|avec) (?:the )?(?<program>[a-z][\w-]+(?:(?:,| or| and) [a-z][\w-]+){0,3})(?: (?:yourself|by yourself|on your own|directly))?$/i;

const ofVerbs = (phrase: string): Meaning | null => {
  const { verbs = "", program = "" } = WITH_PROGRAM.exec(phrase)?.groups ?? {};
  const names = program.split(/,? (?:or|and) |, /).map((one) => programCalled(one, true));
  const meant = names.filter((one) => one !== null);
  const words = (verbs.match(/[a-z]{3,}/gi) ?? []).filter((word) => !/^(?:or|and)$/.test(word));
  if (meant.length < names.length || words.length === 0 || /^(?:use|run|do|work|call|play)$/i.test(words[0] ?? ""))
    return null;
  return {
    does: (ran) => programIs(...meant)(ran) && ran.words.some((word) => words.includes(word)),
  };
};

const SHORTENED =
  /`([a-z][\w-]*(?: [\w-]+){0,2}) [\w:-]+`(?:,? (?:or|and|nor|oder|und|o|y|ou|et) `[a-z][\w:-]*`){1,4}/g;

/** "`docker compose up` or `down`": the second one leaves out what it shares with the first. */
const completed = (found: string, shared: string): string =>
  found.replace(/`([a-z][\w:-]*)`/g, (one, last: string) => (isProgram(last) ? one : `\`${shared} ${last}\``));

/** The commands that a phrase is about, if it is about nothing else. */
export const meaningsOf = (given: string): Meaning[] => {
  const phrase = given.replace(BRANCH, "$1").replace(SHORTENED, completed);
  const target = ofTarget(phrase);
  if (target !== null) return [target];
  const told = ofVerbs(phrase);
  if (told !== null) return [told];
  const named = commandsNamed(phrase);
  const [one] = named;
  // "`psql` with `PROD_URL`" is only what has both.
  const others = codesIn(phrase).filter((code) => commandIn(code) === null && !code.includes("|"));
  if (
    one !== undefined &&
    named.length === 1 &&
    others.length > 0 &&
    / (?:with|on|against|using|mit|gegen|con|contra|avec) /.test(phrase)
  )
    return [{ does: (ran) => one.does(ran) && others.every((code) => ran.argv.join(" ").includes(code)) }];
  if (named.length > 0) {
    // "`docker system prune` or delete volumes": what is said in words counts as well.
    const inWords = phrase
      .split(/,? (?:or|and|nor|und|oder|y|o|ni|et|ou) |, /)
      .filter((part) => codesIn(part).length === 0);
    return [...named, ...(inWords.length === 0 ? [] : inWords.flatMap((part) => activityOf(part) ?? []))];
  }
  if (codesIn(phrase).length > 0) {
    // "edit `requirements.txt` or call pip": the words beside it may name a command.
    const plain = phrase.split(/,? (?:or|nor|oder|o|ou) /).filter((part) => codesIn(part).length === 0);
    return plain.flatMap((part) => ofName(part) ?? []);
  }
  const parts = phrase.split(/,? (?:or|and|nor|und|oder|noch|y|o|ni|et|ou) |, /);
  const names = parts.map(ofName);
  if (names.every((name) => name !== null)) return names.filter((name) => name !== null);
  const activity = ofActivity(activityOf(phrase));
  if (activity !== null) return [activity];
  const each = parts.map((part) => ofActivity(activityOf(part)));
  if (each.every((one) => one !== null)) return each.filter((one) => one !== null);
  // "curl for API calls": what for is said besides.
  const name = / (?:for|für|para|pour|to) .{3,60}$/.test(phrase)
    ? ofName(phrase.replace(/ (?:for|für|para|pour|to) .*$/, ""))
    : null;
  return name === null ? [] : [name];
};

const LANGUAGE_PROGRAMS: readonly (readonly [words: RegExp, programs: RegExp])[] = [
  [/\b(?:rust|cargo)\b/i, /^cargo$/],
  [/\bpython\b/i, /^(?:py.*|tox|nox|uv|poetry|unittest|ruff|mypy|black|isort|flake8|pip.*|make)$/],
  [
    /\b(?:js|javascript|typescript|ts|node|frontend)\b/i,
    /^(?:npm|pnpm|yarn|bun|npx|vitest|jest|mocha|node|eslint|prettier|tsc|deno|playwright|cypress)$/,
  ],
  [/\b(?:go|golang)\b/i, /^(?:go|gotestsum|golangci-lint|gofmt|goimports)$/],
  [/\b(?:ruby|rails)\b/i, /^(?:ruby|rails|rake|rspec|bundle|rubocop)$/],
  [/\b(?:java|kotlin)\b/i, /^(?:mvnw?|gradlew?)$/],
  [/\b(?:php|laravel)\b/i, /^(?:php|phpunit|pest|composer|artisan|phpstan)$/],
  [/\be2e|end-to-end|browser tests/i, /^(?:playwright|cypress)$/],
];

const TOPIC = /(?<![\w-])(?:[A-Z]?[\w.-]+(?: [Cc]ompose)?)(?![\w-])/g;

/** What a phrase speaks of, among other words: the program or the activity. */
export const topicOf = (phrase: string): Meaning | null => {
  const words = wordsOf(phrase);
  const activity = activityWithin(words);
  const programs = [...words.matchAll(TOPIC)].flatMap((found) => programCalled(found[0], false) ?? []);
  if (activity === null)
    return programs[0] === undefined ? null : ofSpelled({ program: programs[0], words: [], flags: [], isLoose: true });
  const only = LANGUAGE_PROGRAMS.find(([pattern]) => pattern.test(words))?.[1];
  if (only === undefined) return activity;
  return { does: (ran: Ran) => only.test(ran.program) && activity.does(ran) };
};
