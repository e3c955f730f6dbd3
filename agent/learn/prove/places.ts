/** The files and folders that a memory names, and whether a file is there. */

const EXTENSIONS =
  "json|lock|toml|ya?ml|md|mdx|sql|xml|tsx?|jsx?|mjs|cjs|py|go|rs|java|kt|rb|php|cs|cpp|hpp|css|scss|less|html|env|ini|cfg|conf|sh|proto|graphql|prisma|csv|svg|png|vue|svelte|swift|dart|ex|exs|gradle|properties|txt|ipynb|tf|snap|gd|unity|prefab|xcodeproj|pbxproj|plist|storyboard";
const CODE_PATH = /`([^`\s]+)`/g;
const BARE_PATH = new RegExp(
  `(?<![\\w\`/.@-])((?:[\\w.@~-]+/)+[\\w.@*~-]*|\\.?[\\w-]{1,60}(?:\\.[\\w-]{1,30}){0,3}\\.(?:${EXTENSIONS})|\\.env(?:\\.\\w+)?|Makefile|Dockerfile|Podfile|Gemfile|Rakefile|Procfile|Fastfile|Brewfile|Jenkinsfile|Vagrantfile|[Jj]ustfile|README|CHANGELOG|/(?:tmp|var|opt|etc)(?:/[\\w.-]+)*)(?![\\w\`/])`,
  "g",
);
const FOLDER =
  /(?<![\w-])`?([\w.-]+)`? (?:folder|directory|dir|ordner|verzeichnis|carpeta|directorio|dossier|répertoire)(?!\w)|`([\w.-]+)` (?:folders|directories|dirs|verzeichnisse|carpetas|dossiers)(?!\w)/gi;

const looksLikePath = (code: string): boolean =>
  /^[\w.@~*/{},<>[\]$+-]+$/.test(code) &&
  !/^--?\w|^@[\w-]+\/[\w-]+$|^https?:|\($/.test(code) &&
  (/[/*]/.test(code) ||
    new RegExp(`\\.(?:${EXTENSIONS})$`, "i").test(code) ||
    /^(?:\.[a-z][\w.-]+|Makefile|Dockerfile|justfile|Justfile|Gemfile|Podfile|Fastfile|Brewfile|Jenkinsfile|Vagrantfile|Rakefile|Procfile|README|CHANGELOG|LICENSE)$/.test(
      code,
    )) &&
  !new RegExp(`^\\.(?:${EXTENSIONS}|\\w\\.\\w+)$`).test(code.replace(/^\.env$/, "env")) &&
  !/^\.(?:[a-z]+[A-Z]|map|filter|then|unwrap|expect|clone|format|forEach|push)\b/.test(code);

const OTHER_FOLDERS =
  /^(?:the|this|that|same|own|a|its|their|one|each|every|root|new|flat|parent|source|current|any|other|wrong)$/i;

/** The paths, globs and folders that are named in a text, as they are written. */
export const placesIn = (text: string): string[] => {
  const coded = [...text.matchAll(CODE_PATH)].map((found) => found[1] ?? "").filter(looksLikePath);
  const plain = text.replace(/`[^`]*`/g, " ");
  const bare = [...plain.matchAll(BARE_PATH)]
    .map((found) => (found[1] ?? "").replace(/[.,;:]+$/, ""))
    // "and/or", "client/server" are words.
    .filter(
      (place) =>
        place.includes(".") ||
        place.endsWith("/") ||
        place.startsWith("/") ||
        /^(?:src|lib|app|apps|packages|tests?|docs?|internal|cmd|pkg|public|web|api|db|infra|scripts?|config)\//.test(
          place,
        ) ||
        !place.includes("/"),
    );
  const folders = [...text.matchAll(FOLDER)]
    .map((found) => found[1] ?? found[2] ?? "")
    .filter((name) => !OTHER_FOLDERS.test(name) && !coded.includes(name));
  return [...new Set([...coded, ...bare, ...folders.map((name) => `${name.replace(/\/$/, "")}/`)])];
};

const escaped = (text: string): string => text.replace(/[\\^$+?.()|[\]{}]/g, "\\$&");

/** A part of a path that stands for whatever is there: `<name>`, `[locale]`, `pkg`, `foo`. */
const OPEN = /<[^>/]{1,40}>|\{[^}/,]{1,40}\}|\[[^\]/]{1,40}\]|\$\{?\w+\}?|…|\.{3}/g;

const pattern = (place: string): RegExp => {
  const plain = place
    .replace(/^\.?\//, "")
    .replace(/\{([^}/]*,[^}/]*)\}/g, (_, all: string) => `\u0001${all.split(",").join("\u0002")}\u0003`)
    .replace(OPEN, "*")
    .replace(/\*\*\/?/g, "\u0000");
  const body = plain
    .split("\u0000")
    .map((part) => part.split("*").map(escaped).join("[^/]*"))
    .join(".*")
    .replaceAll("\u0001", "(?:")
    .replaceAll("\u0002", "|")
    .replaceAll("\u0003", ")");
  // A glob of an ending names files anywhere.
  return new RegExp(`(?:^|/)${body}${plain.endsWith("/") || plain.endsWith("\u0000") ? "" : "(?:/|$)"}`, "i");
};

/** Whether a file is one that is named, or lies in a folder or under a pattern that is. */
export const placed = (places: readonly string[]): ((file: string) => boolean) => {
  const patterns = places.map((place) => pattern(place.slice(0, 200)));
  return (file) => patterns.some((one) => one.test(file.slice(0, 1_000)));
};
