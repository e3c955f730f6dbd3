import { code, distinct, type Insight, insight } from "./insight.ts";

const INSIGHTS_MAX = 2;
const TOGETHER_MIN = 3;
/** In this share of the turns that change one file the other has to change, too. */
const SHARE_MIN = 0.7;
/** A turn that changes more is a sweep through everything, which ties nothing to anything. */
const FILES_MAX = 12;

const LOCK_FILE =
  /(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|[\w.-]+\.lock|go\.sum|npm-shrinkwrap\.json)$/;

/** `src/cart.test.ts`, `tests/test_cart.py` and `src/cart.ts` are all about the cart. */
const subjectOf = (path: string): string =>
  (path.split("/").at(-1) ?? "")
    .replace(/\.\w+$/, "")
    .replace(/^(?:test|spec)_|[._-](?:test|tests|spec|stories|snap|d)$|(?:Tests?|Spec)$/g, "")
    .toLowerCase();

const ONE_COMPONENT = /\.(?:css|scss|less|sass|html|tsx|jsx|vue|svelte)$/;
const folderOf = (path: string): string => path.split("/").slice(0, -1).join("/");

/** That a file goes with its own test, header or lock file is known everywhere. */
const goesWithoutSaying = (a: string, b: string): boolean =>
  LOCK_FILE.test(a) ||
  LOCK_FILE.test(b) ||
  (folderOf(a) === folderOf(b) && subjectOf(a) === subjectOf(b) && ONE_COMPONENT.test(a) && ONE_COMPONENT.test(b)) ||
  (subjectOf(a) === subjectOf(b) && /test|spec|\.h(?:pp)?$|\.snap$|stories/i.test(`${a} ${b}`));

const pairsOf = (files: readonly string[]): [string, string][] =>
  files.flatMap((a, i) => files.slice(i + 1).map((b): [string, string] => (a < b ? [a, b] : [b, a])));

/**
 * Files that change together, from the files that each turn of the project changed, as paths below its folder. @param about: only pairs
 * with one of these; all, where nothing is said.
 */
export const changesTogether = (
  turns: readonly (readonly string[])[],
  about?: ReadonlySet<string>,
): readonly Insight[] => {
  const alone = new Map<string, number>();
  const together = new Map<string, { readonly pair: [string, string]; times: number }>();
  for (const changed of turns) {
    const files = [...new Set(changed)];
    for (const file of files) alone.set(file, (alone.get(file) ?? 0) + 1);
    if (files.length > FILES_MAX) continue;
    for (const pair of pairsOf(files)) {
      const key = pair.join("\n");
      together.set(key, { pair, times: (together.get(key)?.times ?? 0) + 1 });
    }
  }
  const found = [...together.values()]
    .filter(({ pair, times }) => times >= TOGETHER_MIN && !goesWithoutSaying(...pair))
    .filter(({ pair }) => about === undefined || pair.some((file) => about.has(file)))
    .toSorted((a, b) => b.times - a.times || (a.pair.join() < b.pair.join() ? -1 : 1))
    .flatMap(({ pair: [a, b], times }) => {
      const followsA = times / (alone.get(a) ?? times);
      const followsB = times / (alone.get(b) ?? times);
      if (Math.max(followsA, followsB) < SHARE_MIN) return [];
      const text =
        Math.min(followsA, followsB) >= SHARE_MIN
          ? `Change ${code(a)} and ${code(b)} together.`
          : followsA > followsB
            ? `Change ${code(b)} as well when you change ${code(a)}.`
            : `Change ${code(a)} as well when you change ${code(b)}.`;
      const quote = `\`${a}\` and \`${b}\` were changed together in ${times} turns`;
      return insight({ from: "changes-together", text, kind: "rule", quote, context: `${a} ${b}` });
    });
  return distinct(found, INSIGHTS_MAX);
};
