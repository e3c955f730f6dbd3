import { type Check, eachChange, type Finding, finding } from "./check.ts";
import type { Written } from "./doings.ts";
import { barredNames } from "./file-barred-names.ts";
import { notByHand } from "./file-by-hand.ts";
import { companions, endingChoice, freeOf, together } from "./file-companions.ts";
import { definedIn, notedIn } from "./file-definitions.ts";
import { formatChecks } from "./file-formats.ts";
import { comesWith, keptOut } from "./file-keep-out.ts";
import { type FileKind, isKind, kindIn, LANGUAGES, TEST_FILE } from "./file-kinds.ts";
import { limitedTo } from "./file-limits.ts";
import { baseOf, FIXED_NAME, isPattern, stemOf } from "./file-names.ts";
import { endingsIn, namingsIn, stylesIn } from "./file-namings.ts";
import { rootChecks } from "./file-roots.ts";
import { handsOff } from "./hands-off.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Clause, Rule } from "./rule.ts";

const PUTS =
  /^(?:.*?\b)?(?:put|place|keep|record|document|log|note|keeps|kept|store|stored|save|saved|create|created|add|write|go|goes|live|lives|belong|belongs|are (?:placed|put|kept|stored|found)|(?:are|is) (?:\w+ ){0,2}(?:files? )?(?:under|inside)|is (?:placed|put|kept)|sit|stay|reside|move|leg|lege|legen|gehören|gehört|kommen|kommt|liegen|liegt|landen|speichere|pon|coloca|van|va|guarda|viven|mets|vont|placer|range|se trouvent)\b/i;
const SAYS_WHERE =
  /\b(?:in|into|under|inside|to|at|within|beside|next to|alongside|unter|nach|ins|neben|en|junto|dans|sous|à côté)\b/i;
const NAMES =
  /\b(?:name|named|names|called|naming|follow|match|suffix|prefix|start|begin|end|ends|use|extension|as|like|nenn\w*|hei(?:ß|ss)\w*|benannt|llam\w*|nombr\w*|termin\w*|nomm\w*|appel\w*|carry|are|is|tested in|have)\b/i;
const BESIDE =
  /\b(?:beside|next to|alongside|co-?located?|adjacent|right by|same (?:folder|directory|dir)|neben|daneben|junto a|al lado|à côté|zusammen mit)\b/i;
const TURNED_DOWN = /,? (?:not|nicht|never|nie|nunca|jamais|instead of|rather than|statt) .*$/i;
const EACH_NEW = /\b(?:each|every|any|all|new|jede[rns]?|neue[rns]?|cada|nuev\w+|chaque|nouve\w+)\b/i;

