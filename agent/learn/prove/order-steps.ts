import { typed } from "../shell/commands.ts";
import { type Activity, activityOf } from "./activities.ts";
import { commandsNamed, meaningsOf, topicOf } from "./command-words.ts";
import type { Deed } from "./deed.ts";
import { doingOf } from "./doings.ts";
import { kindIn } from "./file-kinds.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { IsMeant } from "./programs.ts";

/** Something that shows in a deed: a command that is run, a file that is changed. */
export interface Step {
  readonly isIn: (deed: Deed) => string | null;
  readonly isEdit: boolean;
}

export const ofCommands = (does: IsMeant): Step => ({
  isIn: (deed) => {
    const found = doingOf(deed).ran.find(does);
    return found === undefined ? null : typed(found);
  },
  isEdit: false,
});

export const ofFiles = (isMeant: (file: string) => boolean): Step => ({
  isIn: (deed) => doingOf(deed).written.find(({ file }) => isMeant(file))?.file ?? null,
  isEdit: true,
});

export const isCode = (file: string): boolean => !/\.(?:md|mdx|txt|rst|adoc|log|lock)$/i.test(file);

const EDITS =
  /(?<![\wÀ-ɏ])(?:edit|chang|modif|touch|alter|updat|add|writ|cod|ad[dj]ust|mov|renam|remov|regenerat|änder|änderung|bearbeit|cambi|modific|edit|tocar|changement|modifi)\w*/i;

/** "editing `schema.prisma`", "any change to the code", "commit". */
export const stepOf = (phrase: string): Step | null =>
  EDITS_FIRST.test(phrase) && !/\b(?:dependenc|package|librar|abhängigkeit|dependencia)\w*$/i.test(phrase)
    ? (editOf(phrase) ?? doingIn(phrase))
    : doingIn(phrase);

const EDITS_FIRST = /^(?:you )?(?:edit|chang|modif|touch|alter|updat|ad[dj]|änder|cambi)/i;

const editOf = (phrase: string): Step | null => {
  const words = wordsOf(phrase);
  const endings = codesIn(phrase).filter((code) => /^\.\w{1,10}$/.test(code));
  if (endings.length > 0) return ofFiles((file) => endings.some((ending) => file.endsWith(ending)));
  const places = placesIn(phrase);
  if (places.length > 0) return ofFiles(placed(places));
  const language = LANGUAGE_FILES.find(([name]) => name.test(words))?.[1];
  return language === undefined ? ofNoun(words) : ofFiles((file) => language.test(file));
};

/** "touch the API", "change the schema": the word is in the path, or it is a kind of file. */
const ofNoun = (words: string): Step | null => {
  const noun = /(?:the|an?|any|our|der|die|das|el|la|le) (?:public |new |database |db )*([A-Za-z]{3,20})$/
    .exec(words)?.[1]
    ?.toLowerCase();
  if (
    noun === undefined ||
    /^(?:code|file|files|function|something|anything|thing|behaviou?r|feature|bug|test|tests)$/.test(noun)
  )
    return null;
  const kind = kindIn(words);
  const named = new RegExp(`(?:^|[/._-])${noun.replace(/s$/, "")}s?(?:[/._-])`, "i");
  return ofFiles((file) => isCode(file) && (named.test(file) || (kind?.path.test(file) ?? false)));
};

const doingIn = (phrase: string): Step | null => {
  const said = phrase.replace(/^(?:please|always|you|du) /i, "");
  const own = meaningsOf(said);
  // "commit Elixir code": what is committed is no matter here.
  const meanings = own.length > 0 ? own : meaningsOf(said.replace(OBJECT, ""));
  if (meanings.length > 0) return ofCommands((ran) => meanings.some(({ does }) => does(ran)));
  const words = wordsOf(phrase);
  if (EDITS.test(words)) {
    const places = placesIn(phrase);
    if (places.length > 0) return ofFiles(placed(places));
    if (/\b(?:model|schema|entit)\w*/i.test(words)) return ofFiles((file) => /model|schema|entit/i.test(file));
    const part = PART_OF_CODE.exec(words)?.groups?.part?.toLowerCase();
    if (part !== undefined)
      return ofFiles((file) => isCode(file) && file.toLowerCase().includes(part.replace(/s$/, "")));
    if (ANY_EDIT.test(words)) return ofFiles(isCode);
    const language = LANGUAGE_FILES.find(([name]) => name.test(words))?.[1];
    if (language !== undefined) return ofFiles((file) => language.test(file));
    return null;
  }
  const topic = topicOf(phrase);
  return topic === null || words.split(" ").length > 6 ? null : ofCommands(topic.does);
};

