import { termsOf } from "../../../sync/core/terms.ts";
import { conceptOf, isStopped } from "./concepts.ts";

/** The concepts of some words. */
export const concepts = (words: string): Set<string> => new Set(words.trim().split(/\s+/).map(conceptOf));

/** Orders that say of a thing that it shall be so; what it is about stands beside them. */
export const LIGHT = concepts(
  "use write add create make need keep put live handle follow run give include provide have let set do get go be come prefer take allow support should",
);

/** Words that say how an order is given, not what it is about. */
const FRAME = concepts(
  `not no none never always only just every any ever also both instead rather than directly simply really actually usually
   everywhere somewhere here there enough freely mode another other same everything anything thing nothing of right away must need
   somebody anybody nobody someone anyone everyone yourself itself own without avoid omit skip ich du mich mir sich man tu je se su sus
   der die das den dem des ein eine einen einem el la los las un una unos unas le les du de d l que qu son`,
);

/** The concepts of a word: of one with hyphens those of its parts, paths and names with dots as they are. */
export const conceptsIn = (token: string): string[] => {
  if (token.startsWith("`")) return [token];
  // A folder is no word: "packages/".
  if (/^[\w.-]+\/$/.test(token)) return [token];
  const bare = token.replace(/^[*.]*\/|^\*+|[.:,/]+$/g, "");
  if (/^\d+(?:\.\d+)*(?:%|\p{L}{0,3})$/u.test(bare)) return [bare];
  if (/^[\p{L}]+\/[\p{L}]+$/u.test(bare) && /^(?:and|or|yes|on|his)\//.test(bare))
    return bare.split("/").flatMap(conceptsIn);
  // C++20
  const named = /^(\p{L}+[+#]+)(\d+)$/u.exec(bare);
  if (named !== null) return named.slice(1);
  if (/[/@_.+#]/.test(bare)) return [bare.replace(/^\.\//, "")];
  return bare
    .split("-")
    .flatMap((part) => (termsOf(part).length === 0 && !/^\p{L}{3,}$/u.test(part) ? [] : [conceptOf(part)]));
};

/** What words are about: their concepts, without words that every order has. */
export const content = (words: readonly string[]): Set<string> =>
  new Set(
    words
      .filter((word) => !isStopped(word))
      .flatMap(conceptsIn)
      .filter((term) => !FRAME.has(term) && !LIGHT.has(term)),
  );