/** What is counted by "one per file". */
const DEFINES: readonly (readonly [words: RegExp, code: RegExp])[] = [
  [/\bhooks?\b/i, /\bexport (?:default )?(?:async )?(?:function|const) use[A-Z]\w*/g],
  [/\bcomponents?\b/i, /\bexport (?:default )?(?:function|const) [A-Z][a-z]\w*/g],
  [/\bclass(?:es)?\b|\bklassen?\b|\bclases?\b/i, /^(?:export )?(?:default )?(?:public |abstract |final )*class \w+/gm],
  [/\bfunctions?\b/i, /^export (?:default )?(?:async )?function \w+/gm],
  [/\bmodels?\b/i, /^class \w+\(/gm],
];
const ONE_EACH =
  /\b(?:one|a single|1|eine?|una?|une) (?:\w+ )?(?:per|each|pro|por|par) (?:file|datei|archivo|fichier)\b|\bone (?:file )?per\b|\bone \w+ each\b/i;

/** Files of a kind that nobody has told of: the word is in their names. */
const kindCalled = (words: string): FileKind | undefined => {
  const noun = /([A-Za-z]{4,})\W*$/.exec(words)?.[1]?.toLowerCase().replace(/ies$/, "y").replace(/s$/, "");
  if (
    noun === undefined ||
    /^(?:file|folder|thing|code|everything|anything|stuff|text|name|they|these|those|class|clas|function|method|line|module|package|project|one|message|value|data|new|each)$/.test(
      noun,
    )
  )
    return undefined;
  return {
    words: /^$/,
    path: new RegExp(
      `(?:^|[/._-])${noun}(?:s|es)?(?:[/._-]|$)|[a-z]${noun[0]?.toUpperCase()}${noun.slice(1)}s?\\.\\w+$`,
      "i",
    ),
  };
};

/** What the words in front of the verb, or between it and the place, call the files. */
const subjectOf = (clause: Clause): FileKind | undefined => {
  const words = wordsOf(clause.text.replace(/`[^`]*`/g, " "));
  const verb =
    /^(?<head>.*?)\b(?:go|goes|live|lives|belongs?|are|is|get|gets|carry|need|van|va|viven|gehören|gehört|kommen|liegen|heißen|vont|must|should|mirror|end|start|begin)\b/i.exec(
      words,
    )?.groups?.head;
  if (verb !== undefined && verb.trim() !== "") return kindIn(verb) ?? kindCalled(verb);
  const object =
    /^(?:always )?\w+ (?<what>.*?) (?:in|into|under|inside|to|at|within|beside|next to|alongside|unter|neben|en|dans|with|as|like|mit|con|avec|after)(?: |$)/i.exec(
      words,
    )?.groups?.what;
  return kindIn(object ?? words);
};

interface Expectation {
  readonly kind: FileKind | null;
  /** Null where a file has a name of its own that no style binds. */
  readonly isGood: (written: Written) => boolean | null;
}

const expectation = (kind: FileKind | null, isGood: (written: Written) => boolean | null): Expectation => ({
  kind,
  isGood,
});

/** A path that ends in a name: `tests/foo/test_bar.py`. */
const NAMED_PATH = /`[^`\s]*\/[^`/\s]*\.\w{1,5}`/;

/** What comes with another file, and is told apart by its folder. */
const OF_COMPANIONS = /^\W*(?:\w+ )?(?:stor(?:y|ies)|styles?|stylesheets?|css|mocks?|snapshots?)\b/i;

const isRightIn = (place: string, file: string): boolean =>
  file
    .slice(0, -baseOf(file).length)
    .replace(/\/$/, "")
    .endsWith(place.replace(/^\.?\/|\/$/g, ""));

const inPlace = (clause: Clause): string[] =>
  placesIn(
    clause.text.replace(
      /,? (?:not|nicht|no|never|nie|nunca|instead of|rather than|statt|mirroring|mirrors|parallel to|matching|as in) .*$/i,
      "",
    ),
  ).filter((place) => (!isPattern(place) || /\/\*{1,2}(?:\/\*)?\.\w+$/.test(place)) && !/^\.\w+$/.test(place));

/** "Headers go in `include/`, sources in `src/`" says two things. */
const pairsIn = (clause: Clause): Clause[] => {
  const found =
    /^(?<first>[^`]{3,60}?(?<verb>\b(?:go|live|belong|are|kommen|liegen|gehören|van|vont)\b)[^`]{0,40}`[^`]+\/`),? (?:and )?(?<second>[\w .-]{3,40}?) (?<where>(?:in|to|into|under|nach|unter|en|dans) `[^`]+\/`)$/iu.exec(
      clause.text,
    )?.groups;
  return found === undefined || clause.polarity !== "do" || clause.unwanted.length > 0
    ? [clause]
    : [
        { ...clause, text: found.first ?? "", asides: [] },
        { ...clause, text: `${found.second} ${found.verb} ${found.where}`, asides: [] },
      ];
};

/** Where files of a kind go and how they are called, from all that a memory says of them. */
const expectations = (rule: Rule): Expectation[] => {
  const found: Expectation[] = [];
  let kind: FileKind | null = null as FileKind | null;
  for (const clause of rule.clauses.flatMap(pairsIn)) {
    const { text, polarity, unwanted } = clause;
    if (polarity === "tells" || polarity === "may") continue;
    if (
      /\b(?:import|imports|imported|branch(?:es)?|commit|answer|variable|function name)\b/i.test(wordsOf(text)) &&
      !/\b(?:file|dir|folder)/i.test(text)
    )
      continue;
    kind = subjectOf(clause) ?? kind;
    const words = wordsOf(text);
    if (polarity === "dont") {
      const places = placesIn(unwanted.join(" "));
      if (
        kind !== null &&
        places.length > 0 &&
        !/\bedit|\btouch|\bchang|\bmodif/i.test(words) &&
        (PUTS.test(words) ||
          found.length > 0 ||
          /\b(?:in|en|dans|im|under|inside) *$/.test(unwanted.join(" ").split("`")[0] ?? ""))
      ) {
        const isThere = placed(places);
        found.push(expectation(kind, ({ file }) => !isThere(file)));
      } else if (kind !== null)
        for (const { isGood } of endingsIn(clause)) found.push(expectation(kind, ({ file }) => isGood(file)));
      continue;
    }
    const places = PUTS.test(words) && SAYS_WHERE.test(words) ? inPlace(clause) : [];
    // "in tests/, never next to the source": what is turned down is not where they go.
    const isBeside = BESIDE.test(words.replace(TURNED_DOWN, ""));
    // "in `__tests__` folders beside the code": such a folder anywhere.
    if (kind !== null && places.length > 0 && (!isBeside || places.every((place) => /^[\w.-]+\/$/.test(place)))) {
      const isThere = placed(places);
      found.push(expectation(kind, ({ file }) => isThere(file)));
      const wrong = unwanted.flatMap(placesIn);
      if (wrong.length > 0) {
        const isUnder = placed(wrong);
        // "never directly in `cypress/e2e`": its folders are no matter.
        const isWrong = /\b(?:directly|straight|direkt|directamente|directement)\b/i.test(unwanted.join(" "))
          ? (file: string) => isUnder(file) && wrong.some((place) => isRightIn(place, file))
          : isUnder;
        found.push(expectation(kind, ({ file }) => !isWrong(file)));
      }
    } else if (kind !== null && kind.path === TEST_FILE && isBeside && !/\bnot (?:beside|next)/i.test(words))
      found.push(expectation(kind, ({ file }) => !/(?:^|\/)(?:tests?|__tests__|specs?)\//.test(file)));
    else if (kind !== null && isBeside && OF_COMPANIONS.test(words) && !/\bnot (?:beside|next)/i.test(words)) {
      // A folder that is called like the kind holds nothing else: `stories/`.
      const own = kind;
      found.push(
        expectation(
          own,
          ({ file }) =>
            !file
              .split("/")
              .slice(0, -1)
              .some((folder) => own.words.test(folder)),
        ),
      );
    }
    if (
      !(NAMES.test(words) || ONE_EACH.test(words) || NAMED_PATH.test(text)) &&
      places.length === 0 &&
      found.length === 0
    )
      continue;
    if (/^(?:put|add) an? /i.test(text) && EACH_NEW.test(words)) continue;
    // "`Button.tsx` has its `Button.css` beside it" names no other file.
    const namings = /`[^`]+` (?:has|have|gets?) /.test(text) ? [] : namingsIn(clause, kind);
    const endings = kind === null || !/\b(?:end|suffix)/i.test(words) ? [] : endingsIn(clause);
    if (kind !== null && endings.length > 0)
      for (const { isGood } of endings) found.push(expectation(kind, ({ file }) => isGood(file)));
    else if (kind !== null && namings.length > 0)
      found.push(expectation(kind, ({ file }) => namings.some(({ test }) => test(file))));
    else if (kind !== null)
      for (const { isGood } of endingsIn(clause)) found.push(expectation(kind, ({ file }) => isGood(file)));
    // "New tests in TypeScript": the language is an ending.
    const tongue = /\bnew\b.* in (?<name>[A-Z][\w+#]+)$/.exec(wordsOf(text))?.groups?.name;
    const language = LANGUAGES.find(([name]) => tongue !== undefined && name.test(tongue))?.[1];
    if (kind !== null && language !== undefined) found.push(expectation(kind, ({ file }) => language.test(file)));
    const isOfFiles =
      places.length > 0 ||
      found.length > 0 ||
      /\bfile ?names?\b|\bfiles?\b|\bdateien\b|\bdateinamen\b|\barchivos\b|\bfichiers\b|\bpartials\b|\bmodules?\b|\bmodulos?\b|\bscripts?\b/i.test(
        words,
      ) ||
      (kind !== null &&
        /\bname|\bcall|\bnenn|\bllam/i.test(words) &&
        !/\bclass|\bfunction|\bvariable|\bmethod|\btest names?\b|\bcolumns?\b/i.test(words));
    if (isOfFiles)
      for (const style of stylesIn(text))
        found.push(expectation(kind, ({ file }) => (FIXED_NAME.test(baseOf(file)) ? null : style.test(stemOf(file)))));
    const counted = ONE_EACH.test(words) ? DEFINES.find(([name]) => name.test(wordsOf(rule.text)))?.[1] : undefined;
    if (counted !== undefined)
      found.push(expectation(kind, ({ added }) => (added.slice(0, 8_000).match(counted)?.length ?? 0) < 2));
  }
  return found;
};

/** "Write a script that …": whatever it is written in. */
const ASKS_SCRIPT = /\b(?:scripts?|skripte?|guion(?:es)?)\b/i;
const SCRIPT = /\.(?:sh|bash|zsh|ps1|py|rb|pl|php|[cm]?[jt]s)$/;
const SCRIPTS = kindIn("scripts");

/** All that is expected of one file has to hold for it to be as it should. */
const whereChecks = (rule: Rule): Check[] => {
  const all = expectations(rule);
  if (all.length === 0) return [];
  const language = LANGUAGES.filter(([words]) => words.test(wordsOf(rule.clauses[0]?.text ?? ""))).map(
    ([, file]) => file,
  );
  const apart = placed(rule.exceptions.flatMap(placesIn));
  const isOfTemp = placesIn(rule.text).some((place) => place.startsWith("/tmp"));
  const isNamed = placed(rule.clauses.flatMap(({ text }) => placesIn(text)));
  // `notes/YYYY-MM-DD-topic.md`: what lies there is meant, whatever it is.
  const folders = rule.clauses.flatMap(({ text, polarity, unwanted }) =>
    polarity !== "do" || unwanted.length > 0
      ? []
      : codesIn(text).flatMap((code) => /^((?:[\w.-]+\/)+)[^/`]*\d?[A-Z<{*][^/`]*(\.\w{1,5})$/.exec(code) ?? []),
  );
  const isInFolder = (file: string): boolean =>
    folders.length === 3 &&
    `/${file.slice(0, -baseOf(file).length)}`.endsWith(`/${folders[1]}`) &&
    file.endsWith(folders[2] ?? "");
  const isOfNoKind = all.every(({ kind }) => kind === null);
  return [
    eachChange((written, { prompt }): Finding | null => {
      // A file that the user calls by its name is called what the user wants.
      if (/\.\w+$/.test(written.file) && prompt.includes(baseOf(written.file))) return null;
      const { file, isNew, added } = written;
      if (!isNew || apart(file) || /^(?:\/dev|\$)/.test(file) || baseOf(file) === "") return null;
      if (!isOfTemp && file.startsWith("/tmp")) return null;
      if (
        language.length > 0 &&
        !isOfNoKind &&
        !language.some((one) => one.test(file)) &&
        all.some(({ kind }) => kind?.path === TEST_FILE)
      )
        return null;
      if (isOfNoKind && language.length > 0 && !language.some((one) => one.test(file))) return null;
      if (/^(?:README|CHANGELOG|CONTRIBUTING|LICENSE|SECURITY|AGENTS|CLAUDE)\b/.test(baseOf(file))) return null;
      const isScript = SCRIPT.test(file) && (ASKS_SCRIPT.test(prompt) || isNamed(file));
      const due = all.filter(
        ({ kind }) => kind === null || isKind(kind, file, added) || (isScript && kind === SCRIPTS) || isInFolder(file),
      );
      // What is said of files as such binds files of the kind that the memory is about.
      if (due.length === 0 || (!isOfNoKind && due.every(({ kind }) => kind === null))) return null;
      const found = due.map(({ isGood }) => isGood(written)).filter((one) => one !== null);
      return found.length === 0 ? null : finding(!found.includes(false), file);
    }),
  ];
};

/** Checks on where an agent writes. */
export const pathChecks = (rule: Rule): readonly Check[] => {
  const hands = handsOff(rule);
  const ends = endingChoice(rule);
  // What says only where not to write does not say where files go.
  const left = rule.clauses.filter((clause) => !hands.some((one) => one.clause === clause));
  return [
    ...hands.flatMap(({ checks }) => checks),
    ...ends,
    ...companions(rule),
    ...freeOf(rule),
    ...together(rule),
    ...barredNames(rule),
    ...rootChecks(rule),
    ...keptOut(rule),
    ...comesWith(rule),
    ...limitedTo(rule),
    ...notedIn(rule),
    ...definedIn(rule),
    ...notByHand(rule),
    ...(ends.length > 0 ? [] : formatChecks(rule)),
    ...(ends.length > 0 ? [] : whereChecks(hands.length === 0 ? rule : { ...rule, clauses: left })),
  ];
};