const OBJECT =
  / (?:(?!the\b|in\b|to\b)[\w+#-]+ )?(?:code|changes?|files?|work|anything|something|stuff|everything|a feature|a fix)$/i;

/** "changing job code": the code of something. */
const PART_OF_CODE =
  /\b(?!(?:the|any|some|your|all|every|each|source|this|our|python|go|rust|typescript|ts|js|javascript|css|production|existing|new|edit\w*|chang\w*|touch\w*|modif\w*|writ\w*|to|of|in)\b)(?<part>[a-z]{3,}) (?:code|files?)\b/i;
const ANY_EDIT =
  /^(?:(?:you|have|had|made|making|any|every|each|the|a|an|some|all|to|jede[rsnm]?|cada|un|una|de|der|die|das|le|la|les|el|los) )*(?:edit|chang|modif|touch|alter|updat|add|writ|cod|ad[dj]ust|änder|bearbeit|cambi|editar|tocar)\w*(?: (?:to|of|in|the|any|some|all|your|our|source|an|am|el|del|le|du|existing|new))*(?: ?(?:code|source|files?|anything|something|it|things|quellcode|código))?$|^(?:any |the )?(?:code|source) (?:changes?|edits?)$/i;

const LANGUAGE_FILES: readonly (readonly [name: RegExp, files: RegExp])[] = [
  [/\bpython\b/i, /\.py$/],
  [/\b(?:typescript|ts)\b/i, /\.[cm]?tsx?$/],
  [/\bjavascript\b/i, /\.[cm]?jsx?$/],
  [/\brust\b/i, /\.rs$/],
  [/\bgo\b/i, /\.go$/],
  [/\b(?:proto|protobuf)\w*/i, /\.proto$/],
  [/\b(?:graphql)\b/i, /\.(?:graphql|gql)$/],
  [/\bmigrations?\b/i, /migrat/i],
  [/\b(?:css|styles?)\b/i, /\.(?:css|scss|less)$/],
  [/\btests?\b/i, /test|spec/i],
  [/\b(?:terraform|tf)\b/i, /\.tf$/],
  [
    /\b(?:deps|dependenc\w+|requirements)\b/i,
    /(?:package\.json|requirements.*\.txt|pyproject\.toml|Cargo\.toml|go\.mod|Gemfile)$/,
  ],
];

/** What has to be done: the command or the file that is named. */
export const dueOf = (phrase: string): Step | null => {
  const named = commandsNamed(phrase);
  if (named.length > 0) return ofCommands((ran) => named.some(({ does }) => does(ran)));
  const words = wordsOf(phrase);
  const places = placesIn(phrase);
  if (
    places.length > 0 &&
    /\b(?:update|bump|add|adjust|change|write|note|entry|mention|extend|edit|record|list|document|trag|ergänz|actualiza|añade|ajoute)\w*/i.test(
      words,
    )
  )
    return ofFiles(placed(places));
  if (/\bchangelog\b/i.test(words)) return ofFiles((file) => /change(?:log|s)|release.?notes/i.test(file));
  if (/\b(?:ask|show|tell|confirm|check with|frag|pregunta|demande)\w*\b/i.test(words)) return null;
  const meanings = meaningsOf(phrase);
  const found: Activity | null =
    meanings[0] ?? activityOf(phrase.replace(/^(?:please|always|first|also) /i, "")) ?? topicOf(phrase);
  return found === null ? null : ofCommands(found.does);
};
