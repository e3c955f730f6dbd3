import { typed } from "../shell/commands.ts";
import { launchedBy } from "../shell/launchers.ts";
import { namedBy } from "./asked.ts";
import { type Check, eachCommand, finding } from "./check.ts";
import { CONDITION, topicsOf } from "./command-clause.ts";
import { commandIn, topicOf } from "./command-words.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { type IsMeant, programIs } from "./programs.ts";
import type { Rule } from "./rule.ts";

const DIRECTORY =
  /\b(?:(?:only )?(?:from|in|inside|within)|aus|im|in|desde|en|dans|depuis) (?:the |der |dem |la |el |le )?(?:`(?<code>[^`\s]+)`|(?<root>(?:repo(?:sitory)?|project|workspace|monorepo) root|root(?: of the (?:repo|project|monorepo))?))(?: (?:folder|directory|dir|subfolder|package))?/i;

/** "Run npm in `web/`": where a command is to be run. */
export const directoryChecks = (rule: Rule): Check[] =>
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

const THROUGH =
  /\b(?:in(?:side)?(?: of)?|through|via|within|im|dentro de|en|dans) (?:the |a |el |le |der |dem )?(?:[\w-]+ )?(?:(?:docker |dev |app |web |php )*container|docker|compose|contenedor|conteneur)\b/i;

/** What a project's container is there for. */
const TOOLS =
  /^(?:php|composer|artisan|phpunit|pest|python3?|pip3?|pytest|manage\.py|alembic|rails|rake|ruby|bundle|rspec|node|npm|npx|pnpm|yarn|mix|go|cargo)$/;

/** "Everything PHP runs in the container": the program on its own goes against it. */
export const containerChecks = (rule: Rule): Check[] =>
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
    const isOfAll = /\b(?:everything|all (?:the )?commands|each command|every command|alles|todo|tout)\b/i.test(
      clause.text,
    );
    const isMeant: IsMeant | null =
      named.length > 0 ? programIs(...named) : (topic?.does ?? (isOfAll ? (ran) => TOOLS.test(ran.program) : null));
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
export const launcherChecks = (rule: Rule): Check[] =>
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

/** "`.venv/bin/python`": the program of that name anywhere else is another one. */
export const pathedChecks = (rule: Rule): Check[] =>
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
export const onePackageManager = (rule: Rule): Check[] => {
  const { clauses } = rule;
  const said = clauses.filter(
    ({ polarity, text }) =>
      polarity === "do" &&
      /^(?:use|we(?:['’]?re| are) on|everything|all|only|always|wir|this (?:repo|project) (?:uses|is on))\b/i.test(
        text,
      ) &&
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
