import { codesIn, wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";

/** Files that are meant by a word, where no path is named. */
const MEANT: readonly (readonly [words: RegExp, file: RegExp, onlyOld?: true])[] = [
  [
    /\block-? ?files?\b/i,
    /(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|Cargo\.lock|poetry\.lock|uv\.lock|Gemfile\.lock|composer\.lock|go\.sum|[\w-]+\.lock)$/,
  ],
  [
    /\bgenerated (?:files?|code|sources?|clients?|types?|protos?)\b/i,
    /(?:^|\/)(?:generated|__generated__|gen)\/|\.(?:gen|generated|g)\.\w+$|_pb2?\.\w+$|\.pb\.go$/,
  ],
  [
    /\b(?:vendored?|third-party)(?: code| files| folder| libraries)?\b/i,
    /(?:^|\/)(?:vendor|third[_-]party|node_modules)\//,
  ],
  [
    /\b(?:existing|old|applied|released|merged|shipped|past|committed|previous|already \w+|deployed|bestehende|alte|existentes|aplicadas|existantes) (?:\w+ )?(?:migrations?|migraciones|migrationen)\b|\bmigrations? (?:that|which|once|already)\b/i,
    /migrat/i,
    true,
  ],
  [/\bsnapshots?(?: files?)?\b/i, /\.snap$|__snapshots__\//],
  [
    /\b(?:ci|github) (?:config\w*|files?|workflows?|pipelines?|actions)\b|\bworkflow files?\b/i,
    /\.github\/workflows\/|\.gitlab-ci|\.circleci\/|Jenkinsfile/,
  ],
  [/\b(?:env|environment|dotenv) files?\b/i, /(?:^|\/)\.env(?:\.\w+)?$/],
  [/\b(?:build output|build artifacts?)\b/i, /(?:^|\/)(?:dist|build|out|target)\//],
  [/\blicen[cs]e(?: headers?| file)?\b/i, /(?:^|\/)LICEN[CS]E/],
  [/\b(?:the )?changelog\b/i, /(?:^|\/)CHANGE(?:LOG|S)(?:\.\w+)?$/i],
  [/\b(?:the )?readme\b/i, /(?:^|\/)README(?:\.\w+)?$/i],
  [/\bdotfiles?\b/i, /(?:^|\/)\.[\w.-]+$/],
  [/\b(?:existing|old) tests?\b/i, /(?:^|\/)(?:test_|[^/]*[._](?:test|spec)\.)|(?:^|\/)tests?\//, true],
];

export interface Target {
  readonly isMeant: (file: string) => boolean;
  readonly onlyOld: boolean;
  readonly names: readonly string[];
}

/** Folders that are known by their names. */
const FOLDERS =
  /^(?:node_modules|dist|coverage|vendor|generated|__generated__|third_party|legacy|Pods|\.venv|target|migrations|protos?)$/;

const DIRECTLY = /\b(?:directly|straight|direkt|directamente|directement) (?:in|under|into|to|unter|en|dans|sous)\b/i;

export const targetIn = (text: string): Target | null => {
  const folders = codesIn(text)
    .filter((code) => FOLDERS.test(code))
    .map((code) => `${code}/`);
  const places = [...placesIn(text), ...folders];
  if (places.length > 0) {
    const isUnder = placed(places);
    // "no code directly under `src/`": its folders are no matter.
    const isRight = (file: string): boolean =>
      places.some((place) => file.replace(/\/[^/]*$/, "").endsWith(place.replace(/^\.?\/|\/$/g, "")));
    const isMeant = DIRECTLY.test(text) ? (file: string) => isUnder(file) && isRight(file) : isUnder;
    return { isMeant, onlyOld: false, names: places };
  }
  const words = wordsOf(text);
  const meant = MEANT.find(([pattern]) => pattern.test(words));
  if (meant === undefined) return null;
  const [pattern, file, onlyOld = false] = meant;
  return { isMeant: (one) => file.test(one), onlyOld, names: [pattern.exec(words)?.[0] ?? ""] };
};
