import { typed } from "../shell/commands.ts";
import { activityWithin } from "./activities.ts";
import { askedBy } from "./asked.ts";
import { type Check, eachChange, eachCommand, finding } from "./check.ts";
import { commandsNamed } from "./command-words.ts";
import { doingOf } from "./doings.ts";
import { FILE_KINDS, isKind } from "./file-kinds.ts";
import { baseOf } from "./file-names.ts";
import { type Target, targetIn } from "./hands-off-targets.ts";
import { wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { IsMeant } from "./programs.ts";
import type { Clause, Rule } from "./rule.ts";
import { PROSE } from "./scope.ts";

const CHANGES =
  /(?<![\wÀ-ɏ])(?:edit|touch|modif|chang|writ|alter|updat|overwrit|hand-?edit|patch|rewrit|tweak|mess|bearbeit|änder|anfass|schreib|toqu|toc|modifi|edit|cambi|escrib|touch|chang|écri|rename|renam|move|mov)\w*|\bhands? off\b|\boff[- ]limits\b|\bread-only\b|\bfrozen\b|\btabu|\balone\b|\buntouched\b|\bas (?:it|they) (?:is|are)\b|\bfinger weg\b|\b(?:keep|stay) (?:out|away|clear|off)\b/i;
const DELETES = /\b(?:delet|remov|rm\b|drop|lösch|entfern|borr|elimin|supprim|touch|toqu|anfass)\w*/i;
const CREATES =
  /\b(?:creat|add|new|generat|introduc|put|place|sav|writ|anleg|erstell|cre[eaé]|añad|ajout|nada|nothing|nichts)\w*/i;
const COMMITS = /\b(?:commit|stage|git add|check in|push|einchecken|committe)\w*/i;
const READS = /\b(?:read|open|print|cat|look|show|display|log|lies|lese|leas|lire|lis)\b/i;
const MADE =
  /\b(?:generated|auto-?generated|generiert|erzeugt|generad[oa]s?|générée?s?|vendored|third-party|written by|built by|build output|built|managed by|owned by|maintained by|comes? from|output of|compiled|eingecheckt|copied from|synced from|build-ausgabe|mirror(?:s|ed)?|upstream|belongs? to|comes? out of|results? of|dumped (?:by|from)|written by|updated (?:by|with))\b/i;
const POINTS_BACK =
  /\b(?:it|them|there|that|those|these|by hand|manually|directly|von hand|manuell|direkt|a mano|directamente|à la main|lo|los|la|las)\b/i;

/** "Put nothing new into `utils.py`": a file is added to by being edited. */
const INTO_FILE = /\b(?:in|into|to|inside) (?:the )?`(?:[^`]*\w\.\w{1,5}|[^`/]*\.\w{3,20}|Makefile|Dockerfile)`/i;

/** What a clause puts out of bounds; what it only points to is looked for in the clauses before it. */
const targetOf = (rule: Rule, clause: Clause): Target | null => {
  const own = targetIn([clause.unwanted.join(" ") || clause.text, ...clause.asides].join(" "));
  if (own !== null) return own;
  if (!POINTS_BACK.test(clause.text)) return null;
  const before = rule.clauses.slice(0, rule.clauses.indexOf(clause)).reverse();
  for (const { text, asides } of before) {
    const found = targetIn([text, ...asides].join(" "));
    if (found !== null) return found;
  }
  return null;
};

/** "X is generated; change Y instead" forbids to edit X without saying so. */
const isMade = (rule: Rule, clause: Clause): boolean => {
  if (clause.polarity !== "do" || !MADE.test(wordsOf(clause.text)) || targetIn(clause.text) === null) return false;
  const rest = rule.clauses.slice(rule.clauses.indexOf(clause) + 1);
  return (
    rest.some(({ text }) =>
      /\b(?:instead|regenerate|never|don['’]?t|change|edit|run|nie|nicht|nunca|stattdessen|rebuild)\b/i.test(text),
    ) || /^.{0,60}\b(?:generated|auto-?generated|read-only)\b/i.test(wordsOf(rule.text))
  );
};

/** A prompt that names the file has it changed; the name of a folder may be any word. */
const namesIt = (target: Target, isFree: boolean) => {
  const names = target.names
    .map((name) => baseOf(name.replace(/\/$/, "")).toLowerCase())
    .filter((name) => name.length > 3);
  return (prompt: string): boolean => {
    const said = prompt.toLowerCase();
    return names.some((name) => said.includes(name) && (isFree || /[._/]|\s/.test(name)));
  };
};

/** "I haven't merged it yet": what binds merged ones does not bind this. */
const NOT_YET =
  /(?:\bnot|n['’]t|\bnever been|\bnicht|\bno|\bpas|\baún no) (?:\w+ ){0,3}(?:yet )?(?:merged?|released?|applied|shipped|published|deployed|gemergt|fusionad\w*|fusionn\w*)\b|\bunmerged|\bunreleased/i;

/** What writes lock files is a package manager that changes its packages. */
const maintained = (target: Target, by: string): { readonly does: IsMeant }[] =>
  /\bpackage managers?\b|\bpaketmanager\b|\bgestor de paquetes\b/i.test(by) && target.isMeant("Cargo.lock")
    ? [
        {
          does: ({ program, words }) =>
            /^(?:npm|pnpm|yarn|bun|cargo|uv|poetry|composer|bundle|pdm|go|pod)$/.test(program) &&
            /^(?:install|add|update|upgrade|up|remove|uninstall|require|lock|sync|get|mod)$/.test(words[0] ?? ""),
        },
      ]
    : [];

const keepOff = (rule: Rule, clause: Clause, target: Target): Check => {
  const others = rule.clauses.filter((one) => one !== clause && one.polarity === "do" && !MADE.test(one.text));
  const instead = placed(
    others
      .flatMap(({ text, wanted }) => placesIn([...wanted, text].join(" ")))
      .filter((place) => !target.names.includes(place)),
  );
  const makers = rule.clauses.filter((one) => one !== clause && one.polarity === "do" && MADE.test(one.text));
  const ways = [
    ...others.flatMap(({ text }) => commandsNamed(text)),
    ...[...makers, ...(clause.polarity === "do" ? [clause] : [])].flatMap(({ text }) => {
      const [, behind = ""] = text.split(MADE);
      return [
        ...commandsNamed(behind),
        ...[activityWithin(wordsOf(behind))].flatMap((one) => one ?? []),
        ...maintained(target, behind),
      ];
    }),
  ];
  // "write a migration instead"
  const kinds = others.flatMap(({ text }) =>
    /\b(?:write|add|create|make) (?:an?|new|your own)\b/i.test(text)
      ? (FILE_KINDS.find(({ words }) => words.test(wordsOf(text))) ?? [])
      : [],
  );
  const isAsked = namesIt(target, rule.exceptions.length > 0);
  const isOfMerged = /\b(?:merged|released|applied|shipped|published|deployed)\b/i.test(clause.text);
  const countsRemoval = DELETES.test(wordsOf(clause.text));
  const apart = placed(rule.exceptions.flatMap(placesIn));
  return (conduct) => {
    if (isAsked(conduct.prompt) || (isOfMerged && NOT_YET.test(conduct.prompt))) return [];
    return [
      ...eachChange(({ file, isNew, by, added, removed }) => {
        if (!target.isMeant(file) || apart(file)) {
          const isOther = apart(file) || instead(file) || (isNew && kinds.some((kind) => isKind(kind, file, added)));
          return isOther ? finding(true, file) : null;
        }
        if (/^rm\b/.test(by) && !countsRemoval) return null;
        if (target.onlyOld && isNew) return finding(true, file);
        return added === "" && removed === "" && by === "" && !isNew ? null : finding(false, by === "" ? file : by);
      })(conduct),
      ...(ways.length === 0
        ? []
        : eachCommand((ran) => (ways.some(({ does }) => does(ran)) ? finding(true, typed(ran)) : null))(conduct)),
    ];
  };
};

/** "Never commit `.env`", "don't read the secrets": what a command is given to work on. */
const keepFrom = (programs: RegExp, subcommand: RegExp | null, target: Target): Check =>
  eachCommand((ran) => {
    if (!programs.test(ran.program) || (subcommand !== null && !subcommand.test(ran.words[0] ?? ""))) return null;
    // What is searched for is no file.
    const files = /^(?:grep|rg|ack)$/.test(ran.program) ? ran.words.slice(1) : ran.words;
    const found = files.find((word) => target.isMeant(word));
    return found === undefined ? null : finding(false, typed(ran));
  });

const NEW_THING =
  /\bnew\b|\b(?:leave|leaving|drop|produce|hinterlass\w*|dej\w+|laiss\w+)\b|\bcreat|\badd\b|\bextra\b|\badditional\b|\bneue?n?\b|\bnuev|\bnouve|\banleg|\berstell|\bcre[eé]|\bgenerat|\bwrit/i;

/** "Don't create summary files": a kind of file that is not to be made. */
const notMade = (clause: Clause, target: Target | null = null): Check[] => {
  const words = wordsOf(clause.text);
  if (
    !NEW_THING.test(words) ||
    !/\bfiles?\b|\bdateien\b|\barchivos\b|\bfichiers\b|\breadmes?\b|\bdocs?\b|\bdocument(?:s|ation)\b|\bscripts?\b/i.test(
      words,
    )
  )
    return [];
  if (/\b(?:in|to|inside|into|into) (?:files?|docs?|tests?|documentation)\b/i.test(words)) return [];
  const kind = FILE_KINDS.find((one) => one.words.test(words));
  const isMarkdown = /\b(?:markdown|md|docs?|documentation|document|summary|report|readme|\.md)\b/i.test(words);
  const root = /\b(?:root|top level|top-level)\b/i.test(words);
  if ((kind === undefined && !isMarkdown) || root) return [];
  const isAsked = askedBy(isMarkdown ? "document" : words);
  return [
    (conduct) =>
      isAsked(conduct.prompt) ||
      /\b(?:readme|docs?|document|write|report|notes?|guide|page|file)\b/i.test(conduct.prompt)
        ? []
        : (isMarkdown ? withWork : asItIs)(
            eachChange(({ file, isNew, added, by }) => {
              if (!isNew || (by !== "" && /^(?:mv|cp)/.test(by)) || /^\/tmp\//.test(file)) return null;
              // "no new Markdown under `docs/`"
              if (target?.names.every((name) => name.endsWith("/")) && !target.isMeant(file)) return null;
              const isIt = isMarkdown ? /\.mdx?$/i.test(file) : kind !== undefined && isKind(kind, file, added);
              return isIt ? finding(false, file) : null;
            }),
          )(conduct),
  ];
};

const asItIs = (check: Check): Check => check;

/** Work on code that left none of what is not to be made shows that it was kept to. */
const withWork =
  (check: Check): Check =>
  (conduct) => {
    const found = check(conduct);
    const written = conduct.deeds.flatMap((deed) => doingOf(deed).written);
    const code = written.find(({ file, added, removed }) => !PROSE.test(file) && added + removed !== "");
    return found.length > 0 || code === undefined ? found : [finding(true, code.file)];
  };

/** "Never delete tests". */
const notRemoved = ({ unwanted }: Clause): Check[] => {
  const words = wordsOf(unwanted.join(" "));
  const kind = /^(?:delete|remove|deleting|removing|lösche?n?|entferne?n?|borr\w+|elimin\w+|supprim\w+)\b/i.test(words)
    ? FILE_KINDS.find((one) => one.words.test(words))
    : undefined;
  if (kind === undefined) return [];
  const isAsked = askedBy(words);
  return [
    (conduct) =>
      isAsked(conduct.prompt)
        ? []
        : eachChange(({ file, by }) =>
            /^(?:rm|git rm)\b/.test(by) && kind.path.test(file) ? finding(false, by) : null,
          )(conduct),
  ];
};

/** "edit there, never in `gen/`", "`api/` is generated, not to be changed by hand": the ban is the other half of a contrast. */
const turnedDown = ({ polarity, text, unwanted, wanted, asides }: Clause): Target | null => {
  if (polarity !== "do" || unwanted.length === 0) return null;
  const said = unwanted.join(" ");
  const isByHand = /\b(?:by hand|manually|directly|von hand|manuell|a mano|à la main)\b/i.test(said);
  if (
    /^(?:by (?:you|hand)|manually|yourself|von (?:dir|hand)|a mano|por ti|à la main)$/i.test(said) &&
    CHANGES.test(wordsOf(text))
  )
    return targetIn([text, ...asides].join(" "));
  if (/^(?:edited|changed|touched|modified|written)(?: (?:by hand|directly|manually))?$/i.test(said))
    return targetIn(text);
  if (isByHand && CHANGES.test(wordsOf(said))) return targetIn(text);
  const isEdit =
    /^(?:please |always )?(?:edit|change|modify|touch|fix|adjust|bearbeite|ändere|edita|modifica|modifie)\b/i;
  return isEdit.test(wanted.join(" ")) && /^(?:in|under|inside|im|unter|en|dans) /i.test(said) ? targetIn(said) : null;
};

const ANYTHING =
  /\b(?:anything|nothing|new (?:files?|code|things?)|more|any files?|nichts|neues|neuen? dateien|nada|archivos nuevos|rien)\b/i;

/** "Don't put anything in `src/common`": what is there may change, but nothing comes to it. */
const nothingNewIn = (target: Target): Check =>
  eachChange(({ file, isNew, by }, { prompt }) =>
    !isNew || PROSE.test(file) || prompt.includes(baseOf(file))
      ? null
      : finding(!target.isMeant(file), by === "" ? file : by),
  );

/** What keeps an agent off files and folders: not to be changed, committed or looked into. */
const keptOff = (rule: Rule, clause: Clause): readonly Check[] => {
  const words = wordsOf(clause.text);
  if (/\b(?:free of|frei von)\b/i.test(words)) return [];
  const turned = turnedDown(clause);
  if (turned !== null) return [keepOff(rule, clause, turned)];
  const isMine = clause.polarity === "dont" || isMade(rule, clause);
  if (!isMine || (clause.polarity === "dont" && clause.wanted.length > 0)) return [];
  // "… to make them pass": what for cannot be seen.
  if (/\bto (?:make|get|have|force|silence)\b/i.test(words) && !DELETES.test(words)) return [];
  const target = targetOf(rule, clause);
  if (target === null) return clause.polarity === "dont" ? [...notMade(clause), ...notRemoved(clause)] : [];
  if (clause.polarity !== "dont") return [keepOff(rule, clause, target)];
  if (COMMITS.test(words)) return [keepFrom(/^git$/, /^(?:add|commit)$/, target)];
  if (READS.test(words) && !CHANGES.test(words))
    return [keepFrom(/^(?:cat|less|head|tail|bat|grep|rg|more|source|open|jq|sed|awk|vim|nano)$/, null, target)];
  if (
    CREATES.test(words) &&
    !INTO_FILE.test(clause.text) &&
    !/\bedit|\btouch|\bchang|\bmodif|\bwrit(?:e|es|ing) (?:to|in)|\balone\b|\buntouched\b|\boff[- ]limits\b|\bhands off\b/i.test(
      words,
    )
  )
    return [...notMade(clause, target), ...(ANYTHING.test(words) ? [nothingNewIn(target)] : [])];
  return CHANGES.test(words) || INTO_FILE.test(clause.text) || DELETES.test(words) || POINTS_BACK.test(words)
    ? [keepOff(rule, clause, target)]
    : [];
};

/** Checks on files and folders that are not to be changed, with the clauses that say so. */
export const handsOff = (rule: Rule): readonly { readonly clause: Clause; readonly checks: readonly Check[] }[] =>
  rule.clauses.map((clause) => ({ clause, checks: keptOff(rule, clause) })).filter(({ checks }) => checks.length > 0);
